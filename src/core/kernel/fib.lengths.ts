/**
 * How many prefixes of each length a table of routes has. Small tables share the list: tens of thousands of pods have the same
 * half a dozen prefixes, and 33 numbers each would be more than the routes themselves. A large table has a list of its
 * own, which is counted in place.
 */
import type { RouteTable } from '../model/route';

type Lengths = readonly number[];

const LENGTHS = 33;
/** Tables of no more prefixes than this share their lists. */
const SHARED_MAX = 16;

/** The list of an empty table. */
export const NO_PREFIXES: Lengths = new Array<number>(LENGTHS).fill(0);

/** The list for a copy of a table. */
export function copyOfLengths({ byPrefix, lengths }: Pick<RouteTable, 'byPrefix' | 'lengths'>): Lengths {
  return byPrefix.size > SHARED_MAX ? lengths.slice() : lengths;
}

/** The list when a prefix comes (`by` 1) or goes (-1); asked before the table is changed. */
export function countPrefixes(
  { byPrefix, lengths }: Pick<RouteTable, 'byPrefix' | 'lengths'>,
  len: number,
  by: 1 | -1,
): Lengths {
  const { size } = byPrefix;
  if (size > SHARED_MAX) return countIn(lengths as number[], len, by);
  return size + by > SHARED_MAX ? countIn(lengths.slice(), len, by) : sharedAfter(lengths, len, by);
}

/** The list when the prefixes with the keys from number `from` to before `to` come, see `prefixKey`. */
export function countRows(
  { byPrefix, lengths }: Pick<RouteTable, 'byPrefix' | 'lengths'>,
  keys: readonly number[],
  from: number,
  to: number,
): Lengths {
  if (byPrefix.size + to - from <= SHARED_MAX) {
    let counted = lengths;
    for (let at = from; at < to; at += 1) counted = sharedAfter(counted, (keys[at] ?? 0) % 64, 1);
    return counted;
  }
  const own = byPrefix.size > SHARED_MAX ? (lengths as number[]) : lengths.slice();
  for (let at = from; at < to; at += 1) countIn(own, (keys[at] ?? 0) % 64, 1);
  return own;
}

function countIn(own: number[], len: number, by: 1 | -1): Lengths {
  own[len] = (own[len] ?? 0) + by;
  return own;
}

/** What comes of a list by counting on: tables that are made alike go the same way, from one list to the next. */
function sharedAfter(lengths: Lengths, len: number, by: 1 | -1): Lengths {
  let steps = STEPS.get(lengths);
  if (steps === undefined) {
    steps = new Map();
    STEPS.set(lengths, steps);
  }
  const step = len * 2 + (by === 1 ? 1 : 0);
  const known = steps.get(step);
  if (known !== undefined) return known;
  const after = countIn(lengths.slice(), len, by);
  if (steps.size < STEPS_MAX) steps.set(step, after);
  return after;
}

const STEPS = new WeakMap<Lengths, Map<number, Lengths>>();
/** Steps remembered from one list; nobody takes more of them but by chance. */
const STEPS_MAX = 8;
