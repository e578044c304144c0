import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { accepted } from '../../testing/cluster';
import type { RunningCluster } from '../../testing/nodes';
import { runningCluster } from '../../testing/nodes';
import { createObject, deleteObject, getObject, listObjects, patchObject } from '../apiserver';

const AT = { kind: 'Deployment', namespace: 'default', name: 'web' } as const;

function manifest(replicas: number, image = 'nginx:1.27'): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image }] } },
    },
  };
}

function deployed(replicas: number): RunningCluster {
  const cluster = runningCluster(2);
  accepted(createObject(cluster.kubectl, manifest(replicas)));
  cluster.settle();
  return cluster;
}

const pods = (cluster: RunningCluster) => listObjects(cluster.simulation.ctx, 'Pod', 'default');

describe('a Deployment', () => {
  it('keeps as many pods as are wanted, all running', () => {
    const cluster = deployed(3);
    const names = pods(cluster).map(({ metadata }) => metadata.name);
    expect(names.map((name) => /^web-[bcdfghjklmnpqrstvwxz2456789]{10}-.{5}$/.test(name))).toEqual([
      true,
      true,
      true,
    ]);
    expect(pods(cluster).every(({ status }) => status?.['phase'] === 'Running')).toBe(true);
    expect(getObject(cluster.simulation.ctx, 'Deployment', 'default', 'web')?.status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
    });
  });

  it('grows, shrinks, and replaces a pod that was deleted', () => {
    const cluster = deployed(2);
    accepted(patchObject(cluster.kubectl, AT, { spec: { replicas: 4 } }));
    cluster.settle();
    expect(pods(cluster)).toHaveLength(4);
    accepted(patchObject(cluster.kubectl, AT, { spec: { replicas: 1 } }));
    cluster.settle();
    const [only] = pods(cluster);
    expect(pods(cluster)).toHaveLength(1);
    accepted(deleteObject(cluster.kubectl, { ...AT, kind: 'Pod', name: only?.metadata.name ?? '' }));
    cluster.settle();
    expect(pods(cluster)).toHaveLength(1);
    expect(pods(cluster)[0]?.metadata.name).not.toBe(only?.metadata.name);
  });

  it('replaces its pods when the template changes', () => {
    const cluster = deployed(2);
    const before = pods(cluster).map(({ metadata }) => metadata.name);
    accepted(
      patchObject(cluster.kubectl, AT, {
        spec: { template: { spec: { containers: [{ name: 'c', image: 'nginx:1.28' }] } } },
      }),
    );
    cluster.settle();
    const after = pods(cluster);
    expect(after).toHaveLength(2);
    expect(after.filter(({ metadata }) => before.includes(metadata.name))).toEqual([]);
  });

  it('takes its pods along when it is deleted', () => {
    const cluster = deployed(2);
    accepted(deleteObject(cluster.kubectl, AT));
    cluster.settle();
    expect(pods(cluster)).toEqual([]);
    expect(cluster.simulation.world.netns.filter((ns) => ns !== undefined)).toHaveLength(2);
  });
});
