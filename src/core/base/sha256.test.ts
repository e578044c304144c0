/** Goal: the beginning of the digest is that of the whole one, at every length around the ends of blocks. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256Hex } from './digest';
import { sha256Start } from './sha256';

function startOf(text: string): string {
  const { high, low } = sha256Start(text);
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}

it('FIPS 180-4: "abc"', () => {
  expect(startOf('abc')).toBe('ba7816bf8f01cfea');
});

it('agrees with the whole digest', () => {
  for (let length = 0; length < 200; length += 1) {
    const text = 'x'.repeat(length);
    expect(startOf(text), String(length)).toBe(sha256Hex(text).slice(0, 16));
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(startOf(text)).toBe(sha256Hex(text).slice(0, 16));
    }),
  );
});
