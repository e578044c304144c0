import { expect, it } from 'vitest';
import { accepted, podManifest } from '../../testing/cluster';
import { runningCluster } from '../../testing/nodes';
import { createObject, deleteObject, getObject, patchObject } from '../apiserver';

const NODE = { kind: 'Node', namespace: '', name: 'node-2' } as const;

it('takes the taint off when a node is ready, and puts it on when it no longer is', () => {
  const cluster = runningCluster(2);
  const taints = (): unknown => getObject(cluster.simulation.ctx, 'Node', '', 'node-2')?.spec?.['taints'];
  expect(taints()).toBeUndefined();
  accepted(
    patchObject(
      cluster.kubectl,
      { ...NODE, status: true },
      { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } },
    ),
  );
  cluster.settle();
  expect(taints()).toEqual([{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }]);
});

it('removes the pods of a node that is gone', () => {
  const cluster = runningCluster(2);
  accepted(createObject(cluster.kubectl, podManifest('a', { nodeName: 'node-2' })));
  accepted(createObject(cluster.kubectl, podManifest('b', { nodeName: 'node-1' })));
  cluster.settle();
  accepted(deleteObject(cluster.kubectl, NODE));
  cluster.settle();
  expect(cluster.pod('a')).toBeNull();
  expect(cluster.netns('a')).toBeNull();
  expect(cluster.pod('b')).not.toBeNull();
});
