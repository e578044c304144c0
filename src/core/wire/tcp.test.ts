import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setU8 } from '../base/bytes';
import { HTTP_FRAMES } from '../testing/tcp-frames';
import { asIpv4, ipv4 } from './addr';
import {
  emitTcp,
  fillTcpChecksum,
  parseTcp,
  TCP_ACK,
  tcpChecksum,
  tcpChecksumOk,
  TCP_FIN,
  tcpFlagNames,
  tcpHeaderLenOf,
  TCP_PSH,
  TCP_SYN,
  type TcpHeader,
} from './tcp';

const RUNS = { seed: 0x2008 };
const CLIENT = ipv4('10.244.1.2');
const SERVER = ipv4('10.244.1.3');
/** Where the segment begins in a captured frame. */
const AT = 34;

const [SYN = new Uint8Array(), SYN_ACK = new Uint8Array(), , REQUEST = new Uint8Array()] = HTTP_FRAMES;

describe('captured segments', () => {
  test('the SYN of Linux', () =>
    expect(parseTcp(SYN, AT, SYN.length)).toEqual({
      ok: true,
      value: {
        ...{ srcPort: 41_000, dstPort: 8080, seq: 147_178_886, ack: 0 },
        ...{ flags: TCP_SYN, window: 64_240, urgent: 0 },
        options: {
          ...{ mss: 1460, wscale: 10, sackPermitted: true, sack: [] },
          timestamps: { value: 3_641_689_813, echo: 0 },
        },
      },
    }));

  test('its answer, and a segment with data', () => {
    expect(parseTcp(SYN_ACK, AT, SYN_ACK.length)).toMatchObject({
      value: { flags: TCP_SYN | TCP_ACK, ack: 147_178_887, window: 65_160 },
    });
    expect(parseTcp(REQUEST, AT, REQUEST.length)).toMatchObject({
      value: { flags: TCP_PSH | TCP_ACK, options: { mss: null, sackPermitted: false } },
    });
  });

  test.each(HTTP_FRAMES.map((frame, i) => [i, frame] as const))(
    'frame %i comes out again byte by byte, checksum and all',
    (i, frame) => {
      const [src, dst] = [0, 2, 3].includes(i) ? [CLIENT, SERVER] : [SERVER, CLIENT];
      expect(tcpChecksumOk(frame, AT, frame.length, src, dst)).toBe(true);
      const parsed = parseTcp(frame, AT, frame.length);
      if (!parsed.ok) throw new Error('does not parse');
      const again = frame.slice().fill(0xa5, AT, AT + tcpHeaderLenOf(parsed.value));
      emitTcp(parsed.value, again, AT);
      fillTcpChecksum(again, AT, again.length, src, dst);
      expect(again).toEqual(frame);
    },
  );

  test('wrong between other addresses, or with a bit flipped', () => {
    expect(tcpChecksumOk(SYN, AT, SYN.length, CLIENT, ipv4('10.244.1.4'))).toBe(false);
    const damaged = SYN.slice();
    setU8(damaged, AT + 20, 3);
    expect(tcpChecksumOk(damaged, AT, damaged.length, CLIENT, SERVER)).toBe(false);
  });
});

test.each([
  ['19 bytes', 19, 'truncated', 19],
  ['an offset beyond the end', 39, 'truncated', 12],
])('%s are refused', (_, length, code, at) =>
  expect(parseTcp(SYN, AT, AT + length)).toEqual({ ok: false, error: { header: 'tcp', code, at: AT + at } }),
);

test('an offset of 16 bytes is refused', () => {
  const b = SYN.slice();
  setU8(b, AT + 12, 0x40);
  expect(parseTcp(b, AT, b.length)).toMatchObject({ error: { code: 'bad-length' } });
});

test('names of flags', () => {
  expect(tcpFlagNames(TCP_SYN | TCP_ACK)).toBe('SYN, ACK');
  expect(tcpFlagNames(TCP_FIN | TCP_ACK)).toBe('FIN, ACK');
  expect(tcpFlagNames(0)).toBe('-');
});

test('parse undoes emit, whatever the options, and the length is a multiple of 4', () => {
  const word = fc.nat(0xffff_ffff);
  const port = fc.nat(0xffff);
  const options = fc.record({
    mss: fc.option(port),
    wscale: fc.option(fc.nat(14)),
    sackPermitted: fc.boolean(),
    timestamps: fc.option(fc.record({ value: word, echo: word })),
    sack: fc.array(fc.record({ from: word, to: word }), { maxLength: 1 }),
  });
  const header = fc.record({
    ...{ srcPort: port, dstPort: port, seq: word, ack: word },
    ...{ flags: fc.nat(0xff), window: port, urgent: port, options },
  });
  fc.assert(
    fc.property(header, word, word, (made: TcpHeader, src, dst) => {
      const b = new Uint8Array(80).fill(0xa5);
      const len = emitTcp(made, b, 2);
      expect(len % 4).toBe(0);
      expect(len).toBe(tcpHeaderLenOf(made));
      fillTcpChecksum(b, 2, 62, asIpv4(src), asIpv4(dst));
      expect(tcpChecksumOk(b, 2, 62, asIpv4(src), asIpv4(dst))).toBe(true);
      expect(parseTcp(b, 2, 62)).toEqual({ ok: true, value: made });
      setU8(b, 18, tcpChecksum(b, 2) >> 8 === 0 ? 1 : 0);
      expect(tcpChecksumOk(b, 2, 62, asIpv4(src), asIpv4(dst))).toBe(false);
    }),
    RUNS,
  );
});
