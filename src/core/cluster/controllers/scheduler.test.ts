import { expect, it } from 'vitest';
import { accepted, podManifest } from '../../testing/cluster';
import { runningCluster } from '../../testing/nodes';
import { createObject, deleteObject, patchObject } from '../apiserver';

it('chooses the node with the fewest pods', () => {
  const cluster = runningCluster(2);
  for (const name of ['a', 'b', 'c', 'd']) accepted(createObject(cluster.kubectl, podManifest(name)));
  cluster.settle();
  const nodeOf = (name: string): unknown => cluster.pod(name)?.spec?.['nodeName'];
  expect(['a', 'b', 'c', 'd'].map(nodeOf)).toEqual(['node-1', 'node-2', 'node-1', 'node-2']);
  accepted(deleteObject(cluster.kubectl, { kind: 'Pod', namespace: 'default', name: 'b' }));
  cluster.settle();
  accepted(createObject(cluster.kubectl, podManifest('e')));
  cluster.settle();
  expect(nodeOf('e')).toBe('node-2');
});

it('leaves a pod alone that names its node', () => {
  const cluster = runningCluster(2);
  accepted(createObject(cluster.kubectl, podManifest('a', { nodeName: 'node-2' })));
  cluster.settle();
  expect(cluster.decisions().filter((one) => one.startsWith('kube-scheduler'))).toEqual([]);
  expect(cluster.pod('a')?.status).toMatchObject({ phase: 'Running' });
});

it('says why nobody will have a pod, and tries again when a node changes', () => {
  const cluster = runningCluster(2);
  const at = (name: string) => ({ kind: 'Node', namespace: '', name }) as const;
  accepted(patchObject(cluster.kubectl, at('node-1'), { spec: { unschedulable: true } }));
  accepted(createObject(cluster.kubectl, podManifest('a', { nodeSelector: { disk: 'ssd' } })));
  cluster.settle();
  expect(cluster.pod('a')?.status).toMatchObject({
    conditions: [
      {
        status: 'False',
        message:
          "0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) were unschedulable.",
      },
    ],
  });
  accepted(patchObject(cluster.kubectl, at('node-2'), { metadata: { labels: { disk: 'ssd' } } }));
  cluster.settle();
  expect(cluster.pod('a')).toMatchObject({ spec: { nodeName: 'node-2' }, status: { phase: 'Running' } });
});
