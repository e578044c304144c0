/**
 * Goal: faults that no single dropped packet tells of show what their texts say, with Flannel and with Calico.
 * Method: a lab of the catalogue is broken, and asked what one would ask: kubectl, the tables, a ping and who answered it.
 * Expectations: what Linux and Kubernetes do, as the text of the fault says it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Session } from '../../session';
import { dropsSince, said } from '../../testing/fabric-lab';
import { openLab } from '../../testing/open-lab';
import { faultSpots, type FaultName } from './index';

const NEW_POD = `apiVersion: v1
kind: Pod
metadata: { name: new }
spec:
  nodeName: node-1
  containers: [{ name: tools, image: 'nicolaka/netshoot:v0.14', command: [sleep, infinity] }]
`;

interface Broken {
  readonly session: Session;
  mend(): void;
}

function broken(lab: string, name: FaultName, at = 'node-1'): Broken {
  const session = openLab(readFileSync(`scenarios/${lab}/scenario.yaml`, 'utf8'));
  const spot = faultSpots(session.world, name).find((one) => one.at === at);
  if (spot === undefined) throw new Error(`no ${name} at ${at}`);
  session.input(spot.break);
  return {
    session,
    mend() {
      session.input(spot.mend);
      wait(session, 60);
    },
  };
}

function wait(session: Session, seconds: number): void {
  session.input({ kind: 'wait', seconds });
}

function newPod(session: Session): void {
  session.input({ kind: 'exec', netns: 'node-1', command: 'kubectl apply -f -', stdin: NEW_POD });
  wait(session, 20);
}

const pods = (session: Session): string => said(session, 'node-1', 'kubectl get pods -o wide');
const nodes = (session: Session): string => said(session, 'node-1', 'kubectl get nodes');

/** Machines whose own packets the command brought there. */
function receivers(session: Session, netns: string, command: string): readonly string[] {
  const from = session.length;
  said(session, netns, command);
  const names = new Set<string>();
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === 'ip.input' && record.verdict === 'local')
      names.add(session.world.netns[record.netns]?.name ?? '');
  }
  return [...names].filter((name) => name !== netns);
}

describe.each(['flannel-vxlan-3', 'calico-bgp-mesh'])('address-twice: %s', (lab) => {
  const PING = 'ping -c 1 -W 1 192.168.56.12';
  const FIRST = 'dev eth0 lladdr 02:00:c0:a8:38:0b ';
  const SECOND = 'dev eth0 lladdr 02:00:c0:a8:38:0c ';
  test('whoever spoke last is believed, and minds change', () => {
    const { session, mend } = broken(lab, 'address-twice');
    // Who has no entry learns of none (arp_accept 0): this one has asked before, or asks now.
    const entry = (): string => said(session, 'node-3', 'ip neigh show 192.168.56.12');
    if (lab.startsWith('calico')) expect(entry()).toContain(FIRST);
    said(session, 'node-3', PING);
    const believed = entry();
    const [there = ''] = receivers(session, 'node-3', PING);
    expect(there).toBe(believed.includes(FIRST) ? 'node-1' : 'node-2');
    // The other one says something: it is believed from then on.
    const other = there === 'node-1' ? 'node-2' : 'node-1';
    // An entry that has just changed is left alone for a second (locktime).
    wait(session, 2);
    said(session, other, 'arping -c 1 -U -I eth0 192.168.56.12');
    expect(entry()).toContain(there === 'node-1' ? SECOND : FIRST);
    expect(receivers(session, 'node-3', PING)).toContain(other);
    mend();
    expect(said(session, 'node-3', 'ping -c 1 -W 3 192.168.56.12')).toContain(' 1 received');
    expect(entry()).toContain(SECOND);
  });
});

describe.each([
  ['flannel-vxlan', '10.244.2.2', '10.244.1.3'],
  ['calico-bgp-mesh', '10.244.41.0', '10.244.41.193'],
])('kubelet-stopped: %s', (lab, far, next) => {
  test('pods go on, the node is NotReady after 40 s, a new pod stays Pending', () => {
    const { session, mend } = broken(lab, 'kubelet-stopped');
    wait(session, 60);
    expect(nodes(session)).toMatch(/^node-1 +NotReady /m);
    expect(nodes(session)).toMatch(/^node-2 +Ready /m);
    newPod(session);
    expect(pods(session)).toMatch(/^new +0\/1 +Pending /m);
    expect(said(session, 'pod-a', `ping -c 1 -W 1 ${far}`)).toContain(' 1 received');
    mend();
    expect(nodes(session)).toMatch(/^node-1 +Ready /m);
    expect(pods(session)).toMatch(new RegExp(`^new +1/1 +Running .* ${next} `, 'm'));
  });
});

describe('agent-stopped', () => {
  test('flanneld: what works goes on, a node that joins is not heard of', () => {
    const { session, mend } = broken('pod-birth', 'agent-stopped');
    said(session, 'node-3', 'systemctl start kubelet');
    wait(session, 30);
    const routes = (netns: string): string => said(session, netns, 'ip route show dev flannel.1');
    expect(nodes(session)).toMatch(/^node-3 +Ready /m);
    expect(routes('node-1')).toMatch(/^10\.244\.2\.0\/24 via 10\.244\.2\.0 onlink *$/);
    expect(routes('node-2')).toContain('10.244.3.0/24');
    mend();
    expect(routes('node-1')).toContain('10.244.3.0/24');
  });

  test('calico-node: a new pod is unknown to the rules, and what they know stays', () => {
    const { session, mend } = broken('calico-policy', 'agent-stopped');
    const web = /^web .* (10\.244\.\S+) /m.exec(pods(session))?.[1] ?? '';
    const ping = (netns: string): boolean =>
      said(session, netns, `ping -c 1 -W 1 ${web}`).includes(' 1 received');
    said(session, 'node-1', 'kubectl delete netpol --all');
    newPod(session);
    expect(pods(session)).toMatch(/^new +1\/1 +Running /m);
    const from = session.length;
    expect(ping('new')).toBe(false);
    expect(dropsSince(session, from)).toContain('node-1 NETFILTER_DROP');
    // The node of the server has an agent that runs.
    expect(ping('stranger')).toBe(true);
    // The database's node has none: its policy is gone from the API server, and enforced all the same.
    const db = /^db .* (10\.244\.\S+) /m.exec(pods(session))?.[1] ?? '';
    const toDb = (): boolean => said(session, 'client', `ping -c 1 -W 1 ${db}`).includes(' 1 received');
    expect(toDb()).toBe(false);
    mend();
    expect([ping('new'), toDb()]).toEqual([true, true]);
  });
});

test('agent-stopped, with BGP: BIRD dies as well; its routes are kept for a restart of 120 s, then nobody knows its pods', () => {
  const { session, mend } = broken('calico-bgp-mesh', 'agent-stopped', 'node-3');
  const route = (): string => said(session, 'node-1', 'ip route show 10.244.41.64/26');
  wait(session, 60);
  expect(said(session, 'node-1', 'calicoctl node status')).toMatch(
    /192\.168\.56\.13 .*(start|connect|active|passive)/i,
  );
  expect(route()).toMatch(/via 192\.168\.56\.13 dev eth0/);
  wait(session, 90);
  expect(route()).not.toContain('192.168.56.13');
  mend();
  wait(session, 30);
  expect(route()).toMatch(/via 192\.168\.56\.13 dev eth0/);
});

test('pod-range-changed: new pods stay in ContainerCreating, for the bridge has another address', () => {
  const { session, mend } = broken('flannel-vxlan', 'pod-range-changed');
  newPod(session);
  expect(pods(session)).toMatch(/^new +0\/1 +ContainerCreating .* <none> +node-1 /m);
  const answers: string[] = [];
  for (let seq = 0; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === 'cni.call') answers.push(JSON.stringify(record.detail));
  }
  expect(answers.join()).toContain('cni0');
  expect(answers.join()).toContain('already has an IP address different from 10.244.2.1/24');
  expect(said(session, 'pod-a', 'ping -c 1 -W 1 10.244.2.2')).toContain(' 1 received');
  mend();
  expect(pods(session)).toMatch(/^new +1\/1 +Running .* 10\.244\.1\.\d+ +node-1 /m);
});

describe.each(['flannel-vxlan', 'calico-bgp-mesh'])('cni-leftover: %s', (lab) => {
  test('new pods get an address that nobody routes to', () => {
    const { session, mend } = broken(lab, 'cni-leftover');
    newPod(session);
    expect(pods(session)).toMatch(/^new +1\/1 +Running .* 10\.22\.0\.2 +node-1 /m);
    expect(said(session, 'pod-b', 'ping -c 1 -W 1 10.22.0.2')).toContain(' 0 received');
    // On its own node it is reached: the old bridge is there.
    expect(said(session, 'node-1', 'ping -c 1 -W 1 10.22.0.2')).toContain(' 1 received');
    mend();
    said(session, 'node-1', 'kubectl delete pod new');
    newPod(session);
    expect(pods(session)).toMatch(/^new +1\/1 +Running .* 10\.244\.\S+ +node-1 /m);
    const address = /^new .* (10\.244\.\S+) /m.exec(pods(session))?.[1] ?? '';
    expect(said(session, 'pod-b', `ping -c 1 -W 1 ${address}`)).toContain(' 1 received');
  });
});

test('asymmetric-path: what was set before is set again', () => {
  const session = openLab(readFileSync('scenarios/flannel-vxlan/scenario.yaml', 'utf8'));
  said(session, 'node-1', 'sysctl -w net.ipv4.conf.all.rp_filter=2');
  const [spot] = faultSpots(session.world, 'asymmetric-path');
  if (spot === undefined) throw new Error('no route to pods');
  session.input(spot.break);
  expect(said(session, 'node-1', 'sysctl net.ipv4.conf.all.rp_filter')).toContain('= 1');
  session.input(spot.mend);
  expect(said(session, 'node-1', 'sysctl net.ipv4.conf.all.rp_filter')).toContain('= 2');
});
