/** Goal: dig asks a server over the wire and prints what it hears, or why it heard nothing. Texts as dig 9.18 prints them. */
import { describe, expect, test } from 'vitest';
import { routedNet, type Net } from '../testing/net';

function output(lab: Net, command: string): { lines: readonly string[]; exitCode: number | null } {
  const { pid, stderr } = lab.ask('h1', command);
  if (pid === null) throw new Error(stderr.join('\n'));
  lab.quiet();
  const process = lab.ns('h1').processes.entries.get(pid);
  return { lines: process?.output ?? [], exitCode: process?.exitCode ?? null };
}

function served(): Net {
  const lab = routedNet();
  lab.ask(
    'h2',
    "dnsd cluster.local -r '@ SOA ns hostmaster 1 2 3 4 5' -r 'web 30 A 10.96.7.7' -r 'www 30 CNAME web'",
  );
  lab.quiet();
  return lab;
}

describe('across a router', () => {
  test('a whole answer', () => {
    const { lines, exitCode } = output(served(), 'dig @10.2.0.2 www.cluster.local');
    expect(exitCode).toBe(0);
    expect(
      lines.map((line) => line.replace(/id: \d+/, 'id: N').replace(/00:00:0\d UTC/, '00:00:0N UTC')),
    ).toEqual([
      '',
      '; <<>> DiG 9.18.49-1~deb12u3-Debian <<>> @10.2.0.2 www.cluster.local',
      '; (1 server found)',
      ';; global options: +cmd',
      ';; Got answer:',
      ';; WARNING: .local is reserved for Multicast DNS',
      ';; You are currently testing what happens when an mDNS query is leaked to DNS',
      ';; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: N',
      ';; flags: qr aa rd; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1',
      ';; WARNING: recursion requested but not available',
      '',
      ';; OPT PSEUDOSECTION:',
      '; EDNS: version: 0, flags:; udp: 1232',
      ';; QUESTION SECTION:',
      ';www.cluster.local.\t\tIN\tA',
      '',
      ';; ANSWER SECTION:',
      'www.cluster.local.\t30\tIN\tCNAME\tweb.cluster.local.',
      'web.cluster.local.\t30\tIN\tA\t10.96.7.7',
      '',
      ';; Query time: 0 msec',
      ';; SERVER: 10.2.0.2#53(10.2.0.2) (UDP)',
      ';; WHEN: Thu Jan 01 00:00:0N UTC 2026',
      ';; MSG SIZE  rcvd: 80',
      '',
    ]);
  });

  test('+short, +noall +answer, a type', () => {
    const lab = served();
    expect(output(lab, 'dig +short @10.2.0.2 www.cluster.local').lines).toEqual([
      'web.cluster.local.',
      '10.96.7.7',
    ]);
    expect(output(lab, 'dig @10.2.0.2 web.cluster.local +noall +answer').lines).toEqual([
      'web.cluster.local.\t30\tIN\tA\t10.96.7.7',
    ]);
    expect(output(lab, 'dig @10.2.0.2 cluster.local SOA +short').lines).toEqual([
      'ns.cluster.local. hostmaster.cluster.local. 1 2 3 4 5',
    ]);
    expect(output(lab, 'dig @10.2.0.2 nope.cluster.local').lines.join()).toContain('status: NXDOMAIN');
  });
});

test('nobody listens: each try is told', () => {
  const { lines, exitCode } = output(routedNet(), 'dig @10.2.0.2 a.b +tries=2');
  expect(lines).toEqual([
    ...Array.from({ length: 2 }, () => ';; communications error to 10.2.0.2#53: connection refused'),
    '',
    '; <<>> DiG 9.18.49-1~deb12u3-Debian <<>> @10.2.0.2 a.b +tries=2',
    '; (1 server found)',
    ';; global options: +cmd',
    ';; no servers could be reached',
  ]);
  expect(exitCode).toBe(9);
});

test('an answer that does not come is waited for', () => {
  const lab = routedNet().type('r', 'sysctl -w net.ipv4.ip_forward=0');
  const { lines } = output(lab, 'dig @10.2.0.2 a.b +tries=1 +time=2');
  expect(lines[0]).toBe(';; communications error to 10.2.0.2#53: timed out');
});
