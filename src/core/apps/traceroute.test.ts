import { describe, expect, it } from 'vitest';
import { routedNet } from '../testing/net';

/** Goal: probes, hops and notes as traceroute 2.1.2 prints them. Expected lines: the tool's own on the same network. */
const timeless = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/ {2}[\d.]+ ms/g, '  <t> ms'));

const trace = (args: string, change = ''): readonly string[] =>
  timeless(routedNet().type('r', change).run('h1', `traceroute -n ${args}`));

describe('traceroute', () => {
  it('names each hop once and tells three times', () => {
    expect(trace('10.2.0.2')).toEqual([
      'traceroute to 10.2.0.2 (10.2.0.2), 30 hops max, 60 byte packets',
      ' 1  10.1.0.1  <t> ms  <t> ms  <t> ms',
      ' 2  10.2.0.2  <t> ms  <t> ms  <t> ms',
    ]);
  });

  it('probes with echo requests on demand', () => {
    expect(trace('-I -q 2 10.2.0.2')).toEqual([
      'traceroute to 10.2.0.2 (10.2.0.2), 30 hops max, 60 byte packets',
      ' 1  10.1.0.1  <t> ms  <t> ms',
      ' 2  10.2.0.2  <t> ms  <t> ms',
    ]);
  });

  it.each([
    ['ip route add unreachable 10.5.1.0/24', '10.5.1.1', ' 1  10.1.0.1  <t> ms !H'],
    ['ip route add prohibit 10.5.2.0/24', '10.5.2.1', ' 1  10.1.0.1  <t> ms !X'],
    ['', '10.9.1.1', ' 1  10.1.0.1  <t> ms !N'],
  ])('ends at a router that says no: %s', (change, dst, line) => {
    expect(trace(`-q1 -N1 -w1 ${dst}`, change)).toEqual([
      `traceroute to ${dst} (${dst}), 30 hops max, 60 byte packets`,
      line,
    ]);
  });

  it('prints a star for what nobody answers, and stops at the last hop', () => {
    expect(trace('-q1 -w1 -m 2 10.5.3.1', 'ip route add blackhole 10.5.3.0/24')).toEqual([
      'traceroute to 10.5.3.1 (10.5.3.1), 2 hops max, 60 byte packets',
      ' 1  *',
      ' 2  *',
    ]);
  });

  it('does not begin without a route', () => {
    const lab = routedNet().type('h1', 'ip route add unreachable 10.6.0.0/24');
    expect(lab.run('h1', 'traceroute -n -q1 10.6.0.1')).toEqual([
      'traceroute to 10.6.0.1 (10.6.0.1), 30 hops max, 60 byte packets',
      'connect: No route to host',
    ]);
  });

  describe('with SYNs', () => {
    const hops = [
      'traceroute to 10.2.0.2 (10.2.0.2), 30 hops max, 60 byte packets',
      ' 1  10.1.0.1  <t> ms  <t> ms  <t> ms',
      ' 2  10.2.0.2  <t> ms  <t> ms  <t> ms',
    ];

    it('to a closed port', () => {
      expect(trace('-T 10.2.0.2')).toEqual(hops);
    });

    it('to an open one, whose answers the host resets', () => {
      const lab = routedNet();
      lab.start('h2', 'nc -lk 22');
      lab.wait(0.1);
      expect(timeless(lab.run('h1', 'traceroute -n -T -p 22 10.2.0.2'))).toEqual(hops);
      lab.quiet();
      const [first] = lab.frames('h1.a0').filter(({ way, tcp }) => way === 'out' && tcp);
      expect(first).toMatchObject({ ip: { ttl: 1, totalLen: 60 }, tcp: { dstPort: 22 }, notes: [] });
      expect([...lab.ns('h2').sockets.entries.values()].filter(({ kind }) => kind === 'tcp')).toEqual([]);
    });

    it('to a host that is out of reach', () => {
      expect(trace('-T -q1 -N1 -w1 10.5.1.1', 'ip route add unreachable 10.5.1.0/24')[1]).toBe(
        ' 1  10.1.0.1  <t> ms !H',
      );
    });
  });
});
