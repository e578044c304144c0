/** Goal: a choice makes one lab of another, and is refused with its place where it cannot. */
import { describe, expect, test } from 'vitest';
import { clusterLab } from '../testing/cluster-lab';
import { chosenLab } from './chosen';
import { parseLab } from './parse';

const CONFIG = [
  'apiVersion: v1',
  'kind: ConfigMap',
  'metadata: { name: settings, namespace: default }',
  'data: { backend: vxlan, other: kept }',
].join('\n');

const CHOICE = [
  '  choices:',
  '    - name: backend',
  '      title: { en: Backend }',
  '      options:',
  '        - { name: vxlan, title: { en: VXLAN } }',
  '        - name: host-gw',
  '          title: { en: host-gw }',
  '          cluster: { podCIDR: 10.0.0.0/8 }',
  '          patches:',
  '            - { kind: ConfigMap, metadata: { name: settings }, data: { backend: host-gw } }',
];

function read(spec = CHOICE) {
  return parseLab('lab.yaml', clusterLab({ spec, manifests: [CONFIG] }));
}

function lab() {
  const parsed = read();
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const keysOf = (result: ReturnType<typeof read>) =>
  result.ok ? [] : result.error.map(({ problem, path }) => `${path} ${problem.key.split('.')[1] ?? ''}`);

describe('a choice', () => {
  test('is listed, the first option chosen unless another is named', () => {
    expect(lab().info.choices).toMatchObject([{ name: 'backend', default: 'vxlan', chosen: 'vxlan' }]);
    const other = read([...CHOICE, '      default: host-gw']);
    expect(other.ok && other.value.info.choices[0]?.chosen).toBe('host-gw');
  });

  test('patches manifests and settings', () => {
    const chosen = chosenLab(lab(), { backend: 'host-gw' });
    if (!chosen.ok) throw new Error('refused');
    expect(chosen.value.manifests[0]?.object['data']).toEqual({ backend: 'host-gw', other: 'kept' });
    expect(chosen.value.info.cluster?.podCIDR).toBe('10.0.0.0/8');
    expect(chosen.value.info.choices[0]?.chosen).toBe('host-gw');
  });

  test('leaves the file alone when nothing is chosen', () => {
    const chosen = chosenLab(lab(), {});
    expect(chosen.ok && chosen.value.manifests).toEqual(lab().manifests);
  });

  test.each([
    ['a choice that is not there', { cni: 'x' }, 'unknownChoice'],
    ['an option that is not there', { backend: 'x' }, 'unknownOption'],
    ['a name out of Object.prototype', { backend: 'toString' }, 'unknownOption'],
  ])('%s is refused', (_, choices, code) => {
    const chosen = chosenLab(lab(), choices);
    expect(chosen.ok ? null : chosen.error[0]?.problem.key).toBe(`problems.${code}.problem`);
  });

  test.each([
    [
      'a default that is no option',
      [...CHOICE, '      default: x'],
      'spec.choices[0].default unknownDefault',
    ],
    [
      'a patch of nothing',
      CHOICE.map((line) => line.replace('name: settings', 'name: x')),
      'spec.choices[0].options[1].patches[0] unknownPatched',
    ],
    [
      'a patch that spoils its manifest',
      CHOICE.map((line) => line.replace('data: { backend: host-gw }', 'data: { backend: 5 }')),
      'spec.choices[0].options[1].patches[0].data.backend manifestType',
    ],
    [
      'two options of a name',
      CHOICE.map((line) => line.replace('name: host-gw', 'name: vxlan')),
      'spec.choices[0].options[1].name duplicateName',
    ],
  ])('%s is a problem with its place', (_, spec, problem) => expect(keysOf(read(spec))).toEqual([problem]));
});
