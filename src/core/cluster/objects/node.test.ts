import { expect, it } from 'vitest';
import { accepted, refused, testCluster } from '../../testing/cluster';
import { createObject, findObjects, patchObject } from '../apiserver';

it('gets a range of pod addresses once', () => {
  const { kubectl, simulation } = testCluster([]);
  accepted(createObject(kubectl, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } }));
  const at = { kind: 'Node', namespace: '', name: 'n1' };
  accepted(patchObject(kubectl, at, { spec: { podCIDR: '10.244.0.0/24' } }));
  expect(refused(patchObject(kubectl, at, { spec: { podCIDR: '10.244.1.0/24' } }))).toBe(
    'Node "n1" is invalid: spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
  );
  expect(findObjects(simulation.ctx, 'Node')).toHaveLength(1);
});
