/** Goal: addresses are those at the end of the aliases, and of nobody else. */
import { expect, test } from 'vitest';
import { ipv4 } from '../wire/addr';
import type { DnsData, DnsMessage } from '../wire/dns';
import { answered } from './resolver.answer';

function message(...records: readonly (readonly [string, number, DnsData])[]): DnsMessage {
  return {
    ...{ id: 1, response: true, opcode: 0, authoritative: true, truncated: false, rcode: 0 },
    ...{ recursionDesired: true, recursionAvailable: true, authenticData: false, checkingDisabled: false },
    ...{ questions: [], authority: [], additional: [], edns: null },
    answers: records.map(([name, type, data]) => ({ name, type, class: 1, ttl: 30, data })),
  };
}

const a = (addr: string): DnsData => ({ kind: 'a', addr: ipv4(addr) });
const to = (name: string): DnsData => ({ kind: 'name', name });

test('through aliases in any order and any case', () => {
  const answer = message(
    ['b.x.', 1, a('10.0.0.2')],
    ['WWW.x.', 5, to('b.x.')],
    ['other.x.', 1, a('10.0.0.9')],
  );
  expect(answered('www.x.', [answer])).toEqual({
    ...{ kind: 'found', canonical: 'b.x', aliases: ['www.x'], addresses: [ipv4('10.0.0.2')], addresses6: [] },
  });
});

test('aliases that go round in circles lead nowhere', () => {
  expect(answered('a.x.', [message(['a.x.', 5, to('b.x.')], ['b.x.', 5, to('a.x.')])])).toBeNull();
});

test('no address, no answer; a pointer is one', () => {
  expect(answered('a.x.', [message()])).toBeNull();
  expect(
    answered('2.1.0.10.in-addr.arpa.', [message(['2.1.0.10.in-addr.arpa.', 12, to('web.example.')])]),
  ).toMatchObject({ canonical: 'web.example' });
});
