import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Net } from './net';
import { flowText, flows, observedBridge, observedService, OBSERVED, seenIn } from './observed';
import { loadRules, ruleCounts } from './rules';

/**
 * Goal: bridges, bridge-nf and Services on a node behave as observed on Linux 6.18. Method: the observed topology with what
 * was typed there; expected is what was seen. A test is named as the observation.
 */
const seen = seenIn(readFileSync(OBSERVED, 'utf8'));

const P2 = '10.244.1.11';
const SERVICE = 'http://10.96.0.50/';

/** Whether a connection to the Service comes through. */
function connects(lab: Net, pod: string): boolean {
  return lab.run(pod, `curl -s -m 3 ${SERVICE}`).join().includes('p2');
}

/** A source port the kernel drew: that of the first connection to the Service. */
function drawnPort(lab: Net): string {
  const [line = ''] = lab.printed('n1', 'conntrack -L -p tcp');
  return /sport=(\d+)/.exec(line)?.[1] ?? '';
}

it('bridge-fdb-after-ping', () => {
  const lab = observedBridge();
  lab.ping('p1', `-c1 ${P2}`);
  const macs = [
    ['<mac p1>', lab.mac('p1.eth0')],
    ['<mac vp1>', lab.mac('n1.vp1')],
    ['<mac p2>', lab.mac('p2.eth0')],
    ['<mac vp2>', lab.mac('n1.vp2')],
  ] as const;
  // Groups were left out when this was recorded.
  const lines = lab
    .fdb('n1', 'br br0')
    .map((line) => macs.reduce((text, [name, mac]) => text.replace(mac, name), line));
  // In which order they are printed, a hash of the addresses decides.
  expect([...lines].sort()).toEqual([...(seen('bridge-fdb-after-ping')['lines'] as string[])].sort());
});

it('bridge-mac-is-lowest-port-mac', () => {
  const lab = observedBridge();
  const ports = [lab.mac('n1.vp1'), lab.mac('n1.vp2')].sort();
  expect(lab.mac('n1.br0')).toBe(ports[0]);
  lab.type('n1', 'ip link set vp2 address 02:00:00:00:00:01');
  expect(lab.mac('n1.br0')).toBe('02:00:00:00:00:01');
  lab.type('n1', 'ip link set br0 address 0a:00:00:00:00:09\nip link set vp2 address 02:00:00:00:00:00');
  expect(lab.mac('n1.br0')).toBe('0a:00:00:00:00:09');
});

it('bridge-link-flags', () => {
  const lines = observedBridge().printed('n1', 'bridge -d link show dev vp1');
  const number = (line: string): string => line.replace(/^\d+: /, 'N: ');
  expect(lines.map(number)).toEqual((seen('bridge-link-flags')['stdout'] as string[]).map(number));
});

it.each([
  ['bridge-nf-off', 0],
  ['bridge-nf-on', 1],
])('%s', (name, bridgeNf) => {
  const lab = observedBridge().type('n1', `sysctl -w net.bridge.bridge-nf-call-iptables=${bridgeNf}`);
  lab.type('n1', 'iptables -A FORWARD -j DROP');
  expect(lab.answers('p1', `-c1 -W1 ${P2}`) === 1).toBe(seen(name)['reply']);
  expect(ruleCounts(lab, 'n1', 'filter', 'FORWARD')).toEqual([seen(name)['FORWARD DROP packets'] ?? 0]);
});

it('bridge-nf-devices', () => {
  const lab = observedBridge().type('n1', 'sysctl -w net.bridge.bridge-nf-call-iptables=1');
  const physdev = '-m physdev --physdev-is-bridged --physdev-in vp1 --physdev-out vp2';
  loadRules(lab, 'n1', 'filter', '-A FORWARD -i br0 -o br0', `-A FORWARD ${physdev}`);
  lab.ping('p1', `-c1 ${P2}`);
  const expected = seen('bridge-nf-devices');
  expect(ruleCounts(lab, 'n1', 'filter', 'FORWARD')).toEqual([
    expected['match -i br0 -o br0'],
    expected['match physdev --physdev-is-bridged --physdev-in vp1 --physdev-out vp2'],
  ]);
});

it.each([
  ['same-bridge-service-bridge-nf-on', 1],
  ['same-bridge-service-bridge-nf-off', 0],
] as const)('%s', (name, bridgeNf) => {
  const lab = observedService(bridgeNf);
  expect(connects(lab, 'p1')).toBe(seen(name)['connected']);
  lab.wait(0.5);
  expect(flows(lab, 'n1', drawnPort(lab))).toEqual([flowText(seen(name)['conntrack'])]);
});

it.each([
  ['service-to-self-no-hairpin', []],
  ['service-to-self-hairpin-no-masq', ['bridge link set dev vp2 hairpin on']],
  [
    'service-to-self-hairpin-masq',
    [
      'bridge link set dev vp2 hairpin on',
      'iptables -t nat -A POSTROUTING -s 10.244.1.11 -d 10.244.1.11 -j MASQUERADE',
    ],
  ],
])('%s', (name, changes) => {
  const lab = observedService(1).type('n1', changes.join('\n'));
  const expected = seen(name);
  expect(connects(lab, 'p2')).toBe(expected['connected']);
  lab.wait(0.5);
  if (expected['conntrack'] === undefined) return;
  expect(flows(lab, 'n1', drawnPort(lab))).toEqual([flowText(expected['conntrack'])]);
});

it('bridge-takes-lowest-mtu', () => {
  const lab = observedBridge()
    .type('n1', 'ip link add vx1 type vxlan id 1 dstport 4789\nip link set vx1 mtu 1450')
    .type('n1', 'ip link set vx1 master br0');
  const expected = seen('bridge-takes-lowest-mtu');
  expect(lab.link('n1.br0').mtu).toBe(expected['br0 mtu']);
  expect(lab.link('p1.eth0').mtu).toBe(expected['pod eth0 mtu']);
});

it('l2-overlay-mtu-blackhole', () => {
  const lab = observedBridge().machines('n2').veth('n1.eth0', 'n2.eth0');
  for (const i of [1, 2]) {
    const vx = `type vxlan id 1 dev eth0 local 192.168.50.1${i} remote 192.168.50.1${3 - i} dstport 4789`;
    if (i === 2) lab.type('n2', 'ip link add br0 type bridge\nip link set br0 up');
    lab
      .type(`n${i}`, `ip addr add 192.168.50.1${i}/24 dev eth0\nip link add vx1 ${vx}`)
      .type(`n${i}`, 'ip link set vx1 up master br0');
  }
  lab
    .type('n2', 'ip netns add p3')
    .veth('n2.vp3', 'p3.eth0')
    .type('n2', 'ip link set vp3 master br0')
    .type('p3', 'ip addr add 10.244.1.12/16 dev eth0')
    .wait(1);
  expect(lab.link('n1.vx1').mtu).toBe(1450);
  expect(lab.answers('p1', '-c1 -W1 -M do -s 1422 10.244.1.12')).toBe(1);
  const lines = lab.ping('p1', '-c1 -W1 -M do -s 1423 10.244.1.12');
  const { reply, icmpError } = seen('l2-overlay-mtu-blackhole');
  expect(lines.some((line) => line.includes('bytes from'))).toBe(reply);
  expect(lines.find((line) => line.includes('From')) ?? null).toBe(icmpError);
  expect(lab.records('icmp.send')).toEqual([]);
});

it('macvlan-bridge-mode', () => {
  const lab = observedBridge()
    .type('n1', 'ip link add pv type dummy\nip link set pv up\nip addr add 192.168.9.1/24 dev pv')
    .type('n1', 'ip netns add m1\nip netns add m2');
  for (const i of [1, 2]) {
    lab
      .type('n1', `ip link add link pv mv${i} netns m${i} type macvlan mode bridge`)
      .type(`m${i}`, `ip link set lo up\nip addr add 192.168.9.1${i}/24 dev mv${i}\nip link set mv${i} up`);
  }
  const expected = seen('macvlan-bridge-mode');
  expect(lab.answers('m1', '-c1 192.168.9.12') === 1).toBe(expected['m1 -> m2']);
  expect(lab.ping('m1', '-c1 -W5 192.168.9.1')).toContain(expected['m1 -> 192.168.9.1']);
  expect(lab.printed('m1', 'ip neigh show 192.168.9.1')).toEqual([expected['m1 neigh']]);
});
