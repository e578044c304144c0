/** The changes that belong to no netns: the cluster's objects and controllers. */
import type { Change } from '../model/change';
import type { ClusterState } from '../model/cluster';
import { emptyCluster, withIndexEntry } from '../model/cluster';
import { noteController } from '../model/listeners';
import type { Table } from '../model/table';
import { writable } from '../model/table';
import type { World } from '../model/world';

export type ClusterChange = Extract<
  Change,
  { readonly slot: 'cluster' | 'api.object' | 'api.index' | 'api.version' | 'controller' }
>;

/** Applies a change of the cluster; false when the change is another one. */
export function applyToCluster(world: World, change: Change): change is ClusterChange {
  switch (change.slot) {
    case 'cluster':
      world.cluster = change.after === undefined ? null : emptyCluster(change.after);
      return true;
    case 'api.object':
    case 'api.index':
    case 'api.version':
    case 'controller':
      if (world.cluster !== null) world.cluster = changed(world.cluster, world.generation, change);
      return true;
    default:
      return false;
  }
}

function changed(
  cluster: ClusterState,
  generation: number,
  change: Exclude<ClusterChange, { slot: 'cluster' }>,
): ClusterState {
  switch (change.slot) {
    case 'api.object':
      return { ...cluster, objects: put(cluster.objects, generation, change.key, change.after) };
    case 'api.index':
      return {
        ...cluster,
        index: withIndexEntry(cluster.index, generation, change.key, change.entry, change.after === true),
      };
    case 'api.version':
      return { ...cluster, resourceVersion: change.after ?? 0 };
    case 'controller': {
      const controllers = put(cluster.controllers, generation, change.key, change.after);
      noteController(controllers.entries, change.before, change.after);
      return { ...cluster, controllers };
    }
  }
}

function put<V>(
  table: Table<string, V>,
  generation: number,
  key: string,
  after: V | undefined,
): Table<string, V> {
  const own = writable(table, generation);
  if (after === undefined) own.entries.delete(key);
  else own.entries.set(key, after);
  return own;
}
