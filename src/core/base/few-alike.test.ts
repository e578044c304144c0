/** Goal: what is found is what was kept and is the same. Method: random values, many to a number; the newest few are there. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FewAlike, spread } from './few-alike';

const isSame = (value: readonly number[], wanted: number): boolean => value[0] === wanted;

test('the newest values of a number are found, and never another one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 60 }), (values) => {
      const memory = new FewAlike<readonly number[]>(2);
      let newest: number[] = [];
      for (const value of values) {
        // One number for all: they meet in one place.
        const found = memory.find(6, isSame, value);
        expect(found?.[0]).toBe(newest.includes(value) ? value : undefined);
        if (found !== undefined) continue;
        memory.keep(6, [value]);
        newest = [value, ...newest].slice(0, 4);
      }
    }),
  );
});

test('numbers of neighbours part', () => {
  const numbers = Array.from({ length: 1024 }, (_, n) => spread(0x0a40_0000 + n * 64, 5) & 1023);
  expect(new Set(numbers).size).toBeGreaterThan(512);
});
