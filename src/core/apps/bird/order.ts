/** The order in which BIRD walks its table: that of its hash. Source: BIRD 1.6.8 nest/rt-fib.c, lib/ip.h ip4_hash. */
import { mapEach, type PersistentMap } from '../../base/persistent-map';
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

/** Keys of prefixes (`prefixKey`) in BIRD's order. Those of one bucket stay as they are: oldest first. */
export function inTableOrder(keys: readonly number[], prefixes: number): readonly number[] {
  const shift = 16 - hashOrder(prefixes);
  return keys
    .map((key) => ({ key, bucket: hashOf(Math.floor(key / 64) >>> 0) >>> shift }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ key }) => key);
}

/** Prefixes of a table with their routes, in BIRD's order; in a bucket the older first. */
export function tableInOrder(rib: PersistentMap<readonly BirdRoute[]>): readonly (readonly BirdRoute[])[] {
  const found = new Map<number, readonly BirdRoute[]>();
  mapEach(rib, (routes, key) => found.set(key, routes));
  const oldest = (key: number): number =>
    Math.min(...(found.get(key) ?? NO_ROUTES).map(({ sinceNs }) => sinceNs));
  const keys = [...found.keys()].sort((a, b) => oldest(a) - oldest(b) || a - b);
  return inTableOrder(keys, rib.size).map((key) => found.get(key) ?? NO_ROUTES);
}
