/** Goal: a persistent map is a map, old versions stay. Method: the same random steps on a Map. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyMap,
  mapDelete,
  mapEach,
  mapGet,
  mapKeys,
  mapSet,
  mapValues,
  type PersistentMap,
} from './persistent-map';

const key = fc.oneof(
  fc.nat(40),
  fc.constantFrom(0, 2 ** 32, 2 ** 38 + 5, 5, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER),
);
const step = fc.record({ key, value: fc.nat(), remove: fc.boolean() });

function entries<V>(map: PersistentMap<V>): [number, V][] {
  const found: [number, V][] = [];
  mapEach(map, (value, each) => found.push([each, value]));
  return found.sort(([a], [b]) => a - b);
}

test('it does what a Map does, and what was before stays', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      let map = emptyMap<number>();
      const real = new Map<number, number>();
      const versions: [PersistentMap<number>, [number, number][]][] = [];
      for (const { key: each, value, remove } of steps) {
        map = remove ? mapDelete(map, each) : mapSet(map, each, value);
        if (remove) real.delete(each);
        else real.set(each, value);
        expect(mapGet(map, each)).toBe(real.get(each));
        versions.push([map, [...real].sort(([a], [b]) => a - b)]);
      }
      for (const [version, expected] of versions) {
        expect(entries(version)).toEqual(expected);
        expect(version.size).toBe(expected.length);
      }
    }),
  );
});

test('equal contents have one form, whatever the way to them', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 40 }),
      fc.uniqueArray(key, { maxLength: 10 }),
      (keys, more) => {
        const made = (order: readonly number[]) =>
          order.reduce((map, each) => mapSet(map, each, each), emptyMap<number>());
        const extra = more.filter((each) => !keys.includes(each));
        const emptied = extra.reduce((map, each) => mapDelete(map, each), made([...extra, ...keys]));
        expect(emptied).toEqual(made([...keys].reverse()));
      },
    ),
  );
});

test('keys and values, and nothing new for what is there already', () => {
  const map = mapSet(mapSet(emptyMap<string>(), 1, 'a'), 2, 'b');
  expect(mapKeys(map).sort((a, b) => a - b)).toEqual([1, 2]);
  expect(mapValues(map).sort()).toEqual(['a', 'b']);
  expect(mapSet(map, 1, 'a')).toBe(map);
  expect(mapDelete(map, 3)).toBe(map);
});
