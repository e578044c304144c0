import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { accepted, refused, testCluster } from '../../testing/cluster';
import { createObject } from '../apiserver';

const manifest = (data: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kube-flannel-cfg', namespace: 'kube-system' },
  data,
});

it('keeps texts by key', () => {
  const { kubectl } = testCluster([]);
  const map = accepted(createObject(kubectl, manifest({ 'net-conf.json': '{}' })));
  expect(map.data).toEqual({ 'net-conf.json': '{}' });
});

it('is particular about its keys', () => {
  const { kubectl } = testCluster([]);
  expect(refused(createObject(kubectl, manifest({ 'a b': '' })))).toMatch(
    /^ConfigMap "kube-flannel-cfg" is invalid: data\[a b\]: Invalid value: "a b": a valid config key must consist of/,
  );
});
