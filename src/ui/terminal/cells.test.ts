import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spotAfter, widthOf } from './cells';

test('Chinese takes two cells, marks over a letter none', () => {
  expect([widthOf('ping'), widthOf('你好'), widthOf('，'), widthOf('e\u0301'), widthOf('→')]).toEqual([
    4, 4, 2, 1, 1,
  ]);
});

test('a wide character does not stand half in the last column', () => {
  expect(spotAfter('abc你', 4)).toEqual({ row: 1, column: 2 });
  expect(spotAfter('ab你', 4)).toEqual({ row: 1, column: 0 });
  expect(spotAfter('', 4)).toEqual({ row: 0, column: 0 });
});

test('without wide characters the place follows from the length alone', () => {
  fc.assert(
    fc.property(fc.nat(400), fc.integer({ min: 2, max: 120 }), (length, columns) => {
      expect(spotAfter('x'.repeat(length), columns)).toEqual({
        row: Math.floor(length / columns),
        column: length % columns,
      });
    }),
  );
});
