/**
 * Goal: with backend `bird` a node has what felix and confd leave there: tunl0, rules for IPIP, BIRD's configuration.
 * Method: the lab calico-vxlan, its objects changed. Expectations: outputs of real nodes, statements of confd's templates.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLab } from '../../scenario/parse';
import { Session } from '../../session';

/** Nodes of the lab. */
const NODES = 2;
const FILE = 'scenarios/calico-vxlan/scenario.yaml';

/** The lab with another mode, as its author would have written it. */
function opened(mode: string): Session {
  const text = readFileSync(FILE, 'utf8')
    .replace('calico_backend: vxlan', 'calico_backend: bird')
    .replace('vxlanMode: Always', `ipipMode: ${mode}`)
    .replace(/ {2}choices:[^]*? {2}sends:/, '  sends:');
  const lab = parseLab(FILE, text);
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

const apply = (session: Session, text: string): string =>
  printed(session, 'node-1', 'kubectl apply -f -', `apiVersion: projectcalico.org/v3\n${text}`);
const config = (session: Session, name = 'bird.cfg'): string =>
  printed(session, 'node-1', `cat /etc/calico/confd/config/${name}`);

test('IPIP Always: tunl0 has an address out of the node’s own block, pods fit into it', () => {
  const session = opened('Always');
  expect(printed(session, 'node-1', 'ip addr show dev tunl0')).toMatch(
    /mtu 1480 [^]*link\/ipip 0\.0\.0\.0 brd 0\.0\.0\.0\n {4}inet 10\.244\.\S+\/32 scope global tunl0/,
  );
  expect(printed(session, 'pod-a', 'ip link show eth0')).toContain('mtu 1480 ');
  const rules = printed(session, 'node-1', 'iptables-save -t filter');
  expect(rules).toMatch(
    /-A cali-INPUT -p ipencap .*"Allow IPIP packets from Calico hosts" .*--match-set cali40all-hosts-net src .*-j ACCEPT/,
  );
  expect(rules).toMatch(/-A cali-INPUT -p ipencap .*"Drop IPIP packets from non-Calico hosts" -j DROP/);
  expect(printed(session, 'node-1', 'iptables-save -t nat')).toMatch(/-A cali-POSTROUTING -o tunl0 /);
  expect(printed(session, 'node-1', 'ipset list cali40all-hosts-net')).toContain('192.168.56.12');
  const block = printed(session, 'node-1', 'kubectl get blockaffinities');
  expect(block).toMatch(/^node-1-10-244-\d+-\d+-26 /m);
  expect(config(session)).toContain('protocol bgp Mesh_192_168_56_12 from bgp_template');
  expect(config(session, 'bird_ipam.cfg')).toContain('krt_tunnel="tunl0"; accept;');
  expect(config(session, 'bird_aggr.cfg')).toMatch(/route 10\.244\.\S+\/26 blackhole;/);
});

test('without wrapping there is no tunnel, and pods have the whole MTU', () => {
  const session = opened('Never');
  expect(printed(session, 'node-1', 'ip link show tunl0')).toContain('does not exist');
  expect(printed(session, 'pod-a', 'ip link show eth0')).toContain('mtu 1500 ');
  expect(printed(session, 'node-1', 'iptables-save')).not.toContain('IPIP packets');
});

test('BIRD’s configuration follows its objects; what is refused changes nothing', () => {
  const session = opened('Always');
  const before = config(session);
  expect(
    apply(session, 'kind: BGPConfiguration\nmetadata: {name: default}\nspec: {asNumber: many}'),
  ).toContain('invalid AS Number format (many)');
  expect(apply(session, 'kind: BGPPeer\nmetadata: {name: p}\nspec: {peerIP: router}')).toContain(
    'is invalid',
  );
  expect(config(session)).toBe(before);
  apply(
    session,
    'kind: BGPConfiguration\nmetadata: {name: default}\nspec: {asNumber: 64513, nodeToNodeMeshEnabled: false}',
  );
  expect(config(session)).toContain('local as 64513;');
  expect(config(session)).not.toContain('Mesh_');
  apply(
    session,
    'kind: BGPPeer\nmetadata: {name: p}\nspec: {peerIP: 192.168.56.1, asNumber: 65000, node: node-1}',
  );
  expect(config(session)).toContain('neighbor 192.168.56.1 as 65000;');
});

test('a selector that cannot be read selects nobody and is told', () => {
  const session = opened('Always');
  apply(session, 'kind: BGPPeer\nmetadata: {name: p}\nspec: {peerSelector: "has(", nodeSelector: all()}');
  expect(config(session)).not.toContain('Node_');
  const log = (): readonly string[] => {
    const lines: string[] = [];
    for (let seq = 0; seq < session.length; seq += 1) {
      const { kind, detail } = session.trace.record(seq);
      if (kind === 'ctrl.reconcile' && detail.decision === 'calicoLog') lines.push(JSON.stringify(detail));
    }
    return lines;
  };
  // Once on each node, whatever else changes.
  expect(log().filter((line) => line.includes('BGPPeer p: peerSelector'))).toHaveLength(NODES);
  apply(session, 'kind: BGPConfiguration\nmetadata: {name: default}\nspec: {asNumber: 64513}');
  expect(config(session)).toContain('local as 64513;');
  expect(log()).toHaveLength(NODES);
});

test('what no file of BIRD’s could hold does not come into it', () => {
  const session = opened('Always');
  const affinity = (cidr: string, state: string): string =>
    printed(
      session,
      'node-1',
      'kubectl apply -f -',
      `apiVersion: crd.projectcalico.org/v1\nkind: BlockAffinity\nmetadata: {name: made-up}\nspec: {cidr: "${cidr}", deleted: "false", node: node-1, state: "${state}"}`,
    );
  const before = config(session, 'bird_aggr.cfg');
  for (const cidr of ['x', '2001:db8::/64', '10.9.0.1/26', '10.9.0.0/33']) {
    affinity(cidr, 'confirmed');
    expect(config(session, 'bird_aggr.cfg'), cidr).toBe(before);
  }
  affinity('10.9.0.0/26', 'pending\\n  accept;');
  const after = config(session, 'bird_aggr.cfg');
  expect(after).toContain('route 10.9.0.0/26 blackhole;');
  expect(after).not.toMatch(/^ *accept;/m);
  apply(
    session,
    'kind: BGPPeer\nmetadata: {name: p}\nspec: {peerIP: 192.168.56.1, asNumber: 65000, localASNumber: 0, maxRestartTime: -5s}',
  );
  expect(config(session)).toContain('graceful restart time 0;');
  expect(config(session)).not.toContain('local as 0;');
  apply(
    session,
    `kind: BGPPeer\nmetadata: {name: p}\nspec: {peerIP: 192.168.56.1, asNumber: 65000, maxRestartTime: ${'9'.repeat(400)}h}`,
  );
  expect(config(session)).toContain('graceful restart time 4095;');
  expect(printed(session, 'node-1', 'bird -p -c /etc/calico/confd/config/bird.cfg')).toBe('');
});

test('FelixConfiguration: what is refused is rejected, what is switched off has no rule', () => {
  const session = opened('Always');
  apply(
    session,
    'kind: FelixConfiguration\nmetadata: {name: default}\nspec: {iptablesFilterDenyAction: Reject}',
  );
  expect(printed(session, 'node-1', 'iptables-save -t filter')).toContain(
    '"Reject IPIP packets from non-Calico hosts" -j REJECT',
  );
  apply(session, 'kind: FelixConfiguration\nmetadata: {name: default}\nspec: {ipipEnabled: false}');
  expect(printed(session, 'node-1', 'iptables-save -t filter')).not.toContain('IPIP packets');
});

test('a pool that changes its mode changes the tunnel', () => {
  const session = opened('Always');
  printed(
    session,
    'node-1',
    'kubectl apply -f -',
    'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: {name: default-ipv4-ippool}\nspec: {cidr: 10.244.0.0/16, blockSize: 26, ipipMode: Never, vxlanMode: Always, natOutgoing: true}',
  );
  expect(printed(session, 'node-1', 'ip route')).toMatch(/dev vxlan\.calico onlink$/m);
  expect(printed(session, 'node-1', 'kubectl get node node-1 -o yaml')).not.toContain('IPIPTunnelAddr');
});

test('CrossSubnet: only what leaves the subnet is wrapped', () => {
  const file = 'scenarios/calico-ipip/scenario.yaml';
  const lab = parseLab(file, readFileSync(file, 'utf8'));
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  const made = Session.open(lab.value, { choices: { mode: 'cross-subnet' } });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const routes = printed(made.value, 'node-1', 'ip route');
  expect(routes).toMatch(/^10\.244\.41\.0\/26 via 192\.168\.56\.12 dev eth0 proto bird$/m);
  expect(routes).toMatch(/^10\.244\.41\.64\/26 via 192\.168\.57\.13 dev tunl0 proto bird onlink$/m);
  expect(routes).toMatch(/^blackhole 10\.244\.41\.192\/26 proto bird$/m);
  expect(printed(made.value, 'node-3', 'ip route')).toMatch(
    /^10\.244\.41\.0\/26 via 192\.168\.56\.12 dev tunl0 proto bird onlink$/m,
  );
});

test('a rollout restart ends BIRD with its pod; peers keep its routes until it is back', () => {
  const session = opened('Always');
  const route = (): string =>
    printed(session, 'node-2', 'ip route show proto bird')
      .split('\n')
      .filter((line) => line.includes(' via '))
      .join();
  const before = route();
  expect(before).toContain(' via 192.168.56.11 ');
  const from = session.length;
  const restart = printed(session, 'node-1', 'kubectl -n kube-system rollout restart ds/calico-node');
  expect(restart).toContain('restarted');
  printed(session, 'node-1', 'sleep 20');
  const told: string[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const { kind, verdict } = session.trace.record(seq);
    if (kind === 'bgp.session' && (verdict === 'Idle' || verdict === 'Established')) told.push(verdict);
    if (kind === 'bird.kernel' && verdict === 'removed') told.push(verdict);
  }
  expect(told).toContain('Idle');
  expect(told.at(-1)).toBe('Established');
  expect(told).not.toContain('removed');
  expect(route()).toBe(before);
});
