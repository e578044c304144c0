import { expect, it } from 'vitest';
import { accepted, podManifest, refused } from '../../testing/cluster';
import { runningCluster } from '../../testing/nodes';
import { createObject, deleteObject, getObject } from '../apiserver';

it('goes when everything in it is gone, and takes nothing new meanwhile', () => {
  const cluster = runningCluster();
  const { kubectl, simulation } = cluster;
  accepted(createObject(kubectl, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }));
  const pod = { ...podManifest('web'), metadata: { name: 'web', namespace: 'shop' } };
  accepted(createObject(kubectl, pod));
  cluster.settle();
  const going = accepted(deleteObject(kubectl, { kind: 'Namespace', namespace: '', name: 'shop' }));
  expect(going.status).toEqual({ phase: 'Terminating' });
  expect(refused(createObject(kubectl, { ...pod, metadata: { name: 'db', namespace: 'shop' } }))).toBe(
    'pods "db" is forbidden: unable to create new content in namespace shop because it is being terminated',
  );
  cluster.settle();
  expect(getObject(simulation.ctx, 'Namespace', '', 'shop')).toBeNull();
  expect(getObject(simulation.ctx, 'Pod', 'shop', 'web')).toBeNull();
  expect(cluster.netns('shop_web')).toBeNull();
});

it('goes at once when it is empty', () => {
  const { kubectl, simulation } = runningCluster();
  accepted(createObject(kubectl, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }));
  accepted(deleteObject(kubectl, { kind: 'Namespace', namespace: '', name: 'shop' }));
  expect(getObject(simulation.ctx, 'Namespace', '', 'shop')).toBeNull();
});
