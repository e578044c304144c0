import { expect, test } from 'vitest';
import type { JsonObject } from '../base/json';
import { objectLines } from './object-lines';

const SIGNS = { same: ' ', new: '+', gone: '-', skipped: '…' };
const shown = (before: JsonObject | undefined, after: JsonObject | undefined): string[] =>
  objectLines(before, after).map(({ sign, text }) => (SIGNS[sign] + text).trimEnd());

const pod = (spec: JsonObject, status: JsonObject = {}, version = '1'): JsonObject => ({
  kind: 'Pod',
  metadata: { name: 'web', resourceVersion: version },
  spec,
  status,
});

test('a new object is shown whole, as YAML', () => {
  expect(shown(undefined, pod({ containers: [{ name: 'main', ports: [80] }] }))).toEqual([
    '+kind: Pod',
    '+metadata:',
    '+  name: web',
    '+  resourceVersion: "1"',
    '+spec:',
    '+  containers:',
    '+    - name: main',
    '+      ports:',
    '+        - 80',
    '+status: {}',
  ]);
});

test('of a change only what changed is shown, and where it stands', () => {
  const before = pod({ nodeSelector: { disk: 'ssd' } }, { phase: 'Pending' }, '7');
  const after = pod({ nodeSelector: { disk: 'ssd' }, nodeName: 'node-1' }, { phase: 'Running' }, '8');
  expect(shown(before, after)).toEqual([
    ' kind: Pod',
    ' metadata:',
    '   name: web',
    '…',
    ' spec:',
    '…',
    '+  nodeName: node-1',
    ' status:',
    '-  phase: Pending',
    '+  phase: Running',
  ]);
});

test('items of a list are told apart by their name, not by their place', () => {
  const condition = (type: string, status: string): JsonObject => ({ type, status });
  const before = { conditions: [condition('Ready', 'False'), condition('Initialized', 'True')] };
  const after = { conditions: [condition('Initialized', 'True'), condition('Ready', 'True')] };
  expect(shown(before, after)).toEqual([
    ' conditions:',
    '   - type: Ready',
    '…',
    '-    status: "False"',
    '+    status: "True"',
    '…',
  ]);
});

test('what YAML would read as something else is quoted', () => {
  const [line] = shown(undefined, { a: 'true', b: '1' });
  expect(line).toBe('+a: "true"');
  expect(shown({ podCIDR: '' }, { podCIDR: '10.244.1.0/24' })).toEqual([
    '-podCIDR: ""',
    '+podCIDR: 10.244.1.0/24',
  ]);
});

test('an object that is gone is shown as it was', () => {
  expect(shown({ kind: 'Pod' }, undefined)).toEqual(['-kind: Pod']);
});
