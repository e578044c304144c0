import { expect, it } from 'vitest';
import { accepted, testCluster } from '../../testing/cluster';
import { createObject, findObjects } from '../apiserver';

it('is found by the node it belongs to', () => {
  const { kubectl } = testCluster([]);
  const block = accepted(
    createObject(kubectl, {
      ...{ apiVersion: 'crd.projectcalico.org/v1', kind: 'IPAMBlock', metadata: { name: '10-0-0-0-26' } },
      spec: { cidr: '10.0.0.0/26', affinity: 'host:node-1', allocations: [null, 0], unallocated: [0] },
    }),
  );
  expect(findObjects(kubectl.ctx, 'IPAMBlock/affinity=host:node-1')).toEqual([block]);
  expect(findObjects(kubectl.ctx, 'IPAMBlock/affinity=host:node-2')).toEqual([]);
});
