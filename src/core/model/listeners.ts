/**
 * Which control loops of a kind that runs on every node hear what a watch has to tell: all that are not stopped. An index
 * beside the World, found by the table of controllers; in a cluster of a thousand nodes a thousand of them are told of a
 * thousand things. Who writes to a table of controllers says so.
 */
import type { ClusterState, ControllerState } from './cluster';
import type { NetnsId } from './link';

/** A control loop, and where it runs. */
export interface Listener {
  readonly id: string;
  readonly netns: NetnsId;
}

type Controllers = ClusterState['controllers']['entries'];

const known = new WeakMap<Controllers, Map<string, readonly Listener[]>>();

/** The loops of a kind, in the order in which they came: the same list as long as nobody comes, goes or stops. */
export function listenersOf({ controllers, index }: ClusterState, kind: string): readonly Listener[] {
  let kinds = known.get(controllers.entries);
  if (kinds === undefined) {
    kinds = new Map();
    known.set(controllers.entries, kinds);
  }
  const before = kinds.get(kind);
  if (before !== undefined) return before;
  const listeners: Listener[] = [];
  for (const id of index.entries.get(`controller/${kind}`)?.entries.keys() ?? []) {
    const controller = controllers.entries.get(id);
    if (controller !== undefined && controller.stopped !== true) {
      listeners.push({ id, netns: controller.netns });
    }
  }
  kinds.set(kind, listeners);
  return listeners;
}

/** A controller of a table is about to be another one. */
export function noteController(
  controllers: Controllers,
  before: ControllerState | undefined,
  after: ControllerState | undefined,
): void {
  if (before?.netns === after?.netns && before?.stopped === after?.stopped) return;
  known.delete(controllers);
}
