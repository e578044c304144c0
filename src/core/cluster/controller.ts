/**
 * The frame of control loops: what a kind of controller is, what it is given, how it is woken.
 *
 * A controller watches objects (see watch.ts). When one changes, an event wakes it in the root netns of its machine; it
 * looks at the object, decides (`io.decide`), and acts: through the API server, through operations on network
 * namespaces, by calling plugins. Whatever it remembers is its state, plain data. It is level-triggered: woken twice for
 * the same thing it finds nothing left to do, and says nothing.
 */
import type { Ctx } from '../kernel/ctx';
import { applyOp, applyOps } from '../kernel/ops';
import type { OpsDone } from '../kernel/ops';
import { readFile, writeFile } from '../kernel/ops/file';
import type { ApiObject, ControllerRequest, ControllerState } from '../model/cluster';
import type { ControllerDue, Delivery, NewProcess } from '../model/event';
import type { NetnsId } from '../model/link';
import type { NetOp, OpError } from '../model/op';
import type { Netns } from '../model/world';
import type { DecisionCode, DecisionParams } from '../trace/decisions';
import type { ApiCaller, ApiResult } from './apiserver';
import {
  addToIndex,
  bindPod,
  countObjects,
  createObject,
  deleteObject,
  findObjects,
  getObject,
  listObjects,
  patchObject,
} from './apiserver';
import type { ApiDoor } from './api-door';
import type { CniPlugin, CniPlugins } from './cni/plugin';
import type { Watcher } from './watch';
import { notifyFile } from './watch';
import { clusterOf, putController } from './write';

/** A kind of control loop: a member of cluster/controllers, or the agent of a network solution in cni/. */
export interface ControllerKind<State> extends Watcher {
  /** What it knows before it has heard anything. */
  readonly initial: State;
  /** Answers the next state. */
  reconcile(io: ControllerIo, state: State, request: ControllerRequest): State;
  /**
   * Deals with as many of the deliveries, from number `from` on, as can be done at a stroke. What comes of it is what
   * `reconcile` makes of them one by one. Asked when nobody records decisions.
   */
  several?(io: ControllerIo, state: State, deliveries: readonly Delivery[], from: number): Dealt<State>;
  /** It is stopped: ends what runs in the same container. */
  stopped?(ctx: Ctx, processes: ProcessRunner, netns: NetnsId): void;
}

/** How many deliveries were dealt with, and the state after them. */
export interface Dealt<State> {
  readonly count: number;
  readonly state: State;
}

/** A state is only ever made by its own kind, so each kind may trust what it is handed. */
export type AnyControllerKind = ControllerKind<unknown>;

/** Starting and ending the processes of containers. */
export interface ProcessRunner {
  /** Starts a program that belongs to the pod itself. Answers its pid. */
  spawn(ctx: Ctx, netns: NetnsId, process: NewProcess): number;
  /** Runs a command in a netns, as a container's entry point; the pid when it stays. */
  run(netns: NetnsId, argv: readonly string[]): number | null;
  /** Ends processes of a netns, all of them or some; by SIGTERM unless another signal is named. */
  kill(ctx: Ctx, netns: NetnsId, pids: readonly number[] | null, signal?: 'KILL'): void;
}

/** A network solution: what it runs on every node, and the plugins it brings. A folder of cni/. */
export interface NetworkSolution {
  /** Its name in labs. */
  readonly kind: string;
  readonly controllers: readonly AnyControllerKind[];
  /** What it runs once, beside the control plane. */
  readonly controlPlane?: readonly AnyControllerKind[];
  readonly plugins: readonly CniPlugin[];
}

/** What the control loops of a simulation share. Fixed when it is put together; no part of World. */
export interface ClusterRuntime {
  readonly controllers: ReadonlyMap<string, AnyControllerKind>;
  readonly networks: { get(kind: string): NetworkSolution | undefined };
  readonly plugins: CniPlugins;
  readonly processes: ProcessRunner;
}

/** What a controller can do. */
export interface ControllerIo extends ApiDoor {
  readonly ctx: Ctx;
  readonly runtime: ClusterRuntime;
  /** Its own id, `node-1/kubelet`. */
  readonly id: string;
  /** The node it runs on; empty for the control plane. */
  readonly node: string;
  /** Root netns of its machine. */
  readonly netns: NetnsId;
  /** An object by its key. */
  byKey(key: string): ApiObject | null;
  /** How many objects are under an index key. */
  count(index: string): number;
  /** All objects of a kind in a namespace. */
  list(kind: string, namespace: string): readonly ApiObject[];
  /** Writes a node's name into a pod that has none. */
  bind(pod: { namespace: string; name: string }, node: string): ApiResult;
  /** Configures a netns. `command` says it as one would type it; the record names the controller before it. */
  op(netns: NetnsId, op: NetOp, command: string): OpError | null;
  /** Several in order, from number `from` to before `end`, up to the first that is refused; when nobody records them. */
  ops(netns: NetnsId, ops: readonly NetOp[], from: number, end: number): OpsDone;
  /** Files of its machine. */
  readFile(path: string): string | null;
  writeFile(path: string, text: string | undefined): void;
  /** Says what it has decided: a record that what follows is caused by. */
  decide<C extends DecisionCode>(
    verdict: 'acts' | 'waits' | 'fails',
    code: C,
    params: DecisionParams<C>,
  ): void;
  /** Wakes it with `{reason: 'timer', timer}`. Housekeeping timers hold nobody up. */
  after(timer: string, delayNs: number, background?: boolean): void;
}

/**
 * Starts a controller on a machine; its first event is `start`. One that ran before finds the state it left: what a
 * process keeps in files and in the container runtime.
 */
export function startController(
  ctx: Ctx,
  runtime: ClusterRuntime,
  at: Pick<ControllerState, 'kind' | 'node' | 'netns'>,
): void {
  const { kind, node, netns } = at;
  const id = node === '' ? kind : `${node}/${kind}`;
  const known = clusterOf(ctx).controllers.entries.get(id);
  const state = known === undefined ? (runtime.controllers.get(kind)?.initial ?? null) : known.state;
  putController(ctx, netns, id, { id, kind, node, netns, state });
  if (node !== '') addToIndex({ ctx, netns }, `controller/${kind}`, id);
  ctx.schedule({ kind: 'controller.due', netns, controller: id, request: { reason: 'start' } }, 0, false);
}

/** Runs a controller for what an event brings. One that is gone hears nothing any more. */
export function runController(
  ctx: Ctx,
  runtime: ClusterRuntime,
  ns: Netns,
  { controller: id, request, more = [] }: Pick<ControllerDue, 'controller' | 'request' | 'more'>,
): void {
  const controller = ctx.world.cluster?.controllers.entries.get(id);
  const kind = controller === undefined ? undefined : runtime.controllers.get(controller.kind);
  if (controller === undefined || controller.stopped === true || kind === undefined) return;
  const told = { request };
  const io = ioOf(ctx, runtime, controller, told);
  runOnce(ctx, ns, kind, io, request);
  for (let next = 0; next < more.length; next += 1) {
    if (!ctx.trace.on) next += severalAt(ctx, ns, kind, io, more, next);
    const delivery = more[next];
    if (delivery === undefined) return;
    ctx.cause = delivery.traceRef;
    told.request = delivery.request;
    runOnce(ctx, ns, kind, io, delivery.request);
  }
}

function severalAt(
  ctx: Ctx,
  ns: Netns,
  kind: AnyControllerKind,
  io: ControllerIo,
  deliveries: readonly Delivery[],
  from: number,
): number {
  const before = ctx.world.cluster?.controllers.entries.get(io.id);
  if (kind.several === undefined || before === undefined || before.stopped === true) return 0;
  const { count, state } = kind.several(io, before.state, deliveries, from);
  keepState(ctx, ns, io.id, before, state);
  return count;
}

function runOnce(
  ctx: Ctx,
  ns: Netns,
  kind: AnyControllerKind,
  io: ControllerIo,
  request: ControllerRequest,
): void {
  const { id } = io;
  const before = ctx.world.cluster?.controllers.entries.get(id);
  if (before === undefined || before.stopped === true) return;
  keepState(ctx, ns, id, before, kind.reconcile(io, before.state, request));
}

function keepState(ctx: Ctx, ns: Netns, id: string, before: ControllerState, state: unknown): void {
  if (state === before.state) return;
  const present = ctx.world.cluster?.controllers.entries.get(id);
  if (present !== undefined) putController(ctx, ns.id, id, { ...present, state });
}

/** What a controller is given; a test of a controller may make one as well. */
export function controllerIo(
  ctx: Ctx,
  runtime: ClusterRuntime,
  controller: Pick<ControllerState, 'id' | 'kind' | 'node' | 'netns'>,
  request: ControllerRequest,
): ControllerIo {
  return ioOf(ctx, runtime, controller, { request });
}

/** `told` holds what the controller is woken for just now. */
function ioOf(
  ctx: Ctx,
  runtime: ClusterRuntime,
  controller: Pick<ControllerState, 'id' | 'kind' | 'node' | 'netns'>,
  told: { readonly request: ControllerRequest },
): ControllerIo {
  const { id, kind, node, netns } = controller;
  const caller: ApiCaller = { ctx, watchers: runtime.controllers, netns, by: id };
  return {
    ctx,
    runtime,
    id,
    node,
    netns,
    get: (objectKind, namespace, name) => getObject(ctx, objectKind, namespace, name),
    byKey: (key) => ctx.world.cluster?.objects.entries.get(key) ?? null,
    find: (index) => findObjects(ctx, index),
    count: (index) => countObjects(ctx, index),
    list: (objectKind, namespace) => listObjects(ctx, objectKind, namespace),
    create: (manifest, namespace) => createObject(caller, manifest, namespace),
    patch: (at, patch) => patchObject(caller, at, patch),
    delete: (at, graceSeconds) => deleteObject(caller, at, graceSeconds ?? null),
    bind: (pod, to) => bindPod(caller, pod, to),
    op: (at, op, command) => applyOp(ctx, at, op, ctx.trace.on ? `${kind}: ${command}` : null),
    ops: (at, ops, from, end) => applyOps(ctx, at, ops, from, end),
    readFile: (path) => readFile(ctx.own(netns), path),
    writeFile: (path, text) => {
      writeFile(ctx, ctx.own(netns), path, text);
      notifyFile(ctx, runtime.controllers, node, path);
    },
    decide: (verdict, decision, params) => {
      if (!ctx.trace.on) return;
      const { request } = told;
      const about = aboutOf(request);
      const detail = { controller: id, why: request.reason, about, decision, params };
      ctx.emit('ctrl.reconcile', verdict, netns, 0, null, detail);
    },
    after: (timer, delayNs, background) => {
      const due = {
        kind: 'controller.due',
        netns,
        controller: id,
        request: { reason: 'timer', timer },
      } as const;
      ctx.schedule(due, delayNs, background);
    },
  };
}

function aboutOf(request: ControllerRequest): string {
  switch (request.reason) {
    case 'start':
      return '';
    case 'timer':
      return request.timer;
    case 'file':
      return request.path;
    case 'link':
      return request.name;
    case 'kernel':
      return request.op;
    case 'added':
    case 'modified':
    case 'deleted':
      return request.key;
  }
}

/** Stops a controller's process: it hears nothing until it is started again. */
export function stopController(ctx: Ctx, id: string): void {
  const controller = clusterOf(ctx).controllers.entries.get(id);
  if (controller !== undefined) putController(ctx, controller.netns, id, { ...controller, stopped: true });
}

/** Whether a controller runs. */
export function controllerRuns(ctx: Pick<Ctx, 'world'>, id: string): boolean {
  const controller = ctx.world.cluster?.controllers.entries.get(id);
  return controller !== undefined && controller.stopped !== true;
}
