/**
 * Goal: messages as BIRD writes them are read and written byte for byte; what is malformed gets the NOTIFICATION that
 * RFC 4271 section 6 asks for. Method: what BIRD 1.6.8 said to other BIRDs (an internal session with ADD-PATH and
 * graceful restart, an external one without), random messages, random damage.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { asIpv4, ipv4, networkOf, parseCidr4, type Cidr4 } from './addr';
import { bgpCodec, bgpMessageEnd, BGP_MESSAGE_MAX, emitBgp, readBgp, updateMessages } from './bgp';
import { CAP_AS4, type BgpFault, type BgpFraming, type BgpMessage, type BgpUpdate } from './bgp.types';

const PLAIN: BgpFraming = { as4: true, addPath: false };
const PATHS: BgpFraming = { as4: true, addPath: true };
const MARKER = 'ff'.repeat(16);

function cidr(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const RECORDED: readonly [string, BgpFraming, string, object][] = [
  [
    'OPEN with graceful restart and ADD-PATH',
    PLAIN,
    '003f0104fc0000f0c0a8380b2202200104000100010200400600780001010041040000fc0045040001010346004700',
    { kind: 'open', version: 4, myAs: 64512, holdTime: 240, routerId: ipv4('192.168.56.11') },
  ],
  [
    'OPEN that is only aware of graceful restart',
    PLAIN,
    '00350104fde900f00a00000218021601040001000102004002000041040000fde946004700',
    { kind: 'open', myAs: 65001, routerId: ipv4('10.0.0.2') },
  ],
  ['KEEPALIVE', PLAIN, '001304', { kind: 'keepalive' }],
  ['End-of-RIB', PLAIN, '00170200000000', { kind: 'update', withdrawn: [], nlri: [], attributes: {} }],
  [
    'UPDATE of an external session',
    PLAIN,
    '003302000000144001010040020602010000fde94003040a000002180a0908180a0900',
    {
      kind: 'update',
      attributes: {
        origin: 0,
        asPath: [{ kind: 'sequence', numbers: [65001] }],
        nextHop: ipv4('10.0.0.2'),
      },
      nlri: [cidr('10.9.8.0/24'), cidr('10.9.0.0/24')],
    },
  ],
  [
    'UPDATE of an internal session with path identifiers',
    PATHS,
    '003d020000001540010100400200400304c0a8380c40050400000064000000021a0af4680000000007180af468',
    {
      kind: 'update',
      attributes: { origin: 0, asPath: [], nextHop: ipv4('192.168.56.12'), localPref: 100 },
      nlri: [
        { ...cidr('10.244.104.0/26'), pathId: 2 },
        { ...cidr('10.244.104.0/24'), pathId: 7 },
      ],
    },
  ],
];

describe('what BIRD 1.6.8 wrote', () => {
  test.each(RECORDED)('%s', (_name, framing, rest, expected) => {
    const bytes = fromHex(MARKER + rest);
    const read = readBgp(bytes, 0, bytes.length, framing);
    expect(read).toMatchObject({ ok: true, value: expected });
    if (read.ok) expect(toHex(emitBgp(read.value, framing))).toBe(MARKER + rest);
  });

  test('the AS number of four bytes is in a capability', () => {
    const bytes = fromHex(MARKER + (RECORDED[0]?.[2] ?? ''));
    const read = readBgp(bytes, 0, bytes.length, PLAIN);
    const capability =
      read.ok && read.value.kind === 'open'
        ? read.value.capabilities.find(({ code }) => code === CAP_AS4)
        : undefined;
    expect(capability && toHex(capability.value)).toBe('0000fc00');
  });
});

const word = fc.nat(0xffff_ffff);
const prefix = fc.tuple(word, fc.nat(32)).map(([addr, len]) => ({ addr: networkOf(asIpv4(addr), len), len }));
const segment = fc.record({
  kind: fc.constantFrom('sequence' as const, 'set' as const),
  numbers: fc.array(word, { minLength: 1, maxLength: 5 }),
});
const attributes = fc.record(
  {
    origin: fc.constantFrom(0 as const, 1 as const, 2 as const),
    asPath: fc.array(segment, { maxLength: 3 }),
    nextHop: word.map(asIpv4),
    med: word,
    localPref: word,
    atomicAggregate: fc.constant(true as const),
    aggregator: fc.record({ asn: word, address: word.map(asIpv4) }),
    communities: fc.array(word, { maxLength: 80 }),
    originatorId: word.map(asIpv4),
    clusterList: fc.array(word.map(asIpv4), { maxLength: 4 }),
  },
  { requiredKeys: [] },
);
const update = fc.record({
  kind: fc.constant('update' as const),
  withdrawn: fc.array(prefix, { maxLength: 20 }),
  attributes,
  nlri: fc.array(prefix, { maxLength: 20 }),
});

test('any UPDATE is read as it was written', () => {
  fc.assert(
    fc.property(update, fc.boolean(), (message, addPath) => {
      const framing = { as4: true, addPath };
      const withIds = (list: BgpUpdate['nlri']): BgpUpdate['nlri'] =>
        addPath ? list.map((one, i) => ({ ...one, pathId: i })) : list;
      const sent: BgpMessage = {
        ...message,
        withdrawn: withIds(message.withdrawn),
        nlri: withIds(message.nlri),
      };
      const bytes = emitBgp(sent, framing);
      expect(readBgp(bytes, 0, bytes.length, framing)).toEqual({ ok: true, value: sent });
    }),
  );
});

// RFC 6793 section 4.2.3.
test('a path through an old speaker keeps its AS numbers of four bytes', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (numbers) => {
      const message: BgpMessage = {
        ...{ kind: 'update', withdrawn: [], nlri: [cidr('10.0.0.0/8')] },
        attributes: { origin: 0, asPath: [{ kind: 'sequence', numbers }], nextHop: ipv4('10.0.0.1') },
      };
      const old = { as4: false, addPath: false };
      const bytes = emitBgp(message, old);
      expect(readBgp(bytes, 0, bytes.length, old)).toEqual({ ok: true, value: message });
    }),
  );
});

test('prefixes that do not fit into one message are spread over several, none longer than 4096 bytes', () => {
  const prefixes = Array.from({ length: 3000 }, (_, i) => ({
    addr: asIpv4(0x0a00_0000 + i * 256),
    len: 24,
  }));
  for (const given of [null, { origin: 0, nextHop: ipv4('10.0.0.1') } as const]) {
    const messages = updateMessages(prefixes, given, PLAIN);
    const found = messages.flatMap((bytes) => {
      expect(bytes.length).toBeLessThanOrEqual(BGP_MESSAGE_MAX);
      const read = readBgp(bytes, 0, bytes.length, PLAIN);
      if (!read.ok || read.value.kind !== 'update') return [];
      return given === null ? read.value.withdrawn : read.value.nlri;
    });
    expect(found).toEqual(prefixes);
  }
});

function faultOf(hex: string): Pick<BgpFault, 'code' | 'subcode'> | null {
  const bytes = fromHex(hex);
  const end = bgpMessageEnd(bytes, 0, bytes.length);
  const read = end.ok ? readBgp(bytes, 0, bytes.length, PLAIN) : end;
  return read.ok ? null : { code: read.error.code, subcode: read.error.subcode };
}

// RFC 4271 section 6.
test.each([
  ['a marker that is none', `00${'ff'.repeat(15)}001304`, 1, 1],
  ['a length too small', `${MARKER}001204`, 1, 2],
  ['a KEEPALIVE that says something', `${MARKER}00140400`, 1, 2],
  ['an unknown type', `${MARKER}001309`, 1, 3],
  ['version 3', `${MARKER}001d0103fc0000f0c0a8380b00`, 2, 1],
  ['a router id of 0', `${MARKER}001d0104fc0000f00000000000`, 2, 3],
  ['a hold time of 2 s', `${MARKER}001d0104fc000002c0a8380b00`, 2, 6],
  ['attributes longer than the message', `${MARKER}001702000000ff`, 3, 1],
  ['an origin of 3', `${MARKER}001b020000000440010103`, 3, 6],
  ['an origin of two bytes', `${MARKER}001c02000000054001020000`, 3, 5],
  ['an origin that claims to be optional', `${MARKER}001b0200000004c0010100`, 3, 4],
  ['a well-known attribute nobody knows', `${MARKER}001b020000000440630100`, 3, 2],
  ['the same attribute twice', `${MARKER}001f02000000084001010040010100`, 3, 1],
  ['a broken AS path', `${MARKER}001c02000000054002020201`, 3, 11],
  ['a prefix of 33 bits', `${MARKER}001d0200000000210a00000000`, 3, 10],
])('%s', (_name, hex, code, subcode) => {
  expect(faultOf(hex)).toEqual({ code, subcode });
});

test('whatever the bytes, reading ends without throwing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 1, max: 5 }), (body, type) => {
      const bytes = new Uint8Array(19 + body.length);
      bytes.fill(0xff, 0, 16);
      bytes[17] = bytes.length;
      bytes[18] = type;
      bytes.set(body, 19);
      expect(typeof readBgp(bytes, 0, bytes.length, PATHS).ok).toBe('boolean');
      const span = { b: bytes, at: 0, end: bytes.length, whole: true, quoted: false, ip: undefined };
      expect(bgpCodec.examine(span).headerEnd).toBe(bytes.length);
    }),
  );
});
