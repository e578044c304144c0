import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { faultsOf, readManifest } from '../manifest';
import { ipPool } from './ip-pool';

function read(spec: JsonObject): ReturnType<typeof readManifest> {
  const apiVersion = 'projectcalico.org/v3';
  return readManifest({ apiVersion, kind: 'IPPool', metadata: { name: 'p' }, spec });
}

it('has blocks of 64 addresses and wraps nothing unless told otherwise', () => {
  const manifest = read({ cidr: '10.244.0.0/16' });
  expect(manifest.ok && manifest.value.object.spec).toMatchObject({
    ...{ blockSize: 26, vxlanMode: 'Never', ipipMode: 'Never' },
  });
});

it.each<[JsonObject, RegExp | null]>([
  [{ cidr: '10.244.0.0/16', vxlanMode: 'CrossSubnet' }, null],
  [{ cidr: '10.244.0.1/16' }, /IPpool.CIDR: Invalid value: "10.244.0.1\/16"/],
  [{ cidr: '10.244.0.0/28' }, /IP pool size is too small/],
  [{ cidr: '10.244.0.0/16', blockSize: 33 }, /IPpool.BlockSize: Invalid value: 33/],
  [
    { cidr: '10.244.0.0/16', vxlanMode: 'On' },
    /spec.vxlanMode: Unsupported value: "On": supported values: "Always", "CrossSubnet", "Never"/,
  ],
  [{ cidr: '10.244.0.0/16', vxlanMode: 'Always', ipipMode: 'Always' }, /cannot both be enabled/],
])('%j', (spec, words) => {
  const manifest = read(spec);
  const fault = manifest.ok ? faultsOf(ipPool, manifest.value.object) : manifest.error;
  if (words === null) expect(fault).toBeNull();
  else expect(fault?.message).toMatch(words);
});

it('keeps its range', () => {
  const [before, next] = ['10.244.0.0/16', '10.0.0.0/8'].map((cidr) => read({ cidr }));
  if (before?.ok !== true || next?.ok !== true) throw new Error('refused');
  expect(ipPool.validateUpdate(next.value.object, before.value.object)).toHaveLength(1);
  expect(ipPool.validateUpdate(before.value.object, before.value.object)).toEqual([]);
});
