/**
 * Maps that are never changed: each write answers a new map that shares nearly everything with the old one, which stays
 * as it was. A process with thousands of routes keeps its state in them, so that a checkpoint, and the trace with its
 * `before` and `after`, hold the old state at little cost. Plain data: a trie of 32 branches over the bits of a hash.
 * Source: Bagwell, Ideal Hash Trees, 2001.
 */

/** What a map holds of one key. Maps with the same entry may hold the same object. */
export interface Entry<V> {
  readonly key: number;
  readonly value: V;
}

interface Branch<V> {
  /** Which of the 32 places are taken; `slots` holds them without the gaps. */
  readonly bits: number;
  readonly slots: readonly (Entry<V> | Branch<V>)[];
}

/** A map from safe integers from 0 on. */
export interface PersistentMap<V> {
  readonly size: number;
  readonly root: Branch<V>;
}

const BITS = 5;
const MASK = 31;
const EMPTY: PersistentMap<never> = { size: 0, root: { bits: 0, slots: [] } };

export function emptyMap<V>(): PersistentMap<V> {
  return EMPTY;
}

/**
 * Where a key goes at each depth. Mixing is a bijection of 32 bits, and what lies above them follows below, so that two
 * keys part within thirteen levels.
 */
function place(key: number, depth: number): number {
  if (depth < 7) return (mix(key >>> 0) >>> (depth * BITS)) & MASK;
  return (Math.floor(key / 0x1_0000_0000) >>> ((depth - 7) * BITS)) & MASK;
}

/** Source: MurmurHash3 fmix32. */
function mix(n: number): number {
  let h = n ^ (n >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function countBits(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

const isBranch = <V>(slot: Entry<V> | Branch<V>): slot is Branch<V> => 'slots' in slot;

export function mapGet<V>(map: PersistentMap<V>, key: number): V | undefined {
  let branch = map.root;
  for (let depth = 0; ; depth += 1) {
    const bit = 1 << place(key, depth);
    if ((branch.bits & bit) === 0) return undefined;
    const slot = branch.slots[countBits(branch.bits & (bit - 1))];
    if (slot === undefined) return undefined;
    if (!isBranch(slot)) return slot.key === key ? slot.value : undefined;
    branch = slot;
  }
}

export function mapSet<V>(map: PersistentMap<V>, key: number, value: V): PersistentMap<V> {
  return mapPut(map, { key, value });
}

/** The same with an entry that other maps have as well. */
export function mapPut<V>(map: PersistentMap<V>, entry: Entry<V>): PersistentMap<V> {
  const known = mapGet(map, entry.key);
  if (known === entry.value && known !== undefined) return map;
  return {
    size: map.size + (known === undefined ? 1 : 0),
    root: put(map.root, entry, 0),
  };
}

function put<V>(branch: Branch<V>, leaf: Entry<V>, depth: number): Branch<V> {
  const bit = 1 << place(leaf.key, depth);
  const at = countBits(branch.bits & (bit - 1));
  if ((branch.bits & bit) === 0) {
    return { bits: branch.bits | bit, slots: branch.slots.toSpliced(at, 0, leaf) };
  }
  const old = branch.slots[at];
  if (old === undefined) return branch;
  if (isBranch(old)) return { bits: branch.bits, slots: branch.slots.with(at, put(old, leaf, depth + 1)) };
  if (old.key === leaf.key) return { bits: branch.bits, slots: branch.slots.with(at, leaf) };
  const both = put(put({ bits: 0, slots: [] }, old, depth + 1), leaf, depth + 1);
  return { bits: branch.bits, slots: branch.slots.with(at, both) };
}

export function mapDelete<V>(map: PersistentMap<V>, key: number): PersistentMap<V> {
  if (mapGet(map, key) === undefined) return map;
  if (map.size === 1) return emptyMap();
  return { size: map.size - 1, root: without(map.root, key, 0) };
}

function without<V>(branch: Branch<V>, key: number, depth: number): Branch<V> {
  const bit = 1 << place(key, depth);
  const at = countBits(branch.bits & (bit - 1));
  const old = branch.slots[at];
  if (old === undefined) return branch;
  if (!isBranch(old)) return { bits: branch.bits & ~bit, slots: branch.slots.toSpliced(at, 1) };
  const inner = without(old, key, depth + 1);
  // A branch with one leaf is that leaf: equal contents have one form.
  const [only] = inner.slots;
  const slot = inner.slots.length === 1 && only !== undefined && !isBranch(only) ? only : inner;
  return { bits: branch.bits, slots: branch.slots.with(at, slot) };
}

/** Calls `visit` for each entry; the order is that of the hash. */
export function mapEach<V>(map: PersistentMap<V>, visit: (value: V, key: number) => void): void {
  walk(map.root, visit);
}

function walk<V>({ slots }: Branch<V>, visit: (value: V, key: number) => void): void {
  for (const slot of slots) {
    if (isBranch(slot)) walk(slot, visit);
    else visit(slot.value, slot.key);
  }
}

export function mapValues<V>(map: PersistentMap<V>): V[] {
  const values: V[] = [];
  mapEach(map, (value) => values.push(value));
  return values;
}

export function mapKeys(map: PersistentMap<unknown>): number[] {
  const keys: number[] = [];
  mapEach(map, (_value, key) => keys.push(key));
  return keys;
}
