/**
 * Copy-on-write tables.
 *
 * A checkpoint shares every table with the running World. The first write after it copies the table (see
 * `writable`); entries themselves are immutable values and are never copied.
 */

import { LayeredMap } from '../base/layered-map';

/** A keyed table with the generation in which it was last copied. */
export interface Table<K, V> {
  readonly generation: number;
  readonly entries: Map<K, V>;
}

/**
 * An empty table. All of them are one and the same, of a generation that no World has: the first write copies it. A
 * netns has a dozen tables of which most stay empty.
 */
export function emptyTable<K, V>(): Table<K, V> {
  return NOTHING as Table<K, V>;
}

const NOTHING: Table<unknown, unknown> = { generation: 0, entries: new Map<unknown, unknown>() };

// Whoever wrote past `writable` would write into every empty table there is.
NOTHING.entries.set = () => {
  throw new Error('a write past writable()');
};

/** `table` itself when it already belongs to `generation`, else a copy that may be written. */
export function writable<K, V>(table: Table<K, V>, generation: number): Table<K, V> {
  return table.generation === generation ? table : { generation, entries: LayeredMap.copyOf(table.entries) };
}
