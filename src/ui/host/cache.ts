/** A small cache that forgets what was not asked for the longest. */
export interface Cache<V> {
  /** The value under `key`, made by `make` when it is not there. */
  readonly get: (key: string, make: () => V) => V;
  readonly delete: (key: string) => void;
  readonly clear: () => void;
}

/** Holds up to `capacity` values. */
export function createCache<V>(capacity: number): Cache<V> {
  // A Map keeps the order of insertion: the first key is the one to forget.
  const values = new Map<string, V>();
  return {
    get(key, make) {
      const known = values.get(key);
      const value = known === undefined ? make() : known;
      values.delete(key);
      values.set(key, value);
      const oldest = values.keys().next();
      if (values.size > capacity && !oldest.done) values.delete(oldest.value);
      return value;
    },
    delete: (key) => void values.delete(key),
    clear: () => values.clear(),
  };
}
