import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, setU8, toHex } from '../base/bytes';
import { ipv4 } from './addr';
import {
  emitIcmp4,
  fillIcmpChecksum,
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_EXC_FRAGTIME,
  ICMP_EXC_TTL,
  ICMP_FRAG_NEEDED,
  ICMP_HEADER_LEN,
  ICMP_HOST_ANO,
  ICMP_HOST_UNREACH,
  ICMP_NET_ANO,
  ICMP_NET_UNREACH,
  ICMP_PARAMETER_PROBLEM,
  ICMP_PKT_FILTERED,
  ICMP_PORT_UNREACH,
  ICMP_PROT_UNREACH,
  ICMP_REDIR_HOST,
  ICMP_REDIR_NET,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
  icmp4EchoFields,
  icmp4Fields,
  icmp4FieldsOf,
  icmp4FragNeededFields,
  icmp4RedirectFields,
  icmpChecksum,
  icmpChecksumOk,
  icmpCode,
  icmpEchoId,
  icmpEchoSeq,
  icmpGateway,
  icmpMtu,
  icmpType,
  isIcmpErrorType,
  parseIcmp4,
  setIcmpEchoId,
  type Icmp4Header,
} from './icmp4';

const RUNS = { seed: 0x2006 };

/** The data of `ping -s 8`, and a quoted UDP datagram: odd length, so the last byte is half a word. */
const PING_DATA = '5586006b00000000';
const QUOTE = '4500001d195d4000401109870af401020af401039c4114e90009bec478';

const cases: [name: string, hex: string, header: Icmp4Header][] = [
  ['echo request', `0800 2598 7c75 0001 ${PING_DATA}`, { kind: 'echo-request', id: 0x7c75, seq: 1 }],
  ['echo reply', `0000 2d98 7c75 0001 ${PING_DATA}`, { kind: 'echo-reply', id: 0x7c75, seq: 1 }],
  [
    'port unreachable, as captured',
    `0303 1504 00000000 ${QUOTE}`,
    { kind: 'error', type: 3, code: 3, rest: 0 },
  ],
  ['frag needed', `0304 0f59 000005aa ${QUOTE}`, { kind: 'error', type: 3, code: 4, rest: 1450 }],
  ['redirect', `0501 1a51 c0a8380c ${QUOTE}`, { kind: 'error', type: 5, code: 1, rest: 0xc0a8380c }],
  ['timestamp', '0d00 f2fc 0001 0002', { kind: 'other', type: 13, code: 0, rest: 0x00010002 }],
  ['echo with a code', '0801 f7fb 0001 0002', { kind: 'other', type: 8, code: 1, rest: 0x00010002 }],
];

describe.each(cases)('%s', (_, hex, header) => {
  const bytes = fromHex(hex);

  test('parse', () => expect(parseIcmp4(bytes, 0, bytes.length)).toEqual({ ok: true, value: header }));

  test('emit and fill write each byte of the header and none beside it', () => {
    const b = new Uint8Array(bytes.length + 2).fill(0xa5);
    b.set(bytes.subarray(8), 9);
    expect(emitIcmp4(header, b, 1)).toBe(ICMP_HEADER_LEN);
    expect(icmpChecksum(b, 1)).toBe(0);
    fillIcmpChecksum(b, 1, 1 + bytes.length);
    expect(toHex(b)).toBe(`a5${toHex(bytes)}a5`);
  });
});

test('views', () => {
  const echo = fromHex(`a5 ${cases[0]![1]}`);
  expect([icmpType(echo, 1), icmpCode(echo, 1), icmpChecksum(echo, 1)]).toEqual([8, 0, 0x2598]);
  expect([icmpEchoId(echo, 1), icmpEchoSeq(echo, 1)]).toEqual([0x7c75, 1]);
  expect(icmpMtu(fromHex(cases[3]![1]), 0)).toBe(1450);
  expect(icmpGateway(fromHex(cases[4]![1]), 0)).toBe(ipv4('192.168.56.12'));
  setIcmpEchoId(echo, 1, 0x0102);
  expect(toHex(echo.subarray(1, 9))).toBe('0800259801020001');
});

describe('refused', () => {
  const bytes = fromHex(cases[0]![1]);

  test('seven bytes', () =>
    expect(parseIcmp4(bytes, 0, 7)).toEqual({
      ok: false,
      error: { header: 'icmp4', code: 'truncated', at: 7 },
    }));

  test('a wrong byte in the data', () => {
    const b = bytes.slice();
    setU8(b, 15, 1);
    expect(icmpChecksumOk(b, 0, 16)).toBe(false);
    expect(parseIcmp4(b, 0, 16)).toEqual({
      ok: false,
      error: { header: 'icmp4', code: 'bad-checksum', at: 2 },
    });
  });

  test('a message minus its last byte', () => {
    const error = fromHex(cases[2]![1]);
    expect(icmpChecksumOk(error, 0, error.length)).toBe(true);
    expect(icmpChecksumOk(error, 0, error.length - 1)).toBe(false);
  });
});

test('the errors are exactly those of icmp_is_err', () => {
  const errors = Array.from({ length: 256 }, (_, type) => type).filter(isIcmpErrorType);
  expect(errors).toEqual([3, 4, 5, 11, 12]);
});

test('types and codes as assigned by IANA', () => {
  expect([ICMP_ECHO_REPLY, ICMP_ECHO, ICMP_SOURCE_QUENCH, ICMP_PARAMETER_PROBLEM]).toEqual([0, 8, 4, 12]);
  expect([ICMP_UNREACHABLE, ICMP_REDIRECT, ICMP_TIME_EXCEEDED]).toEqual([3, 5, 11]);
  expect([ICMP_NET_UNREACH, ICMP_HOST_UNREACH, ICMP_PROT_UNREACH, ICMP_PORT_UNREACH]).toEqual([0, 1, 2, 3]);
  expect([ICMP_FRAG_NEEDED, ICMP_NET_ANO, ICMP_HOST_ANO, ICMP_PKT_FILTERED]).toEqual([4, 9, 10, 13]);
  expect([ICMP_REDIR_NET, ICMP_REDIR_HOST, ICMP_EXC_TTL, ICMP_EXC_FRAGTIME]).toEqual([0, 1, 0, 1]);
});

test.each([icmp4Fields, icmp4EchoFields, icmp4FragNeededFields, icmp4RedirectFields])(
  'field table %# lies side by side over the eight bytes',
  (...fields) => {
    const starts = fields.map((field) => field.bitOffset);
    const ends = fields.map((field) => field.bitOffset + field.bits);
    expect([...starts, 64]).toEqual([0, ...ends]);
  },
);

test.each([
  [8, 0, icmp4EchoFields],
  [0, 0, icmp4EchoFields],
  [ICMP_UNREACHABLE, ICMP_FRAG_NEEDED, icmp4FragNeededFields],
  [ICMP_UNREACHABLE, 3, icmp4Fields],
  [ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, icmp4Fields],
  [ICMP_REDIRECT, ICMP_REDIR_HOST, icmp4RedirectFields],
])('type %i code %i has its own field table', (type, code, fields) =>
  expect(icmp4FieldsOf(type, code)).toBe(fields),
);

test('emit undoes parse: any bytes with a right checksum are a message', () => {
  const message = fc.tuple(
    fc.constantFrom(0, 3, 5, 8, 11, 13),
    fc.uint8Array({ minLength: 7, maxLength: 40 }),
  );
  fc.assert(
    fc.property(message, ([type, rest]) => {
      const bytes = new Uint8Array([type, ...rest]);
      fillIcmpChecksum(bytes, 0, bytes.length);
      const parsed = parseIcmp4(bytes, 0, bytes.length);
      if (!parsed.ok) throw new Error(parsed.error.code);
      const b = bytes.slice().fill(0xa5, 0, 8);
      emitIcmp4(parsed.value, b, 0);
      fillIcmpChecksum(b, 0, b.length);
      expect(b).toEqual(bytes);
    }),
    RUNS,
  );
});
