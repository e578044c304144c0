import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { accepted, refused, testCluster } from '../../testing/cluster';
import { createObject, findObjects } from '../apiserver';

const manifest = (spec: JsonObject) => ({
  ...{ apiVersion: 'crd.projectcalico.org/v1', kind: 'BlockAffinity' },
  ...{ metadata: { name: 'node-1-10-0-0-0-26' }, spec },
});

it('is found by its node', () => {
  const { kubectl } = testCluster([]);
  const spec = { cidr: '10.0.0.0/26', deleted: 'false', node: 'node-1', state: 'confirmed', type: 'host' };
  const made = accepted(createObject(kubectl, manifest(spec)));
  expect(findObjects(kubectl.ctx, 'BlockAffinity/node=node-1')).toEqual([made]);
});

it('must say what and whose it is', () => {
  const { kubectl } = testCluster([]);
  const words = refused(createObject(kubectl, manifest({ cidr: '10.0.0.0/26', node: 'node-1' })));
  expect(words).toContain('spec.deleted: Required value');
  expect(words).toContain('spec.state: Required value');
});
