/** Goal: VLANs of one switch are a router apart; only trunks show tags. */
import { describe, expect, test } from 'vitest';
import { readFrame } from '../../testing/frame';
import { dropsOf, fabricSession, said } from '../../testing/fabric-lab';
import type { Session } from '../../session';

/** VIDs of the frames with IPv4 that a command brings to a device, null for those without a tag. */
function vidsAt(session: Session, command: string, machine: string, dev: string): readonly unknown[] {
  const from = session.length;
  said(session, 'node-1', command);
  const found: unknown[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    const ns = session.world.netns[record.netns];
    if ((record.kind !== 'link.rx' && record.kind !== 'link.tx') || ns?.name !== machine) continue;
    const stored = session.trace.frame(record.after >= 0 ? record.after : record.before);
    if (ns.links[record.dev]?.name !== dev || stored === null) continue;
    const frame = readFrame(stored.bytes, stored.l2);
    if (frame.icmp !== undefined) found.push(frame.vlan?.['vid'] ?? null);
  }
  return found;
}

test('nodes of one VLAN reach one another by the switch, those of two by the router', () => {
  const session = fabricSession('{ kind: vlans, nodes: 4 }');
  expect(said(session, 'node-1', 'ping -c 1 192.168.56.12')).toMatch(/ttl=64 /);
  expect(said(session, 'node-1', 'ping -c 1 192.168.57.13')).toMatch(/ttl=63 /);
});

describe('tags', () => {
  const session = fabricSession('{ kind: vlans, nodes: 3, trunkedNodes: 1 }');
  const PING = 'ping -c 1 192.168.57.13';
  test('are on the trunk of the router, out and back in', () =>
    expect(vidsAt(session, PING, 'switch', 'p-router')).toEqual([10, 20, 20, 10]));
  test('are not on an access port', () =>
    expect(vidsAt(session, PING, 'node-1', 'eth0')).toEqual([null, null]));
  test('are on the trunk of a node, whose address is on a device of its VLAN', () => {
    expect(vidsAt(session, PING, 'node-3', 'eth0')).toEqual([20, 20]);
    expect(said(session, 'node-3', 'ip -o -4 addr show dev eth0.20')).toContain(' 192.168.57.13/24 ');
    expect(said(session, 'node-3', 'ip route show default')).toBe('default via 192.168.57.1 dev eth0.20 ');
  });
});

test('the ports of the switch carry what they are for, and none is in VLAN 1', () => {
  const session = fabricSession('{ kind: vlans, nodes: 3, trunkedNodes: 1 }');
  expect(said(session, 'switch', 'bridge vlan show').split('\n').slice(1)).toEqual([
    'p-node-1          10 PVID Egress Untagged',
    'p-node-2          10 PVID Egress Untagged',
    'p-node-3          20',
    'p-router          10',
    '                  20',
  ]);
});

test('more VLANs are numbered by tens', () => {
  const session = fabricSession(
    '{ kind: vlans, nodes: 3, ranges: [10.1.0.0/24, 10.2.0.0/24, 10.3.0.0/24], mtu: 9000 }',
  );
  expect(said(session, 'node-1', 'ping -c 1 -M do -s 8972 10.3.0.13')).toMatch(/ttl=63 /);
  expect(said(session, 'router', 'cat /proc/net/vlan/config')).toMatch(/^eth0\.30 +\| 30 {2}\| eth0$/m);
});

test('the router answers for no pod', () =>
  expect(dropsOf(fabricSession('{ kind: vlans }'), 'node-1', 'ping -c 1 -W 1 10.244.1.2')).toEqual([
    'router IP_INNOROUTES',
  ]));
