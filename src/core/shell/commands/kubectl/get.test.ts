/** Goal: tables, YAML and JSON as kubectl prints them. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { TypedCluster } from '../../../testing/kubectl';
import { podYaml, typedCluster } from '../../../testing/kubectl';

let cluster: TypedCluster;
beforeAll(() => {
  cluster = typedCluster();
  cluster.type('kubectl apply -f -', podYaml('a', '  nodeName: node-1'));
  cluster.type('kubectl create ns other');
  cluster.type('kubectl apply -n other -f -', podYaml('long-name', '  nodeName: node-2'));
});

describe('tables', () => {
  test.each<[string, string[]]>([
    [
      'kubectl get pods',
      ['NAME   READY   STATUS    RESTARTS   AGE', 'a      1/1     Running   0          0s'],
    ],
    [
      'kubectl get po -A',
      [
        'NAMESPACE   NAME        READY   STATUS    RESTARTS   AGE',
        'default     a           1/1     Running   0          0s',
        'other       long-name   1/1     Running   0          0s',
      ],
    ],
    [
      'kubectl get pods -o wide',
      [
        'NAME   READY   STATUS    RESTARTS   AGE   IP           NODE     NOMINATED NODE   READINESS GATES',
        'a      1/1     Running   0          0s    10.244.1.2   node-1   <none>           <none>',
      ],
    ],
    [
      'kubectl get nodes',
      [
        'NAME     STATUS   ROLES    AGE   VERSION',
        'node-1   Ready    <none>   0s    v1.34.0',
        'node-2   Ready    <none>   0s    v1.34.0',
      ],
    ],
    ['kubectl get ns other', ['NAME    STATUS   AGE', 'other   Active   0s']],
    ['kubectl get pods -n other -o name', ['pod/long-name']],
    ['kubectl get pods,ns -o name', ['pod/a', ...namespaces()]],
    ['kubectl get pods -L app --no-headers', ['a     1/1   Running   0     0s    ']],
    ['kubectl get pods -n nix', ['No resources found in nix namespace.']],
    [
      'kubectl get pods x y',
      [
        'Error from server (NotFound): pods "x" not found',
        'Error from server (NotFound): pods "y" not found',
      ],
    ],
    ['kubectl get pods a -l app', ['error: name cannot be provided when a selector is specified']],
    ['kubectl get pods a -A', ['error: a resource cannot be retrieved by name across all namespaces']],
  ])('%s', (command, lines) => expect(cluster.lines(command)).toEqual(lines));

  test('of several kinds stand apart, each with its kind in front', () => {
    expect(cluster.lines('kubectl get pod/a node/node-1')).toEqual([
      'NAME    READY   STATUS    RESTARTS   AGE',
      'pod/a   1/1     Running   0          0s',
      '',
      'NAME          STATUS   ROLES    AGE   VERSION',
      'node/node-1   Ready    <none>   0s    v1.34.0',
    ]);
  });
});

function namespaces(): string[] {
  return ['default', 'kube-node-lease', 'kube-public', 'kube-system', 'other'].map(
    (name) => `namespace/${name}`,
  );
}

describe('raw objects', () => {
  test('YAML with its keys in order, lists at the level of their key', () => {
    const lines = cluster.lines('kubectl get pod a -o yaml');
    expect(lines.slice(0, 2)).toEqual(['apiVersion: v1', 'kind: Pod']);
    expect(lines).toContain('  containers:');
    expect(lines).toContain('  - image: busybox:1.36');
    expect(lines).toContain('    imagePullPolicy: IfNotPresent');
    expect(lines.join('\n')).toContain(
      '    kubectl.kubernetes.io/last-applied-configuration: |\n      {"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"name":"a","namespace":"default"},',
    );
  });

  test('what is printed can be applied again', () => {
    const text = cluster.lines('kubectl get pod a -o yaml').join('\n');
    const again = cluster.type('kubectl apply -f -', text);
    expect([again.exitCode, again.stdout]).toEqual([0, ['pod/a configured']]);
  });

  test('JSON indented by four, several objects as a List', () => {
    const text = cluster.lines('kubectl get pods -A -o json').join('\n');
    expect(
      text.startsWith('{\n    "apiVersion": "v1",\n    "items": [\n        {\n            "apiVersion"'),
    ).toBe(true);
    expect(
      text.endsWith('\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}'),
    ).toBe(true);
    const names = (JSON.parse(text) as { items: { metadata: { name: string } }[] }).items.map(
      (one) => one.metadata.name,
    );
    expect(names).toEqual(['a', 'long-name']);
  });
});
