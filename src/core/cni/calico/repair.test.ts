/**
 * Goal: what somebody takes away from felix by hand comes back when felix reads the kernel again, and not before; blocks of a
 * node that has left are free. Method: the lab calico-vxlan, commands typed in it. Intervals: defaults of
 * felix/config/config_params.go.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Session } from '../../session';
import { openLab } from '../../testing/open-lab';

const VXLAN = readFileSync('scenarios/calico-vxlan/scenario.yaml', 'utf8');
const WIREGUARD = readFileSync('scenarios/calico-wireguard/scenario.yaml', 'utf8');
const opened = (): Session => openLab(VXLAN);

function printed(session: Session, netns: string, line: string, stdin?: string): string {
  session.input({ kind: 'exec', netns, command: line, ...(stdin === undefined ? {} : { stdin }) });
  const last = session.query('outputs', { seq: session.length - 1 }).inputs.at(-1);
  return (last?.lines ?? []).map(({ text }) => text.trimEnd()).join('\n');
}

/** Decisions to mend since a record. */
function mended(session: Session, from: number): readonly unknown[] {
  const found: unknown[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const { kind, detail } = session.trace.record(seq);
    if (kind !== 'ctrl.reconcile') continue;
    const what = /^calicoRepair(.*)$/.exec(detail.decision)?.[1];
    if (what !== undefined) found.push(what);
  }
  return found;
}

const rules = (session: Session): string =>
  printed(session, 'node-1', 'iptables-save')
    .split('\n')
    .filter((line) => line.startsWith('-A') || line.startsWith('*'))
    .join('\n');

test('rules come back within 180 s, routes and sets within 90 s', () => {
  const session = opened();
  const before = rules(session);
  const routes = printed(session, 'node-1', 'ip route');
  const sets = printed(session, 'node-1', 'ipset save');
  const remote = /^(\S+\/26) via /m.exec(routes)?.[1] ?? '';
  const local = /^(\S+) dev cali/m.exec(routes)?.[1] ?? '';
  const pool = /^add (cali40masq-ipam-pools \S+)/m.exec(sets)?.[1] ?? '';
  const from = session.length;
  for (const line of [
    'iptables -D FORWARD 1',
    'iptables -t nat -F cali-POSTROUTING',
    'iptables -I INPUT -j ACCEPT',
    `ip route del ${remote}`,
    `ip route del ${local}`,
    'ip route add 10.99.0.0/16 dev vxlan.calico',
    `ipset del ${pool}`,
  ])
    expect(printed(session, 'node-1', line)).toBe('');
  expect(mended(session, from)).toEqual([]);
  printed(session, 'node-1', 'sleep 95');
  const now = printed(session, 'node-1', 'ip route');
  expect(now.split('\n').sort()).toEqual(routes.split('\n').sort());
  expect(printed(session, 'node-1', 'ipset save')).toContain(pool);
  printed(session, 'node-1', 'sleep 90');
  // Others' rules stay, felix's are before them.
  expect(rules(session)).toBe(before.replace(/^(-A INPUT .*cali-INPUT)$/m, '$1\n-A INPUT -j ACCEPT'));
  expect(new Set(mended(session, from))).toEqual(new Set(['Ways', 'Sets', 'Rules']));
  // Nobody touches anything: nothing is said.
  const later = session.length;
  printed(session, 'node-1', 'ip route add 10.98.0.0/16 via 192.168.56.12');
  printed(session, 'node-1', 'sleep 200');
  expect(mended(session, later)).toEqual([]);
});

test('the tunnel comes back within 10 s, and its routes when they are looked after', () => {
  const session = opened();
  printed(session, 'node-1', 'ip link del vxlan.calico');
  printed(session, 'node-1', 'sleep 11');
  expect(printed(session, 'node-1', 'ip addr show dev vxlan.calico')).toMatch(/inet 10\.244\.\S+\/32/);
  printed(session, 'node-1', 'sleep 90');
  expect(printed(session, 'pod-a', 'ping -c 1 -W 1 10.244.41.0')).toContain('1 received');
});

function felix(session: Session, spec: string): void {
  const manifest = `apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata: {name: default}\nspec: ${spec}`;
  printed(session, 'node-1', 'kubectl apply -f -', manifest);
}

test('an interval of 0 looks never', () => {
  const session = opened();
  felix(session, '{iptablesRefreshInterval: 0s}');
  printed(session, 'node-1', 'iptables -D FORWARD 1');
  printed(session, 'node-1', 'sleep 400');
  expect(rules(session)).not.toMatch(/^-A FORWARD .*-j cali-FORWARD$/m);
});

test('an interval may be less than a second', () => {
  const session = opened();
  felix(session, '{iptablesRefreshInterval: 500ms}');
  printed(session, 'node-1', 'iptables -D FORWARD 1');
  printed(session, 'node-1', 'sleep 1');
  expect(rules(session)).toMatch(/^-A FORWARD .*-j cali-FORWARD$/m);
});

test('whoever looks after rules does not look after sets', () => {
  const session = opened();
  felix(session, '{ipsetsRefreshInterval: 0s}');
  const pool = /^add (cali40masq-ipam-pools \S+)/m.exec(printed(session, 'node-1', 'ipset save'))?.[1] ?? '';
  printed(session, 'node-1', `ipset del ${pool}`);
  printed(session, 'node-1', 'iptables -D FORWARD 1');
  printed(session, 'node-1', 'sleep 185');
  expect(rules(session)).toMatch(/^-A FORWARD .*-j cali-FORWARD$/m);
  expect(printed(session, 'node-1', 'ipset save')).not.toContain(pool);
});

test('a set with a single address is as felix wrote it', () => {
  const session = opened();
  const manifest =
    'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: {name: single}\nspec: {cidr: 10.9.9.9/32, blockSize: 32, natOutgoing: true}';
  printed(session, 'node-1', 'kubectl apply -f -', manifest);
  expect(printed(session, 'node-1', 'ipset save')).toContain('add cali40masq-ipam-pools 10.9.9.9\n');
  const from = session.length;
  printed(session, 'node-1', 'ipset create of-others hash:net');
  printed(session, 'node-1', 'sleep 95');
  expect(mended(session, from)).toEqual([]);
});

test('routes of others on pods’ devices go, unless removeExternalRoutes is false', () => {
  const session = opened();
  const dev = / dev (cali\S+)/.exec(printed(session, 'node-1', 'ip route'))?.[1] ?? '';
  const add = `ip route add 10.99.0.0/16 dev ${dev} proto static`;
  const there = (): string => printed(session, 'node-1', 'ip route show 10.99.0.0/16');
  printed(session, 'node-1', add);
  printed(session, 'node-1', 'sleep 95');
  expect(there()).toBe('');
  felix(session, '{removeExternalRoutes: false}');
  printed(session, 'node-1', add);
  printed(session, 'node-1', 'sleep 95');
  expect(there()).toContain(dev);
});

test('who starts reads the kernel first', () => {
  const session = opened();
  const before = rules(session);
  const routes = printed(session, 'node-1', 'ip route');
  const sets = printed(session, 'node-1', 'ipset save');
  const remote = /^(\S+\/26) via /m.exec(routes)?.[1] ?? '';
  const pool = /^add (cali40masq-ipam-pools \S+)/m.exec(sets)?.[1] ?? '';
  for (const line of [
    'systemctl stop calico-node',
    'iptables -t nat -F cali-POSTROUTING',
    `ip route del ${remote}`,
    `ipset del ${pool}`,
    'systemctl start calico-node',
    'sleep 1',
  ])
    expect(printed(session, 'node-1', line)).toBe('');
  expect(rules(session)).toBe(before);
  expect(printed(session, 'node-1', 'ip route').split('\n').sort()).toEqual(routes.split('\n').sort());
  expect(printed(session, 'node-1', 'ipset save')).toContain(pool);
});

test('who was stopped when it was to look does so again in its next life', () => {
  const session = opened();
  const before = rules(session);
  for (const line of [
    'iptables -D FORWARD 1',
    'systemctl stop calico-node',
    'sleep 200',
    'systemctl start calico-node',
    'sleep 1',
    'iptables -D FORWARD 1',
    'sleep 185',
  ])
    printed(session, 'node-1', line);
  expect(rules(session)).toBe(before);
});

test('WireGuard’s device, peers and rule come back', () => {
  const session = openLab(WIREGUARD);
  const rule = printed(session, 'node-1', 'ip rule');
  const answered = (): string => printed(session, 'pod-a', 'ping -c 1 -W 1 10.244.41.1');
  const peer = printed(session, 'node-1', 'wg show wireguard.cali peers');
  for (const line of [
    'ip link del wireguard.cali',
    'ip rule del pref 99',
    `wg set wireguard.cali peer ${peer} remove`,
    `wg set wireguard.cali peer ${peer} endpoint 192.168.57.99:51820`,
  ]) {
    printed(session, 'node-1', line);
    printed(session, 'node-1', 'sleep 100');
    expect(printed(session, 'node-1', 'ip rule'), line).toBe(rule);
    expect(printed(session, 'node-1', 'wg show wireguard.cali endpoints'), line).toMatch(
      /^\S+\t192\.168\.57\.12:51820$/,
    );
    expect(answered(), line).toContain('1 received');
  }
});

test('blocks of a node that has left are given back once its pods are gone', () => {
  const session = opened();
  const blocks = (): readonly string[] =>
    printed(session, 'node-1', 'kubectl get ipamblocks').split('\n').slice(1);
  expect(blocks()).toHaveLength(2);
  printed(session, 'node-2', 'systemctl stop kubelet');
  printed(session, 'node-1', 'kubectl delete node node-2');
  expect(blocks()).toHaveLength(1);
  expect(printed(session, 'node-1', 'kubectl get blockaffinities')).not.toContain('node-2');
  expect(printed(session, 'node-1', 'ip route')).not.toMatch(/via .* dev vxlan\.calico/);
});
