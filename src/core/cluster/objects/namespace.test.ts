import { expect, it } from 'vitest';
import { accepted, refused, testCluster } from '../../testing/cluster';
import { createObject, listObjects } from '../apiserver';

it('a cluster begins with the namespaces every cluster has', () => {
  const { simulation } = testCluster([]);
  expect(listObjects(simulation.ctx, 'Namespace').map(({ metadata }) => metadata.name)).toEqual([
    'default',
    'kube-node-lease',
    'kube-public',
    'kube-system',
  ]);
});

it('carries its name as a label, and no namespace of its own', () => {
  const { kubectl } = testCluster([]);
  const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'a' } } };
  expect(accepted(createObject(kubectl, shop)).metadata.labels).toEqual({
    team: 'a',
    'kubernetes.io/metadata.name': 'shop',
  });
  const odd = { ...shop, metadata: { name: 'b', namespace: 'default' } };
  expect(refused(createObject(kubectl, odd))).toBe(
    'Namespace "b" is invalid: metadata.namespace: Forbidden: not allowed on this type',
  );
});
