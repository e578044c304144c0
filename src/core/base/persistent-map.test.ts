/** Goal: the map answers like a Map, and a map that was handed out never changes. Method: random writes against both. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyMap,
  mapDelete,
  mapEach,
  mapGet,
  mapSet,
  mapValues,
  type PersistentMap,
} from './persistent-map';

const write = fc.record({ key: fc.oneof(fc.nat(40), fc.nat(2 ** 40)), value: fc.nat(), gone: fc.boolean() });

function entries(map: PersistentMap<number>): [number, number][] {
  const found: [number, number][] = [];
  mapEach(map, (value, key) => found.push([key, value]));
  return found.sort(([a], [b]) => a - b);
}

test('it answers like a Map, and older ones stay as they were', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 200 }), (writes) => {
      const model = new Map<number, number>();
      let map = emptyMap<number>();
      const olds: [PersistentMap<number>, [number, number][]][] = [];
      for (const { key, value, gone } of writes) {
        olds.push([map, entries(map)]);
        if (gone) model.delete(key);
        else model.set(key, value);
        map = gone ? mapDelete(map, key) : mapSet(map, key, value);
        expect(mapGet(map, key)).toBe(model.get(key));
      }
      expect(entries(map)).toEqual([...model].sort(([a], [b]) => a - b));
      expect(map.size).toBe(model.size);
      expect(mapValues(map)).toHaveLength(model.size);
      for (const [old, were] of olds) expect(entries(old)).toEqual(were);
    }),
    { numRuns: 50 },
  );
});

test('ten thousand neighbouring keys are found again', () => {
  let map = emptyMap<number>();
  for (let key = 0; key < 10_000; key += 1) map = mapSet(map, key * 64, key);
  expect(map.size).toBe(10_000);
  for (let key = 0; key < 10_000; key += 97) expect(mapGet(map, key * 64)).toBe(key);
  expect(mapGet(map, 1)).toBeUndefined();
});
