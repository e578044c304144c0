import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../base/bytes';
import { readBits } from './field';

describe('readBits', () => {
  // 45 c0 = 0100 0101 1100 0000
  const b = fromHex('45c0 b123 fedcba987654 ff');
  test.each([
    [0, 4, 0x4],
    [4, 4, 0x5],
    [8, 6, 0x30],
    [14, 2, 0],
    [16, 1, 1],
    [17, 1, 0],
    [18, 1, 1],
    [19, 13, 0x1123], // across a byte border, top bits cut off
    [0, 32, 0x45c0b123],
    [32, 32, 0xfedcba98], // unsigned
    [32, 48, 0xfedcba987654],
    [36, 12, 0xedc],
    [80, 8, 0xff], // the last byte
  ])('at bit %i, %i bits', (at, bits, value) => expect(readBits(b, at, bits)).toBe(value));

  test('agrees with binary text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        fc.nat(47),
        fc.integer({ min: 1, max: 45 }),
        (bytes, at, bits) => {
          const text = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
          expect(readBits(bytes, at, bits)).toBe(parseInt(text.slice(at, at + bits), 2));
        },
      ),
      { seed: 0x2009 },
    );
  });
});
