import { expect, it } from 'vitest';
import { sha256Hex, sha512Hex } from './digest';

// FIPS 180-4, the examples of NIST for the text "abc".
it('gives the digests of the standard', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha512Hex('abc').slice(0, 32)).toBe('ddaf35a193617abacc417349ae204131');
  expect(sha512Hex('abc')).toHaveLength(128);
});
