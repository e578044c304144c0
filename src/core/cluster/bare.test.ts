/** A cluster that nobody records is the same cluster, and what its nodes are told alike stands in memory once. */
import { expect, it } from 'vitest';
import { BACKENDS, flannelCluster, netConf, podOn } from '../testing/flannel-cluster';
import { worldHash } from '../sim/hash';
import { deleteObject } from './apiserver';
import type { RunningCluster } from '../testing/nodes';
import { linkByName } from '../kernel/ctx';
import { need } from '../base/assert';
import { TABLE_MAIN, prefixKey } from '../model/route';
import { ipv4 } from '../wire/addr';

function withPods(bare: boolean): RunningCluster {
  const cluster = flannelCluster(4, netConf(BACKENDS.vxlan), { bare });
  podOn(cluster, 'stays', 1);
  podOn(cluster, 'goes', 3);
  deleteObject(cluster.kubectl, { kind: 'Pod', namespace: 'default', name: 'goes' });
  cluster.settle();
  podOn(cluster, 'goes', 3);
  podOn(cluster, 'other', 3);
  return cluster;
}

it('is the same whether its decisions are recorded or not', () => {
  expect(worldHash(withPods(true).simulation.world)).toBe(worldHash(withPods(false).simulation.world));
});

it('keeps one value for what a lease leaves on all nodes that heard of it at one instant', () => {
  const cluster = flannelCluster(4, netConf(BACKENDS.vxlan), { bare: true });
  const [subnet, hears] = [ipv4('10.244.3.0'), ['node1', 'node2', 'node3']];
  const rows = hears.map((name) => {
    const ns = need(cluster.netns(name), name);
    const device = linkByName(ns, 'flannel.1');
    if (device?.kind !== 'vxlan') throw new Error(`${name} has no flannel.1`);
    const neighbour = need(device.neigh.entries.get(subnet), 'a neighbour');
    return {
      neighbour,
      entry: device.fdb.entries.get(need(neighbour.mac, 'a MAC address')),
      routes: ns.routeTables.get(TABLE_MAIN)?.byPrefix.get(prefixKey(subnet, 24)),
    };
  });
  for (const row of rows) {
    expect(row.neighbour).toBe(rows[0]?.neighbour);
    expect(row.entry).toBe(rows[0]?.entry);
    expect(row.routes).toBe(rows[0]?.routes);
  }
});
