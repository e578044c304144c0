import type { World } from '../model/world';
import { worldHash } from '../sim/hash';

/** The hash of what changes speak of: tables and settings, without the clock, the queue, the draws and the next free numbers. */
export function tablesHash(world: World): string {
  const netns = world.netns.map((ns) => {
    if (ns === undefined) return undefined;
    const counters = Object.keys(ns).filter((key) => key.startsWith('next'));
    return { ...ns, ...Object.fromEntries(counters.map((key) => [key, 0])) };
  });
  return worldHash({
    ...world,
    ...{ nowNs: 0, nextEventSeq: 0, nextPacket: 0, nextOps: [], eventIndex: 0 },
    netns,
    queue: [],
    wire: { next: [], behind: [] },
    random: new Map(),
  });
}
