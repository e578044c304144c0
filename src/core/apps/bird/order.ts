/** The order in which BIRD walks its table: that of its hash. Source: BIRD 1.6.8 nest/rt-fib.c, lib/ip.h ip4_hash. */
import { mapGet, mapKeys, type PersistentMap } from '../../base/persistent-map';
import type { BirdRoute } from '../../model/bird';
import { NO_ROUTES } from './draft';

const ORDER_MIN = 10;
const ORDER_MAX = 16;
const ORDER_STEP = 2;

function hashOf(addr: number): number {
  const folded = (addr ^ (addr >>> 16)) & 0xffff;
  return (folded ^ (folded << 10)) & 0xffff;
}

/** Buckets, as a power of two, for so many prefixes: more than two in each make it grow. */
function hashOrder(prefixes: number): number {
  let order = ORDER_MIN;
  while (order < ORDER_MAX && prefixes > 2 * 2 ** order) order += ORDER_STEP;
  return order;
}

/**
 * Keys of prefixes (`prefixKey`) in BIRD's order; those of one bucket in the order in which they came. `routesOf` answers
 * the routes of a key; `prefixes`: how many there are in the table.
 */
export function inTableOrder(
  keys: readonly number[],
  prefixes: number,
  routesOf: (key: number) => readonly BirdRoute[],
): readonly number[] {
  const shift = 16 - hashOrder(prefixes);
  return keys
    .map((key) => ({
      key,
      bucket: hashOf(Math.floor(key / 64) >>> 0) >>> shift,
      came: firstOf(routesOf(key)),
    }))
    .sort((a, b) => a.bucket - b.bucket || (a.came?.ordinal ?? 0) - (b.came?.ordinal ?? 0) || a.key - b.key)
    .map(({ key }) => key);
}

/** The route that came first. */
function firstOf(routes: readonly BirdRoute[]): BirdRoute | undefined {
  let [first] = routes;
  for (const route of routes) if (first !== undefined && route.ordinal < first.ordinal) first = route;
  return first;
}

/** Prefixes of a table with their routes, in BIRD's order. */
export function tableInOrder(rib: PersistentMap<readonly BirdRoute[]>): readonly (readonly BirdRoute[])[] {
  const routes = (key: number): readonly BirdRoute[] => mapGet(rib, key) ?? NO_ROUTES;
  return inTableOrder(mapKeys(rib), rib.size, routes).map(routes);
}
