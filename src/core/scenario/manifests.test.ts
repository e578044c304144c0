/**
 * Goal: manifests beside the Lab are checked before anything is built, in the API server's words, each finding with its
 * place. Method: a lab with a cluster, one document spoilt at a time; `§` marks where the problem has to be found.
 */
import { describe, expect, test } from 'vitest';
import { clusterLab, podText } from '../testing/cluster-lab';
import { parseLab } from './parse';

function problemsOf(...manifests: string[]) {
  const lab = parseLab('lab.yaml', clusterLab({ manifests }));
  return lab.ok ? [] : lab.error;
}

/** Line and column of `§` in a document, as counted in the whole file. */
function placed(manifest: string) {
  const text = clusterLab({ manifests: [manifest] });
  const before = text.slice(0, text.indexOf('§')).split('\n');
  return {
    found: problemsOf(manifest.replace('§', '')),
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
  };
}

const short = (text: string) => text.replaceAll('|', '\n');

describe('a manifest', () => {
  test('that is right goes into the lab, the YAML read as plain data', () => {
    const lab = parseLab('lab.yaml', clusterLab({ manifests: [podText('web')] }));
    if (!lab.ok) throw new Error(JSON.stringify(lab.error));
    expect(lab.value.manifests.map(({ object }) => object)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web' },
        spec: { containers: [{ name: 'main', image: 'busybox' }] },
      },
    ]);
    expect(lab.value.info.cluster).toEqual({
      podCIDR: '10.244.0.0/16',
      nodeCIDRMaskSize: 24,
      rangesInUse: 0,
      network: 'none',
    });
  });

  test.each([
    ['of a kind nobody knows', 'apiVersion: v1|kind: §Service|metadata: { name: a }', 'manifestKind'],
    ['of a misspelt kind', 'apiVersion: v1|kind: §Pods|metadata: { name: a }', 'manifestKindNearest'],
    ['of another version', 'apiVersion: §v2|kind: Pod|metadata: { name: a }', 'manifestVersion'],
    ['that is a Node', 'apiVersion: v1|kind: §Node|metadata: { name: a }', 'manifestNode'],
    ['without a kind', '§apiVersion: v1', 'notADocument'],
    ['that is a list', '§- 1', 'notADocument'],
    [
      'with a misspelt field',
      'apiVersion: v1|kind: Pod|metadata: { name: a }|spec:|  §containrs: []',
      'manifestFieldNearest',
    ],
    [
      'with a field of a wrong type',
      'apiVersion: v1|kind: Pod|metadata: { name: a }|spec: { containers: [{ name: §5, image: b }] }',
      'manifestType',
    ],
    [
      'with a value the server refuses',
      'apiVersion: v1|kind: Pod|metadata: { name: §A_b }|spec: { containers: [{ name: c, image: b }] }',
      'manifestInvalid',
    ],
    ['of an object without a name', 'apiVersion: v1|kind: ConfigMap|metadata: §{}', 'manifestInvalid'],
  ])('%s', (_, text, code) => {
    const { found, line, column } = placed(short(text));
    expect(found.map(({ problem }) => problem.key)).toEqual([`problems.${code}.problem`]);
    expect(found[0]).toMatchObject({ file: 'lab.yaml', document: 2, line, column });
  });

  test('is told in the words of the server', () => {
    const words = (text: string) => problemsOf(short(text))[0]?.problem.params['words'];
    expect(words('apiVersion: v1|kind: Service|metadata: { name: a }')).toBe(
      'no matches for kind "Service" in version "v1"',
    );
    expect(
      words('apiVersion: v1|kind: Pod|metadata: { name: a }|spec: { containers: [{ name: 5, image: b }] }'),
    ).toBe(
      'json: cannot unmarshal number into Go struct field Container.spec.containers.name of type string',
    );
    expect(words('apiVersion: v1|kind: Pod|metadata: { name: a }|spec: { containers: [] }')).toBe(
      'Required value',
    );
  });

  test('that stands there twice names the other one; another namespace is another object', () => {
    const [first] = problemsOf(podText('web'), podText('web'));
    expect(first?.problem).toEqual({
      key: 'problems.manifestTwice.problem',
      params: { kind: 'Pod', name: 'web', document: 2 },
    });
    expect(problemsOf(podText('web'), podText('web').replace('{ name', '{ namespace: b, name'))).toEqual([]);
  });

  test('a thousand of them are enough', () => {
    const many = Array.from(
      { length: 1001 },
      (_, i) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: n${i} }`,
    );
    expect(problemsOf(...many).map(({ problem }) => problem.key)).toEqual([
      'problems.tooManyManifests.problem',
    ]);
  });

  test('a bomb of aliases is refused at once', () => {
    const bomb = ['a0: &a0 [1,1,1,1,1,1,1,1,1]'];
    for (let i = 1; i < 12; i += 1)
      bomb.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(',')}]`,
      );
    const [problem] = problemsOf(['apiVersion: v1', 'kind: ConfigMap', ...bomb].join('\n'));
    expect(problem?.problem.key).toBe('problems.tooManyAliases.problem');
  });
});
