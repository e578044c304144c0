/** Goal: what `-o jsonpath`, `-o custom-columns` and `--sort-by` print is what kubectl prints. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../base/json';
import type { TypedCluster } from '../../../testing/kubectl';
import { podYaml, typedCluster } from '../../../testing/kubectl';
import { byTemplate, sortedBy } from './output';

const recorded = readFileSync(path.join(import.meta.dirname, 'jsonpath.recorded.txt'), 'utf8');
const [, object = '', ...lines] = recorded.trim().split('\n');
const RECORDED = lines.map((line) => JSON.parse(line) as [string, string]);

describe('templates, as kubectl wrote them', () => {
  test.each(RECORDED)('%s', (template, output) => {
    const { stdout, stderr, unterminated } = byTemplate(
      `jsonpath=${template}`,
      JSON.parse(object) as Json,
      [],
      true,
    ) as ReturnType<typeof byTemplate> & { unterminated?: boolean };
    const said = [...stdout, ...stderr].map((line) => `${line}\n`).join('');
    expect(unterminated === true ? said.slice(0, -1) : said).toBe(output);
  });
});

/** A union of the same key, a hundred times. */
function often(key: string): string {
  return `[${Array.from({ length: 100 }, () => `'${key}'`).join(',')}]`;
}

describe('columns, as kubectl v1.32.4 wrote them', () => {
  const pods: Json[] = [
    JSON.parse(object) as Json,
    { metadata: { name: 'pod-b' }, spec: { containers: [{ name: 'tools' }], hostNetwork: true } },
  ];
  test.each<[string, boolean, string[]]>([
    [
      'N:.metadata.name,C:.spec.containers[*].name,X:.nosuch,P:spec.containers[0].ports,H:{.spec.hostNetwork}',
      true,
      [
        'N       C       X        P                                                H',
        'pod-a   a,b     <none>   [map[containerPort:80] map[containerPort:443]]   true',
        'pod-b   tools   <none>   <none>                                           true',
      ],
    ],
    ['N', true, ['error: unexpected custom-columns spec: N, expected <header>:<json-path-expr>']],
    ['', true, ['error: custom-columns format specified but no custom columns given']],
    ['N:', true, ['N', '<none>', '<none>']],
    [
      'A B:.metadata.name,N:.spec.containers[?(@.name=="a")].image',
      false,
      ['pod-a   nginx', 'pod-b   <none>'],
    ],
    [
      'A:.metadata.name,N:.spec.containers[3].name',
      true,
      ['A     N', 'error: array index out of bounds: index 3, length 2'],
    ],
    [
      'A:.metadata.name,N:.spec.containers[0].ports[*].containerPort',
      true,
      ['A       N', 'pod-a   80,443', 'pod-b   <none>'],
    ],
    ['A:metadata.name,B:.a b', true, ['A     B', 'error: unrecognized identifier b']],
  ])('%s', (spec, headers, expected) => {
    const { stdout, stderr } = byTemplate(`custom-columns=${spec}`, null, pods, headers);
    expect([...stdout, ...stderr]).toEqual(expected);
  });
});

describe('an order', () => {
  const items: Json[] = [{ n: 'b10' }, { n: 'b9' }, {}, { n: 'a' }];
  test('by a field: digits count as numbers, what has none comes first', () => {
    expect(sortedBy('.n', items, (item) => item)).toEqual({
      ok: true,
      value: [{}, { n: 'a' }, { n: 'b9' }, { n: 'b10' }],
    });
  });

  test('by a field nobody has is refused', () => {
    expect(sortedBy('{.x}', items, (item) => item)).toEqual({
      ok: false,
      error: 'couldn\'t find any field with path "{.x}" in the list of objects',
    });
  });
});

describe('kubectl get', () => {
  let cluster: TypedCluster;
  beforeAll(() => {
    cluster = typedCluster();
    cluster.type('kubectl apply -f -', podYaml('b', '  nodeName: node-1'));
    cluster.type('kubectl apply -f -', podYaml('a', '  nodeName: node-2'));
  });

  test.each<[string, string[]]>([
    [`kubectl get pod a -o jsonpath='{.status.podIP}{"\\n"}'`, ['10.244.2.2']],
    [
      `kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}'`,
      ['a 10.244.2.2', 'b 10.244.1.2'],
    ],
    [`kubectl get pods -ojsonpath={.items[*].metadata.name}`, ['a b']],
    ['kubectl get pods -n nix -o jsonpath={.items[*].metadata.name}', []],
    [
      'kubectl get pods -n nix -o jsonpath={.items[0].metadata.name}',
      [
        'error: error executing jsonpath "{.items[0].metadata.name}": Error executing template: array index out of bounds: index 0, length 0. Printing more information for debugging the template:',
        '\ttemplate was:',
        '\t\t{.items[0].metadata.name}',
        '\tobject given to jsonpath engine was:',
        '\t\tmap[string]interface {}{"apiVersion":"v1", "items":[]interface {}{}, "kind":"List", "metadata":map[string]interface {}{"resourceVersion":""}}',
        '',
        '',
      ],
    ],
    [
      'kubectl get pod -o custom-columns=N:.metadata.name,IP:.status.podIP',
      ['N     IP', 'a     10.244.2.2', 'b     10.244.1.2'],
    ],
    ['kubectl get pods --sort-by=.spec.nodeName -o name', ['pod/b', 'pod/a']],
    [
      'kubectl get pods --sort-by=.spec.nodeName --no-headers',
      ['b     1/1   Running   0     0s', 'a     1/1   Running   0     0s'],
    ],
    ['kubectl get pods --field-selector spec.nodeName=node-1 -o name', ['pod/b']],
    ['kubectl get pods --field-selector=spec.nodeName!=node-1,status.phase==Running -o name', ['pod/a']],
    [
      'kubectl get pods --field-selector a=b',
      [
        'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "a=b": field label not supported: a',
      ],
    ],
    [
      'kubectl get all',
      [
        'NAME    READY   STATUS    RESTARTS   AGE',
        'pod/a   1/1     Running   0          0s',
        'pod/b   1/1     Running   0          0s',
      ],
    ],
    ['kubectl get pods -w', ["packetwalk: 'kubectl get -w' is not in this lab yet"]],
    ['kubectl get --raw /healthz', ["packetwalk: 'kubectl get --raw' is not in this lab yet"]],
    [
      'kubectl get pods -o go-template={{.kind}}',
      ["packetwalk: 'kubectl get -o go-template' is not in this lab yet"],
    ],
    ['kubectl get pods --foo', ['error: unknown flag: --foo', "See 'kubectl get --help' for usage."]],
    // Each of these keys finds what it finds a hundred times over.
    [
      `kubectl get pods -o jsonpath="{${often('items')}[*]${often('metadata')}${often('name')}}" 2>&1 | head -1 | grep -o 'packetwalk: [a-z ]*'`,
      ['packetwalk: so many values are not looked at'],
    ],
    ['kubectl version', ['Client Version: v1.34.0', 'Kustomize Version: v5.7.1', 'Server Version: v1.34.0']],
  ])('%s', (command, expected) => expect(cluster.lines(command)).toEqual(expected));

  test('dates are texts in YAML, as is all that would be read as something else', () => {
    const text = cluster.lines('kubectl get pod a -o yaml').join('\n');
    expect(text).toMatch(/^ {2}creationTimestamp: "2026-01-01T00:00:\d\dZ"$/m);
    expect(text).toContain('status: "True"');
  });
});
