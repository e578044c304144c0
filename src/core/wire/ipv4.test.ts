import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesEqual, fromHex, setU16, setU8, toHex } from '../base/bytes';
import { asIpv4, ipv4 } from './addr';
import { internetChecksum } from './checksum';
import {
  checkIpv4Header,
  decrementTtl,
  emitIpv4Header,
  fillIpChecksum,
  ipChecksum,
  ipDf,
  ipDst,
  ipFlagsFrag,
  ipFragOffset,
  ipHeaderLen,
  ipId,
  ipIsFragment,
  ipMf,
  ipProto,
  ipSrc,
  ipTos,
  ipTotalLen,
  ipTtl,
  IPV4_HEADER_LEN,
  ipVersion,
  parseIpv4Header,
  PROTO_ICMP,
  PROTO_UDP,
  setIpChecksum,
  setIpDst,
  setIpFrag,
  setIpId,
  setIpSrc,
  setIpTos,
  setIpTotalLen,
  setIpTtl,
  type Ipv4Header,
} from './ipv4';

const RUNS = { seed: 0x2005 };

/** Three headers as the kernel sent them: a ping, an ICMP error with its TOS, the first fragment of a datagram. */
const cases: [name: string, hex: string, header: Ipv4Header][] = [
  [
    'a ping',
    '45000054313440003f01f1890af401020af40202',
    {
      src: ipv4('10.244.1.2'),
      dst: ipv4('10.244.2.2'),
      ttl: 63,
      proto: PROTO_ICMP,
      id: 12596,
      tos: 0,
      df: true,
      mf: false,
      fragOffset: 0,
      totalLen: 84,
      headerLen: 20,
    },
  ],
  [
    'an error',
    '45c0003950af0000400111690af401030af40102',
    {
      src: ipv4('10.244.1.3'),
      dst: ipv4('10.244.1.2'),
      ttl: 64,
      proto: PROTO_ICMP,
      id: 20655,
      tos: 192,
      df: false,
      mf: false,
      fragOffset: 0,
      totalLen: 57,
      headerLen: 20,
    },
  ],
  [
    'a middle fragment',
    '450005dc911820b94011ab530af401020af40103',
    {
      src: ipv4('10.244.1.2'),
      dst: ipv4('10.244.1.3'),
      ttl: 64,
      proto: PROTO_UDP,
      id: 37144,
      tos: 0,
      df: false,
      mf: true,
      fragOffset: 1480,
      totalLen: 1500,
      headerLen: 20,
    },
  ],
];

/** The header's bytes at the start of a packet as long as the header says. */
function packetOf(hex: string): Uint8Array {
  const header = fromHex(hex);
  const packet = new Uint8Array(ipTotalLen(header, 0));
  packet.set(header);
  return packet;
}

describe.each(cases)('%s', (_, hex, header) => {
  test('parse', () =>
    expect(parseIpv4Header(packetOf(hex), 0, header.totalLen)).toEqual({ ok: true, value: header }));

  test('emit writes each byte of the header, checksum included, and none beside it', () => {
    const b = new Uint8Array(24).fill(0xa5);
    expect(emitIpv4Header(header, b, 2)).toBe(IPV4_HEADER_LEN);
    expect(toHex(b)).toBe(`a5a5${hex}a5a5`);
  });

  test('views', () => {
    const b = fromHex(`a5 ${hex}`);
    const seen: Ipv4Header = {
      src: ipSrc(b, 1),
      dst: ipDst(b, 1),
      ttl: ipTtl(b, 1),
      proto: ipProto(b, 1),
      id: ipId(b, 1),
      tos: ipTos(b, 1),
      df: ipDf(b, 1),
      mf: ipMf(b, 1),
      fragOffset: ipFragOffset(b, 1),
      totalLen: ipTotalLen(b, 1),
      headerLen: ipHeaderLen(b, 1),
    };
    expect(seen).toEqual(header);
    expect(ipVersion(b, 1)).toBe(4);
    expect(ipIsFragment(b, 1)).toBe(header.mf || header.fragOffset > 0);
  });
});

test('setters change one field each', () => {
  const b = fromHex(cases[0]![1]);
  setIpTos(b, 0, 0xb8);
  setIpTotalLen(b, 0, 0x0102);
  setIpId(b, 0, 0x0304);
  setIpFrag(b, 0, false, true, 1480);
  setIpTtl(b, 0, 9);
  setIpChecksum(b, 0, 0xbeef);
  setIpSrc(b, 0, ipv4('1.2.3.4'));
  setIpDst(b, 0, ipv4('250.6.7.8'));
  expect(toHex(b)).toBe('45b80102030420b90901beef01020304fa060708');
  expect(ipFlagsFrag(b, 0)).toBe(0x20b9);
  expect(ipChecksum(b, 0)).toBe(0xbeef);
});

describe('checkIpv4Header judges as ip_rcv_core does', () => {
  const good = packetOf(cases[0]![1]);
  /** A copy with some bytes replaced and, if asked for, the checksum made right again. */
  function spoilt(changes: [at: number, byte: number][], refill: boolean): Uint8Array {
    const b = good.slice();
    for (const [at, byte] of changes) setU8(b, at, byte);
    if (refill) fillIpChecksum(b, 0);
    return b;
  }

  test('a good one', () => expect(checkIpv4Header(good, 0, 84)).toBe('ok'));
  test('padding behind the packet does no harm', () =>
    expect(checkIpv4Header(new Uint8Array([...good, 0, 0]), 0, 86)).toBe('ok'));

  test.each<
    [name: string, bytes: Uint8Array, end: number, verdict: string, error: { code: string; at: number }]
  >([
    ['19 bytes', good, 19, 'truncated', { code: 'truncated', at: 19 }],
    ['version 6', spoilt([[0, 0x65]], true), 84, 'bad-version', { code: 'bad-version', at: 0 }],
    ['IHL 4', spoilt([[0, 0x44]], true), 84, 'bad-length', { code: 'bad-length', at: 0 }],
    [
      'options that are not there',
      spoilt([[0, 0x46]], false),
      20,
      'truncated',
      { code: 'truncated', at: 20 },
    ],
    ['one bit wrong', spoilt([[8, 62]], false), 84, 'bad-checksum', { code: 'bad-checksum', at: 10 }],
    ['one byte missing at the end', good, 83, 'beyond-frame', { code: 'truncated', at: 2 }],
    ['total length 19', spoilt([[3, 19]], true), 84, 'bad-length', { code: 'bad-length', at: 2 }],
    // In this order: a wrong checksum is reported before a wrong total length.
    [
      'wrong length, checksum not mended',
      spoilt([[3, 19]], false),
      84,
      'bad-checksum',
      { code: 'bad-checksum', at: 10 },
    ],
  ])('%s', (_, bytes, end, verdict, error) => {
    // At an offset, so that lengths and places are told apart.
    const b = new Uint8Array([0xa5, 0xa5, 0xa5, ...bytes]);
    expect(checkIpv4Header(b, 3, 3 + end)).toBe(verdict);
    const { code, at } = error;
    expect(parseIpv4Header(b, 3, 3 + end)).toEqual({
      ok: false,
      error: { header: 'ipv4', code, at: 3 + at },
    });
  });
});

describe('options', () => {
  const header: Ipv4Header = { ...cases[0]![2], headerLen: 24, totalLen: 24 };

  test('are emitted as the end-of-options mark and count in the checksum', () => {
    const b = new Uint8Array(30).fill(0xa5);
    expect(emitIpv4Header(header, b, 1)).toBe(24);
    expect(toHex(b.subarray(21, 26))).toBe('00000000a5');
    expect(parseIpv4Header(b, 1, 25)).toEqual({ ok: true, value: header });
    setU8(b, 24, 7);
    expect(checkIpv4Header(b, 1, 25)).toBe('bad-checksum');
    fillIpChecksum(b, 1);
    expect(checkIpv4Header(b, 1, 25)).toBe('ok');
  });
});

test('the longest header has 60 bytes', () => {
  const b = new Uint8Array(60);
  expect(emitIpv4Header({ ...cases[0]![2], headerLen: 60, totalLen: 60 }, b, 0)).toBe(60);
  expect(ipHeaderLen(b, 0)).toBe(60);
});

test.each([
  ['headerLen', 16, 'out of range'],
  ['headerLen', 64, 'out of range'],
  ['headerLen', 22, 'multiple of 4'],
  ['fragOffset', 1477, 'multiple of 8'],
])('emit asserts against %s %i', (field, value, message) => {
  const header = { ...cases[0]![2], [field]: value };
  expect(() => emitIpv4Header(header, new Uint8Array(80), 0)).toThrow(message);
});

const address = fc.nat(0xffff_ffff).map(asIpv4);
const anyHeader: fc.Arbitrary<Ipv4Header> = fc.record({
  src: address,
  dst: address,
  ttl: fc.nat(255),
  proto: fc.nat(255),
  id: fc.nat(0xffff),
  tos: fc.nat(255),
  df: fc.boolean(),
  mf: fc.boolean(),
  fragOffset: fc.nat(0x1fff).map((units) => units * 8),
  totalLen: fc.integer({ min: 20, max: 64 }),
  headerLen: fc.constant(20),
});

test('parse undoes emit', () => {
  fc.assert(
    fc.property(anyHeader, (header) => {
      const b = new Uint8Array(64).fill(0xa5);
      emitIpv4Header(header, b, 0);
      expect(parseIpv4Header(b, 0, 64)).toEqual({ ok: true, value: header });
    }),
    RUNS,
  );
});

test('emit undoes parse, for headers without options and with the reserved bit clear', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      setU8(bytes, 0, 0x45);
      setU16(bytes, 2, 20);
      setU16(bytes, 6, ipFlagsFrag(bytes, 0) & 0x7fff);
      fillIpChecksum(bytes, 0);
      const parsed = parseIpv4Header(bytes, 0, 20);
      if (!parsed.ok) throw new Error(parsed.error.code);
      const b = new Uint8Array(20).fill(0xa5);
      emitIpv4Header(parsed.value, b, 0);
      expect(b).toEqual(bytes);
    }),
    RUNS,
  );
});

describe('decrementTtl', () => {
  test('takes one hop off a real header', () => {
    // The ping before it was routed; behind the router the kernel sent the first of the cases.
    const b = fromHex('450000543134400040 01f0890af401020af40202');
    expect(decrementTtl(b, 0)).toBe(63);
    expect(toHex(b)).toBe(cases[0]![1]);
  });

  test('leaves the checksum that a full computation gives', () => {
    fc.assert(
      fc.property(anyHeader, fc.integer({ min: 1, max: 255 }), (header, ttl) => {
        const b = new Uint8Array(20);
        emitIpv4Header({ ...header, ttl }, b, 0);
        expect(decrementTtl(b, 0)).toBe(ttl - 1);
        const full = new Uint8Array(20);
        emitIpv4Header({ ...header, ttl: ttl - 1 }, full, 0);
        expect(bytesEqual(b, full)).toBe(true);
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });

  test('for every checksum there is, also across the carry', () => {
    const b = new Uint8Array(20);
    for (let id = 0; id <= 0xffff; id++) {
      emitIpv4Header({ ...cases[0]![2], id }, b, 0);
      decrementTtl(b, 0);
      if (internetChecksum(b, 0, 20) !== 0 || ipChecksum(b, 0) === 0xffff) throw new Error(`id ${id}`);
    }
  });
});
