import { describe, expect, it } from 'vitest';
import { accepted, podManifest, refused, testCluster } from '../testing/cluster';
import { worldHash } from '../sim/hash';
import type { ControllerRequest } from '../model/cluster';
import {
  createObject,
  deleteObject,
  findObjects,
  getObject,
  listObjects,
  patchObject,
  updateObject,
} from './apiserver';
import type { AnyControllerKind } from './controller';
import { controllerKinds } from './controllers';

const POD_A = { kind: 'Pod', namespace: 'default', name: 'a' } as const;

describe('creating', () => {
  it('fills in what was left out, and gives uid, version and time', () => {
    const { kubectl } = testCluster([]);
    const pod = accepted(createObject(kubectl, podManifest('a')));
    expect(pod.metadata).toMatchObject({
      name: 'a',
      namespace: 'default',
      creationTimestamp: '2026-01-01T00:00:00Z',
    });
    expect(pod.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(pod.spec).toMatchObject({
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      containers: [{ imagePullPolicy: 'IfNotPresent' }],
    });
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });

  it('counts versions, one for each change', () => {
    const { kubectl } = testCluster([]);
    const a = Number(accepted(createObject(kubectl, podManifest('a'))).metadata.resourceVersion);
    const b = Number(accepted(createObject(kubectl, podManifest('b'))).metadata.resourceVersion);
    expect(b).toBe(a + 1);
  });

  it('gives the same uid in every run, and another one to another object', () => {
    const uid = (...names: readonly string[]): string => {
      const { kubectl } = testCluster([]);
      const pods = names.map((name) => accepted(createObject(kubectl, podManifest(name))));
      return pods[pods.length - 1]?.metadata.uid ?? '';
    };
    expect(uid('a')).toBe(uid('a'));
    expect(uid('b', 'a')).toBe(uid('a'));
    expect(uid('b')).not.toBe(uid('a'));
  });

  it('makes a name from generateName', () => {
    const { kubectl } = testCluster([]);
    const manifest = { ...podManifest('x'), metadata: { generateName: 'web-' } };
    const first = accepted(createObject(kubectl, manifest)).metadata.name;
    const second = accepted(createObject(kubectl, manifest)).metadata.name;
    expect(first).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(second).not.toBe(first);
  });

  it('does not let the client choose uid, version or status', () => {
    const { kubectl } = testCluster([]);
    const pod = accepted(
      createObject(kubectl, {
        ...podManifest('a'),
        metadata: { name: 'a', uid: 'mine', resourceVersion: '77' },
        status: { phase: 'Running', podIP: '1.2.3.4' },
      }),
    );
    expect(pod.metadata.uid).not.toBe('mine');
    expect(pod.metadata.resourceVersion).not.toBe('77');
    expect(pod.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  });
});

describe('refusing, in the words of the API server', () => {
  it.each([
    ['a second one of the name', podManifest('a'), 'pods "a" already exists'],
    [
      'a namespace that is not there',
      { ...podManifest('b'), metadata: { name: 'b', namespace: 'shop' } },
      'namespaces "shop" not found',
    ],
    [
      'a kind nobody knows',
      { apiVersion: 'v1', kind: 'Podd', metadata: { name: 'b' } },
      'no matches for kind "Podd" in version "v1"',
    ],
    [
      'a field nobody knows',
      podManifest('b', { containres: [], hostnetwork: true }),
      'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containres", unknown field "spec.hostnetwork"',
    ],
    [
      'a value of the wrong type',
      podManifest('b', { hostNetwork: 'yes' }),
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool',
    ],
    [
      'a label that is a number',
      { ...podManifest('b'), metadata: { name: 'b', labels: { tier: 1 } } },
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      'a pod without containers',
      { ...podManifest('b'), spec: {} },
      'Pod "b" is invalid: spec.containers: Required value',
    ],
    [
      'a name in capitals',
      podManifest('Web'),
      "Pod \"Web\" is invalid: metadata.name: Invalid value: \"Web\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ])('%s', (_what, manifest, words) => {
    const { kubectl } = testCluster([]);
    accepted(createObject(kubectl, podManifest('a')));
    expect(refused(createObject(kubectl, manifest))).toBe(words);
  });

  it('lists several faults in brackets', () => {
    const { kubectl } = testCluster([]);
    const manifest = podManifest('a', { containers: [{ name: 'x' }, { name: 'x', image: 'i' }] });
    expect(refused(createObject(kubectl, manifest))).toBe(
      'Pod "a" is invalid: [spec.containers[0].image: Required value, spec.containers[1].name: Duplicate value: "x"]',
    );
  });

  it('and leaves a record of it', () => {
    const { kubectl, trace } = testCluster([]);
    refused(createObject(kubectl, podManifest('A')));
    const last = trace.record(trace.length - 1);
    expect(last).toMatchObject({ kind: 'api.change', verdict: 'refused', detail: { by: 'kubectl' } });
  });
});

describe('changing', () => {
  it('merges a patch; the status is changed by a patch of the status alone', () => {
    const { kubectl } = testCluster([]);
    accepted(createObject(kubectl, podManifest('a')));
    accepted(
      patchObject(
        kubectl,
        { ...POD_A, status: true },
        { status: { phase: 'Running' }, spec: { hostNetwork: true } },
      ),
    );
    const pod = accepted(
      patchObject(kubectl, POD_A, { metadata: { labels: { app: 'web' } }, status: { phase: 'Failed' } }),
    );
    expect(pod.status).toMatchObject({ phase: 'Running' });
    expect(pod.spec?.['hostNetwork']).toBeUndefined();
    expect(pod.metadata.labels).toEqual({ app: 'web' });
  });

  it('takes no version when nothing changes', () => {
    const { kubectl } = testCluster([]);
    const before = accepted(createObject(kubectl, podManifest('a')));
    const after = accepted(patchObject(kubectl, POD_A, { metadata: { labels: null } }));
    expect(after).toBe(before);
  });

  it('refuses what a pod may not change', () => {
    const { kubectl } = testCluster([]);
    accepted(createObject(kubectl, podManifest('a')));
    expect(refused(patchObject(kubectl, POD_A, { spec: { hostNetwork: true } }))).toMatch(
      /^Pod "a" is invalid: spec: Forbidden: pod updates may not change fields other than /,
    );
    accepted(
      patchObject(kubectl, POD_A, {
        spec: { containers: [{ name: 'main', image: 'busybox:1.37', imagePullPolicy: 'IfNotPresent' }] },
      }),
    );
  });

  it('refuses an update that was made from an older version', () => {
    const { kubectl } = testCluster([]);
    const first = accepted(createObject(kubectl, podManifest('a')));
    accepted(patchObject(kubectl, POD_A, { metadata: { labels: { x: 'y' } } }));
    const late = {
      ...podManifest('a'),
      metadata: { name: 'a', resourceVersion: first.metadata.resourceVersion },
    };
    expect(refused(updateObject(kubectl, late))).toBe(
      'Operation cannot be fulfilled on pods "a": the object has been modified; please apply your changes to the latest version and try again',
    );
  });
});

describe('deleting', () => {
  it('removes at once what nobody has to clean up after', () => {
    const { kubectl, simulation } = testCluster([]);
    accepted(createObject(kubectl, podManifest('a')));
    accepted(deleteObject(kubectl, POD_A));
    expect(getObject(simulation.ctx, 'Pod', 'default', 'a')).toBeNull();
    expect(refused(deleteObject(kubectl, POD_A))).toBe('pods "a" not found');
  });

  it('only marks a pod on a node, until somebody asks without grace', () => {
    const { kubectl, simulation } = testCluster([]);
    accepted(createObject(kubectl, podManifest('a', { nodeName: 'node-1' })));
    expect(findObjects(simulation.ctx, 'Pod/spec.nodeName=node-1')).toHaveLength(1);
    const marked = accepted(deleteObject(kubectl, POD_A));
    expect(marked.metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:30Z',
      deletionGracePeriodSeconds: 30,
    });
    accepted(deleteObject(kubectl, POD_A, 0));
    expect(listObjects(simulation.ctx, 'Pod')).toEqual([]);
    expect(findObjects(simulation.ctx, 'Pod/spec.nodeName=node-1')).toEqual([]);
  });
});

describe('watches', () => {
  /** Remembers what it hears of pods on its node. */
  function listener(): { readonly kind: AnyControllerKind; readonly heard: [string, ControllerRequest][] } {
    const heard: [string, ControllerRequest][] = [];
    const kind: AnyControllerKind = {
      kind: 'kubelet',
      initial: 0,
      watches: {
        Pod: ({ spec }) => (typeof spec?.['nodeName'] === 'string' ? [`${spec['nodeName']}/kubelet`] : []),
      },
      reconcile: (io, state, request) => {
        heard.push([io.id, request]);
        return Number(state) + 1;
      },
    };
    return { kind, heard };
  }

  it('tell the controllers concerned, some milliseconds later', () => {
    const { kind, heard } = listener();
    const { simulation, kubectl } = testCluster([kind], 2);
    simulation.runUntilQuiet();
    expect(heard.map(([id, { reason }]) => [id, reason])).toEqual([
      ['node-1/kubelet', 'start'],
      ['node-2/kubelet', 'start'],
    ]);
    const before = simulation.world.nowNs;
    accepted(createObject(kubectl, podManifest('a', { nodeName: 'node-2' })));
    accepted(createObject(kubectl, podManifest('b')));
    accepted(createObject(kubectl, podManifest('c', { nodeName: 'node-9' })));
    accepted(deleteObject(kubectl, POD_A));
    simulation.runUntilQuiet();
    expect(simulation.world.nowNs - before).toBe(2_000_000);
    expect(
      heard.slice(2).map(([id, request]) => [id, request.reason, 'key' in request && request.key]),
    ).toEqual([
      ['node-2/kubelet', 'added', 'Pod/default/a'],
      ['node-2/kubelet', 'modified', 'Pod/default/a'],
    ]);
    expect(simulation.world.cluster?.controllers.entries.get('node-2/kubelet')?.state).toBe(3);
  });

  it('lead from the change to what the controller does', () => {
    const kind: AnyControllerKind = {
      kind: 'kubelet',
      initial: null,
      watches: { Pod: () => ['node-1/kubelet'] },
      reconcile: (io, state, request) => {
        if (request.reason === 'added') io.decide('acts', 'setUpPod', { pod: 'default/a', node: 'node-1' });
        return state;
      },
    };
    const { simulation, kubectl, trace } = testCluster([kind]);
    simulation.runUntilQuiet();
    accepted(createObject(kubectl, podManifest('a')));
    const change = trace.length - 1;
    simulation.runUntilQuiet();
    expect(trace.record(trace.length - 1)).toMatchObject({
      kind: 'ctrl.reconcile',
      verdict: 'acts',
      cause: change,
      detail: { controller: 'node-1/kubelet', why: 'added', about: 'Pod/default/a' },
    });
  });
});

it('runs the same with and without a trace, and from a checkpoint', () => {
  const one = testCluster(controllerKinds);
  const two = testCluster(controllerKinds);
  accepted(createObject(one.kubectl, podManifest('a')));
  accepted(createObject(two.kubectl, podManifest('a')));
  one.simulation.runUntilQuiet();
  two.simulation.runUntilQuiet();
  expect(worldHash(one.simulation.world)).toBe(worldHash(two.simulation.world));
});
