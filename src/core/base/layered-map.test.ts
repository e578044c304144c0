import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LayeredMap, SharedRows } from './layered-map';

const key = fc.integer({ min: 0, max: 11 });
const step = fc.oneof(
  fc.record({ does: fc.constant('set' as const), key, value: fc.integer() }),
  fc.record({ does: fc.constant('delete' as const), key }),
  fc.record({ does: fc.constant('rows' as const), list: fc.nat({ max: 1 }), ends: fc.tuple(key, key) }),
  fc.record({ does: fc.constant('copy' as const) }),
  fc.record({ does: fc.constant('clear' as const) }),
);

/** The keys of two lists that partly say the same. */
const LISTS = [
  [3, 4, 5, 6, 7, 8, 20, 21],
  [21, 9, 8, 7, 30, 31, 1],
];

function listOf(keys: readonly number[]): SharedRows<number, string> {
  const rows = new SharedRows<number, string>();
  for (const one of keys) rows.add(one, `row ${String(one)}`);
  return rows;
}

function copyOf(map: LayeredMap<number, string>): LayeredMap<number, string> {
  const copy = LayeredMap.copyOf(map);
  if (!(copy instanceof LayeredMap)) throw new Error('the copy has lost its layers');
  return copy as LayeredMap<number, string>;
}

test('says and holds what a Map would after the same writes, in the same order; copies go their own ways', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.integer())), fc.array(step, { maxLength: 30 }), (own, steps) => {
      const lists = LISTS.map(listOf);
      const start = own.map(([one, value]) => [one, String(value)] as const);
      let plain = new Map(start);
      let layered = new LayeredMap(new Map(start));
      const kept: (readonly [Map<number, string>, (readonly [number, string])[]])[] = [];
      for (const one of steps) {
        switch (one.does) {
          case 'set':
            plain.set(one.key, String(one.value));
            layered.set(one.key, String(one.value));
            break;
          case 'delete':
            expect(layered.delete(one.key)).toBe(plain.delete(one.key));
            break;
          case 'rows': {
            const rows = lists[one.list] as SharedRows<number, string>;
            const [from, to] = [Math.min(...one.ends), Math.min(rows.length, Math.max(...one.ends))];
            const present = rows.keys.slice(from, to).some((own) => plain.has(own));
            const taken = LayeredMap.takes(layered, { rows, from, to });
            // It may refuse more: it never takes a key that is there.
            expect(taken && present).toBe(false);
            if (!taken) break;
            layered.append({ rows, from, to });
            for (const own of rows.keys.slice(from, to)) plain.set(own, `row ${String(own)}`);
            break;
          }
          case 'copy':
            kept.push([layered, [...plain]]);
            layered = copyOf(layered);
            plain = new Map(plain);
            break;
          case 'clear':
            plain.clear();
            layered.clear();
        }
        expect([...layered]).toEqual([...plain]);
        expect([...layered.keys()]).toEqual([...plain.keys()]);
        expect([...layered.values()]).toEqual([...plain.values()]);
        expect(layered.size).toBe(plain.size);
        for (let n = 0; n < 32; n += 1)
          expect([layered.get(n), layered.has(n)]).toEqual([plain.get(n), plain.has(n)]);
      }
      for (const [map, entries] of kept) expect([...map]).toEqual(entries);
    }),
  );
});

test('rows are taken where nothing of them is there, also when the list has grown since it was compared', () => {
  const [a, b] = [listOf([1, 2, 3]), listOf([4, 5])];
  const map = new LayeredMap<number, string>(new Map());
  map.append({ rows: a, from: 0, to: 3 });
  expect(LayeredMap.takes(map, { rows: b, from: 0, to: 2 })).toBe(true);
  b.add(2, 'row 2');
  expect(LayeredMap.takes(map, { rows: b, from: 0, to: 2 })).toBe(true);
  expect(LayeredMap.takes(map, { rows: b, from: 0, to: 3 })).toBe(false);
  expect(LayeredMap.takes(map, { rows: a, from: 2, to: 3 })).toBe(false);
});
