/** Which sockets are shown; what ss of iproute2 6.1 said and printed on a real machine with the same sockets. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routedNet, type Net } from '../../../testing/net';
import { ANY_IPV4, ipv4 } from '../../../wire/addr';
import { readSelection, stateOf } from './filter';
import type { SocketRow } from './sockets';

const ROW: SocketRow = {
  ...{ netid: 'tcp', state: 'ESTAB', receiveQueue: 0, sendQueue: 0, pid: 1, tcp: null },
  ...{ local: ipv4('10.1.0.2'), localPort: 40_000, remote: ipv4('10.2.0.2'), remotePort: 80 },
};

function fits(text: string, row = ROW): boolean | null {
  const selection = readSelection(text.split(' '));
  return selection === null || typeof selection === 'string' ? null : selection.test(row);
}

describe('expressions', () => {
  test.each([
    ['dport = :80', true],
    ['dport = 80', true],
    ['dport eq :80 and sport gt :1024', true],
    ['dport = :80 sport lt :1024', false],
    ['dport = :443 or dport = :80', true],
    ['( dport = :443 or dport = :80 ) and src 10.1.0.0/16', true],
    ['not dst 10.2.0.2', false],
    ['! dst 10.2.0.3', true],
    ['dst 10.2.0.2:80', true],
    ['dst 10.2.0.2:81', false],
    ['dst :80', true],
    ['dport != :80', false],
    ['dport >= :80 and dport <= :80', true],
    ['src 10.0.0.0/8 dst 10.0.0.0/8', true],
    ['', true],
  ])('%s: %s', (text, expected) => expect(fits(text)).toBe(expected));

  test.each([
    'dport',
    'dport = :99999',
    'dst',
    '(',
    '( dport = :80',
    'or',
    'bogus',
    'dst 10.0.0.0/99',
    'not',
  ])('%s is beyond this', (text) => expect(fits(text)).toBeNull());

  test('is as long as it likes, but not as deep', () => {
    const many = Array<string>(5000).fill('dport = :80');
    expect(fits(many.join(' and '))).toBe(true);
    expect(fits(many.join(' or '))).toBe(true);
    expect(fits([...many, 'sport = :1'].join(' '))).toBe(false);
    expect(fits('( '.repeat(40) + 'dport = :80' + ' )'.repeat(40))).toBe(true);
    expect(fits('( '.repeat(60) + 'dport = :80' + ' )'.repeat(60))).toBeNull();
  });

  test('any words at all are read or refused', () => {
    const word = fc.constantFrom(
      '(',
      ')',
      'not',
      '!',
      'and',
      'or',
      'dport',
      '=',
      ':80',
      'dst',
      '10.0.0.1',
      'state',
      'x',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 300 }), (words) => {
        expect(() => readSelection(words)).not.toThrow();
      }),
    );
  });
});

test('states', () => {
  const states = (text: string): unknown => {
    const selection = readSelection(text.split(' '));
    return typeof selection === 'string' ? selection : selection?.states;
  };
  expect(states('state listening')).toEqual(['listening']);
  expect(states('state syn-sent state established')).toEqual(['syn-sent', 'established']);
  expect(states('state bucket')).toEqual(['syn-recv', 'time-wait']);
  expect(states('state bogus')).toBe('ss: wrong state name: bogus');
  expect(states('exclude listening')).not.toContain('listening');
  expect(stateOf({ ...ROW, state: 'TIME-WAIT', local: ANY_IPV4 })).toBe('time-wait');
});

function served(): Net {
  const lab = routedNet();
  lab.ping('h1', '-c1 10.2.0.2');
  lab.start('h2', 'ncat -l -k -e /bin/cat 9000');
  lab.start('h1', 'echo hello | ncat 10.2.0.2 9000');
  return lab.wait(1);
}

test('a state of its own has no column, several have one', () => {
  const lab = served();
  expect(lab.printed('h2', 'ss -tan state listening')).toEqual([
    'Recv-Q Send-Q Local Address:Port Peer Address:PortProcess',
    '0      10           0.0.0.0:9000      0.0.0.0:*          ',
  ]);
  expect(lab.printed('h2', 'ss -tn state all sport = :9000')[0]).toMatch(/^State /);
  expect(lab.printed('h2', 'ss -n state listening')).toEqual([
    'Netid Recv-Q Send-Q Local Address:Port Peer Address:PortProcess',
    'tcp   0      10           0.0.0.0:9000      0.0.0.0:*          ',
  ]);
  expect(lab.ask('h2', 'ss -t state bogus')).toMatchObject({
    exitCode: 255,
    stderr: ['ss: wrong state name: bogus'],
  });
  expect(lab.ask('h2', 'ss -K dst 10.0.0.1')).toMatchObject({ exitCode: 69 });
});

test('-o shows the timer of what waits for an answer, -i what TCP knows', () => {
  const lab = routedNet();
  lab.type('r', 'iptables -A FORWARD -p tcp -j DROP');
  lab.ping('h1', '-c1 10.2.0.2');
  lab.start('h1', 'ncat 10.2.0.2 9001');
  lab.wait(0.5);
  const [, line = ''] = lab.printed('h1', 'ss -tno state syn-sent');
  expect(line).toMatch(/10\.2\.0\.2:9001 +timer:\(on,\d{3}ms,0\)$/);
  const [head = '', first = '', info = ''] = lab.printed('h1', 'ss -tni state syn-sent');
  expect(head).toMatch(/Process +$/);
  expect(first).toMatch(/10\.2\.0\.2:9001$/);
  expect(info).toMatch(/^\t reno .*rto:1000 .*pmtu:1500 .*cwnd:10/);
});
