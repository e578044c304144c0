/**
 * Checkpoints: the root of a World, kept. Cheap because tables and namespaces are shared until they are written.
 */
import type { FrameArrive, FrameStacked, SimEvent } from '../model/event';
import { cloneSkb } from '../model/skb';
import type { World } from '../model/world';

export interface Checkpoint {
  readonly world: World;
  /** Index of the last event that had run. */
  readonly eventIndex: number;
  /** Number of the next record. */
  readonly seq: number;
}

/**
 * A World that shares everything with `world` and may be written: the next write to each namespace copies it.
 * `generation` must never have been used before in this session.
 */
export function forkWorld(world: World, generation: number): World {
  return {
    ...world,
    generation,
    netns: world.netns.slice(),
    nextOps: world.nextOps.slice(),
    queue: world.queue.map(copyEvent),
    wire: { next: world.wire.next.map(copyFrame), behind: world.wire.behind.map(copyFrame) },
    random: new Map([...world.random].map(([key, state]) => [key, { ...state }])),
  };
}

/** Frames in flight are changed in place by whoever receives them, deliveries are joined: each World needs its own. */
function copyEvent(event: SimEvent): SimEvent {
  if (event.kind === 'controller.due') {
    return event.more === undefined ? event : { ...event, more: [...event.more] };
  }
  return event.kind === 'frame.arrive' || event.kind === 'frame.stacked' ? copyFrame(event) : event;
}

function copyFrame<E extends FrameArrive | FrameStacked>(event: E): E {
  return { ...event, skb: cloneSkb(event.skb) };
}
