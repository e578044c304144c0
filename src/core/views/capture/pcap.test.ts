/** Goal: the classic format in its four forms. The hexadecimal files follow the figures of draft-ietf-opsawg-pcap. */
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../base/bytes';
import { looksLikePcap, readPcap, writePcap } from './pcap';

const BIG = '0002 0004 00000000 00000000 00040000 00000001  00000001 00000007 00000002 00000040 abcd';
const LITTLE = '0200 0400 00000000 00000000 00000400 01000000  01000000 07000000 02000000 40000000 abcd';

describe('reading', () => {
  test.each([
    ['big endian, microseconds', `a1b2c3d4 ${BIG}`, 1_000_007_000n],
    ['big endian, nanoseconds', `a1b23c4d ${BIG}`, 1_000_000_007n],
    ['little endian, microseconds', `d4c3b2a1 ${LITTLE}`, 1_000_007_000n],
    ['little endian, nanoseconds', `4d3cb2a1 ${LITTLE}`, 1_000_000_007n],
  ])('%s', (_, hex, atNs) => {
    expect(readPcap(fromHex(hex))).toMatchObject({
      ok: true,
      value: {
        interfaces: [{ linkType: 1 }],
        packets: [{ atNs, lenBytes: 64, bytes: Uint8Array.of(0xab, 0xcd) }],
      },
    });
  });

  test.each([
    ['a magic alone', 'a1b2c3d4', 'truncated'],
    ['another version', `a1b2c3d4 0001${BIG.slice(4)}`, 'bad-version'],
    ['half a packet header', `a1b2c3d4 ${BIG.slice(0, -14)}`, 'truncated'],
    ['a packet that is not all there', `a1b2c3d4 ${BIG.slice(0, -2)}`, 'truncated'],
    ['a packet of 4 GB', `a1b2c3d4 ${BIG.replace('00000002', 'fffffff0')}`, 'bad-length'],
    ['anything else', '11223344', 'not-a-capture'],
  ])('%s is refused', (_, hex, code) => {
    expect(readPcap(fromHex(hex))).toMatchObject({ ok: false, error: { code } });
  });
});

test('writing: the file header, then each packet', () => {
  const file = writePcap(101, [{ atNs: 3_000_000_009n, bytes: Uint8Array.of(0xab), lenBytes: 5 }]);
  expect(looksLikePcap(file)).toBe(true);
  expect(toHex(file)).toBe(
    'a1b23c4d00020004000000000000000000040000000000650000000300000009' + '0000000100000005ab',
  );
});
