/** Goal: lines as dig 9.18 prints them. Method: what dig printed for these records. */
import { expect, test } from 'vitest';
import { ipv4 } from '../wire/addr';
import type { DnsData, DnsMessage, DnsRecord } from '../wire/dns';
import { DNS_TYPES } from '../wire/dns.types';
import { dataText, messageText, rcodeName, recordText, typeName } from './dig.text';

const record = (name: string, type: number, data: DnsData): DnsRecord => ({
  name,
  type,
  class: 1,
  ttl: 30,
  data,
});
const WEB = 'web.default.svc.cluster.local.';

test.each([
  [record(WEB, DNS_TYPES.A, { kind: 'a', addr: ipv4('10.96.7.7') }), `${WEB} 30 IN\tA\t10.96.7.7`],
  [
    record('cluster.local.', DNS_TYPES.NS, { kind: 'name', name: 'ns.dns.cluster.local.' }),
    'cluster.local.\t\t30\tIN\tNS\tns.dns.cluster.local.',
  ],
  [
    record('2.1.244.10.in-addr.arpa.', DNS_TYPES.PTR, { kind: 'name', name: `web-0.${WEB}` }),
    `2.1.244.10.in-addr.arpa. 30\tIN\tPTR\tweb-0.${WEB}`,
  ],
  [
    record(`_http._tcp.${WEB}`, DNS_TYPES.SRV, {
      kind: 'srv',
      priority: 0,
      weight: 100,
      port: 80,
      target: WEB,
    }),
    `_http._tcp.${WEB} 30 IN\tSRV 0 100 80 ${WEB}`,
  ],
  [
    record('txt.default.svc.cluster.local.', DNS_TYPES.TXT, {
      kind: 'txt',
      strings: [new TextEncoder().encode('hello world'), new TextEncoder().encode('v=1')],
    }),
    'txt.default.svc.cluster.local. 30 IN\tTXT\t"hello world" "v=1"',
  ],
])('%#', (one, line) => {
  expect(recordText(one)).toBe(line);
});

test('a refusal, from header to question', () => {
  const message: DnsMessage = {
    ...{ id: 44_142, response: true, opcode: 0, authoritative: false, truncated: false, rcode: 5 },
    ...{ recursionDesired: true, recursionAvailable: false, authenticData: false, checkingDisabled: false },
    questions: [{ name: 'example.com.', type: 1, class: 1 }],
    ...{ answers: [], authority: [], additional: [] },
    edns: { udpSize: 1232, version: 0, dnssecOk: false, extendedRcode: 0, options: new Uint8Array() },
  };
  expect(messageText(message)).toEqual([
    ';; Got answer:',
    ';; ->>HEADER<<- opcode: QUERY, status: REFUSED, id: 44142',
    ';; flags: qr rd; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1',
    ';; WARNING: recursion requested but not available',
    '',
    ';; OPT PSEUDOSECTION:',
    '; EDNS: version: 0, flags:; udp: 1232',
    ';; QUESTION SECTION:',
    ';example.com.\t\t\tIN\tA',
    '',
  ]);
});

test('what has no name is printed as its number', () => {
  expect([typeName(33), typeName(65)]).toEqual(['SRV', 'TYPE65']);
  expect([rcodeName(3), rcodeName(12)]).toEqual(['NXDOMAIN', 'RESERVED12']);
  expect(dataText(record('a.', 99, { kind: 'bytes', bytes: Uint8Array.of(1, 171) }))).toBe('\\# 2 01AB');
});
