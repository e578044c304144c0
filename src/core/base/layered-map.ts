/**
 * Maps that hold rows in common. A thousand nodes are told of the same thousand leases, and each keeps three tables of them:
 * what all were told in the same order is one list of rows, and a table says from where to where in it, beside what is its
 * own. To whoever reads or writes it is a Map like any other, its entries in the order in which they came.
 */

/** Rows that only ever become more. No key stands in it twice. */
export class SharedRows<K, V> {
  readonly keys: K[] = [];
  readonly values: V[] = [];
  private readonly places = new Map<K, number>();
  /** By other list: where the keys of its rows stand here. */
  private readonly elsewhere = new Map<SharedRows<K, V>, number[]>();

  get length(): number {
    return this.keys.length;
  }

  add(key: K, value: V): void {
    this.places.set(key, this.keys.length);
    this.keys.push(key);
    this.values.push(value);
  }

  /** -1 for a key that is not there. */
  placeOf(key: K): number {
    return this.places.get(key) ?? -1;
  }

  /** Whether a key of the rows from `from` to before `to` stands in a part of the same or another list. */
  meets(from: number, to: number, other: Segment<K, V>): boolean {
    if (other.rows === this) return from < other.to && other.from < to;
    let places = this.elsewhere.get(other.rows);
    if (places === undefined) {
      places = [];
      this.elsewhere.set(other.rows, places);
    }
    while (places.length < other.to) places.push(-1);
    for (let at = other.from; at < other.to; at += 1) {
      let place = places[at] ?? -1;
      if (place === -1) {
        place = this.placeOf(other.rows.keys[at] as K);
        places[at] = place;
      }
      if (place >= from && place < to) return true;
    }
    return false;
  }
}

/** Rows from one place to before another. */
export interface Segment<K, V> {
  readonly rows: SharedRows<K, V>;
  readonly from: number;
  readonly to: number;
}

type Part<K, V> = Map<K, V> | Segment<K, V>;

/** With more parts than this no rows are put behind any more: each makes a look-up longer. */
const PARTS_MAX = 7;
/** Own entries that are compared with rows, one by one. */
const OWN_MAX = 256;

export class LayeredMap<K, V> extends Map<K, V> {
  /** In order; the last one takes what comes. */
  private readonly parts: Part<K, V>[];
  /** Entries that stand in a list and are another value here, or none (`undefined`). */
  private readonly differing = new Map<K, V | undefined>();
  private count: number;

  /** `own`: what is there already; the map is written to from here on. */
  constructor(own: Map<K, V>) {
    super();
    this.parts = [own];
    this.count = own.size;
  }

  /** A copy of a map, which shares the rows that the map shares. */
  static copyOf<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
    if (!(map instanceof LayeredMap)) return new Map(map);
    const { parts, differing, count } = map as LayeredMap<K, V>;
    const copy = new LayeredMap<K, V>(new Map());
    copy.parts.splice(0, 1, ...parts.map((part) => (part instanceof Map ? new Map(part) : part)));
    for (const [key, value] of differing) copy.differing.set(key, value);
    copy.count = count;
    return copy;
  }

  /** Whether rows of a list can be put behind all entries of a map: none of their keys may be there already. */
  static takes<K, V>(map: ReadonlyMap<K, V>, segment: Segment<K, V>): boolean {
    if (!(map instanceof LayeredMap)) return !holdsSome(map, segment);
    const { parts, differing } = map as LayeredMap<K, V>;
    if (parts.length > PARTS_MAX || differing.size > 0) return false;
    const { rows, from, to } = segment;
    return parts.every((part) =>
      part instanceof Map ? !holdsSome(part, segment) : !rows.meets(from, to, part),
    );
  }

  /** Puts rows of a list behind all entries. Whether it may is for the caller to ask (`takes`). */
  append({ rows, from, to }: Segment<K, V>): void {
    if (from >= to) return;
    const last = this.parts[this.parts.length - 1];
    if (last instanceof Map && last.size === 0) this.parts.pop();
    this.parts.push({ rows, from, to }, new Map());
    this.count += to - from;
  }

  override get size(): number {
    return this.count;
  }

  override get(key: K): V | undefined {
    const { parts } = this;
    for (let i = parts.length - 1; i >= 0; i -= 1) {
      const part = parts[i];
      if (part instanceof Map) {
        const value = part.get(key);
        if (value !== undefined) return value;
      } else if (part !== undefined) {
        const place = part.rows.placeOf(key);
        if (place >= part.from && place < part.to) {
          return this.differing.has(key) ? this.differing.get(key) : part.rows.values[place];
        }
      }
    }
    return undefined;
  }

  override has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  override set(key: K, value: V): this {
    const at = this.partWith(key);
    const part = this.parts[at];
    if (part instanceof Map) part.set(key, value);
    else if (part !== undefined) this.differing.set(key, value);
    else {
      (this.parts[this.parts.length - 1] as Map<K, V>).set(key, value);
      this.count += 1;
    }
    return this;
  }

  override delete(key: K): boolean {
    const part = this.parts[this.partWith(key)];
    if (part === undefined) return false;
    if (part instanceof Map) part.delete(key);
    else this.differing.set(key, undefined);
    this.count -= 1;
    return true;
  }

  override clear(): void {
    this.parts.splice(0, this.parts.length, new Map<K, V>());
    this.differing.clear();
    this.count = 0;
  }

  /** Which part holds a key, -1 when none does. */
  private partWith(key: K): number {
    for (let i = this.parts.length - 1; i >= 0; i -= 1) {
      const part = this.parts[i];
      if (part instanceof Map) {
        if (part.has(key)) return i;
      } else if (part !== undefined) {
        const place = part.rows.placeOf(key);
        const stands = place >= part.from && place < part.to;
        if (stands && (!this.differing.has(key) || this.differing.get(key) !== undefined)) return i;
      }
    }
    return -1;
  }

  override forEach(visit: (value: V, key: K, map: Map<K, V>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }

  override *entries(): MapIterator<[K, V]> {
    for (const part of this.parts) {
      if (part instanceof Map) yield* part.entries();
      else yield* this.entriesOf(part);
    }
  }

  private *entriesOf({ rows, from, to }: Segment<K, V>): MapIterator<[K, V]> {
    for (let at = from; at < to; at += 1) {
      const key = rows.keys[at] as K;
      const value = this.differing.has(key) ? this.differing.get(key) : rows.values[at];
      if (value !== undefined) yield [key, value];
    }
  }

  override *keys(): MapIterator<K> {
    for (const [key] of this.entries()) yield key;
  }

  override *values(): MapIterator<V> {
    for (const part of this.parts) {
      if (part instanceof Map) yield* part.values();
      else if (this.differing.size === 0) {
        for (let at = part.from; at < part.to; at += 1) yield part.rows.values[at] as V;
      } else for (const [, value] of this.entriesOf(part)) yield value;
    }
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}

/** Whether a key of some rows is among the entries of a map, or there are too many of them to say. */
function holdsSome<K, V>(map: ReadonlyMap<K, V>, { rows, from, to }: Segment<K, V>): boolean {
  if (map.size > OWN_MAX) return true;
  for (const key of map.keys()) {
    const place = rows.placeOf(key);
    if (place >= from && place < to) return true;
  }
  return false;
}
