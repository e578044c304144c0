/** Values of RFC 3720 appendix B.4 (the same CRC), and of the check everybody gives. */
import { expect, test } from 'vitest';
import { utf8Encode } from './bytes';
import { CRC32C_START, crc32c, crc32cMore } from './crc32c';

const of = (bytes: Uint8Array): number => crc32c(bytes, 0, bytes.length);

test.each([
  ['nothing', new Uint8Array(0), 0],
  ['123456789', utf8Encode('123456789'), 0xe3069283],
  ['32 zeros', new Uint8Array(32), 0x8a9136aa],
  ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['0 to 31', Uint8Array.from({ length: 32 }, (_none, i) => i), 0x46dd794e],
])('%s', (_name, bytes, expected) => {
  expect(of(bytes)).toBe(expected);
});

test('in pieces it is the same', () => {
  const bytes = utf8Encode('in two pieces');
  const first = crc32cMore(CRC32C_START, bytes, 0, 5);
  expect(~crc32cMore(first, bytes, 5, bytes.length) >>> 0).toBe(of(bytes));
});
