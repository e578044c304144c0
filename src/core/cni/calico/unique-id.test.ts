import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lengthLimitedId, uniqueId } from './unique-id';

const base64url = (name: string, text: string): string => createHash(name).update(text).digest('base64url');

test('uniqueId: the prefix and SHA-224 of prefix and content', () => {
  expect(uniqueId('s', 'all()')).toBe(`s:${base64url('sha224', 's:all()')}`);
});

describe('lengthLimitedId', () => {
  test('the suffix itself where it fits; an empty one is an underscore', () => {
    expect(lengthLimitedId('cali-pri-', 'kns.default', 28)).toBe('cali-pri-kns.default');
    expect(lengthLimitedId('ab-', '', 10)).toBe('ab-_');
  });

  test('a suffix that fills the name and begins like a hash is hashed', () => {
    expect(lengthLimitedId('ab', '_23', 5)).toBe(`ab_${base64url('sha256', '_23').slice(0, 2)}`);
    expect(lengthLimitedId('ab', '_2', 5)).toBe('ab_2');
  });

  test('no room for a hash', () => {
    expect(() => lengthLimitedId('abcd', 'long', 5)).toThrow('too small');
  });

  test('never too long, always with the prefix, and different for different suffixes', () => {
    const suffix = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
    fc.assert(
      fc.property(suffix, suffix, (a, b) => {
        const [nameA, nameB] = [lengthLimitedId('cali-pi-', a, 28), lengthLimitedId('cali-pi-', b, 28)];
        expect(nameA.length).toBeLessThanOrEqual(28);
        expect(nameA.startsWith('cali-pi-')).toBe(true);
        if (a !== b && a !== '' && b !== '') expect(nameA).not.toBe(nameB);
      }),
    );
  });
});
