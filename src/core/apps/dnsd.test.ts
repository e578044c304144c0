/** Goal: the server answers as BIND does, refuses what is not its own, cuts what does not fit, and survives anything. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../base/bytes';
import { parseDns, type DnsMessage } from '../wire/dns';
import { answerTo } from './dnsd';
import { parseZone, type Zone } from './dnsd.zone';

function zone(text: string, origin = 'cluster.local'): Zone {
  const parsed = parseZone(text, origin);
  if (!parsed.ok) throw new Error(parsed.error.text);
  return parsed.value;
}

const ZONE = zone(`$TTL 30
@ SOA ns.dns hostmaster 2026 7200 1800 86400 30
web.default.svc A 10.96.7.7
www.default.svc CNAME web.default.svc
${Array.from({ length: 60 }, (_, i) => `big.default.svc A 10.244.9.${i + 1}`).join('\n')}`);

function answer(hex: string): DnsMessage {
  const bytes = answerTo([ZONE], { payload: fromHex(hex) });
  const read = parseDns(bytes ?? new Uint8Array(), 0, bytes?.length ?? 0);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

/** Questions as dig 9.18 sends them. */
const WWW =
  'a98e01200001000000000001037777770764656661756c740373766307636c7573746572056c6f63616c000001000100002904d0000000000000';
const BIG = 'a98e0120000100000000000003626967 0764656661756c740373766307636c7573746572056c6f63616c0000010001';

test('byte for byte what named 9.18 answered', () => {
  expect(toHex(answerTo([ZONE], { payload: fromHex(WWW) }) ?? new Uint8Array())).toBe(
    'a98e85000001000200000001037777770764656661756c740373766307636c7573746572056c6f63616c0000010001c00c000500010000001e000603776562c010c03b000100010000001e00040a60070700002904d0000000000000',
  );
});

test('512 bytes hold 29 of 60 addresses, as with named; EDNS takes them all', () => {
  expect(answer(BIG)).toMatchObject({ truncated: true, edns: null });
  expect(answer(BIG).answers).toHaveLength(29);
  const whole = BIG.replace('0001000000000000', '0001000000000001') + '00002904d0000000000000';
  expect(answer(whole)).toMatchObject({ truncated: false, edns: { udpSize: 1232 } });
  expect(answer(whole).answers).toHaveLength(60);
});

test('other names are refused, other operations not known, two questions malformed', () => {
  expect(answer('00010100000100000000000003636f6d0000010001')).toMatchObject({
    rcode: 5,
    authoritative: false,
  });
  expect(answer('00012800000100000000000003636f6d0000010001')).toMatchObject({ rcode: 4, opcode: 5 });
  expect(answer('00010100000200000000000003636f6d000001000103636f6d0000010001').rcode).toBe(1);
});

test('the deepest zone answers', () => {
  const deep = zone('web A 10.0.0.1', 'default.svc.cluster.local');
  const bytes = answerTo([ZONE, deep], { payload: fromHex(WWW.replace('03777777', '03776562')) });
  const read = parseDns(bytes!, 0, bytes!.length);
  expect(read).toMatchObject({ ok: true, value: { answers: [{ data: { kind: 'a', addr: 0x0a00_0001 } }] } });
});

describe('what comes that is no question', () => {
  test('answers are not answered, rubbish with an id is called malformed', () => {
    expect(answerTo([ZONE], { payload: fromHex('000180000000000000000000') })).toBeNull();
    expect(answerTo([ZONE], { payload: fromHex('0001') })).toBeNull();
    expect(answer('000101000001000000000000')).toMatchObject({ id: 1, rcode: 1 });
  });

  test('anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (payload) => {
        const bytes = answerTo([ZONE], { payload });
        if (bytes !== null) expect(parseDns(bytes, 0, bytes.length).ok).toBe(true);
      }),
    );
  });
});
