import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, setU8 } from '../base/bytes';
import { asIpv4, asMac, ipv4, mac, ZERO_MAC } from './addr';
import {
  ARP_LEN,
  ARP_REPLY,
  ARP_REQUEST,
  arpFields,
  arpForeignFields,
  arpIsEthernetIpv4,
  arpOp,
  arpSha,
  arpSpa,
  arpTha,
  arpTpa,
  emitArp,
  parseArp,
  type ArpPacket,
} from './arp';

const RUNS = { seed: 0x2004 };

/** Seen between a pod and its bridge. */
const cases: [name: string, hex: string, packet: ArpPacket][] = [
  [
    'request',
    '00010800060400010a580af401020af401020000000000000af40103',
    {
      op: ARP_REQUEST,
      sha: mac('0a:58:0a:f4:01:02'),
      spa: ipv4('10.244.1.2'),
      tha: ZERO_MAC,
      tpa: ipv4('10.244.1.3'),
    },
  ],
  [
    'reply',
    '00010800060400020a580af401010af401010a580af401020af40102',
    {
      op: ARP_REPLY,
      sha: mac('0a:58:0a:f4:01:01'),
      spa: ipv4('10.244.1.1'),
      tha: mac('0a:58:0a:f4:01:02'),
      tpa: ipv4('10.244.1.2'),
    },
  ],
];

describe.each(cases)('a %s', (_, hex, packet) => {
  test('parse', () => expect(parseArp(fromHex(hex), 0, 28)).toEqual({ ok: true, value: packet }));

  test('emit writes each byte of the packet and none beside it', () => {
    const b = new Uint8Array(32).fill(0xa5);
    expect(emitArp(packet, b, 2)).toBe(ARP_LEN);
    expect(b).toEqual(fromHex(`a5a5 ${hex} a5a5`));
  });

  test('views', () => {
    const b = fromHex(`a5 ${hex}`);
    const seen = {
      op: arpOp(b, 1),
      sha: arpSha(b, 1),
      spa: arpSpa(b, 1),
      tha: arpTha(b, 1),
      tpa: arpTpa(b, 1),
    };
    expect(seen).toEqual(packet);
    expect(arpIsEthernetIpv4(b, 1)).toBe(true);
  });
});

describe('refused', () => {
  const request = cases[0]![1];

  test('a packet cut short', () =>
    expect(parseArp(fromHex(`a5 ${request}`), 1, 28)).toEqual({
      ok: false,
      error: { header: 'arp', code: 'truncated', at: 28 },
    }));

  test.each([
    ['hardware type', 1, 6, 0],
    ['protocol type', 3, 6, 2],
    ['hardware address length', 4, 8, 4],
    ['protocol address length', 5, 16, 5],
  ])('another %s', (_, byte, value, at) => {
    const b = fromHex(`a5 ${request}`);
    setU8(b, 1 + byte, value);
    expect(arpIsEthernetIpv4(b, 1)).toBe(false);
    expect(parseArp(b, 1, 29)).toEqual({
      ok: false,
      error: { header: 'arp', code: 'bad-value', at: 1 + at },
    });
  });
});

test('addresses of foreign widths are one field, right behind the format fields', () => {
  expect(arpForeignFields.slice(0, 5)).toEqual(arpFields.slice(0, 5));
  expect(arpForeignFields[5]).toMatchObject({ bitOffset: arpFields[5]!.bitOffset, bits: 0, format: 'bytes' });
});

test('parse undoes emit, and emit undoes parse', () => {
  const anyMac = fc.nat(0xffff_ffff_ffff).map(asMac);
  const anyIpv4 = fc.nat(0xffff_ffff).map(asIpv4);
  const packet = fc.record({ op: fc.nat(0xffff), sha: anyMac, spa: anyIpv4, tha: anyMac, tpa: anyIpv4 });
  fc.assert(
    fc.property(packet, (p) => {
      const first = new Uint8Array(28).fill(0xa5);
      emitArp(p, first, 0);
      const parsed = parseArp(first, 0, 28);
      expect(parsed).toEqual({ ok: true, value: p });
      const second = new Uint8Array(28).fill(0x5a);
      if (parsed.ok) emitArp(parsed.value, second, 0);
      expect(second).toEqual(first);
    }),
    RUNS,
  );
});
