/**
 * Goal: messages as BIND writes them are read and written byte for byte; anything else is refused, never believed. Method:
 * what dig and named 9.18 said to each other on a loopback, names shortened by RFC 1035 section 4.1.4, and random messages.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { asIpv4, ipv4 } from './addr';
import { asIpv6 } from './addr6';
import { dissect } from './dissect';
import { dnsCodec, DNS_CLASS_IN, emitDns, parseDns, type DnsData, type DnsMessage } from './dns';
import { nameLabels } from './dns.name';
import { DNS_TYPES } from './dns.types';

const EDNS = { udpSize: 1232, version: 0, dnssecOk: false, extendedRcode: 0, options: new Uint8Array() };

const HEADER = {
  response: true,
  opcode: 0,
  authoritative: true,
  truncated: false,
  recursionDesired: true,
  recursionAvailable: false,
  authenticData: false,
  checkingDisabled: false,
  rcode: 0,
};

const WEB = '037765620764656661756c740373766307636c7573746572056c6f63616c00';

const RECORDED: readonly [string, string, DnsMessage][] = [
  [
    'an alias and its address',
    'a98e85000001000200000001037777770764656661756c740373766307636c7573746572056c6f63616c0000010001c00c000500010000001e000603776562c010c03b000100010000001e00040a60070700002904d0000000000000',
    {
      ...HEADER,
      id: 0xa98e,
      questions: [{ name: 'www.default.svc.cluster.local.', type: 1, class: 1 }],
      answers: [
        {
          name: 'www.default.svc.cluster.local.',
          type: 5,
          class: 1,
          ttl: 30,
          data: { kind: 'name', name: 'web.default.svc.cluster.local.' },
        },
        {
          name: 'web.default.svc.cluster.local.',
          type: 1,
          class: 1,
          ttl: 30,
          data: { kind: 'a', addr: ipv4('10.96.7.7') },
        },
      ],
      authority: [],
      additional: [],
      edns: EDNS,
    },
  ],
  [
    'no such name, with the zone’s SOA',
    '0a0085030001000000010001046e6f706507636c7573746572056c6f63616c0000010001c011000600010000001e0037026e7303646e7307636c7573746572056c6f63616c000a686f73746d6173746572c011000007ea00001c2000000708000151800000001e00002904d0000000000000',
    {
      ...HEADER,
      id: 0x0a00,
      rcode: 3,
      questions: [{ name: 'nope.cluster.local.', type: 1, class: 1 }],
      answers: [],
      authority: [
        {
          name: 'cluster.local.',
          type: 6,
          class: 1,
          ttl: 30,
          data: {
            kind: 'soa',
            primary: 'ns.dns.cluster.local.',
            mailbox: 'hostmaster.cluster.local.',
            serial: 2026,
            refresh: 7200,
            retry: 1800,
            expire: 86_400,
            minimum: 30,
          },
        },
      ],
      additional: [],
      edns: EDNS,
    },
  ],
  [
    'a service: no pointer in its target',
    `bd8085000001000100000001055f68747470045f746370${WEB}00210001c00c002100010000001e0025000000640050${WEB}00002904d0000000000000`,
    {
      ...HEADER,
      id: 0xbd80,
      questions: [{ name: '_http._tcp.web.default.svc.cluster.local.', type: 33, class: 1 }],
      answers: [
        {
          name: '_http._tcp.web.default.svc.cluster.local.',
          type: 33,
          class: 1,
          ttl: 30,
          data: { kind: 'srv', priority: 0, weight: 100, port: 80, target: 'web.default.svc.cluster.local.' },
        },
      ],
      authority: [],
      additional: [],
      edns: EDNS,
    },
  ],
  [
    'text in two strings',
    'df4685000001000100000001037478740764656661756c740373766307636c7573746572056c6f63616c0000100001c00c001000010000001e00100b68656c6c6f20776f726c6403763d3100002904d0000000000000',
    {
      ...HEADER,
      id: 0xdf46,
      questions: [{ name: 'txt.default.svc.cluster.local.', type: 16, class: 1 }],
      answers: [
        {
          name: 'txt.default.svc.cluster.local.',
          type: 16,
          class: 1,
          ttl: 30,
          data: {
            kind: 'txt',
            strings: [new TextEncoder().encode('hello world'), new TextEncoder().encode('v=1')],
          },
        },
      ],
      authority: [],
      additional: [],
      edns: EDNS,
    },
  ],
  [
    'an address of IPv6, without EDNS',
    `ca3485000001000100000000${WEB}001c0001c00c001c00010000001e0010fd000000000000000000000000000007`,
    {
      ...HEADER,
      id: 0xca34,
      questions: [{ name: 'web.default.svc.cluster.local.', type: 28, class: 1 }],
      answers: [
        {
          name: 'web.default.svc.cluster.local.',
          type: 28,
          class: 1,
          ttl: 30,
          data: { kind: 'aaaa', addr: asIpv6(0xfd00_0000_0000_0000_0000_0000_0000_0007n) },
        },
      ],
      authority: [],
      additional: [],
      edns: null,
    },
  ],
  [
    'a question',
    'b87001200001000000000001013201310332343402313007696e2d61646472046172706100000c000100002904d0000000000000',
    {
      ...HEADER,
      id: 0xb870,
      response: false,
      authoritative: false,
      authenticData: true,
      questions: [{ name: '2.1.244.10.in-addr.arpa.', type: 12, class: 1 }],
      answers: [],
      authority: [],
      additional: [],
      edns: EDNS,
    },
  ],
];

describe('as dig and named write it', () => {
  test.each(RECORDED)('%s', (_, hex, message) => {
    const bytes = fromHex(hex);
    expect(parseDns(bytes, 0, bytes.length)).toEqual({ ok: true, value: message });
    // named looks for at most two ends of a name, and so writes the SOA's first name in full; ours is shorter.
    if (message.authority.length === 0) expect(toHex(emitDns(message))).toBe(toHex(bytes));
    expect(emitDns(message).length).toBeLessThanOrEqual(bytes.length);
  });
});

describe('hostile messages', () => {
  test.each([
    ['a pointer to itself', 'c00c'],
    ['a pointer ahead', 'c010 00000000 03777777 00'],
    ['two pointers at one another', '01 61 c010 01 62 c00c'],
    ['a label of 64 bytes', `40${'61'.repeat(64)}00`],
    ['a name of 256 bytes', `${`3f${'61'.repeat(63)}`.repeat(4)}00`],
    ['a name without an end', '0361'],
  ])('%s', (_, name) => {
    const bytes = fromHex(`0001 0000 0001 0000 0000 0000 ${name} 00010001`);
    expect(parseDns(bytes, 0, bytes.length).ok).toBe(false);
  });

  test('65,535 records in twelve bytes', () => {
    expect(parseDns(fromHex('0001 8000 ffff ffff ffff ffff'), 0, 12)).toMatchObject({ ok: false });
  });

  test('any bytes are answered, strictly and tolerantly', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 120 }), (bytes) => {
        const read = parseDns(bytes, 0, bytes.length);
        const { fields, notes } = dnsCodec.examine({
          ...{ b: bytes, at: 0, end: bytes.length, whole: true, quoted: false, ip: undefined },
        });
        expect(notes).toEqual(read.ok ? [] : ['bad-value']);
        expect(fields.every(({ bitOffset, bits }) => bitOffset + bits <= bytes.length * 8)).toBe(true);
      }),
    );
  });

  test('a spoilt message is refused or reads as another one that is written as it was read', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RECORDED), fc.nat(), fc.nat({ max: 255 }), ([, hex], place, value) => {
        const bytes = fromHex(hex);
        bytes[place % bytes.length] = value;
        const read = parseDns(bytes, 0, bytes.length);
        if (!read.ok) return;
        const again = emitDns(read.value);
        expect(parseDns(again, 0, again.length)).toEqual(read);
      }),
    );
  });
});

const label = fc.string({
  unit: fc.constantFrom(...Array.from('abcxyz0189-_')),
  minLength: 1,
  maxLength: 12,
});
const name = fc
  .array(label, { maxLength: 6 })
  .map((labels) => (labels.length === 0 ? '.' : `${labels.join('.')}.`));
const u16 = fc.nat({ max: 0xffff });
const u32 = fc.nat({ max: 0xffff_ffff });
const data: fc.Arbitrary<[number, DnsData]> = fc.oneof(
  u32.map((n): [number, DnsData] => [DNS_TYPES.A, { kind: 'a', addr: asIpv4(n) }]),
  name.map((one): [number, DnsData] => [DNS_TYPES.CNAME, { kind: 'name', name: one }]),
  fc
    .record({ priority: u16, weight: u16, port: u16, target: name })
    .map((one): [number, DnsData] => [DNS_TYPES.SRV, { kind: 'srv', ...one }]),
  fc
    .array(fc.uint8Array({ maxLength: 255 }), { minLength: 1, maxLength: 3 })
    .map((strings): [number, DnsData] => [DNS_TYPES.TXT, { kind: 'txt', strings }]),
);
const record = fc.record({ name, ttl: u32, data }).map(({ name: owner, ttl, data: [type, made] }) => ({
  name: owner,
  type,
  class: DNS_CLASS_IN,
  ttl,
  data: made,
}));

test('what is written is read again', () => {
  const messages = fc.record({
    ...{ id: u16, response: fc.boolean(), opcode: fc.nat({ max: 15 }), rcode: fc.nat({ max: 15 }) },
    ...{ authoritative: fc.boolean(), truncated: fc.boolean(), recursionDesired: fc.boolean() },
    ...{ recursionAvailable: fc.boolean(), authenticData: fc.boolean(), checkingDisabled: fc.boolean() },
    questions: fc.array(fc.record({ name, type: u16, class: u16 }), { maxLength: 2 }),
    ...{ answers: fc.array(record, { maxLength: 4 }), authority: fc.array(record, { maxLength: 2 }) },
    additional: fc.array(record, { maxLength: 2 }),
    edns: fc.option(
      fc.record({
        udpSize: u16,
        version: fc.nat({ max: 255 }),
        dnssecOk: fc.boolean(),
        extendedRcode: fc.nat({ max: 255 }),
        options: fc.uint8Array({ maxLength: 20 }),
      }),
    ),
  });
  fc.assert(
    fc.property(messages, (message) => {
      const bytes = emitDns(message);
      expect(parseDns(bytes, 0, bytes.length)).toEqual({ ok: true, value: message });
    }),
  );
});

describe('names as text', () => {
  test.each([
    ['a.b', 2],
    ['a.b.', 2],
    ['.', 0],
    ['a\\.b.c', 2],
    ['\\000.c', 2],
  ])('%s has %i labels', (text, count) => {
    expect(nameLabels(text)).toHaveLength(count);
  });

  test.each(['', 'a..b', '.a', 'a'.repeat(64), 'abc.'.repeat(64)])('%s is none', (text) => {
    expect(nameLabels(text)).toBeNull();
  });
});

test('in a frame: found by either port, with its question', () => {
  const question = fromHex(RECORDED[5]![1]);
  const udp = (src: number, dst: number): Uint8Array =>
    Uint8Array.of(
      ...fromHex('45000000 00000000 40110000 0a000001 0a000002').map((byte, i) =>
        i === 3 ? 28 + question.length : byte,
      ),
      ...[src >> 8, src & 255, dst >> 8, dst & 255, 0, 8 + question.length, 0, 0],
      ...question,
    );
  for (const [src, dst] of [
    [40_000, 53],
    [53, 40_000],
  ] as const) {
    const { layers } = dissect(udp(src, dst), 'ipv4');
    expect(layers.map(({ header }) => header)).toEqual(['ipv4', 'udp', 'dns']);
    const fields = new Map(layers[2]?.fields.map(({ name: field, text }) => [field, text]));
    expect(fields.get('qname')).toBe('2.1.244.10.in-addr.arpa.');
    expect(fields.get('qtype')).toBe('PTR (12)');
  }
});
