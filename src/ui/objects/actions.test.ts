/** Goal: what the panel's buttons type is what a learner would type, and the shell takes it. */
import { describe, expect, it } from 'vitest';
import type { ObjectRow, ObjectsView } from '../../core/index';
import { yamlText } from '../../core/scenario/yaml-text';
import { actionsOf, applyInput, joinAction, manifestOf, policyInput, wrongFields } from './actions';

/** The one document of a manifest, as kubectl reads it. */
function parse(text: string): unknown {
  const read = yamlText.read(text);
  return read.ok ? read.value[0] : read.error;
}

const view: ObjectsView = {
  version: 1,
  namespaces: ['default', 'shop'],
  rows: [],
  kubectlOn: 'node-1',
  spare: [],
};
const row = (kind: string, more: Partial<ObjectRow> = {}): ObjectRow => ({
  key: `${kind}/default/web`,
  kind,
  namespace: 'default',
  name: 'web',
  labels: {},
  status: '',
  well: true,
  detail: '',
  node: null,
  schedulable: true,
  replicas: null,
  owner: null,
  element: null,
  written: null,
  ...more,
});
const typed = (one: ObjectRow): string[] =>
  actionsOf(one, view).map(({ input }) => `${input.netns}$ ${input.command}`);

describe('actions', () => {
  it('of a pod, with its namespace where kubectl needs it', () => {
    expect(typed(row('Pod'))).toEqual(['node-1$ kubectl delete pod web']);
    expect(typed(row('Pod', { namespace: 'shop' }))).toEqual(['node-1$ kubectl delete pod web -n shop']);
  });

  it('of a node: cordoned or not, and its own kubelet', () => {
    expect(typed(row('Node', { namespace: '', name: 'node-2' }))).toEqual([
      'node-1$ kubectl cordon node-2',
      'node-1$ kubectl drain node-2 --force --ignore-daemonsets',
      'node-2$ systemctl stop kubelet',
    ]);
    expect(typed(row('Node', { name: 'node-2', schedulable: false }))[0]).toBe(
      'node-1$ kubectl uncordon node-2',
    );
  });

  it('of a Deployment: never below none', () => {
    expect(typed(row('Deployment', { replicas: 2 })).slice(0, 2)).toEqual([
      'node-1$ kubectl scale deployment web --replicas=3',
      'node-1$ kubectl scale deployment web --replicas=1',
    ]);
    expect(typed(row('Deployment', { replicas: 0 }))).toHaveLength(2);
  });

  it('none where nobody can type', () => {
    expect(actionsOf(row('Pod'), { ...view, kubectlOn: null })).toEqual([]);
    expect(typed(row('ConfigMap'))).toEqual([]);
  });

  it('of a machine beside the cluster', () => {
    expect(joinAction('node-3').input).toMatchObject({ netns: 'node-3', command: 'systemctl start kubelet' });
  });
});

describe('the form', () => {
  const draft = { name: 'web', namespace: 'shop', node: 'node-2', containers: 'nginx, log' };

  it('makes a manifest of what was typed', () => {
    expect(parse(manifestOf(draft))).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        nodeName: 'node-2',
        containers: ['nginx', 'log'].map((name) => ({ name, image: 'busybox:1.36' })),
      },
    });
    expect(applyInput('node-1', 'x').stdin).toBe('x');
  });

  it.each([
    ['Web', 'main', ['name']],
    ['web', '', ['containers']],
    ['web', 'a a', ['containers']],
    ['web: {', '[', ['name', 'containers']],
    ['web', 'a b', []],
  ] as const)('%s with %s', (name, containers, wrong) => {
    expect(wrongFields({ ...draft, name, containers })).toEqual(wrong);
  });
});

describe('a policy', () => {
  const policy = {
    ...{ key: 'NetworkPolicy/shop/web', namespace: 'shop', name: 'web', selector: '<none>' },
    ...{ directions: ['Ingress' as const], manifest: '{"kind":"NetworkPolicy"}' },
  };
  it('that is on is deleted', () =>
    expect(policyInput({ ...policy, on: true }, 'node-1')).toEqual({
      ...{ kind: 'exec', netns: 'node-1', command: 'kubectl delete networkpolicy web -n shop' },
    }));
  it('that is off is applied', () =>
    expect(policyInput({ ...policy, on: false }, 'node-1')).toEqual({
      ...{ kind: 'exec', netns: 'node-1', command: 'kubectl apply -f -', stdin: policy.manifest },
    }));
});
