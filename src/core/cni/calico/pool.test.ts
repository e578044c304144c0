import { expect, test } from 'vitest';
import { poolsFor, readPools } from './pool';

const object = (name: string, spec: object): never =>
  ({ apiVersion: 'projectcalico.org/v3', kind: 'IPPool', metadata: { name }, spec }) as never;
const pools = readPools([
  object('b', { cidr: '10.1.0.0/16', blockSize: 26, nodeSelector: 'rack == "1"', allowedUses: ['Tunnel'] }),
  object('a', { cidr: '10.0.0.0/16', blockSize: 26, nodeSelector: 'all()' }),
  object('c', { cidr: '10.2.0.0/16', blockSize: 26, nodeSelector: 'rack =' }),
]);

test('by name, with what was left out', () => {
  expect(
    pools.map(({ name, ipipMode, allowsWorkloads, allowsTunnels }) => [
      name,
      ipipMode,
      allowsWorkloads,
      allowsTunnels,
    ]),
  ).toEqual([
    ['a', 'Never', true, true],
    ['b', 'Never', false, true],
    ['c', 'Never', true, true],
  ]);
});

test('a selector chooses nodes by their labels', () => {
  const get = (_kind: string, _namespace: string, node: string): never =>
    ({ metadata: { labels: { rack: node === 'node-1' ? '1' : '2' } } }) as never;
  const names = (node: string): readonly string[] => poolsFor(pools, { get }, node).map(({ name }) => name);
  expect(names('node-1')).toEqual(['a', 'b']);
  expect(names('node-2')).toEqual(['a']);
});
