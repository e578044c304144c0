import { expect, it } from 'vitest';
import { accepted, testCluster } from '../../testing/cluster';
import { createObject, deleteObject, getObject } from '../apiserver';
import { nodeIpam } from './node-ipam';

const SMALL = { podCIDR: '10.244.0.0/22', nodeCIDRMaskSize: 24, network: 'none' };

it('gives out ranges in turn, freed ones last, and says when none is left', () => {
  const { simulation, kubectl, trace } = testCluster([nodeIpam], 1, SMALL);
  const add = (name: string, spec = {}): unknown => {
    accepted(createObject(kubectl, { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec }));
    simulation.runUntilQuiet();
    return getObject(simulation.ctx, 'Node', '', name)?.spec?.['podCIDR'];
  };
  expect(add('a')).toBe('10.244.0.0/24');
  expect(add('b')).toBe('10.244.1.0/24');
  accepted(deleteObject(kubectl, { kind: 'Node', namespace: '', name: 'a' }));
  simulation.runUntilQuiet();
  expect(add('c')).toBe('10.244.2.0/24');
  expect(add('d', { podCIDR: '10.244.3.0/24' })).toBe('10.244.3.0/24');
  expect(add('e')).toBe('10.244.0.0/24');
  expect(add('f')).toBeUndefined();
  expect(trace.record(trace.length - 1)).toMatchObject({ verdict: 'fails', detail: { decision: 'noCidr' } });
});

it('has nothing to give in a cluster without a range', () => {
  const { simulation, kubectl } = testCluster([nodeIpam], 1, { ...SMALL, podCIDR: null });
  accepted(createObject(kubectl, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } }));
  simulation.runUntilQuiet();
  expect(getObject(simulation.ctx, 'Node', '', 'a')?.spec).toEqual({});
});
