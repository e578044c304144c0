/** Goal: nodes join, fall silent, come back and leave as machines do; what runs on them runs on without a kubelet. */
import { describe, expect, it } from 'vitest';
import { accepted, podManifest } from '../testing/cluster';
import { runningCluster, type RunningCluster } from '../testing/nodes';
import { createObject, deleteObject, getObject } from './apiserver';
import { startNode, stopNode } from './start';

const WEB = { kind: 'Pod', namespace: 'default', name: 'web' } as const;

function withWeb(): RunningCluster {
  const cluster = runningCluster(2);
  accepted(createObject(cluster.kubectl, podManifest('web', { nodeName: 'node-2' })));
  cluster.settle();
  return cluster;
}

function ready(cluster: RunningCluster): unknown {
  return getObject(cluster.simulation.ctx, 'Node', '', 'node-2')?.status?.['conditions'];
}

function rejoin(cluster: RunningCluster): void {
  const { ctx, runtime } = cluster.simulation;
  startNode(ctx, runtime, 'node-2', cluster.netns('node-2')?.id ?? -1);
  cluster.settle();
}

describe('a kubelet that is stopped', () => {
  it('is missed after 40 seconds; its pods run on', () => {
    const cluster = withWeb();
    const from = cluster.simulation.world.nowNs;
    stopNode(cluster.simulation.ctx, 'node-2');
    cluster.settle();
    expect(cluster.simulation.world.nowNs - from).toBeGreaterThanOrEqual(40e9);
    expect(ready(cluster)).toMatchObject([{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }]);
    expect(getObject(cluster.simulation.ctx, 'Node', '', 'node-2')?.spec?.['taints']).toEqual([
      { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
    ]);
    expect(cluster.typed('web', 'ip addr show eth0').join('\n')).toContain('10.244.2.2/24');
  });

  it('is not missed when it comes back in time', () => {
    const cluster = withWeb();
    const from = cluster.trace.length;
    stopNode(cluster.simulation.ctx, 'node-2');
    rejoin(cluster);
    expect(ready(cluster)).toMatchObject([{ type: 'Ready', status: 'True' }]);
    expect(cluster.decisions(from)).toEqual(['node-2/kubelet nodeReady', 'node-2/kubelet kubeletBack']);
  });

  it('finds its pods when it comes back, and does what was asked meanwhile', () => {
    const cluster = withWeb();
    stopNode(cluster.simulation.ctx, 'node-2');
    accepted(deleteObject(cluster.kubectl, WEB));
    accepted(createObject(cluster.kubectl, podManifest('more', { nodeName: 'node-2' })));
    cluster.settle();
    // Nobody is there to stop one or start the other.
    expect(cluster.pod('web')?.metadata.deletionTimestamp).toBeDefined();
    expect(cluster.netns('web')).not.toBeNull();
    rejoin(cluster);
    expect(cluster.pod('web')).toBeNull();
    expect(cluster.netns('web')).toBeNull();
    expect(cluster.pod('more')?.status).toMatchObject({ phase: 'Running', podIP: '10.244.2.3' });
  });

  it('stops what is left of pods that were removed by force', () => {
    const cluster = withWeb();
    stopNode(cluster.simulation.ctx, 'node-2');
    accepted(deleteObject(cluster.kubectl, WEB, 0));
    cluster.settle();
    expect(cluster.netns('web')).not.toBeNull();
    rejoin(cluster);
    expect(cluster.netns('web')).toBeNull();
    expect(cluster.typed('node-2', 'ip link').join('\n')).not.toContain('veth');
  });
});

it('a Node that was deleted comes back with the next start of its kubelet, with a range of its own', () => {
  const cluster = withWeb();
  accepted(deleteObject(cluster.kubectl, { kind: 'Node', namespace: '', name: 'node-2' }));
  cluster.settle();
  expect(cluster.pod('web')).toBeNull();
  expect(cluster.netns('web')).toBeNull();
  stopNode(cluster.simulation.ctx, 'node-2');
  rejoin(cluster);
  expect(getObject(cluster.simulation.ctx, 'Node', '', 'node-2')?.spec).toMatchObject({
    podCIDR: '10.244.2.0/24',
  });
});
