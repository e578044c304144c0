import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Net } from './net';
import { tunnelNet } from './net';
import { observedPair, OBSERVED, seenIn } from './observed';

/**
 * Goal: vxlan, MTUs below it and neighbours behave as observed on Linux 6.18. Method: the observed topology with what was typed
 * there; expected is what was seen. A test is named as the observation.
 */
const seen = seenIn(readFileSync(OBSERVED, 'utf8'));

/** {@link observedPair} with a tunnel that is not bound to a card: vx 10.9.0.1 - 10.9.0.2, MTU 1500. */
function unbound(): Net {
  const lab = observedPair();
  for (const i of [1, 2]) {
    const ends = `local 192.168.50.1${i} remote 192.168.50.1${3 - i}`;
    lab
      .type(`n${i}`, `ip link add vx type vxlan id 1 ${ends} dstport 8472`)
      .type(`n${i}`, `ip addr add 10.9.0.${i}/24 dev vx\nip link set vx up`);
  }
  return lab;
}

it('veth-mtu-mismatch', () => {
  const lab = observedPair().type('n2', 'ip link set eth0 mtu 1400');
  lab.ping('n1', '-c1 192.168.50.12');
  const lines = lab.ping('n1', '-c1 -M do -s 1472 192.168.50.12');
  expect(lines).toContain(seen('veth-mtu-mismatch')['stderr']);
  const counted = seen('veth-mtu-mismatch')['counters'] as Readonly<Record<string, string>>;
  expect({
    'n2.eth0 rx_dropped': `+${lab.link('n2.eth0').stats.rxDropped}`,
    'n1.eth0 tx_dropped': `+${lab.link('n1.eth0').stats.txDropped}`,
  }).toEqual(counted);
});

it('vxlan-default-mtu', () => {
  const words = 'type vxlan id 1 dstport 4789 local 192.168.50.11 dev eth0 nolearning';
  const lab = observedPair().type('n1', `ip link add vx1 ${words}\nip link set vx1 up`);
  const expected = seen('vxlan-default-mtu');
  const lines = lab.printed('n1', 'ip -d link show vx1');
  expect(lines[0]).toContain(` mtu ${String(expected['mtu'])} qdisc ${String(expected['qdisc'])} `);
  expect(lines[2]).toContain(`    ${String(expected['ip -d link'])} `);
});

it('vxlan-mtu-without-dev', () => {
  const words = 'type vxlan id 1 dstport 8472 local 192.168.50.11 nolearning';
  const lab = observedPair().type('n1', `ip link add vx ${words}`);
  expect(lab.link('n1.vx').mtu).toBe(seen('vxlan-mtu-without-dev')['mtu']);
});

it('vxlan-mtu-too-big', () => {
  const words = 'type vxlan id 1 dstport 4789 local 192.168.50.11 dev eth0 nolearning';
  const lab = observedPair().type('n1', `ip link add vx1 ${words}`);
  expect(lab.ask('n1', 'ip link set vx1 mtu 1500').stderr).toEqual([seen('vxlan-mtu-too-big')['stderr']]);
});

it('vxlan-outer-header', () => {
  const lab = tunnelNet(false);
  lab.type('n1', 'bridge fdb append 00:00:00:00:00:00 dev vx dst 192.168.50.12 self');
  const dump = lab.start('n1', 'tcpdump -v -i eth0 udp');
  lab.ping('n1', '-c1 -W1 10.244.2.0');
  const expected = seen('vxlan-outer-header');
  const [line = ''] = lab.process('n1', dump).output.filter((each) => each.includes('proto UDP'));
  expect(line.replace(/^\S+ /, '').replace(/id \d+/, 'id <id>')).toBe(expected['outer']);
  const [frame] = lab.frames('n1.eth0').filter(({ vxlan }) => vxlan !== undefined);
  expect(frame?.ip?.['totalLen']).toBe(expected['outerLen']);
});

it('vxlan-outer-icmp-len', () => {
  const lab = tunnelNet();
  lab.ping('n1', '-c1 10.244.2.0');
  const [frame] = lab.frames('n1.eth0').filter(({ vxlan }) => vxlan !== undefined);
  expect(frame?.ip?.['totalLen']).toBe(seen('vxlan-outer-icmp-len')['outerIPLen']);
});

it('vxlan-no-neigh', () => {
  const lab = tunnelNet(false);
  lab.start('n1', 'ping -c1 -W1 10.244.2.0');
  lab.wait(0.5);
  const [line] = lab.printed('n1', 'ip neigh show 10.244.2.0 dev vx');
  // The observation was printed without `dev`, which names the device then.
  expect(`10.244.2.0 dev vx ${(line ?? '').replace('10.244.2.0 ', '').trim()}`).toBe(
    seen('vxlan-no-neigh')['neigh'],
  );
  lab.wait(5);
  expect(lab.answers('n1', '-c1 -W1 10.244.2.0') === 1).toBe(seen('vxlan-no-neigh')['reply']);
  expect(new Set(lab.drops('n1'))).toContain('NO_TX_TARGET');
  expect(lab.link('n1.vx').stats.txDropped).toBeGreaterThan(0);
});

it('vxlan-programmed', () => {
  const lab = tunnelNet();
  const expected = seen('vxlan-programmed');
  expect(lab.answers('n1', '-c1 10.244.2.0') === 1).toBe(expected['reply']);
  expect(lab.printed('n1', 'bridge fdb show dev vx')).toEqual(expected['fdb']);
  expect(lab.printed('n1', 'ip neigh show 10.244.2.0')).toEqual(expected['neigh']);
  expect(lab.printed('n1', 'ip route get 10.244.2.0')).toEqual(expected['routeGet']);
});

it('vxlan-df-over-mtu', () => {
  expect(tunnelNet().ping('n1', '-c1 -W1 -M do -s 1423 10.244.2.0')).toContain(
    seen('vxlan-df-over-mtu')['stderr'],
  );
});

it('vxlan-wrong-inner-mac', () => {
  const lab = tunnelNet()
    .type('n1', 'ip neigh replace 10.244.2.0 lladdr 0e:00:00:00:00:99 dev vx nud permanent')
    .type('n1', 'bridge fdb append 0e:00:00:00:00:99 dev vx dst 192.168.50.12 self permanent');
  expect(lab.answers('n1', '-c1 -W1 10.244.2.0') === 1).toBe(seen('vxlan-wrong-inner-mac')['reply']);
  expect(lab.drops('n2')).toEqual(['OTHERHOST']);
  expect(lab.link('n2.vx').stats.rxPackets).toBe(1);
});

it('vxlan-wrong-vni', () => {
  const lab = tunnelNet().type(
    'n2',
    'ip link del vx\nip link add vx type vxlan id 2 dev eth0 local 192.168.50.12 dstport 8472\nip link set vx up',
  );
  const expected = seen('vxlan-wrong-vni');
  const lines = lab.ping('n1', '-c1 -W1 10.244.2.0');
  expect(lines.some((line) => line.includes('bytes from'))).toBe(expected['reply']);
  expect(lab.records('icmp.send')[0]?.detail ?? null).toBe(expected['icmpError']);
});

it('vxlan-no-listener', () => {
  const lab = tunnelNet().type('n2', 'ip link del vx');
  const dump = lab.start('n1', 'tcpdump -i eth0 icmp');
  const expected = seen('vxlan-no-listener');
  expect(lab.answers('n1', '-c1 -W1 10.244.2.0') === 1).toBe(expected['reply']);
  const heard = lab.process('n1', dump).output.map((line) => line.replace(/^[\d:.]+ /, ''));
  expect(heard).toContain(expected['onWire']);
});

it('vxlan-outer-fragmentation', () => {
  const lab = unbound();
  const expected = seen('vxlan-outer-fragmentation');
  const counted = expected['counters'] as Readonly<Record<string, number>>;
  expect(lab.answers('n1', '-c1 -M do -s 1472 10.9.0.2') === 1).toBe(expected['reply']);
  for (const [name, count] of Object.entries(counted)) expect(lab.counter('n1', name), name).toBe(count);
});

it('vxlan-df-set', () => {
  const lab = unbound().type('n1', 'ip link set vx type vxlan df set');
  const expected = seen('vxlan-df-set');
  const lines = lab.ping('n1', '-c2 -W1 -M do -s 1472 10.9.0.2');
  expect(lines).toContain(expected['stderr']);
  expect(lines.some((line) => line.includes('bytes from'))).toBe(expected['reply']);
  const counted = expected['counters'] as Readonly<Record<string, number>>;
  for (const [name, count] of Object.entries(counted)) expect(lab.counter('n1', name), name).toBe(count);
  const cached = lab.printed('n1', 'ip route get 10.9.0.2')[1] ?? '';
  expect(cached.trim().replace(/\d+sec/, '<n>sec')).toBe(expected['routeCache']);
});

it('neigh-stale-wrong-mac', () => {
  const lab = observedPair();
  lab.ping('n1', '-c1 192.168.50.12');
  // The other end asks in its turn 5 s later, and would set things right.
  lab.wait(10);
  lab.type('n1', 'ip neigh change 192.168.50.12 dev eth0 lladdr 02:00:00:00:00:99 nud stale');
  const state = (): unknown => lab.neigh('n1.eth0', '192.168.50.12')?.state;
  const states = [state()];
  const from = lab.frames('n1.eth0').length;
  lab.start('n1', 'ping -c1 192.168.50.12');
  for (const seconds of [0.1, 5, 3]) {
    lab.wait(seconds);
    states.push(state());
  }
  const timeline = seen('neigh-stale-wrong-mac')['timeline'] as readonly (readonly [string, string])[];
  expect(states).toEqual(timeline.map(([, name]) => name));
  const probes = lab
    .frames('n1.eth0')
    .slice(from)
    .filter(({ arp }) => arp !== undefined);
  expect(probes.map(({ eth }) => eth?.['dst'])).toEqual(Array(3).fill('02:00:00:00:00:99'));
});
