/** Goal: pods and nodes come, change and go, and flannel follows; what ADD did, DEL undoes to the last entry. */
import { describe, expect, test } from 'vitest';
import { canonical } from '../../base/canonical';
import { createObject, deleteObject, getObject, patchObject } from '../../cluster/apiserver';
import { restartNetwork, startNode, stopNode } from '../../cluster/start';
import { asKind } from '../../model/cluster';
import type { Netns } from '../../model/world';
import { accepted, podManifest } from '../../testing/cluster';
import {
  BACKENDS,
  addMachine,
  flannelCluster,
  flanneldState,
  netConf,
  ping,
  podOn,
} from '../../testing/flannel-cluster';
import type { RunningCluster } from '../../testing/nodes';

const NAMES = Object.keys(BACKENDS) as (keyof typeof BACKENDS)[];

/** Everything one could configure or find out about a node's netns; counters and clocks apart. */
function tables(ns: Netns | null): string {
  if (ns === null) throw new Error('no netns');
  const links = ns.links.flatMap((link) => {
    if (link === undefined) return [];
    const { neigh, stats: _stats, ...rest } = link;
    const own = 'fdb' in rest ? { ...rest, fdb: rest.fdb.entries } : rest;
    return [{ ...own, ...('peers' in own ? { peers: own.peers.entries } : {}), neigh: neigh.entries }];
  });
  const routes = new Map([...ns.routeTables].map(([id, { byPrefix }]) => [id, byPrefix] as const));
  const { sysctl, files, processes, sockets, nfTables, ipRules, inetAll } = ns;
  return canonical({
    ...{ links, routes, nfTables, ipRules, inetAll, files: files.entries },
    ...{ sysctl: sysctl.entries, processes: processes.entries, sockets: sockets.entries },
  });
}

function remove(cluster: RunningCluster, kind: string, name: string): void {
  const namespace = kind === 'Pod' ? 'default' : '';
  accepted(deleteObject(cluster.kubectl, { kind, namespace, name }));
  cluster.settle();
}

function phase(cluster: RunningCluster, pod: string): string {
  return asKind(cluster.pod(pod), 'Pod')?.status.phase ?? 'none';
}

describe('a pod', () => {
  test.each(NAMES)('%s: DEL undoes exactly what ADD did', (backend) => {
    const cluster = flannelCluster(2, netConf(BACKENDS[backend]));
    // The first pod of a node makes the bridge, which stays; so does the note of the last address given out.
    podOn(cluster, 'first', 1);
    const others = (): readonly string[] =>
      ['lan', 'node2', 'first'].map((name) => tables(cluster.netns(name)));
    const last = '/var/lib/cni/networks/cbr0/last_reserved_ip.0';
    const before = tables(cluster.netns('node1'));
    const beforeOthers = others();
    const namespaces = cluster.simulation.world.netns.filter((ns) => ns !== undefined).length;
    podOn(cluster, 'second', 1);
    expect(tables(cluster.netns('node1'))).not.toBe(before);
    remove(cluster, 'Pod', 'second');
    expect(tables(cluster.netns('node1')).replace(`${last}":"10.244.0.3`, `${last}":"10.244.0.2`)).toBe(
      before,
    );
    expect(others()).toEqual(beforeOthers);
    expect(cluster.simulation.world.netns.filter((ns) => ns !== undefined)).toHaveLength(namespaces);
  });

  test('that is made anew elsewhere gets an address there, and is reached', () => {
    const cluster = flannelCluster(2, netConf(BACKENDS.vxlan));
    podOn(cluster, 'client', 1);
    podOn(cluster, 'web', 1);
    remove(cluster, 'Pod', 'web');
    podOn(cluster, 'web', 2);
    expect(asKind(cluster.pod('web'), 'Pod')?.status.podIP).toBe('10.244.1.2');
    expect(ping(cluster, 'client', '10.244.1.2')).toContain('ttl=62');
  });

  test('without an address left waits with the words of host-local, and gets one when another goes', () => {
    const ranges = { node1: '10.244.0.0/30' };
    const cluster = flannelCluster(1, netConf(BACKENDS.vxlan), { ranges });
    podOn(cluster, 'one', 1);
    const from = cluster.trace.length;
    podOn(cluster, 'two', 1);
    expect(phase(cluster, 'two')).toBe('Pending');
    const records = Array.from({ length: cluster.trace.length - from }, (_, i) =>
      cluster.trace.record(from + i),
    );
    const message = records.flatMap((record) =>
      record.kind === 'ctrl.reconcile' && record.verdict === 'fails' ? [record.detail.params['message']] : [],
    )[0];
    expect(message).toMatch(
      /^Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "[0-9a-f]{64}": plugin type="flannel" failed \(add\): failed to delegate add: failed to allocate for range 0: no IP addresses available in range set: 10\.244\.0\.1-10\.244\.0\.2$/,
    );
    // Nothing of the tries is left.
    expect(cluster.netns('two')).toBeNull();
    expect(cluster.typed('node1', 'ip link').filter((line) => line.includes('veth'))).toHaveLength(1);
    remove(cluster, 'Pod', 'one');
    expect(asKind(cluster.pod('two'), 'Pod')?.status.podIP).toBe('10.244.0.2');
  });
});

describe('a node', () => {
  const join = (cluster: RunningCluster): void => {
    const { simulation } = cluster;
    addMachine(simulation, 3);
    startNode(simulation.ctx, simulation.runtime, 'node3', cluster.netns('node3')?.id ?? -1);
    cluster.settle();
  };

  test.each(NAMES)('%s: one that joins is reached', (backend) => {
    const cluster = flannelCluster(2, netConf(BACKENDS[backend]));
    podOn(cluster, 'pod-1', 1);
    join(cluster);
    podOn(cluster, 'pod-3', 3);
    expect(ping(cluster, 'pod-1', '10.244.2.2')).toContain('bytes from 10.244.2.2');
    remove(cluster, 'Node', 'node3');
    expect(ping(cluster, 'pod-1', '10.244.2.2')).toBe('none');
  });

  test.each(NAMES)('%s: one that leaves leaves nothing with the others', (backend) => {
    const cluster = flannelCluster(2, netConf(BACKENDS[backend]));
    podOn(cluster, 'pod-1', 1);
    const before = tables(cluster.netns('node1'));
    join(cluster);
    expect(tables(cluster.netns('node1'))).not.toBe(before);
    remove(cluster, 'Node', 'node3');
    expect(flanneldState(cluster, 3)?.phase).toBe('waits');
    expect(withoutClocks(tables(cluster.netns('node1')))).toBe(withoutClocks(before));
  });

  test('with a new address is reached there once its daemon is started anew', () => {
    const cluster = flannelCluster(2, netConf(BACKENDS.vxlan));
    podOn(cluster, 'pod-1', 1);
    podOn(cluster, 'pod-2', 2);
    cluster.typed('node2', 'ip addr add 192.168.56.77/24 dev eth0');
    cluster.typed('node2', 'ip addr del 192.168.56.12/24 dev eth0');
    cluster.typed('node2', 'ip addr add 192.168.56.77/24 dev eth0');
    cluster.typed('node2', 'ip route add default via 192.168.56.1');
    expect(cluster.typed('node1', 'bridge fdb show dev flannel.1').join('\n')).toContain('dst 192.168.56.12');
    const { ctx, runtime } = cluster.simulation;
    restartNetwork(ctx, runtime, 'node2');
    cluster.settle();
    const annotations = getObject(ctx, 'Node', '', 'node2')?.metadata.annotations;
    expect(annotations?.['flannel.alpha.coreos.com/public-ip']).toBe('192.168.56.77');
    expect(cluster.typed('node1', 'bridge fdb show dev flannel.1')).toEqual([
      expect.stringMatching(/dst 192\.168\.56\.77 self permanent$/),
    ]);
    expect(ping(cluster, 'pod-1', '10.244.1.2')).toContain('ttl=62');
  });

  test('whose kubelet is away keeps its tunnel', () => {
    const cluster = flannelCluster(2, netConf(BACKENDS.vxlan));
    podOn(cluster, 'pod-1', 1);
    podOn(cluster, 'pod-2', 2);
    stopNode(cluster.simulation.ctx, 'node2');
    cluster.settle();
    expect(ping(cluster, 'pod-1', '10.244.1.2')).toContain('ttl=62');
  });

  test('whose vxlan device is deleted gets it back; what led to the others does not come back with it', () => {
    const cluster = flannelCluster(2, netConf(BACKENDS.vxlan));
    const from = cluster.trace.length;
    cluster.typed('node1', 'ip link del flannel.1');
    cluster.settle();
    expect(cluster.decisions(from)).toEqual(['node1/flanneld flannelDevice']);
    expect(cluster.typed('node1', 'ip addr show flannel.1').join('\n')).toContain('inet 10.244.0.0/32');
    expect(cluster.typed('node1', 'bridge fdb show dev flannel.1')).toEqual([]);
  });
});

/** wireguard sets its route anew with every node that comes: the same route, by a later operation. */
function withoutClocks(text: string): string {
  return text.replace(/"op":\d+/g, '"op":0');
}

test('another net-conf.json is read by the next start, not before', () => {
  const cluster = flannelCluster(2, netConf(BACKENDS.vxlan));
  const at = { kind: 'ConfigMap', namespace: 'kube-flannel', name: 'kube-flannel-cfg' } as const;
  accepted(patchObject(cluster.kubectl, at, { data: { 'net-conf.json': netConf(BACKENDS['host-gw']) } }));
  cluster.simulation.runFor(60e9);
  expect(cluster.typed('node1', 'ip route')).toContain('10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink');
  restartNetwork(cluster.simulation.ctx, cluster.simulation.runtime);
  cluster.settle();
  expect(cluster.typed('node1', 'ip route')).toContain('10.244.1.0/24 via 192.168.56.12 dev eth0');
  accepted(createObject(cluster.kubectl, podManifest('a', { nodeName: 'node1' })));
  accepted(createObject(cluster.kubectl, podManifest('b', { nodeName: 'node2' })));
  cluster.settle();
  expect(ping(cluster, 'a', '10.244.1.2')).toContain('ttl=62');
});
