import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { toHex, utf8Encode } from './bytes';
import { sha1Bytes, sha224Bytes, sha256Bytes, sha256Hex, sha3Bytes224, sha512Hex } from './digest';

// FIPS 180-4, the examples of NIST for the text "abc".
it('gives the digests of the standard', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha512Hex('abc').slice(0, 32)).toBe('ddaf35a193617abacc417349ae204131');
  expect(sha512Hex('abc')).toHaveLength(128);
  expect(toHex(sha1Bytes('abc'))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
});

it.each(['', 'abc', 'Grüße', 'x'.repeat(200)])('agrees with OpenSSL on %j', (text) => {
  const referee = (name: string): string => createHash(name).update(text, 'utf8').digest('hex');
  expect(toHex(sha1Bytes(text))).toBe(referee('sha1'));
  expect(toHex(sha224Bytes(utf8Encode(text)))).toBe(referee('sha224'));
  expect(toHex(sha256Bytes(text))).toBe(referee('sha256'));
  expect(toHex(sha3Bytes224(text))).toBe(referee('sha3-224'));
});
