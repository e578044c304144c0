/** Goal: the panel lists what the API server holds, and knows who wrote it last. */
import { expect, test } from 'vitest';
import { createObject } from '../cluster/apiserver';
import { accepted, podManifest } from '../testing/cluster';
import { runningCluster } from '../testing/nodes';
import { objectView, objectsView } from './objects';
import type { ViewSource } from './source';

function started() {
  const cluster = runningCluster(2);
  accepted(createObject(cluster.kubectl, podManifest('web', { nodeName: 'node-2' })));
  cluster.settle();
  const source: ViewSource = {
    trace: {
      get length() {
        return cluster.trace.length;
      },
      record: (seq) => cluster.trace.record(seq),
      frame: () => null,
    },
    worldAt: () => cluster.simulation.world,
    explain: (seq) => cluster.trace.record(seq),
    inputs: [],
  };
  return { cluster, source };
}

test('every object, nodes first, in kubectl’s words', () => {
  const { cluster, source } = started();
  const view = objectsView(source, cluster.trace.length - 1);
  expect(view.rows.slice(0, 2).map(({ name, status, detail }) => `${name} ${status} ${detail}`)).toEqual([
    'node-1 Ready 10.244.0.0/24',
    'node-2 Ready 10.244.1.0/24',
  ]);
  expect(view.rows.find(({ key }) => key === 'Pod/default/web')).toMatchObject({
    status: 'Running',
    detail: '10.244.2.2',
    node: 'node-2',
    element: 'netns:web',
    written: { by: 'node-2/kubelet' },
  });
  expect(view.namespaces).toContain('kube-system');
  expect([view.kubectlOn, view.spare]).toEqual(['node-1', []]);
});

test('the writer is the last one up to the instant', () => {
  const { cluster, source } = started();
  const records = Array.from({ length: cluster.trace.length }, (_, seq) => cluster.trace.record(seq));
  const writes = records.flatMap((record) =>
    record.kind === 'api.change' && record.detail.key === 'Pod/default/web' ? [record] : [],
  );
  expect(writes.length).toBeGreaterThan(1);
  for (const { seq, detail } of writes) {
    expect(objectView(source, seq, 'Pod/default/web')?.row.written).toEqual({ seq, by: detail.by });
  }
});

test('an object that is not there is none', () => {
  const { cluster, source } = started();
  expect(objectView(source, cluster.trace.length - 1, 'Pod/default/gone')).toBeNull();
  expect(objectsView(source, -1).rows).toEqual([]);
});
