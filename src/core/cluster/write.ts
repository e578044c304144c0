/**
 * Every write to the cluster's tables. Each function replaces one slot and reports the change, as kernel/write.ts does
 * for the tables of a netns. `netns` is where the one who writes runs.
 */
import type { ApiObject, ClusterConfig, ClusterState, ControllerState } from '../model/cluster';
import { emptyCluster, withIndexEntry } from '../model/cluster';
import { noteController } from '../model/listeners';
import type { NetnsId } from '../model/link';
import type { Table } from '../model/table';
import { writable } from '../model/table';
import type { Ctx } from '../kernel/ctx';
import { need } from '../base/assert';

/** The cluster; throws in a lab without one. */
export function clusterOf(ctx: Pick<Ctx, 'world'>): ClusterState {
  return need(ctx.world.cluster, 'cluster');
}

function put<V>(ctx: Ctx, table: Table<string, V>, key: string, after: V | undefined): Table<string, V> {
  const own = writable(table, ctx.world.generation);
  if (after === undefined) own.entries.delete(key);
  else own.entries.set(key, after);
  return own;
}

export function putCluster(ctx: Ctx, netns: NetnsId, config: ClusterConfig): void {
  ctx.world.cluster = emptyCluster(config);
  if (ctx.trace.on) ctx.changed({ slot: 'cluster', netns, before: undefined, after: config });
}

export function putObject(ctx: Ctx, netns: NetnsId, key: string, after: ApiObject | undefined): void {
  const cluster = clusterOf(ctx);
  const before = ctx.trace.on ? cluster.objects.entries.get(key) : undefined;
  const objects = put(ctx, cluster.objects, key, after);
  if (objects !== cluster.objects) ctx.world.cluster = { ...cluster, objects };
  if (ctx.trace.on) ctx.changed({ slot: 'api.object', netns, key, before, after });
}

/** Puts a key under an index key, or takes it away. */
export function putIndex(ctx: Ctx, netns: NetnsId, key: string, entry: string, present: boolean): void {
  const cluster = clusterOf(ctx);
  const had = cluster.index.entries.get(key)?.entries.has(entry) === true;
  if (had === present) return;
  const index = withIndexEntry(cluster.index, ctx.world.generation, key, entry, present);
  if (index !== cluster.index) ctx.world.cluster = { ...cluster, index };
  if (!ctx.trace.on) return;
  const [before, after] = present ? ([undefined, true] as const) : ([true, undefined] as const);
  ctx.changed({ slot: 'api.index', netns, key, entry, before, after });
}

/** Takes the next resourceVersion. */
export function nextVersion(ctx: Ctx, netns: NetnsId): number {
  const cluster = clusterOf(ctx);
  const before = cluster.resourceVersion;
  const after = before + 1;
  ctx.world.cluster = { ...cluster, resourceVersion: after };
  if (ctx.trace.on) ctx.changed({ slot: 'api.version', netns, before, after });
  return after;
}

export function putController(
  ctx: Ctx,
  netns: NetnsId,
  key: string,
  after: ControllerState | undefined,
): void {
  const cluster = clusterOf(ctx);
  const before = cluster.controllers.entries.get(key);
  const controllers = put(ctx, cluster.controllers, key, after);
  noteController(controllers.entries, before, after);
  if (controllers !== cluster.controllers) ctx.world.cluster = { ...cluster, controllers };
  if (ctx.trace.on) ctx.changed({ slot: 'controller', netns, key, before, after });
}
