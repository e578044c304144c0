import { describe, expect, test } from 'vitest';
import { annotationKeys, DEFAULT_PREFIX } from './annotations';

describe('annotationKeys', () => {
  test('the default prefix', () => {
    expect(annotationKeys(DEFAULT_PREFIX)).toEqual({
      ok: true,
      value: {
        subnetKubeManaged: 'flannel.alpha.coreos.com/kube-subnet-manager',
        backendData: 'flannel.alpha.coreos.com/backend-data',
        backendType: 'flannel.alpha.coreos.com/backend-type',
        publicIp: 'flannel.alpha.coreos.com/public-ip',
        publicIpOverwrite: 'flannel.alpha.coreos.com/public-ip-overwrite',
        nodePublicIp: 'flannel.alpha.coreos.com/node-public-ip',
      },
    });
  });

  test.each([
    ['net.example/', 'net.example/backend-data'],
    ['net.example/blue', 'net.example/blue-backend-data'],
    ['net.example/blue-', 'net.example/blue-backend-data'],
    ['a_b.c-d.9', 'a_b.c-d.9/backend-data'],
    // The pattern looks at the end only.
    ['UPPER.net.example', 'UPPER.net.example/backend-data'],
  ])('%s begins %s', (prefix, key) => {
    const keys = annotationKeys(prefix);
    expect(keys.ok && keys.value.backendData).toBe(key);
  });

  test.each([
    '',
    'example',
    'example/',
    'net.example/Blue',
    'net.Example',
    'net.example/blue green',
    '.example',
  ])('refuses %j', (prefix) =>
    expect(annotationKeys(prefix)).toEqual({
      ok: false,
      error: 'subnet/kube: prefix must be in a format: fqdn/[0-9a-z-_]*',
    }),
  );

  test('one slash at most', () => {
    expect(annotationKeys('net.example/blue/green')).toEqual({
      ok: false,
      error: 'subnet/kube: prefix can contain at most single slash',
    });
  });
});
