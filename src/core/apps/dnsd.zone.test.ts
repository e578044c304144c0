/** Goal: answers as RFC 1034 section 4.3.2, RFC 2308 and RFC 4592 want them; those of the first zone as named 9.18 gave them. */
import { describe, expect, test } from 'vitest';
import { DNS_TYPES } from '../wire/dns.types';
import { recordText } from './dig.text';
import { askZone, parseZone, type Zone } from './dnsd.zone';

const TEXT = `
$TTL 30 ; half a minute
@ IN SOA ns.dns hostmaster 2026 7200 1800 86400 20
  IN NS ns.dns
ns.dns IN A 10.96.0.10
$ORIGIN svc.cluster.local.
web.default 60 IN A 10.96.7.7
  IN AAAA fd00::7
www.default IN CNAME web.default
out.default CNAME example.com.
_http._tcp.web.default SRV 0 100 80 web.default
txt.default TXT "hello ; world" v=1
*.wild TXT "any"
`;

function zone(): Zone {
  const parsed = parseZone(TEXT, 'cluster.local');
  if (!parsed.ok) throw new Error(`${parsed.error.line}: ${parsed.error.text}`);
  return parsed.value;
}

function ask(
  name: string,
  type: keyof typeof DNS_TYPES,
): { rcode: number; answers: string[]; authority: string[] } | null {
  const found = askZone(zone(), { name, type: DNS_TYPES[type], class: 1 });
  const lines = (records: readonly Parameters<typeof recordText>[0][]): string[] =>
    records.map((record) => recordText(record).replaceAll(/\s+/g, ' '));
  return found && { rcode: found.rcode, answers: lines(found.answers), authority: lines(found.authority) };
}

const SOA =
  'cluster.local. 20 IN SOA ns.dns.cluster.local. hostmaster.cluster.local. 2026 7200 1800 86400 20';
const WEB = 'web.default.svc.cluster.local.';

describe('what is asked', () => {
  test('a name, in any case', () => {
    expect(ask('WEB.default.svc.cluster.local.', 'A')).toEqual({
      rcode: 0,
      answers: [`${WEB} 60 IN A 10.96.7.7`],
      authority: [],
    });
    expect(ask(WEB, 'AAAA')?.answers).toEqual([`${WEB} 30 IN AAAA fd00::7`]);
    expect(ask(WEB, 'ANY')?.answers).toHaveLength(2);
  });

  test('an alias and what it stands for', () => {
    const www = 'www.default.svc.cluster.local.';
    expect(ask(www, 'A')?.answers).toEqual([`${www} 30 IN CNAME ${WEB}`, `${WEB} 60 IN A 10.96.7.7`]);
    expect(ask(www, 'CNAME')?.answers).toHaveLength(1);
    expect(ask('out.default.svc.cluster.local.', 'A')).toEqual({
      rcode: 0,
      answers: ['out.default.svc.cluster.local. 30 IN CNAME example.com.'],
      authority: [],
    });
  });

  test('a service, text', () => {
    expect(ask(`_http._tcp.${WEB}`, 'SRV')?.answers).toEqual([`_http._tcp.${WEB} 30 IN SRV 0 100 80 ${WEB}`]);
    expect(ask('txt.default.svc.cluster.local.', 'TXT')?.answers).toEqual([
      'txt.default.svc.cluster.local. 30 IN TXT "hello ; world" "v=1"',
    ]);
  });

  test('no such name; no such type; a name with others below it: with the SOA, for as long as both say', () => {
    expect(ask('nope.cluster.local.', 'A')).toEqual({ rcode: 3, answers: [], authority: [SOA] });
    expect(ask(WEB, 'TXT')).toEqual({ rcode: 0, answers: [], authority: [SOA] });
    expect(ask('default.svc.cluster.local.', 'A')).toEqual({ rcode: 0, answers: [], authority: [SOA] });
  });

  test('a wildcard stands for what is not there', () => {
    expect(ask('x.wild.svc.cluster.local.', 'TXT')?.answers).toEqual([
      'x.wild.svc.cluster.local. 30 IN TXT "any"',
    ]);
    expect(ask('wild.svc.cluster.local.', 'TXT')).toMatchObject({ rcode: 0, answers: [] });
    expect(ask('x.default.svc.cluster.local.', 'TXT')?.rcode).toBe(3);
  });

  test('another zone’s name is none of its business', () => {
    expect(ask('example.com.', 'A')).toBeNull();
    expect(ask('xcluster.local.', 'A')).toBeNull();
  });

  test('aliases that go round in circles end', () => {
    const circle = parseZone('a CNAME b\nb CNAME a', 'z');
    if (!circle.ok) throw new Error();
    const found = askZone(circle.value, { name: 'a.z.', type: 1, class: 1 });
    expect(found?.rcode).toBe(0);
    expect(found?.answers.length).toBeLessThan(30);
  });
});

test.each([
  ['x A 10.0.0.300', 1],
  ['x A 10.0.0.1 10.0.0.2', 1],
  ['\nx MX 10 y', 2],
  ['x SRV 1 2 70000 y', 1],
  ['@ SOA a b 1 2 3', 1],
  ['x.example.com. A 10.0.0.1', 1],
  ['  A 10.0.0.1', 1],
  ['$TTL soon', 1],
  [`x TXT "${'a'.repeat(256)}"`, 1],
])('%j is refused with its line', (text, line) => {
  expect(parseZone(text, 'z')).toMatchObject({ ok: false, error: { line } });
});
