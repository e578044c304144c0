/**
 * A map from safe integers that is never changed: a write answers another map that shares what it did not touch. Plain
 * data, so that it may stand in World; who remembers an older one (a trace, a checkpoint) keeps just that.
 *
 * A tree of 32 ways by the bits of a mixed key, with short lists at its ends.
 */

interface Leaf<V> {
  readonly keys: readonly number[];
  readonly values: readonly V[];
}

interface Branch<V> {
  readonly kids: readonly MapNode<V>[];
}

export type MapNode<V> = Leaf<V> | Branch<V>;

export interface PersistentMap<V> {
  readonly size: number;
  readonly root: MapNode<V>;
}

const WAYS_BITS = 5;
const WAYS = 1 << WAYS_BITS;
/** Entries of a list before it becomes a branch; below the last level lists grow. */
const LEAF_MAX = 16;
const DEPTH_MAX = 6;

const EMPTY_LEAF: Leaf<never> = { keys: [], values: [] };
const EMPTY: PersistentMap<never> = { size: 0, root: EMPTY_LEAF };

export function emptyMap<V>(): PersistentMap<V> {
  return EMPTY;
}

/** Spreads neighbouring keys over the whole tree. */
function mixed(key: number): number {
  let h = (key % 0x1_0000_0000) ^ Math.imul(Math.floor(key / 0x1_0000_0000) + 1, 0x9e37_79b1);
  h = Math.imul(h ^ (h >>> 16), 0x45d9_f3b);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b_3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

function wayOf(hash: number, depth: number): number {
  return (hash >>> (depth * WAYS_BITS)) & (WAYS - 1);
}

export function mapGet<V>({ root }: PersistentMap<V>, key: number): V | undefined {
  let node = root;
  const hash = mixed(key);
  for (let depth = 0; 'kids' in node; depth += 1) node = node.kids[wayOf(hash, depth)] ?? EMPTY_LEAF;
  const at = node.keys.indexOf(key);
  return at === -1 ? undefined : node.values[at];
}

export function mapSet<V>(map: PersistentMap<V>, key: number, value: V): PersistentMap<V> {
  const grown = { by: 0 };
  const root = setIn(map.root, mixed(key), 0, key, value, grown);
  return { size: map.size + grown.by, root };
}

function setIn<V>(
  node: MapNode<V>,
  hash: number,
  depth: number,
  key: number,
  value: V,
  grown: { by: number },
): MapNode<V> {
  if ('kids' in node) {
    const way = wayOf(hash, depth);
    return {
      kids: node.kids.with(way, setIn(node.kids[way] ?? EMPTY_LEAF, hash, depth + 1, key, value, grown)),
    };
  }
  const at = node.keys.indexOf(key);
  if (at !== -1) return { keys: node.keys, values: node.values.with(at, value) };
  grown.by = 1;
  const leaf = { keys: [...node.keys, key], values: [...node.values, value] };
  return leaf.keys.length > LEAF_MAX && depth < DEPTH_MAX ? split(leaf, depth) : leaf;
}

function split<V>({ keys, values }: Leaf<V>, depth: number): Branch<V> {
  const parts: ({ keys: number[]; values: V[] } | undefined)[] = new Array<undefined>(WAYS).fill(undefined);
  keys.forEach((key, i) => {
    const part = (parts[wayOf(mixed(key), depth)] ??= { keys: [], values: [] });
    part.keys.push(key);
    part.values.push(values[i] as V);
  });
  return { kids: parts.map((part) => part ?? EMPTY_LEAF) };
}

export function mapDelete<V>(map: PersistentMap<V>, key: number): PersistentMap<V> {
  if (mapGet(map, key) === undefined) return map;
  if (map.size === 1) return EMPTY;
  return { size: map.size - 1, root: deleteIn(map.root, mixed(key), 0, key) };
}

function deleteIn<V>(node: MapNode<V>, hash: number, depth: number, key: number): MapNode<V> {
  if ('kids' in node) {
    const way = wayOf(hash, depth);
    return { kids: node.kids.with(way, deleteIn(node.kids[way] ?? EMPTY_LEAF, hash, depth + 1, key)) };
  }
  const at = node.keys.indexOf(key);
  return { keys: node.keys.toSpliced(at, 1), values: node.values.toSpliced(at, 1) };
}

/** All entries, in an order that depends on nothing but what was written. */
export function mapEach<V>({ root }: PersistentMap<V>, visit: (value: V, key: number) => void): void {
  eachIn(root, visit);
}

function eachIn<V>(node: MapNode<V>, visit: (value: V, key: number) => void): void {
  if ('kids' in node) for (const kid of node.kids) eachIn(kid, visit);
  else node.keys.forEach((key, i) => visit(node.values[i] as V, key));
}

export function mapValues<V>(map: PersistentMap<V>): V[] {
  const values: V[] = [];
  mapEach(map, (value) => values.push(value));
  return values;
}
