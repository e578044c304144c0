/** The neighbour of a bridged frame whose destination was translated. Source: br_netfilter_hooks.c, net/neighbour.h neigh_hh_bridge. */
import type { Link } from '../model/link';
import type { Skb } from '../model/skb';
import type { Netns } from '../model/world';
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { Ctx } from './ctx';
import { traceLookup } from './neigh.trace';

const CONNECTED: ReadonlySet<string> = new Set(['REACHABLE', 'PERMANENT', 'NOARP']);

/** The address to write into the frame when it is beyond doubt and its header stands ready, else null. */
export function bridgeNeighbour(ctx: Ctx, ns: Netns, br: Link, nexthop: Ipv4Addr, skb: Skb): MacAddr | null {
  const entry = br.neigh.entries.get(nexthop);
  if (entry?.headerCached !== true || !CONNECTED.has(entry.state)) return null;
  traceLookup(ctx, ns, br, nexthop, entry, 'resolved', skb);
  return entry.mac;
}
