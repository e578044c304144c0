/** Goal: names of those who answer, from the files, else from DNS, asked once; as ping 20221126 and traceroute 2.1 print them. */
import { describe, expect, test } from 'vitest';
import { routedNet, type Net } from '../testing/net';

function named(): Net {
  const lab = routedNet();
  lab.simulation.shell.writeFile?.('h1', '/etc/resolv.conf', 'nameserver 10.2.0.2\n');
  lab.simulation.shell.writeFile?.('h1', '/etc/hosts', '127.0.0.1 localhost\n10.1.0.1 gateway gw\n');
  const reverse = "dnsd 2.10.in-addr.arpa -r '@ SOA ns h 1 2 3 4 5' -r '2.0 30 PTR web.example.'";
  lab.start(
    'h2',
    `${reverse} example -r '@ SOA ns h 1 2 3 4 5' -r 'web 30 A 10.2.0.2' -r 'ghost 30 A 10.2.0.77'`,
  );
  return lab.wait(0.1);
}

const timeless = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/time=[\d.]+ ms/, 'time=T ms').replaceAll(/[\d.]+ ms/g, 'T ms'));

/** Queries for PTR records: type 12 behind a name, the last octets of the question. */
const pointerQueries = (lab: Net): number =>
  lab
    .frames('h1.a0')
    .filter((frame) => frame.way === 'out' && frame.udp?.['dstPort'] === 53 && frame.bytes.at(-3) === 12)
    .length;

describe('ping', () => {
  test('asks once for the name of whoever answers', () => {
    const lab = named();
    expect(timeless(lab.ping('h1', '-c3 web.example')).slice(0, 4)).toEqual([
      'PING web.example (10.2.0.2) 56(84) bytes of data.',
      '64 bytes from web.example (10.2.0.2): icmp_seq=1 ttl=63 time=T ms',
      '64 bytes from web.example (10.2.0.2): icmp_seq=2 ttl=63 time=T ms',
      '64 bytes from web.example (10.2.0.2): icmp_seq=3 ttl=63 time=T ms',
    ]);
    expect(pointerQueries(lab)).toBe(1);
  });

  test('knows names of the file, and prints addresses without one twice', () => {
    const lab = named();
    expect(timeless(lab.ping('h1', '-c1 gw'))[1]).toBe(
      '64 bytes from gateway (10.1.0.1): icmp_seq=1 ttl=64 time=T ms',
    );
    lab.type('r', 'ip route add unreachable 10.2.0.77');
    expect(lab.ping('h1', '-c1 ghost.example')[1]).toBe(
      'From gateway (10.1.0.1) icmp_seq=1 Destination Net Unreachable'.replace('Net', 'Host'),
    );
    expect(pointerQueries(lab)).toBe(0);
  });

  test('an address stays one, and so does -n', () => {
    const lab = named();
    expect(lab.ping('h1', '-c1 10.2.0.2')[1]).toContain('bytes from 10.2.0.2: ');
    expect(lab.ping('h1', '-n -c1 web.example')[1]).toContain('bytes from 10.2.0.2: ');
    expect(pointerQueries(lab)).toBe(0);
  });

  test('waits for a name that nobody can tell, and measures nothing of that', () => {
    const lab = named();
    lab.simulation.shell.writeFile?.('h1', '/etc/hosts', '10.1.0.1 gateway\n');
    lab.simulation.shell.writeFile?.(
      'h1',
      '/etc/resolv.conf',
      'nameserver 10.2.0.2\noptions timeout:1 attempts:1\n',
    );
    lab.type('h2', 'iptables -A INPUT -p udp --dport 53 -m length --length 67 -j DROP');
    const lines = lab.ping('h1', '-c1 web.example');
    expect(lines[1]).toMatch(/^64 bytes from 10\.2\.0\.2: icmp_seq=1 ttl=63 time=0\.0/);
  });
});

test('traceroute', () => {
  const lab = named();
  expect(timeless(lab.run('h1', 'traceroute -q1 web.example'))).toEqual([
    'traceroute to web.example (10.2.0.2), 30 hops max, 60 byte packets',
    ' 1  gateway (10.1.0.1)  T ms',
    ' 2  web.example (10.2.0.2)  T ms',
  ]);
  expect(lab.run('h1', 'traceroute nope.example')).toEqual([
    'nope.example: Name or service not known',
    'Cannot handle "host" cmdline arg `nope.example\' on position 1 (argc 1)',
  ]);
});
