/**
 * Where packets went that came before, beside the World: the next one that is alike goes the same way, and neither rules nor
 * tables nor its sender's address need be looked at again. Forgotten as soon as anything is written that a way depends on
 * (routes, rules, devices, settings).
 */
import type { Ifindex } from './link';
import type { Netns } from './world';

/** What packets are alike in. Addresses as signed numbers, which need no memory of their own. */
export interface Alike {
  readonly src: number;
  readonly dst: number;
  /** Device it came by. Below zero for a packet made here: -1 less the one it must leave by. */
  readonly iif: Ifindex;
  readonly tos: number;
  readonly mark: number;
}

interface Way extends Alike {
  /** Who keeps it knows what it is. */
  readonly decided: unknown;
}

/** The ways of a netns. */
export type Ways = Map<number, Way>;

/** Ways remembered for a netns; with more of them remembering begins anew. */
const WAYS_MAX = 1024;

const known = new WeakMap<Netns, Ways | null>();

/** Null where it takes more for packets to be alike, says `asksMore`: it is asked once until something is written. */
export function waysOf(ns: Netns, asksMore: (ns: Netns) => boolean): Ways | null {
  const before = known.get(ns);
  if (before !== undefined) return before;
  const ways: Ways | null = asksMore(ns) ? null : new Map();
  known.set(ns, ways);
  return ways;
}

/** What was decided for a packet like this one; undefined when there was none. */
export function recallWay(
  ways: Ways,
  src: number,
  dst: number,
  iif: Ifindex,
  tos: number,
  mark: number,
): unknown {
  const way = ways.get(keyOf(src, dst, iif));
  return way?.src === src && way.dst === dst && way.iif === iif && way.tos === tos && way.mark === mark
    ? way.decided
    : undefined;
}

export function keepWay(ways: Ways, { src, dst, iif, tos, mark }: Alike, decided: unknown): void {
  if (ways.size >= WAYS_MAX) ways.clear();
  ways.set(keyOf(src, dst, iif), { src, dst, iif, tos, mark, decided });
}

/** Something was written that ways may depend on. */
export function forgetWays(ns: Netns): void {
  known.delete(ns);
}

/** Of thirty bits: such a number needs no memory of its own. */
function keyOf(src: number, dst: number, iif: Ifindex): number {
  return Math.imul(src ^ Math.imul(dst, 0x85ebca6b) ^ Math.imul(iif, 0xc2b2ae35), 0x9e3779b1) >> 2;
}
