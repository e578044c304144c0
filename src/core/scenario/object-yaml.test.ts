import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createObject, getObject } from '../cluster/apiserver';
import { accepted, podManifest } from '../testing/cluster';
import { runningCluster } from '../testing/nodes';
import { objectYaml } from './object-yaml';

test('an object is written as kubectl writes it, and read back is the same', () => {
  const cluster = runningCluster();
  accepted(createObject(cluster.kubectl, podManifest('web')));
  cluster.settle();
  const pod = getObject(cluster.simulation.ctx, 'Pod', 'default', 'web');
  if (pod === null) throw new Error('no pod');
  const text = objectYaml(pod);
  expect(text.split('\n').slice(0, 3)).toEqual(['apiVersion: v1', 'kind: Pod', 'metadata:']);
  expect(text).toContain('  containers:\n  - image: busybox:1.36\n');
  expect(parse(text)).toEqual(structuredClone(pod));
});
