/** Goal: the list says how many prefixes of each length there are, and nobody's list changes with another's table. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { prefixKey, type Route } from '../model/route';
import { NO_PREFIXES, copyOfLengths, countPrefixes, countRows } from './fib.lengths';

interface Table {
  byPrefix: Map<number, readonly Route[]>;
  lengths: readonly number[];
}

function counted({ byPrefix }: Table): readonly number[] {
  const lengths = new Array<number>(33).fill(0);
  for (const key of byPrefix.keys()) lengths[key % 64] = (lengths[key % 64] ?? 0) + 1;
  return lengths;
}

const len = fc.constantFrom(0, 8, 24, 31, 32);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom('add', 'remove'), network: fc.nat(8), len }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('copy') }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('rows'), count: fc.nat(20), len }) },
);

test('after any writes, in all copies', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const tables: Table[] = [{ byPrefix: new Map(), lengths: NO_PREFIXES }];
      let rows = 100;
      for (const one of steps) {
        const table = tables[tables.length - 1] as Table;
        if ('network' in one) {
          const key = prefixKey(one.network, one.len);
          if (one.does === 'add' && !table.byPrefix.has(key)) {
            table.lengths = countPrefixes(table, one.len, 1);
            table.byPrefix.set(key, []);
          } else if (one.does === 'remove' && table.byPrefix.has(key)) {
            table.lengths = countPrefixes(table, one.len, -1);
            table.byPrefix.delete(key);
          }
        } else if ('count' in one) {
          const keys = Array.from({ length: one.count }, () => prefixKey((rows += 1), one.len));
          table.lengths = countRows(table, [0, ...keys], 1, keys.length + 1);
          for (const key of keys) table.byPrefix.set(key, []);
        } else {
          tables.push({ byPrefix: new Map(table.byPrefix), lengths: copyOfLengths(table) });
        }
        for (const each of tables) expect(each.lengths).toEqual(counted(each));
      }
    }),
  );
});

test('small tables that were made alike have one list', () => {
  const empty = { byPrefix: new Map<number, readonly Route[]>(), lengths: NO_PREFIXES };
  expect(countPrefixes(empty, 24, 1)).toBe(countPrefixes(empty, 24, 1));
});
