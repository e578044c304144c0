import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, getU16, getU32, setU16, setU32 } from '../base/bytes';
import { asIpv4, ipv4, writeIpv4 } from './addr';
import {
  foldChecksum,
  internetChecksum,
  pseudoHeaderSum,
  sum16,
  updateChecksum16,
  updateChecksum32,
} from './checksum';

const RUNS = { seed: 0x2002 };

test('the worked example of RFC 1071, section 3', () => {
  const b = fromHex('00 01 f2 03 f4 f5 f6 f7');
  expect(sum16(b, 0, 8)).toBe(0x2ddf0);
  expect(internetChecksum(b, 0, 8)).toBe(0x220d); // the RFC's sum ddf2, complemented
});

test('a header on a wire, its checksum included, comes to 0', () => {
  const b = fromHex('45000086676800004011 2197 c0a8380bc0a8380c');
  expect(internetChecksum(b, 0, 20)).toBe(0);
  setU16(b, 10, 0);
  expect(internetChecksum(b, 0, 20)).toBe(0x2197);
});

test.each([
  [0, 0xffff],
  [0xffff, 0],
  [0x10000, 0xfffe],
  [0x1ffff, 0xfffe], // folding carries once more
  [0xffff_ffff, 0],
])('sum %i folds to %i', (sum, checksum) => expect(foldChecksum(sum)).toBe(checksum));

describe('sum16', () => {
  test('looks at its range only', () => expect(sum16(fromHex('ffff 0102 0304 ffff'), 2, 6)).toBe(0x0406));
  test('a last odd byte is a high half', () => expect(sum16(fromHex('0102 03 ff'), 0, 3)).toBe(0x0402));
  test('goes on from a start', () => expect(sum16(fromHex('0001'), 0, 2, 0xffff)).toBe(0x10000));

  test('does not overflow for two of the longest datagrams', () => {
    const b = new Uint8Array(0x10000).fill(0xff);
    const sum = sum16(b, 0, b.length, sum16(b, 0, b.length));
    expect(sum).toBe(0x10000 * 0xffff);
    expect(foldChecksum(sum)).toBe(0);
  });
});

test('agrees with arithmetic modulo 2^16 - 1', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 70 }), (b) => {
      let number = 0n; // the bytes as one big number: 2^16 is 1 modulo 2^16 - 1, so its digits add up
      for (let i = 0; i < b.length + (b.length % 2); i++) number = number * 256n + BigInt(b[i] ?? 0);
      const remainder = Number(number % 0xffffn);
      const sum = remainder === 0 && number > 0n ? 0xffff : remainder; // a sum of something never folds to 0
      expect(internetChecksum(b, 0, b.length)).toBe(0xffff - sum);
    }),
    RUNS,
  );
});

describe('incremental update', () => {
  test('the example of RFC 1624, section 4: the result is 0x0000, not 0xffff', () => {
    expect(updateChecksum16(0xdd2f, 0x5555, 0x3285)).toBe(0x0000);
  });

  /** Never all zero, before or after: the one case where the two ways differ. */
  const words = fc
    .array(fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 1, 0xfffe, 0xffff)), { minLength: 4, maxLength: 10 })
    .map((list) => new Uint8Array([0x45, 0, ...list.flatMap((w) => [w >> 8, w & 0xff])]));
  const edgy = fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 1, 0xfffe, 0xffff));

  test('of 16 bits equals the full checksum', () => {
    fc.assert(
      fc.property(words, edgy, (b, new16) => {
        const before = internetChecksum(b, 0, b.length);
        const old16 = getU16(b, 4);
        setU16(b, 4, new16);
        expect(updateChecksum16(before, old16, new16)).toBe(internetChecksum(b, 0, b.length));
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });

  test('of 32 bits equals the full checksum', () => {
    fc.assert(
      fc.property(words, edgy, edgy, (b, high, low) => {
        const before = internetChecksum(b, 0, b.length);
        const old32 = getU32(b, 4);
        setU32(b, 4, high * 0x10000 + low);
        expect(updateChecksum32(before, old32, high * 0x10000 + low)).toBe(internetChecksum(b, 0, b.length));
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });
});

describe('pseudo header', () => {
  test('equals the sum of its twelve bytes', () => {
    const word = fc.nat(0xffffffff).map(asIpv4);
    fc.assert(
      fc.property(word, word, fc.nat(255), fc.nat(0xffff), (src, dst, proto, len) => {
        const b = new Uint8Array(12);
        writeIpv4(b, 0, src);
        writeIpv4(b, 4, dst);
        setU16(b, 8, proto);
        setU16(b, 10, len);
        expect(pseudoHeaderSum(src, dst, proto, len)).toBe(sum16(b, 0, 12));
      }),
      RUNS,
    );
  });

  test('high addresses do not turn it negative', () =>
    expect(pseudoHeaderSum(ipv4('255.255.255.255'), ipv4('255.255.0.1'), 17, 8)).toBe(
      3 * 0xffff + 1 + 17 + 8,
    ));
});
