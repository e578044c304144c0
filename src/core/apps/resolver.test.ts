/**
 * Goal: the queries that glibc 2.36 sends, server by server and name by name, and what it makes of what comes back. Expected
 * sequences were recorded with tcpdump beside getent(1) on a network like this one.
 */
import { describe, expect, test } from 'vitest';
import { routedNet, type Net } from '../testing/net';
import { parseDns } from '../wire/dns';
import { ipv4 } from '../wire/addr';

const DNS = 53;

function resolving(conf: string): Net {
  const lab = routedNet();
  lab.simulation.shell.writeFile?.('h1', '/etc/resolv.conf', conf);
  return lab;
}

function served(conf: string, ...records: readonly string[]): Net {
  const lab = resolving(conf);
  const lines = ['@ SOA ns hostmaster 1 2 3 4 5', ...records].map((record) => `-r '${record}'`);
  lab.start('h2', `dnsd cluster.local ${lines.join(' ')}`);
  lab.wait(0.1);
  return lab;
}

interface Sent {
  readonly atSec: number;
  readonly port: number;
  readonly id: number;
  readonly to: string;
  readonly what: string;
}

/** Queries that left h1. */
function queries(lab: Net): readonly Sent[] {
  return lab.frames('h1.a0').flatMap((frame) => {
    if (frame.way !== 'out' || frame.udp?.['dstPort'] !== DNS) return [];
    const read = parseDns(frame.bytes, 42, frame.bytes.length);
    if (!read.ok) throw new Error('no DNS message');
    const [question] = read.value.questions;
    const type = { 1: 'A', 12: 'PTR', 28: 'AAAA' }[question?.type ?? 0] ?? '';
    return [
      {
        ...{ atSec: frame.atSec, port: Number(frame.udp['srcPort']), id: read.value.id },
        ...{ to: String(frame.ip?.['dst']), what: `${type} ${question?.name ?? ''}` },
      },
    ];
  });
}

const POD =
  'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.2.0.2\noptions ndots:5\n';

describe('a search list', () => {
  test('both families are asked for at once, from one socket, name after name', () => {
    const lab = served(POD, 'web.svc 30 A 10.96.7.7');
    expect(lab.run('h1', 'getent ahosts web')).toEqual([
      '10.96.7.7       STREAM web.svc.cluster.local',
      '10.96.7.7       DGRAM  ',
      '10.96.7.7       RAW    ',
    ]);
    const sent = queries(lab);
    expect(sent.map(({ what }) => what)).toEqual([
      ...['A web.default.svc.cluster.local.', 'AAAA web.default.svc.cluster.local.'],
      ...['A web.svc.cluster.local.', 'AAAA web.svc.cluster.local.'],
    ]);
    expect(sent[0]?.port).toBe(sent[1]?.port);
    expect(sent[2]?.port).not.toBe(sent[0]?.port);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(4);
  });

  test('-4 asks for IPv4 addresses alone', () => {
    const lab = served(POD, 'web.svc 30 A 10.96.7.7');
    lab.run('h1', 'getent ahostsv4 web');
    expect(queries(lab).map(({ what }) => what)).toEqual([
      'A web.default.svc.cluster.local.',
      'A web.svc.cluster.local.',
    ]);
  });

  test('getent hosts asks for IPv6 everywhere first', () => {
    const lab = served(POD, 'web.default.svc 30 A 10.96.7.7');
    expect(lab.run('h1', 'getent hosts web')).toEqual(['10.96.7.7       web.default.svc.cluster.local']);
    expect(queries(lab).map(({ what }) => what)).toEqual([
      'AAAA web.default.svc.cluster.local.',
      'AAAA web.svc.cluster.local.',
      'AAAA web.cluster.local.',
      // Refused, so it is asked twice.
      'AAAA web.',
      'AAAA web.',
      'A web.default.svc.cluster.local.',
    ]);
  });

  test('a refusal is asked about again with the same ids', () => {
    const lab = served(POD);
    expect(lab.run('h1', 'ping -c1 nope')).toEqual(['ping: nope: Temporary failure in name resolution']);
    const last = queries(lab).slice(6);
    expect(last.map(({ what }) => what)).toEqual(['A nope.', 'AAAA nope.', 'A nope.', 'AAAA nope.']);
    expect(last.slice(2).map(({ id, port }) => [id, port])).toEqual(
      last.slice(0, 2).map(({ id, port }) => [id, port]),
    );
  });
});

describe('servers that do not answer', () => {
  test('a silent one: twice five seconds, then the name as it stands; sockets stay', () => {
    const lab = resolving('search a.b c.d\nnameserver 10.2.0.2\noptions ndots:5 timeout:1\n');
    lab.type('h2', 'iptables -A INPUT -p udp --dport 53 -j DROP');
    expect(lab.run('h1', 'ping -c1 web')).toEqual(['ping: web: Temporary failure in name resolution']);
    const sent = queries(lab);
    const start = sent[0]?.atSec ?? 0;
    expect(sent.map(({ atSec, what }) => `${(atSec - start).toFixed(1)} ${what}`)).toEqual([
      ...['0.0 A web.a.b.', '0.0 AAAA web.a.b.', '1.0 A web.a.b.', '1.0 AAAA web.a.b.'],
      ...['2.0 A web.', '2.0 AAAA web.', '3.0 A web.', '3.0 AAAA web.'],
    ]);
    expect(new Set(sent.slice(0, 4).map(({ port }) => port)).size).toBe(1);
  });

  test('two silent ones take turns', () => {
    const lab = resolving('nameserver 10.2.0.2\nnameserver 10.2.0.3\noptions timeout:2 attempts:2\n');
    lab.type('h2', 'ip addr add 10.2.0.3/24 dev b0\niptables -A INPUT -p udp --dport 53 -j DROP');
    lab.run('h1', 'ping -c1 web');
    const sent = queries(lab).filter(({ what }) => what.startsWith('A '));
    const start = sent[0]?.atSec ?? 0;
    expect(sent.map(({ atSec, to }) => `${(atSec - start).toFixed(0)} ${to}`)).toEqual([
      '0 10.2.0.2',
      '2 10.2.0.3',
      '4 10.2.0.2',
      '6 10.2.0.3',
    ]);
  });

  test('a closed port: the search ends, with a new socket each time', () => {
    const lab = resolving(POD);
    expect(lab.run('h1', 'ping -c1 web')).toEqual(['ping: web: Temporary failure in name resolution']);
    const sent = queries(lab).filter(({ what }) => what.startsWith('A '));
    expect(sent.map(({ what }) => what)).toEqual([
      'A web.default.svc.cluster.local.',
      'A web.default.svc.cluster.local.',
    ]);
    expect(sent[0]?.port).not.toBe(sent[1]?.port);
    expect(sent[0]?.id).toBe(sent[1]?.id);
  });

  test('no way to it', () => {
    const lab = resolving('nameserver 10.77.0.2\n').type('h1', 'ip route del default');
    expect(lab.run('h1', 'curl -sS web')).toEqual(['curl: (6) Could not resolve host: web']);
  });
});

describe('what is said', () => {
  const conf = 'nameserver 10.2.0.2\n';
  const lab = (): Net =>
    served(conf, 'web 30 A 10.2.0.2', 'six 30 AAAA fd00::1', 't 30 TXT "hi"', 'www 30 CNAME web');

  test.each([
    ['nope.cluster.local', 'Name or service not known'],
    ['t.cluster.local', 'No address associated with hostname'],
    ['elsewhere.example', 'Temporary failure in name resolution'],
  ])('%s', (name, why) => {
    expect(lab().run('h1', `ping -c1 ${name}`)).toEqual([`ping: ${name}: ${why}`]);
  });

  test('nobody here has IPv6', () => {
    expect(lab().run('h1', 'ping -c1 six.cluster.local')).toEqual(['ping: connect: Network is unreachable']);
  });

  test('an alias is told by its canonical name', () => {
    const net = lab();
    expect(net.run('h1', 'getent hosts www.cluster.local')).toEqual([
      '10.2.0.2        web.cluster.local www.cluster.local',
    ]);
    expect(net.ping('h1', '-n -c1 www.cluster.local')[0]).toBe(
      'PING web.cluster.local (10.2.0.2) 56(84) bytes of data.',
    );
  });

  test('without a resolv.conf nobody is asked', () => {
    const net = routedNet();
    expect(net.ask('h1', 'ping -c1 web').stderr).toEqual(['ping: web: Temporary failure in name resolution']);
    expect(net.frames('h1.a0').filter(({ udp }) => udp)).toEqual([]);
  });
});

test('no socket is left behind', () => {
  const lab = served(POD, 'web.default.svc 30 A 10.2.0.2');
  lab.start('h2', 'httpd');
  lab.run('h1', 'curl -s web');
  expect([...lab.ns('h1').sockets.entries.values()].filter(({ kind }) => kind === 'udp')).toEqual([]);
  expect(ipv4('10.2.0.2')).toBe(lab.link('h2.b0').addrs[0]?.local);
});
