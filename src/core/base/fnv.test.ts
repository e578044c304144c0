/** Goal: the same text has the same digest, any other one another. Method: published values of FNV-1a; texts that differ in one place. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnvHex } from './fnv';

// From the test suite of draft-eastlake-fnv.
test.each([
  ['', '811c9dc5'],
  ['a', 'e40c292c'],
  ['foobar', 'bf9cf968'],
])('the first half of %j is FNV-1a', (text, half) => {
  expect(fnvHex(text).slice(0, 8)).toBe(half);
});

test('one character more, less or other is seen', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 1 }),
      fc.string(),
      (before, middle, after) => {
        const whole = fnvHex(`${before}${middle}${after}`);
        expect(whole).toMatch(/^[0-9a-f]{16}$/);
        expect(fnvHex(`${before}${middle}${after}`)).toBe(whole);
        expect(fnvHex(`${before}${middle}x${after}`)).not.toBe(whole);
        expect(fnvHex(`${before}${after}`)).not.toBe(whole);
      },
    ),
  );
});
