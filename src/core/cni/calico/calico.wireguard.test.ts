/**
 * Goal: with wireguardEnabled what goes between nodes' pods goes through wireguard.cali, and without it nothing is left of it.
 * Method: the lab calico-wireguard; outputs of real nodes (calico v3.31: rule 99, table 1, port 51820, MTU 1440, mark 0x200000),
 * and the trace.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dropsOf, said } from '../../testing/fabric-lab';
import { openLab } from '../../testing/open-lab';
import type { Session } from '../../session';

const opened = (): Session => openLab(readFileSync('scenarios/calico-wireguard/scenario.yaml', 'utf8'));
const PING = 'ping -c 1 -W 1 10.244.41.1';

function apply(session: Session, spec: string): void {
  const stdin = `apiVersion: projectcalico.org/v3\nkind: FelixConfiguration\nmetadata: {name: default}\nspec: ${spec}\n`;
  session.input({ kind: 'exec', netns: 'node-1', command: 'kubectl apply -f -', stdin });
}

/** Devices that wrapped packets on the way of a command, with the destination ports of the outer ones. */
function wrapped(session: Session, netns: string, command: string): readonly string[] {
  const from = session.length;
  said(session, netns, command);
  const found = new Set<string>();
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === 'tunnel.encap' && record.detail.tunnel === 'wireguard')
      found.add(
        `${session.world.netns[record.netns]?.links[record.dev]?.name ?? ''} ${record.detail.dstPort}`,
      );
  }
  return [...found];
}

test('pods speak through it, nodes do not', () => {
  const session = opened();
  expect(wrapped(session, 'pod-a', PING)).toEqual(['wireguard.cali 51820']);
  expect(wrapped(session, 'node-1', 'ping -c 1 192.168.57.12')).toEqual([]);
  // The node's own packets for pods bear the device's address.
  expect(wrapped(session, 'node-1', PING)).toEqual(['wireguard.cali 51820']);
  expect(said(session, 'node-1', 'ip route get 10.244.41.1')).toMatch(
    /^10\.244\.41\.1 dev wireguard\.cali table 1 src 10\.244\.41\.192 /,
  );
  // What bears the mark is beyond the rule.
  expect(said(session, 'node-1', 'ip route get 10.244.41.1 mark 0x200000')).toContain('via 192.168.56.1 ');
});

test('device, pods and rules are as on a node', () => {
  const session = opened();
  expect(said(session, 'node-1', 'ip addr show wireguard.cali')).toMatch(
    / mtu 1440 [^]*link\/none *\n {4}inet 10\.244\.41\.192\/32 scope global wireguard\.cali/,
  );
  expect(said(session, 'pod-a', 'ip link show eth0')).toContain(' mtu 1440 ');
  const rules = said(session, 'node-1', 'iptables-save');
  expect(rules).toMatch(
    /-A cali-INPUT -p udp .*"Allow incoming IPv4 Wireguard packets" -m multiport --dports 51820 -m addrtype --dst-type LOCAL -j ACCEPT/,
  );
  expect(rules).toMatch(/-A cali-POSTROUTING -o wireguard\.cali .* -j MASQUERADE --random-fully/);
  expect(said(session, 'node-1', 'wg show wireguard.cali fwmark')).toBe('0x200000');
});

test('each tells its key, and knows the other by it', () => {
  const session = opened();
  const key = (netns: string): string => said(session, netns, 'wg show wireguard.cali public-key');
  expect(key('node-1')).not.toBe(key('node-2'));
  expect(said(session, 'node-1', 'wg show wireguard.cali peers')).toBe(key('node-2'));
  expect(said(session, 'node-1', 'kubectl describe node node-1')).toContain(
    `projectcalico.org/WireguardPublicKey: ${key('node-1')}`,
  );
});

test('other settings: port, MTU, preference', () => {
  const session = opened();
  apply(
    session,
    '{wireguardEnabled: true, wireguardListeningPort: 4500, wireguardMTU: 1400, wireguardRoutingRulePriority: 50}',
  );
  expect(said(session, 'node-2', 'ip rule')).toMatch(
    /^50:\tnot from all fwmark 0x200000\/0x200000 lookup 1 *$/m,
  );
  expect(said(session, 'node-2', 'ip rule')).not.toMatch(/^99:/m);
  expect(said(session, 'node-2', 'ip link show wireguard.cali')).toContain(' mtu 1400 ');
  expect(wrapped(session, 'pod-a', PING)).toEqual(['wireguard.cali 4500']);
});

test('settings that make no sense are as if they were not there', () => {
  const session = opened();
  apply(
    session,
    '{wireguardEnabled: true, wireguardListeningPort: -1, wireguardMTU: 0, wireguardRoutingRulePriority: 70000}',
  );
  expect(said(session, 'node-1', 'ip rule')).toMatch(/^99:/m);
  expect(wrapped(session, 'pod-a', PING)).toEqual(['wireguard.cali 51820']);
});

test('switched off, all of it goes, and what is switched on again works again', () => {
  const session = opened();
  const before = said(session, 'node-1', 'ip rule');
  const from = session.length;
  apply(session, '{wireguardEnabled: false}');
  for (let seq = from; seq < session.length; seq += 1) {
    const { kind, detail } = session.trace.record(seq);
    if (kind === 'ctrl.reconcile') expect(detail.decision).not.toBe('calicoLog');
  }
  expect(said(session, 'node-1', 'ip link show wireguard.cali')).toContain('does not exist');
  expect(said(session, 'node-1', 'ip rule')).not.toContain('lookup 1\n');
  expect(said(session, 'node-1', 'ip route show table 1')).toMatch(/^$|does not exist/);
  expect(said(session, 'node-1', 'kubectl describe node node-1')).not.toContain('Wireguard');
  expect(said(session, 'node-1', 'iptables-save')).not.toMatch(/wireguard/i);
  expect(dropsOf(session, 'pod-a', PING)).toContain('router IP_INNOROUTES');
  apply(session, '{wireguardEnabled: true}');
  expect(said(session, 'node-1', 'ip rule')).toBe(before);
  expect(wrapped(session, 'pod-a', PING)).toEqual(['wireguard.cali 51820']);
});

test('an annotation that is no key makes no peer', () => {
  const session = opened();
  const stdin =
    'apiVersion: v1\nkind: Node\nmetadata: {name: node-3, annotations: {projectcalico.org/IPv4Address: 192.168.57.13/24, projectcalico.org/WireguardPublicKey: nonsense}}';
  const from = session.length;
  session.input({ kind: 'exec', netns: 'node-1', command: 'kubectl apply -f -', stdin });
  const faults: string[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const { kind, detail } = session.trace.record(seq);
    if (kind === 'ctrl.reconcile' && detail.decision === 'calicoLog')
      faults.push(String(detail.params['message']));
  }
  expect(said(session, 'node-1', 'kubectl get nodes')).toContain('node-3');
  expect(faults).toEqual([]);
});

test('a blocked port: the handshake is never answered', () => {
  const session = opened();
  said(session, 'router', 'iptables -I FORWARD -p udp --dport 51820 -j DROP');
  expect(dropsOf(session, 'pod-a', PING)).toContain('router NETFILTER_DROP');
  expect(said(session, 'node-1', 'wg')).not.toContain('latest handshake');
});
