/** Watches: a change of an object wakes the control loops that asked to hear of it. */
import type { ApiObject, ClusterState, ControllerRequest } from '../model/cluster';
import type { NetOp } from '../model/op';
import type { Ctx } from '../kernel/ctx';
import type { Listener } from '../model/listeners';
import { listenersOf } from '../model/listeners';
import { clusterOf } from './write';

/** How an object came to be as it is: created, changed from what it was, deleted. */
export type ObjectChange =
  { readonly reason: 'added' | 'deleted' } | { readonly reason: 'modified'; readonly before: ApiObject };

/** What a kind of controller watches. */
export interface Watcher {
  readonly kind: string;
  /** By kind of object: those of its controllers that a change of this very object concerns. */
  readonly watches: Readonly<Record<string, Watch>>;
  /** Whether its controllers want to hear of a file of their node. */
  readonly watchesFile?: (path: string) => boolean;
  /** Whether its controllers want to hear that a device of their node is gone. */
  readonly watchesLink?: (name: string) => boolean;
  /** Whether its controllers want to hear that somebody configured their node by hand, as far as the kernel shows it. */
  readonly watchesOp?: (op: NetOp) => boolean;
}

/** Whom a change concerns. */
export type Watch = (object: ApiObject, cluster: ClusterState, change: ObjectChange) => Concerned;

/** The ids of single controllers, or all of a kind that hear. */
export type Concerned = Iterable<string> | { readonly listeners: readonly Listener[] };

/** By kind of controller, in the order in which they hear. */
export type Watchers = ReadonlyMap<string, Watcher>;

/** From a change at the API server to the watcher that hears of it. */
export const WATCH_DELAY_NS = 2_000_000;

/** `key`: of the object. */
export function notifyWatchers(
  ctx: Ctx,
  watchers: Watchers,
  change: ObjectChange,
  object: ApiObject,
  key: string,
): void {
  const cluster = clusterOf(ctx);
  const { reason } = change;
  const request: ControllerRequest =
    reason === 'modified' ? { reason, before: change.before, key, object } : { reason, key, object };
  for (const concerned of watchersOf(watchers, object.kind)) {
    const told = concerned(object, cluster, change);
    if ('listeners' in told) ctx.deliver(told.listeners, request, WATCH_DELAY_NS);
    else for (const id of told) wake(ctx, id, request);
  }
}

/** Who watches a kind of object, in the order in which they hear. Watchers are put together once. */
function watchersOf(watchers: Watchers, kind: string): readonly Watch[] {
  let kinds = WATCHERS.get(watchers);
  if (kinds === undefined) {
    kinds = new Map();
    WATCHERS.set(watchers, kinds);
  }
  const known = kinds.get(kind);
  if (known !== undefined) return known;
  const found: Watch[] = [];
  for (const { watches } of watchers.values()) {
    const watch = Object.hasOwn(watches, kind) ? watches[kind] : undefined;
    if (watch !== undefined) found.push(watch);
  }
  kinds.set(kind, found);
  return found;
}

const WATCHERS = new WeakMap<Watchers, Map<string, readonly Watch[]>>();

/** Tells the control loops of a node that one of its files changed. */
export function notifyFile(ctx: Ctx, watchers: Watchers, node: string, path: string): void {
  const cluster = ctx.world.cluster;
  if (cluster === null) return;
  for (const { kind, watchesFile } of watchers.values()) {
    const id = `${node}/${kind}`;
    if (watchesFile?.(path) === true && cluster.controllers.entries.has(id)) {
      wake(ctx, id, { reason: 'file', path });
    }
  }
}

/** Tells the control loops of a machine that one of its devices is gone. */
export function notifyLink(ctx: Ctx, watchers: Watchers, machine: string, name: string): void {
  const cluster = ctx.world.cluster;
  if (cluster === null) return;
  for (const { kind, watchesLink } of watchers.values()) {
    if (watchesLink?.(name) === true) wake(ctx, `${machine}/${kind}`, { reason: 'link', name });
  }
}

/** Tells the control loops of a machine that somebody configured its kernel, who is none of them. */
export function notifyOp(ctx: Ctx, watchers: Watchers, machine: string, op: NetOp): void {
  const cluster = ctx.world.cluster;
  if (cluster === null) return;
  for (const { kind, watchesOp } of watchers.values()) {
    const id = `${machine}/${kind}`;
    if (watchesOp?.(op) === true && cluster.controllers.entries.has(id)) {
      wake(ctx, id, { reason: 'kernel', op: op.kind });
    }
  }
}

/** All controllers of a kind that runs on every node. */
export function onEveryNode(kind: string): (object: ApiObject, cluster: ClusterState) => Concerned {
  return (_object, cluster) => ({ listeners: listenersOf(cluster, kind) });
}

/** A control loop of the control plane: there is one, called by its kind. */
export function theOne(kind: string): () => readonly string[] {
  const ids = [kind];
  return () => ids;
}

/** Wakes a controller; nobody by that name hears nothing. */
function wake(ctx: Ctx, id: string, request: ControllerRequest): void {
  const controller = clusterOf(ctx).controllers.entries.get(id);
  if (controller === undefined || controller.stopped === true) return;
  ctx.schedule({ kind: 'controller.due', netns: controller.netns, controller: id, request }, WATCH_DELAY_NS);
}
