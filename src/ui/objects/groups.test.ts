import { expect, test } from 'vitest';
import type { ObjectRow } from '../../core/index';
import { groupsOf } from './groups';

const row = (kind: string, namespace: string, name: string, owner: string | null = null): ObjectRow =>
  ({ key: `${kind}/${namespace}/${name}`, kind, namespace, name, owner }) as ObjectRow;
const ROWS = [
  row('Node', '', 'node-1'),
  row('Deployment', 'shop', 'web'),
  row('Pod', 'default', 'alone'),
  row('Pod', 'default', 'web-x', 'web'),
  row('Pod', 'shop', 'web-1', 'web'),
  row('Pod', 'shop', 'web-2', 'web'),
];
const told = (namespace: string | null): string[] =>
  groupsOf(ROWS, namespace).map(
    ({ kind, entries, count }) =>
      `${kind} ${count}: ${entries.map(({ row: one, owned }) => [one.name, ...owned.map(({ name }) => name)].join('>')).join(' ')}`,
  );

test('pods of a Deployment stand under it, those of another namespace do not', () => {
  expect(told(null)).toEqual(['Node 1: node-1', 'Deployment 1: web>web-1>web-2', 'Pod 4: alone web-x']);
});

test('a namespace has its own objects, and what is in none', () => {
  expect(told('shop')).toEqual(['Node 1: node-1', 'Deployment 1: web>web-1>web-2', 'Pod 2: ']);
  expect(told('default')).toEqual(['Node 1: node-1', 'Pod 2: alone web-x']);
});
