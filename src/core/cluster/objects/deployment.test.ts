import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { faultsOf, readManifest } from '../manifest';
import { deployment } from './deployment';

const template = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image: 'i:1' }] },
};

function read(spec: JsonObject): ReturnType<typeof readManifest> {
  return readManifest({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec });
}

function faults(spec: JsonObject): string {
  const manifest = read(spec);
  return manifest.ok ? (faultsOf(deployment, manifest.value.object)?.message ?? '') : manifest.error.message;
}

describe('a Deployment', () => {
  it('keeps one pod unless told otherwise, and fills in the template', () => {
    const manifest = read({ selector: { matchLabels: { app: 'web' } }, template });
    expect(manifest.ok && manifest.value.object.spec).toMatchObject({
      replicas: 1,
      template: { spec: { restartPolicy: 'Always' } },
    });
  });

  it.each<[JsonObject, string]>([
    [{ selector: { matchLabels: { app: 'web' } }, template }, ''],
    [{ template }, 'Deployment.apps "d" is invalid: spec.selector: Required value'],
    [
      { selector: { matchLabels: { app: 'db' } }, template },
      'Deployment.apps "d" is invalid: spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ],
    [
      { selector: { matchLabels: { app: 'web' } }, template, replicas: -1 },
      'Deployment.apps "d" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      { selector: { matchLabels: { app: 'web' } }, template: { metadata: template.metadata, spec: {} } },
      'Deployment.apps "d" is invalid: spec.template.spec.containers: Required value',
    ],
  ])('%j', (spec, words) => {
    expect(faults(spec)).toBe(words);
  });
});
