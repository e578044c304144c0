import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { manifestJsonSchemas } from './json-schema.manifests';

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }] },
};

const titles = manifestJsonSchemas().map(({ title }) => title);

test('there is one for every kind of manifest, and none for nodes', () => {
  expect(titles).toContain('Pod');
  expect(titles).toContain('ConfigMap');
  expect(titles).not.toContain('Node');
});

describe('Pod', () => {
  const accepts = new Ajv().compile(manifestJsonSchemas()[titles.indexOf('Pod')]!);

  test('accepts a pod', () => expect(accepts(POD)).toBe(true));

  test.each<[string, object]>([
    ['a misspelt field', { ...POD, spec: { container: [] } }],
    ['another kind', { ...POD, kind: 'Deployment' }],
    ['a label that is a number', { ...POD, metadata: { labels: { app: 1 } } }],
    ['a status', { ...POD, status: {} }],
  ])('refuses %s', (_, manifest) => expect(accepts(manifest)).toBe(false));
});
