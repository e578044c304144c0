/**
 * Goal: Calico's and Canal's nodes come to be as described, pods reach one another, and policies are enforced.
 * Method: the labs as they stand; expectations from the reference outputs of real nodes and from what the policies say.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseLab } from '../../scenario/parse';
import { Session } from '../../session';

function opened(name: string, choices: Readonly<Record<string, string>> = {}): Session {
  const file = `scenarios/${name}/scenario.yaml`;
  const lab = parseLab(file, readFileSync(file, 'utf8'));
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  const session = Session.open(lab.value, { choices });
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

function printed(session: Session, netns: string, line: string, stdin?: string): string {
  session.input({ kind: 'exec', netns, command: line, ...(stdin === undefined ? {} : { stdin }) });
  return lastOutput(session);
}

function sent(session: Session, name: string): string {
  session.input({ kind: 'send', name });
  return lastOutput(session);
}

function lastOutput(session: Session): string {
  const last = session.query('outputs', { seq: session.length - 1 }).inputs.at(-1);
  return (last?.lines ?? []).map(({ text }) => text.trimEnd()).join('\n');
}

describe('calico-vxlan', () => {
  let session: Session;
  beforeAll(() => {
    session = opened('calico-vxlan');
  });

  test('routes, neighbours and fdb entries of felix', () => {
    const routes = printed(session, 'node-1', 'ip route');
    expect(routes).toMatch(/^(\S+)\/26 via \1 dev vxlan\.calico onlink$/m);
    expect(routes).toMatch(/^blackhole \S+\/26 proto 80$/m);
    expect(routes).toMatch(/^\S+ dev cali[0-9a-f]{11} scope link$/m);
    expect(printed(session, 'node-1', 'bridge fdb show dev vxlan.calico')).toMatch(
      /^66:[0-9a-f:]{14} dst 192\.168\.56\.12 self permanent$/m,
    );
    expect(printed(session, 'node-1', 'ip neigh show dev vxlan.calico')).toMatch(/ PERMANENT$/m);
  });

  test('a pod has 169.254.1.1 for a gateway, and one MAC for all', () => {
    expect(sent(session, 'ping-across')).toContain('icmp_seq=2 ttl=62');
    expect(sent(session, 'ping-neighbour')).toContain('ttl=63');
    expect(printed(session, 'pod-a', 'ip route')).toBe(
      'default via 169.254.1.1 dev eth0\n169.254.1.1 dev eth0 scope link',
    );
    expect(printed(session, 'pod-a', 'ip neigh')).toMatch(
      /^169\.254\.1\.1 dev eth0 lladdr ee:ee:ee:ee:ee:ee /,
    );
  });

  test('what leaves the pools is masqueraded, nobody in a block is nobody elsewhere', () => {
    expect(sent(session, 'pod-to-node')).toContain('0% packet loss');
    expect(printed(session, 'node-1', 'conntrack -L -p icmp')).toContain('dst=192.168.56.11 ');
    expect(sent(session, 'ping-nobody')).toContain('100% packet loss');
    expect(sent(session, 'node-to-pod')).toContain('0% packet loss');
  });

  test('a deleted pod leaves nothing behind', () => {
    printed(session, 'node-1', 'kubectl delete pod pod-c');
    const rules = printed(session, 'node-1', 'iptables-save');
    const devices = [...printed(session, 'node-1', 'ip route').matchAll(/cali[0-9a-f]{11}/g)].map(String);
    expect(devices).toHaveLength(1);
    expect(new Set([...rules.matchAll(/cali[0-9a-f]{11}/g)].map(String))).toEqual(new Set(devices));
  });
});

test('CrossSubnet on one subnet: the other node itself is the gateway', () => {
  const session = opened('calico-vxlan', { mode: 'cross-subnet' });
  expect(printed(session, 'node-1', 'ip route')).toMatch(
    /\/26 via 192\.168\.56\.12 dev eth0 proto 80 onlink$/m,
  );
  expect(sent(session, 'ping-across')).toContain('ttl=62');
});

describe.each(['calico-policy', 'canal'])('%s', (name) => {
  let session: Session;
  beforeAll(() => {
    session = opened(name);
  });

  test.each([
    ['client-web', true],
    ['stranger-web', false],
    ['web-db', true],
    ['client-db', false],
    ['db-out', false],
  ])('%s: allowed %s', (send, allowed) => {
    expect(sent(session, send).includes(' sees ')).toBe(allowed);
  });

  test('a policy names TCP, so nobody else gets in', () => {
    expect(sent(session, 'client-ping')).toContain('100% packet loss');
  });

  test('felix hears of a policy that goes', () => {
    printed(session, 'node-1', 'kubectl delete networkpolicy allow-web');
    expect(sent(session, 'stranger-web')).toContain(' sees ');
    expect(sent(session, 'client-db')).not.toContain(' sees ');
  });
});

test.each([
  ['a block without a range', 'apiVersion: crd.projectcalico.org/v1\nkind: IPAMBlock\nmetadata: {name: x}'],
  [
    'a block that holds nothing',
    'apiVersion: crd.projectcalico.org/v1\nkind: IPAMBlock\nmetadata: {name: x}\nspec: {cidr: 10.244.0.0/26}',
  ],
  [
    'a policy with empty entries',
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: n}\nspec: {podSelector: {matchLabels: {app: nobody}}, ingress: [null, {ports: [null]}]}',
  ],
])('%s applied by hand harms nobody else', (_, text) => {
  const session = opened('calico-policy');
  printed(session, 'node-1', 'kubectl apply -f -', text);
  expect(lastOutput(session)).toContain('created');
  expect(sent(session, 'client-web')).toContain(' sees ');
  expect(sent(session, 'client-db')).not.toContain(' sees ');
});

test('the chain a packet dies in is that of its endpoint', () => {
  const session = opened('calico-policy');
  sent(session, 'stranger-web');
  const route = /^\S+ dev (cali[0-9a-f]{11}) scope link$/m.exec(printed(session, 'node-2', 'ip route'));
  const device = route?.[1] ?? 'none';
  const chain = printed(session, 'node-2', `iptables -L cali-tw-${device} -v -n`);
  expect(chain).toMatch(/^ +[1-9]\d* +\d+ DROP .*End of tier default\. Drop if no policies passed packet/m);
});
