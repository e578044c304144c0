/**
 * Goal: what somebody takes away from felix by hand comes back when felix reads the kernel again, and not before; blocks of a
 * node that has left are free. Method: the lab calico-vxlan, commands typed in it. Intervals: defaults of
 * felix/config/config_params.go.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLab } from '../../scenario/parse';
import { Session } from '../../session';

const FILE = 'scenarios/calico-vxlan/scenario.yaml';

function opened(): Session {
  const lab = parseLab(FILE, readFileSync(FILE, 'utf8'));
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  const session = Session.open(lab.value, { choices: {} });
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

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
    if (kind === 'ctrl.reconcile' && detail.decision === 'calicoRepair') found.push(detail.params['what']);
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
  expect(new Set(mended(session, from))).toEqual(new Set(['routes', 'IP sets', 'iptables']));
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

test('an interval of 0 looks never', () => {
  const session = opened();
  printed(
    session,
    'node-1',
    'kubectl apply -f -',
    'apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata: {name: default}\nspec: {iptablesRefreshInterval: 0s}',
  );
  printed(session, 'node-1', 'iptables -D FORWARD 1');
  printed(session, 'node-1', 'sleep 400');
  expect(rules(session)).not.toMatch(/^-A FORWARD .*-j cali-FORWARD$/m);
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
