import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, setU8, toHex } from '../base/bytes';
import { asIpv4, ipv4 } from './addr';
import {
  emitUdp,
  fillUdpChecksum,
  parseUdp,
  setUdpChecksum,
  setUdpDstPort,
  setUdpLen,
  setUdpSrcPort,
  UDP_HEADER_LEN,
  udpChecksum,
  udpChecksumOk,
  udpDstPort,
  udpLen,
  udpSrcPort,
  type UdpHeader,
} from './udp';

const RUNS = { seed: 0x2007 };

/** "query" to a cluster DNS address, as captured in a pod. */
const SRC = ipv4('10.244.1.10');
const DST = ipv4('10.96.0.10');
const BYTES = '9c40 0035 000d fd0e 7175657279';
const HEADER: UdpHeader = { srcPort: 40000, dstPort: 53, len: 13 };

describe('literal bytes', () => {
  test('parse', () => expect(parseUdp(fromHex(BYTES), 0, 13)).toEqual({ ok: true, value: HEADER }));

  test('emit and fill write each byte of the header and none beside it', () => {
    const b = new Uint8Array(15).fill(0xa5);
    b.set(fromHex('7175657279'), 9);
    expect(emitUdp(HEADER, b, 1)).toBe(UDP_HEADER_LEN);
    expect(udpChecksum(b, 1)).toBe(0);
    fillUdpChecksum(b, 1, 14, SRC, DST);
    expect(b).toEqual(fromHex(`a5 ${BYTES} a5`));
  });

  test('views', () => {
    const b = fromHex(`a5 ${BYTES}`);
    expect([udpSrcPort(b, 1), udpDstPort(b, 1), udpLen(b, 1), udpChecksum(b, 1)]).toEqual([
      40000, 53, 13, 0xfd0e,
    ]);
  });

  test('setters change one field each', () => {
    const b = new Uint8Array(10).fill(0xa5);
    setUdpSrcPort(b, 1, 0x0102);
    setUdpDstPort(b, 1, 0x0304);
    setUdpLen(b, 1, 0x0506);
    setUdpChecksum(b, 1, 0x0708);
    expect(toHex(b)).toBe('a50102030405060708a5');
  });
});

test.each([
  ['seven bytes', BYTES, 7, 'truncated', 7],
  ['a length of 7', '9c40 0035 0007 0000', 8, 'bad-length', 4],
  ['a length beyond the end', BYTES, 12, 'truncated', 4],
])('%s is refused', (_, hex, end, code, at) => {
  const b = fromHex(`a5a5a5 ${hex}`); // at an offset, so that lengths and places are told apart
  expect(parseUdp(b, 3, 3 + end)).toEqual({ ok: false, error: { header: 'udp', code, at: 3 + at } });
});

test('bytes behind the length do no harm', () =>
  expect(parseUdp(fromHex(`${BYTES} 0000`), 0, 15)).toEqual({ ok: true, value: HEADER }));

describe('checksum', () => {
  test('the captured one is right, and wrong between other addresses', () => {
    const b = fromHex(BYTES);
    expect(udpChecksumOk(b, 0, 13, SRC, DST)).toBe(true);
    expect(udpChecksumOk(b, 0, 13, SRC, ipv4('10.96.0.11'))).toBe(false);
    setU8(b, 12, 0x78);
    expect(udpChecksumOk(b, 0, 13, SRC, DST)).toBe(false);
  });

  test('0 means that none was computed', () => {
    const b = fromHex(BYTES);
    setUdpChecksum(b, 0, 0);
    expect(udpChecksumOk(b, 0, 13, SRC, DST)).toBe(true);
  });

  test('a computed 0 is sent as 0xffff, and accepted', () => {
    const none = asIpv4(0);
    const b = new Uint8Array(10);
    emitUdp({ srcPort: 0, dstPort: 0, len: 10 }, b, 0);
    // The other words are protocol 17 and twice the length 10: this data brings the sum to 0xffff.
    b.set(fromHex('ffda'), 8);
    fillUdpChecksum(b, 0, 10, none, none);
    expect(udpChecksum(b, 0)).toBe(0xffff);
    expect(udpChecksumOk(b, 0, 10, none, none)).toBe(true);
  });

  test('whatever fill writes is accepted, never 0, and refused with one bit flipped', () => {
    const word = fc.nat(0xffff_ffff).map(asIpv4);
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 50 }),
        word,
        word,
        fc.nat(),
        (b, src, dst, flip) => {
          fillUdpChecksum(b, 0, b.length, src, dst);
          expect(udpChecksum(b, 0)).not.toBe(0);
          expect(udpChecksumOk(b, 0, b.length, src, dst)).toBe(true);
          const bit = flip % (b.length * 8);
          setU8(b, bit >> 3, b[bit >> 3]! ^ (1 << (bit & 7)));
          // A flipped bit may clear the checksum field, which then says "none".
          expect(udpChecksumOk(b, 0, b.length, src, dst)).toBe(udpChecksum(b, 0) === 0);
        },
      ),
      RUNS,
    );
  });
});

test('parse undoes emit, and emit undoes parse', () => {
  const port = fc.nat(0xffff);
  fc.assert(
    fc.property(
      fc.record({ srcPort: port, dstPort: port, len: fc.integer({ min: 8, max: 64 }) }),
      (header) => {
        const b = new Uint8Array(64).fill(0xa5);
        emitUdp(header, b, 0);
        const parsed = parseUdp(b, 0, 64);
        expect(parsed).toEqual({ ok: true, value: header });
        const again = new Uint8Array(64).fill(0xa5);
        if (parsed.ok) emitUdp(parsed.value, again, 0);
        expect(again).toEqual(b);
      },
    ),
    RUNS,
  );
});
