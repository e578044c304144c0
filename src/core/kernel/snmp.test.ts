/**
 * Goal: every counter stands where the kernel's does. Referee: what Linux 6.18 added to /proc/net/snmp and /proc/net/netstat of
 * a client, a router and a server for the same traffic (snmp.recorded.json), neighbours being known.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { icmpMsg, snmpFile, snmpGroup } from '../shell/format/snmp';
import { routedNet, type Net } from '../testing/net';

interface Recorded {
  readonly name: string;
  readonly ns: string;
  readonly command: string;
  readonly counted: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const RECORDED = JSON.parse(
  readFileSync('src/core/kernel/snmp.recorded.json', 'utf8'),
) as readonly Recorded[];

function counters(lab: Net, netns: string): ReadonlyMap<string, number> {
  const ns = lab.ns(netns);
  const rows = (['Ip', 'Icmp', 'Tcp', 'Udp', 'TcpExt', 'IpExt'] as const).flatMap((group) =>
    snmpGroup(ns, group).map(([name, value]): [string, number] => [`${group}${name}`, value]),
  );
  return new Map([
    ...rows,
    ...icmpMsg(ns).map(([name, value]): [string, number] => [`IcmpMsg${name}`, value]),
  ]);
}

describe('the same traffic counts the same', () => {
  test.each(RECORDED)('$name', ({ ns, command, counted }) => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.2.0.2');
    const before = new Map(Object.keys(counted).map((netns) => [netns, counters(lab, netns)]));
    lab.run(ns, command);
    for (const [netns, expected] of Object.entries(counted)) {
      const was = before.get(netns);
      const found = [...counters(lab, netns)]
        .map(([name, value]): [string, number] => [name, value - (was?.get(name) ?? 0)])
        .filter(([, value]) => value !== 0);
      expect(Object.fromEntries(found), netns).toEqual(expected);
    }
  });

  test('a client without a route', () => {
    const lab = routedNet();
    lab.type('h1', 'ip route del default');
    lab.ask('h1', 'ping -c1 10.9.0.2');
    lab.quiet();
    expect(counters(lab, 'h1').get('IpOutNoRoutes')).toBe(1);
  });
});

test('each file has a line of names above a line of as many numbers', () => {
  const lab = routedNet();
  lab.ping('h1', '-c1 10.2.0.2');
  for (const file of ['snmp', 'netstat'] as const) {
    const lines = snmpFile(lab.ns('h1'), file);
    for (let i = 0; i < lines.length; i += 2) {
      const [names = '', values = ''] = [lines[i], lines[i + 1]];
      expect(values.split(' ')).toHaveLength(names.split(' ').length);
      expect(values.split(':')[0]).toBe(names.split(':')[0]);
    }
  }
  expect(snmpFile(lab.ns('h1'), 'snmp').slice(0, 2)).toEqual([
    'Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits',
    'Ip: 2 64 1 0 0 0 0 0 1 1 0 0 0 0 0 0 0 0 0 1',
  ]);
});
