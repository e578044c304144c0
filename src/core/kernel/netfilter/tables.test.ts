import { expect, it } from 'vitest';
import { net } from '../../testing/net';
import { loadRules } from '../../testing/rules';
import { readTable } from './tables';

it('a table nobody touched is there for reading, and accepts', () => {
  const lab = net().machines('h');
  const chains = [...readTable(lab.ns('h'), 'nat').chains.values()];
  expect(chains.map(({ name, policy, rules }) => [name, policy, rules.length])).toEqual([
    ['PREROUTING', 'ACCEPT', 0],
    ['INPUT', 'ACCEPT', 0],
    ['OUTPUT', 'ACCEPT', 0],
    ['POSTROUTING', 'ACCEPT', 0],
  ]);
  expect(lab.ns('h').nfTables.size).toBe(0);
});

it('one that is there is the very one', () => {
  const lab = loadRules(net().machines('h'), 'h', 'nat');
  expect(readTable(lab.ns('h'), 'nat')).toBe(lab.ns('h').nfTables.get('nat'));
});
