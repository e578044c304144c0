import { expect, it } from 'vitest';
import { loadArgs } from './args';

it.each([
  ['', []],
  ['IP=10.0.0.5', [['IP', '10.0.0.5']]],
  ['IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.0.0.5', [['IP', '10.0.0.5']]],
  ['IgnoreUnknown=true;X=Y', []],
])('%s', (args, values) => {
  const loaded = loadArgs(args, ['IP']);
  expect(loaded.ok && [...loaded.value]).toEqual(values);
});

it.each([
  ['X=Y', 'ARGS: unknown args ["X=Y"]'],
  ['X=Y;Z=1;IgnoreUnknown=0', 'ARGS: unknown args ["X=Y" "Z=1"]'],
  ['IP', 'ARGS: invalid pair "IP"'],
])('%s is refused', (args, words) => {
  expect(loadArgs(args, ['IP'])).toEqual({ ok: false, error: words });
});
