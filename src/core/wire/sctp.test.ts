/** Packets whose checksums Linux 6.18 took for right: net/netfilter's conntrack, `nf_conntrack_checksum` on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { dissect } from './dissect';
import { emitSctp, fillSctpChecksum, parseSctp, sctpChecksumOk } from './sctp';

const INIT = '0fa0232800000000f29c216201000014111111110001a000000affff00000064';
const HEADER = { srcPort: 4000, dstPort: 9000, tag: 0 };

test('the header is read, and written with the same checksum', () => {
  const bytes = fromHex(INIT);
  expect(parseSctp(bytes, 0, bytes.length)).toEqual({ ok: true, value: HEADER });
  const written = bytes.slice();
  written.fill(0, 0, 12);
  emitSctp(HEADER, written, 0);
  fillSctpChecksum(written, 0, written.length);
  expect(toHex(written)).toBe(INIT);
});

test('one wrong bit anywhere is found', () => {
  fc.assert(
    fc.property(fc.nat(INIT.length * 4 - 1), (bit) => {
      const bytes = fromHex(INIT);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      expect(sctpChecksumOk(bytes, 0, bytes.length)).toBe(false);
      expect(parseSctp(bytes, 0, bytes.length)).toMatchObject({ error: { code: 'bad-checksum' } });
    }),
  );
});

test('a cut header is refused', () => {
  expect(parseSctp(fromHex(INIT), 0, 11)).toMatchObject({ error: { code: 'truncated' } });
});

describe('in an ICMP error', () => {
  test('eight bytes are enough for ports and tag', () => {
    const quoted = `4500003400010000ff84a7410a0000010a000002${INIT.slice(0, 16)}`;
    const error = fromHex(`0302000000000000${quoted}`);
    const frame = fromHex(`4500003800010000400100000a0000020a000001${toHex(error)}`);
    const { layers } = dissect(frame, 'ipv4');
    const sctp = layers.find(({ header }) => header === 'sctp');
    expect(sctp?.quoted).toBe(true);
    expect(sctp?.fields.map(({ name, text }) => [name, text])).toEqual([
      ['srcPort', '4000'],
      ['dstPort', '9000'],
      ['tag', '0x00000000'],
    ]);
  });
});
