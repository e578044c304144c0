/** One table: longest prefix first, then TOS, metric and arrival. Source: net/ipv4/fib_trie.c fib_table_lookup. */
import type { Nexthop, Route, RouteTable } from '../model/route';
import { prefixKey } from '../model/route';
import type { Netns } from '../model/world';
import type { RouteKey } from '../trace/kinds';
import { maskOf } from '../wire/addr';
import { coverOf } from './fib.cover';

/** The bits of the TOS byte that routes and rules are asked for (IPTOS_RT_MASK): neither precedence nor ECN. */
const TOS_MASK = 0x1c;

export function sameTos(asked: number, tos: number): boolean {
  return (asked & TOS_MASK) === (tos & TOS_MASK);
}

/** What a table is asked for: destination, TOS, and the device it must be, 0 for any. */
type TableKey = Pick<RouteKey, 'dst' | 'tos' | 'oif'>;

/** The first usable route, null when nothing covers the destination. Wider scopes than `minScope` do not count. */
export function tableLookup(ns: Netns, table: RouteTable, key: TableKey, minScope: number): Route | null {
  for (const routes of coverOf(table, key.dst)) {
    for (const route of routes) if (route.scope >= minScope && usable(ns, route, key)) return route;
  }
  return null;
}

/** The same for a destination that is asked for once: nothing is remembered for it. */
export function lookupOnce(ns: Netns, table: RouteTable, key: TableKey): Route | null {
  for (let len = 32; len >= 0; len -= 1) {
    if (table.lengths[len] === 0) continue;
    const routes = table.byPrefix.get(prefixKey((key.dst & maskOf(len)) >>> 0, len));
    const route = routes?.find((one) => usable(ns, one, key));
    if (route !== undefined) return route;
  }
  return null;
}

/** Source: fib_trie.c fib_table_lookup (the loop over aliases), fib_lookup_good_nhc. */
function usable(ns: Netns, route: Route, key: TableKey): boolean {
  if (route.tos !== 0 && !sameTos(key.tos, route.tos)) return false;
  if (route.nexthops !== undefined) return someAlive(ns, route.nexthops, key);
  if (key.oif !== 0 && route.dev !== 0 && route.dev !== key.oif) return false;
  // An address stays ours while its device is down.
  return route.dev === 0 || route.type === 'local' || ns.links[route.dev]?.up === true;
}

function someAlive(ns: Netns, nexthops: readonly Nexthop[], key: TableKey): boolean {
  return nexthops.some((hop) => alive(ns, hop, key));
}

/** Whether a packet may take this way of several. */
export function alive(ns: Netns, hop: Nexthop, key: Pick<RouteKey, 'oif'>): boolean {
  return (key.oif === 0 || key.oif === hop.dev) && ns.links[hop.dev]?.up === true;
}
