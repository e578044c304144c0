/**
 * flanneld's life on simulated nodes: what it publishes, programs and writes, in which order, and what it ends with.
 * Texts and outputs: reference/flannel.md, flannel v0.28.9 main.go.
 */
import { describe, expect, test } from 'vitest';
import { canonical } from '../../base/canonical';
import { flannelNode, script } from '../../testing/flannel-node';
import {
  MANIFEST_FLAGS,
  onDeviceGone,
  onNode,
  onRouteTimer,
  onRuleTimer,
  startAgent,
  type AgentFacts,
  type AgentFlags,
  type AgentStart,
  type AgentState,
} from './agent';
import type { NodeObject } from './node-object';
import { perform } from './perform';

const VXLAN = '{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan"}}';
const NODE: NodeObject = { metadata: { name: 'node1' }, spec: { podCIDR: '10.244.0.0/24' } };
const PREFIX = 'flannel.alpha.coreos.com';

function factsOf(node = flannelNode(), changes: Partial<AgentFacts> = {}): AgentFacts {
  const { random } = node.facts;
  return { ns: node.ns, node: NODE, file: () => null, random, bridgeNetfilter: true, ...changes };
}

function stateOf({ outcome }: AgentStart): AgentState {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

const annotated = (backendType: string, backendData: string, publicIp = '192.168.56.12'): NodeObject => ({
  metadata: {
    name: 'node2',
    annotations: {
      [`${PREFIX}/backend-type`]: backendType,
      [`${PREFIX}/backend-data`]: backendData,
      [`${PREFIX}/public-ip`]: publicIp,
      [`${PREFIX}/kube-subnet-manager`]: 'true',
    },
  },
  spec: { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] },
});
const NODE2 = annotated('vxlan', '{"VNI":1,"VtepMAC":"5e:2f:1a:90:c3:02"}');

describe('start', () => {
  test('everything in its order', () => {
    const { effects } = startAgent(VXLAN, MANIFEST_FLAGS, factsOf());
    expect(script(effects)).toEqual([
      'info: Found network config - Backend type: vxlan',
      'info: Using interface with name eth0 and address 192.168.56.11',
      'info: VXLAN config: VNI=1 Port=0 GBP=false Learning=false DirectRouting=false',
      'ip link add flannel.1 address 4a:5b:6c:7d:8e:01 mtu 1450 type vxlan id 1 dev eth0 local 192.168.56.11 nolearning',
      'annotate',
      'ip addr add 10.244.0.0/32 dev flannel.1',
      'ip link set flannel.1 up',
      'info: Cleaning-up nftables rules...',
      'rules',
      'rules',
      'info: Starting flannel in iptables mode...',
      'info: Current network or subnet (10.244.0.0/16, 10.244.0.0/24) is not equal to previous one (0.0.0.0/0, 0.0.0.0/0), trying to recycle old iptables rules',
      'info: Setting up masking rules',
      'rules',
      'rules',
      'info: Changing default FORWARD chain policy to ACCEPT',
      'rules',
      'rules',
      'file',
      'info: Wrote subnet file to /run/flannel/subnet.env',
      'info: flannel is ready',
      'info: Running backend.',
      'condition',
    ]);
    expect(effects.find(({ kind }) => kind === 'annotate')).toEqual({
      kind: 'annotate',
      annotations: {
        [`${PREFIX}/backend-type`]: 'vxlan',
        [`${PREFIX}/backend-data`]: '{"VNI":1,"VtepMAC":"4a:5b:6c:7d:8e:01"}',
        [`${PREFIX}/public-ip`]: '192.168.56.11',
        [`${PREFIX}/kube-subnet-manager`]: 'true',
      },
    });
    expect(effects.find(({ kind }) => kind === 'file')).toEqual({
      kind: 'file',
      path: '/run/flannel/subnet.env',
      text: 'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.0.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n',
    });
    expect(effects.at(-1)).toEqual({
      kind: 'condition',
      condition: {
        type: 'NetworkUnavailable',
        status: 'False',
        reason: 'FlannelIsUp',
        message: 'Flannel is running on this node',
      },
    });
  });

  test('what it knows is plain data', () => {
    for (const type of ['vxlan', 'host-gw', 'ipip', 'wireguard', 'udp']) {
      const start = startAgent(
        `{"Network":"10.244.0.0/16","Backend":{"Type":"${type}"}}`,
        MANIFEST_FLAGS,
        factsOf(),
      );
      expect(() => canonical(stateOf(start))).not.toThrow();
    }
  });

  test('flags', () => {
    const flags: AgentFlags = {
      ...MANIFEST_FLAGS,
      ipMasq: false,
      iptablesForwardRules: false,
      setNodeNetworkUnavailable: false,
      publicIp: '192.168.56.11',
      kubeAnnotationPrefix: 'net.example',
    };
    const { effects } = startAgent(VXLAN, flags, factsOf());
    expect(script(effects).filter((line) => line === 'condition')).toEqual([]);
    expect(JSON.stringify(effects)).toContain('FLANNEL_IPMASQ=false');
    expect(JSON.stringify(effects)).toContain('net.example/backend-type');
  });

  test('a restart finds its old address, writes no annotation, and keeps its rules', () => {
    const node = flannelNode();
    const first = startAgent(VXLAN, MANIFEST_FLAGS, factsOf(node));
    node.perform(first.effects);
    const [annotate, file] = ['annotate', 'file'].map((kind) =>
      first.effects.find((each) => each.kind === kind),
    );
    if (annotate?.kind !== 'annotate' || file?.kind !== 'file') throw new Error('no annotation, no file');
    const metadata = { name: 'node1', annotations: annotate.annotations };
    const again = startAgent(
      VXLAN,
      MANIFEST_FLAGS,
      factsOf(node, {
        node: { ...NODE, metadata },
        file: () => file.text,
        random: (count) => new Uint8Array(count),
      }),
    );
    const lines = script(again.effects);
    expect(lines).toContain('info: Interface flannel.1 mac address set to: 4a:5b:6c:7d:8e:01');
    expect(lines).not.toContain('annotate');
    expect(lines.filter((line) => line.startsWith('ip '))).toEqual(['ip link set flannel.1 up']);
    expect(lines.join('\n')).not.toContain('recycle');
  });

  test('the operator says which address: the interface’s, and the published one', () => {
    const annotations = {
      [`${PREFIX}/node-public-ip`]: '192.168.56.11',
      [`${PREFIX}/public-ip-overwrite`]: '203.0.113.7',
    };
    const node: NodeObject = { ...NODE, metadata: { name: 'node1', annotations } };
    const { effects } = startAgent(VXLAN, MANIFEST_FLAGS, factsOf(flannelNode(), { node }));
    expect(JSON.stringify(effects)).toContain(`"${PREFIX}/public-ip":"203.0.113.7"`);
    expect(script(effects)).toContain(
      `info: Overriding public ip with '203.0.113.7' from node annotation '${PREFIX}/public-ip-overwrite'`,
    );
  });
});

describe('ends with', () => {
  const end = (
    netConf: string,
    changes: Partial<AgentFacts> = {},
    flags: Partial<AgentFlags> = {},
  ): unknown => {
    const { outcome } = startAgent(netConf, { ...MANIFEST_FLAGS, ...flags }, factsOf(flannelNode(), changes));
    return outcome.ok ? outcome.value : outcome.error.by === 'flanneld' ? outcome.error.text : outcome.error;
  };

  test.each([
    [
      '{"Network":"10.244.0.0"}',
      'Failed to create SubnetManager: error parsing subnet config: invalid CIDR address: 10.244.0.0',
    ],
    ['{"EnableIPv4":false}', 'none defined stack'],
    [
      '{"EnableIPv6":true,"IPv6Network":"fc00::/48"}',
      'Failed to find any valid interface to use: failed to get default v6 interface: unable to find default v6 route',
    ],
    ['{"Backend":{"Type":"gre"}}', 'Error fetching backend: unknown backend type: gre'],
    [
      '{"Network":"10.245.0.0/16","Backend":{"Type":"host-gw"}}',
      'Error registering network: failed to acquire lease: subnet "10.245.0.0/16" specified in the flannel net config doesn\'t contain "10.244.0.0/24" PodCIDR of the "node1" node',
    ],
    [
      '{"Network":"10.244.0.0/16","Backend":{"Type":"wireguard","PSK":"x"}}',
      'Error registering network: could not parse psk: wgtypes: failed to parse base64-encoded key: illegal base64 data at input byte 1',
    ],
  ])('%s', (netConf, text) => expect(end(netConf)).toBe(text));

  test('a backend that is not simulated', () => {
    expect(end('{"Backend":{"Type":"extension"}}')).toEqual({
      by: 'simulator',
      backend: 'extension',
      option: null,
    });
  });

  test('a node without podCIDR; the device is left behind', () => {
    const node: NodeObject = { metadata: { name: 'node1' } };
    expect(end(VXLAN, { node })).toBe(
      'Error registering network: failed to acquire lease: node "node1" pod cidr not assigned',
    );
    const { effects } = startAgent(VXLAN, MANIFEST_FLAGS, factsOf(flannelNode(), { node }));
    expect(script(effects).at(-1)).toMatch(/^ip link add flannel\.1 /);
  });

  test('no br_netfilter, unless nftables are used', () => {
    const without = { bridgeNetfilter: false };
    expect(end(VXLAN, without)).toBe(
      'Failed to check br_netfilter: stat /proc/sys/net/bridge/bridge-nf-call-iptables: no such file or directory',
    );
    expect(end(VXLAN.replace('{', '{"EnableNFTables":true,'), without)).toHaveProperty('node', 'node1');
  });

  test('a prefix that is none, NAT under host-gw, pods of IPv6 only', () => {
    expect(end(VXLAN, {}, { kubeAnnotationPrefix: 'x' })).toBe(
      'Failed to create SubnetManager: error creating network manager: subnet/kube: prefix must be in a format: fqdn/[0-9a-z-_]*',
    );
    const nat = { iface: ['eth0'], publicIp: '203.0.113.7' };
    expect(end('{"Network":"10.244.0.0/16","Backend":{"Type":"host-gw"}}', {}, nat)).toMatch(
      /^Error fetching backend: your PublicIP differs/,
    );
    expect(end(VXLAN, { node: { ...NODE, spec: { podCIDR: 'fc00::/64' } } })).toBe(
      'Error registering network: failed to configure interface flannel.1: IPv4 is enabled but the lease has no IPv4',
    );
  });
});

describe('while it runs', () => {
  const running = (netConf = VXLAN) => {
    const node = flannelNode();
    const start = startAgent(netConf, MANIFEST_FLAGS, factsOf(node));
    node.perform(start.effects);
    return { node, state: stateOf(start) };
  };

  test('nodes come and go; its own is not its business, nor is its twin', () => {
    const { node, state } = running();
    const own = { ...NODE2, spec: { podCIDR: '10.244.0.0/24' } };
    expect(onNode(state, node.ns, { before: null, after: own })).toEqual({ effects: [], event: null });
    expect(onNode(state, node.ns, { before: null, after: NODE })).toEqual({ effects: [], event: null });
    const added = onNode(state, node.ns, { before: null, after: NODE2 });
    expect(added.event?.type).toBe('added');
    expect(script(added.effects)).toEqual([
      'ip neigh replace 10.244.1.0 lladdr 5e:2f:1a:90:c3:02 dev flannel.1 nud permanent',
      'bridge fdb replace 5e:2f:1a:90:c3:02 dev flannel.1 dst 192.168.56.12 self permanent',
      'ip route replace 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink',
    ]);
    expect(onNode(state, node.ns, { before: NODE2, after: NODE2 }).effects).toEqual([]);
    expect(onNode(state, node.ns, { before: NODE2, after: null }).effects).toHaveLength(3);
  });

  test('a Node that cannot be read is told', () => {
    const { node, state } = running();
    const nowhere = annotated('vxlan', 'null', 'nowhere');
    expect(script(onNode(state, node.ns, { before: null, after: nowhere }).effects)).toEqual([
      'info: Error turning node "node2" to lease: invalid IP address format',
    ]);
  });

  test('host-gw puts its routes back, vxlan does not', () => {
    const { node, state } = running('{"Network":"10.244.0.0/16","Backend":{"Type":"host-gw"}}');
    const nodes = [NODE, annotated('host-gw', 'null'), annotated('vxlan', 'null', '192.168.56.13')];
    const unmanaged: NodeObject = { metadata: { name: 'node9' }, spec: { podCIDR: '10.244.9.0/24' } };
    expect(script(onRouteTimer(state, node.ns, [...nodes, unmanaged]))).toEqual([
      'ip route add 10.244.1.0/24 via 192.168.56.12 dev eth0',
    ]);
    expect(onRouteTimer(running().state, node.ns, nodes)).toEqual([]);
  });

  test('rules that are missing are set again', () => {
    const { node, state } = running();
    // The rules of the start were not carried out here, so all are missing.
    const lines = script(onRuleTimer(state, node.ns));
    expect(lines[0]).toBe('info: Some iptables rules are missing; deleting and recreating rules');
    expect(lines.filter((line) => line === 'rules')).toHaveLength(4);
  });

  test('a deleted vxlan device is made again, without what was in it', () => {
    const { node, state } = running();
    const annotations = { [`${PREFIX}/backend-data`]: '{"VNI":1,"VtepMAC":"5e:2f:1a:90:c3:77"}' };
    node.shell('ip link del flannel.1');
    const facts = factsOf(node, { node: { ...NODE, metadata: { name: 'node1', annotations } } });
    const effects = onDeviceGone(state, facts, 'flannel.1');
    expect(script(effects).filter((line) => line.startsWith('ip '))).toEqual([
      'ip link add flannel.1 address 5e:2f:1a:90:c3:77 mtu 1450 type vxlan id 1 dev eth0 local 192.168.56.11 nolearning',
      'ip addr add 10.244.0.0/32 dev flannel.1',
      'ip link set flannel.1 up',
    ]);
    expect(node.perform(effects).done).toBe(true);
    const refused = perform(effects, {
      net: () => ({ errno: 'EBUSY', message: '' }),
      other: () => undefined,
    });
    expect(refused.log.at(-1)?.text).toBe('failed to create vxlan device: device or resource busy');
    expect(onDeviceGone(state, facts, 'flannel.2')).toEqual([]);
    node.shell('ip addr del 192.168.56.11/24 dev eth0');
    expect(script(onDeviceGone(state, factsOf(node), 'flannel.1')).at(-1)).toBe(
      'info: external interface eth0 not found, retrying in 1s',
    );
  });
});
