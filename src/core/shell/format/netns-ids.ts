/**
 * Numbers by which a netns knows others. Source: Linux 6.12 net/core/net_namespace.c peernet2id_alloc: one is given to a netns as
 * soon as a device is told of that has its other end there.
 */
import type { Link } from '../../model/link';
import type { Netns, World } from '../../model/world';
import { linkBehind } from './link-behind';

/** By number of the netns; in the order of the devices, as long as none of them has gone. */
export function netnsIds(world: World, ns: Netns): ReadonlyMap<number, number> {
  const ids = new Map<number, number>();
  const meet = (other: number): void => {
    if (other !== ns.id && !ids.has(other)) ids.set(other, ids.size);
  };
  const away = (link: Link | undefined): number | null => {
    const behind = link === undefined ? null : linkBehind(link);
    return behind === null ? null : behind.netns;
  };
  for (const link of ns.links) {
    const there = away(link);
    if (there !== null) meet(there);
  }
  // What was made here and moved there.
  for (const other of world.netns) {
    if (other?.machine === ns.machine && other.links.some((link) => away(link) === ns.id)) meet(other.id);
  }
  return ids;
}
