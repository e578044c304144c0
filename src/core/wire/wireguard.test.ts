import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { dissect } from './dissect';
import {
  emitDataHeader,
  emitInitiation,
  emitResponse,
  parseWireguard,
  WG_INITIATION_LEN,
  WG_RESPONSE_LEN,
} from './wireguard';

const key = new Uint8Array(32).fill(0x11);
const mac1 = new Uint8Array(16).fill(0x22);

describe('a handshake', () => {
  test('begins with 148 bytes, numbers little endian, the time as TAI64N', () => {
    const b = new Uint8Array(WG_INITIATION_LEN);
    emitInitiation({ sender: 0x0a0b0c0d, publicKey: key, mac1, nowNs: 3_000_000_007 }, b, 0);
    expect(toHex(b.subarray(0, 8))).toBe('010000000d0c0b0a');
    expect(toHex(b.subarray(40, 72))).toBe('11'.repeat(32));
    expect(toHex(b.subarray(88, 100))).toBe('400000000000000300000007');
    expect(toHex(b.subarray(116, 132))).toBe('22'.repeat(16));
    expect(parseWireguard(b, 0, b.length)).toEqual({
      ok: true,
      value: { kind: 'initiation', sender: 0x0a0b0c0d, publicKey: key, mac1 },
    });
  });

  test('is answered with 92 bytes', () => {
    const b = new Uint8Array(WG_RESPONSE_LEN);
    emitResponse({ sender: 7, receiver: 0xfffffffe, mac1 }, b, 0);
    expect(toHex(b.subarray(0, 12))).toBe('0200000007000000feffffff');
    expect(parseWireguard(b, 0, b.length)).toEqual({
      ok: true,
      value: { kind: 'response', sender: 7, receiver: 0xfffffffe, mac1 },
    });
  });
});

test('the header of data, for counters beyond 32 bits as well', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(2 ** 40), fc.nat(64), (receiver, counter, lenBytes) => {
      const b = new Uint8Array(32 + lenBytes);
      emitDataHeader({ receiver, counter }, b, 0);
      const value = { kind: 'data', receiver, counter, lenBytes };
      expect(parseWireguard(b, 0, b.length)).toEqual({ ok: true, value });
    }),
    { seed: 0x2009 },
  );
});

describe('refused', () => {
  test.each([
    ['fifteen bytes', '04' + '00'.repeat(14), 'truncated'],
    ['a reserved byte', '04000001' + '00'.repeat(28), 'bad-value'],
    ['an initiation that is too short', '01000000' + '00'.repeat(143), 'bad-value'],
    ['a response that is too long', '02000000' + '00'.repeat(89), 'bad-value'],
    ['data without a tag', '04000000' + '00'.repeat(27), 'bad-value'],
    ['another type', '05000000' + '00'.repeat(28), 'bad-value'],
  ])('%s', (_, hex, code) => {
    const b = fromHex(hex);
    expect(parseWireguard(b, 0, b.length)).toMatchObject({ ok: false, error: { header: 'wireguard', code } });
  });
});

describe('shown', () => {
  const ip = '450000200000400040110000c0a8380bc0a8380c';
  const datagram = (payload: string): Uint8Array => fromHex(`${ip}ca6cca6c00000000${payload}`);
  const outline = (b: Uint8Array): string[] =>
    dissect(b, 'ipv4').layers.map(
      ({ header, depth, from, to }) => `${header}${'+'.repeat(depth)} ${to - from}`,
    );

  /** Sets the lengths and leaves the checksums, which do not matter here. */
  function framed(payload: string): Uint8Array {
    const b = datagram(payload);
    b.set([b.length >> 8, b.length & 255], 2);
    b.set([(b.length - 20) >> 8, (b.length - 20) & 255], 24);
    return b;
  }

  test('a handshake is one header', () => {
    expect(outline(framed('01000000' + '00'.repeat(144)))).toEqual(['ipv4 20', 'udp 8', 'wireguard 148']);
  });

  test('data holds a packet, and padding and tag are what is left', () => {
    const inner = '4500001c00004000400100000a0000010a0000020800f7ff00000000';
    const shown = outline(framed(`0400000001000000${'00'.repeat(8)}${inner}${'00'.repeat(4 + 16)}`));
    expect(shown).toEqual([
      ...['ipv4 20', 'udp 8', 'wireguard 16', 'ipv4+ 20', 'icmp4+ 8', 'padding 4', 'padding 16'],
    ]);
  });

  test('what is really sealed is not read', () => {
    const shown = outline(framed(`0400000001000000${'00'.repeat(8)}${'e7'.repeat(48)}`));
    expect(shown).toEqual(['ipv4 20', 'udp 8', 'wireguard 16', 'payload 32', 'padding 16']);
  });

  test('a sign of life is empty', () => {
    expect(outline(framed(`0400000001000000${'00'.repeat(24)}`))).toEqual([
      ...['ipv4 20', 'udp 8', 'wireguard 16', 'padding 16'],
    ]);
  });
});
