/**
 * Copy-on-write tables.
 *
 * A checkpoint shares every table with the running World. The first write after it copies the table (see
 * `writable`); entries themselves are immutable values and are never copied.
 */

/** A keyed table with the generation in which it was last copied. */
export interface Table<K, V> {
  readonly generation: number;
  readonly entries: Map<K, V>;
}

/** An empty table belonging to `generation`. */
export function emptyTable<K, V>(generation: number): Table<K, V> {
  return { generation, entries: new Map() };
}

/** `table` itself when it already belongs to `generation`, else a copy that may be written. */
export function writable<K, V>(table: Table<K, V>, generation: number): Table<K, V> {
  return table.generation === generation ? table : { generation, entries: new Map(table.entries) };
}
