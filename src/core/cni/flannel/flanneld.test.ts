/** Goal: from objects alone, flannel makes a network in which pods of different nodes reach each other. */
import { describe, expect, test } from 'vitest';
import { createObject, getObject } from '../../cluster/apiserver';
import { asKind } from '../../model/cluster';
import { printRule } from '../../kernel/netfilter/text';
import { accepted } from '../../testing/cluster';
import {
  BACKENDS,
  flannelCluster,
  flannelConfigMap,
  flanneldState,
  netConf,
  ping,
  podOn,
} from '../../testing/flannel-cluster';
import type { RunningCluster } from '../../testing/nodes';

/** Rules of both tables, as iptables-save prints them. */
function iptablesOf(cluster: RunningCluster, netns: string): readonly string[] {
  const tables = cluster.netns(netns)?.nfTables.values() ?? [];
  return [...tables].flatMap(({ chains }) =>
    [...chains.values()].flatMap(({ name, rules }) => rules.map((rule) => printRule(name, rule))),
  );
}

/** Messages of what a controller said it waits for or fails at. */
function told({ trace }: RunningCluster, controller: string): readonly string[] {
  const messages: string[] = [];
  for (let seq = 0; seq < trace.length; seq += 1) {
    const record = trace.record(seq);
    if (record.kind !== 'ctrl.reconcile' || record.detail.controller !== controller) continue;
    if (record.verdict !== 'acts')
      messages.push(String(record.detail.params['message'] ?? record.detail.params['backend']));
  }
  return messages;
}

function ipOf(cluster: RunningCluster, pod: string): string {
  return asKind(getObject(cluster.simulation.ctx, 'Pod', 'default', pod), 'Pod')?.status.podIP ?? '';
}

/** TTL of a reply: one less for each kernel that forwards, one less for each process that relays. */
const TTL: Readonly<Record<keyof typeof BACKENDS, number>> = {
  vxlan: 62,
  'vxlan, DirectRouting': 62,
  'host-gw': 62,
  udp: 60,
  ipip: 62,
  wireguard: 62,
};

describe.each(Object.keys(BACKENDS) as (keyof typeof BACKENDS)[])('%s', (backend) => {
  test.each([2, 3])('%i nodes: every pod reaches every other', (nodes) => {
    const cluster = flannelCluster(nodes, netConf(BACKENDS[backend]));
    const numbers = Array.from({ length: nodes }, (_, i) => i + 1);
    for (const n of numbers) podOn(cluster, `pod-${String(n)}`, n);
    for (const from of numbers) {
      for (const to of numbers) {
        if (from === to) continue;
        const target = ipOf(cluster, `pod-${String(to)}`);
        expect(target).toBe(`10.244.${String(to - 1)}.2`);
        expect(ping(cluster, `pod-${String(from)}`, target)).toMatch(
          new RegExp(`^64 bytes from ${target}: icmp_seq=1 ttl=${String(TTL[backend])} `),
        );
      }
    }
    expect(numbers.map((n) => flanneldState(cluster, n)?.phase)).toEqual(numbers.map(() => 'running'));
  });
});

describe('a node with vxlan', () => {
  const cluster = flannelCluster(2, netConf(BACKENDS.vxlan));

  test('its Node says what flannel is, and that it is up', () => {
    const node = getObject(cluster.simulation.ctx, 'Node', '', 'node2');
    const mac = /link\/ether (\S+)/.exec(cluster.typed('node2', 'ip link show flannel.1').join(' '))?.[1];
    expect(node?.metadata.annotations).toEqual({
      'flannel.alpha.coreos.com/backend-data': `{"VNI":1,"VtepMAC":"${String(mac)}"}`,
      'flannel.alpha.coreos.com/backend-type': 'vxlan',
      'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
      'flannel.alpha.coreos.com/public-ip': '192.168.56.12',
    });
    expect(node?.status?.['conditions']).toMatchObject([
      { type: 'NetworkUnavailable', status: 'False', reason: 'FlannelIsUp' },
      { type: 'Ready', status: 'True' },
    ]);
  });

  test('has the plugin configuration and subnet.env', () => {
    const files = cluster.netns('node2')?.files.entries;
    expect(files?.get('/run/flannel/subnet.env')).toBe(
      'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.1.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n',
    );
    expect(files?.get('/etc/cni/net.d/10-flannel.conflist')).toContain('"name":"cbr0"');
  });

  test('its routes and rules come back when somebody takes them away', () => {
    const rules = (): string => JSON.stringify(iptablesOf(cluster, 'node1'));
    const before = rules();
    cluster.simulation.apply('node1', {
      kind: 'nf.edit',
      table: 'nat',
      edit: { do: 'flush', chain: 'FLANNEL-POSTRTG' },
    });
    expect(rules()).not.toBe(before);
    const from = cluster.trace.length;
    cluster.simulation.runFor(6e9);
    expect(rules()).toBe(before);
    expect(cluster.decisions(from)).toEqual(['node1/flanneld flannelRules']);
    // vxlan looks after its rules only: its routes stay away.
    cluster.typed('node1', 'ip route del 10.244.1.0/24');
    cluster.simulation.runFor(30e9);
    expect(cluster.typed('node1', 'ip route').join('\n')).not.toContain('10.244.1.0/24');
  });
});

test('host-gw puts a route back within ten seconds', () => {
  const cluster = flannelCluster(2, netConf(BACKENDS['host-gw']));
  cluster.typed('node1', 'ip route del 10.244.1.0/24');
  cluster.simulation.runFor(11e9);
  expect(cluster.typed('node1', 'ip route')).toContain('10.244.1.0/24 via 192.168.56.12 dev eth0');
});

describe('what keeps the daemon from running', () => {
  test('no ConfigMap: its pod waits, and starts when there is one', () => {
    const cluster = flannelCluster(2, null);
    expect(told(cluster, 'node1/flanneld')).toEqual([
      'MountVolume.SetUp failed for volume "flannel-cfg" : configmap "kube-flannel-cfg" not found',
    ]);
    accepted(createObject(cluster.kubectl, flannelConfigMap(netConf(BACKENDS.vxlan))));
    cluster.settle();
    expect(cluster.typed('node1', 'ip route').join('\n')).toContain(
      '10.244.1.0/24 via 10.244.1.0 dev flannel.1',
    );
  });

  test.each([
    ['{', {}, 'Failed to create SubnetManager: error parsing subnet config: unexpected end of JSON input'],
    [
      netConf(BACKENDS.vxlan, { Network: '10.5.0.0/16' }),
      {},
      'Error registering network: failed to acquire lease: subnet "10.5.0.0/16" specified in the flannel net config doesn\'t contain "10.244.0.0/24" PodCIDR of the "node1" node',
    ],
    [
      netConf(BACKENDS.vxlan),
      { podCIDR: null },
      'Error registering network: failed to acquire lease: node "node1" pod cidr not assigned',
    ],
  ])('%s: it ends with its message, again and again', (conf, config, message) => {
    const cluster = flannelCluster(1, conf, { config });
    // Three restarts are waited for, after 10, 20 and 40 seconds.
    expect(told(cluster, 'node1/flanneld')).toEqual([message, message, message, message]);
    expect(Math.floor(cluster.simulation.world.nowNs / 1e9)).toBe(71);
    cluster.simulation.runFor(80e9);
    expect(told(cluster, 'node1/flanneld')).toHaveLength(5);
  });

  test('wireguard in mode auto: flannel sets up the first peer and dies of a network it has not', () => {
    const cluster = flannelCluster(2, netConf({ Type: 'wireguard', Mode: 'auto' }));
    expect(told(cluster, 'node1/flanneld').at(-1)).toBe(
      'panic: runtime error: invalid memory address or nil pointer dereference',
    );
    expect(flanneldState(cluster, 1)?.phase).toBe('crashed');
    expect(flannelCluster(1, netConf({ Type: 'wireguard', Mode: 'ipv4' }))).toSatisfy(
      (alone: RunningCluster) => flanneldState(alone, 1)?.phase === 'running',
    );
  });

  test('pods wait for subnet.env, with the message everybody knows', () => {
    const cluster = flannelCluster(1, netConf({ Type: 'nonsense' }));
    podOn(cluster, 'web', 1);
    expect(told(cluster, 'node1/kubelet').at(-1)).toMatch(
      /: plugin type="flannel" failed \(add\): failed to load flannel 'subnet\.env' file: open \/run\/flannel\/subnet\.env: no such file or directory\. Check the flannel pod log for this node\.$/,
    );
  });
});
