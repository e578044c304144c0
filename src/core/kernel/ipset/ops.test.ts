import { expect, it } from 'vitest';
import { net, type Net } from '../../testing/net';
import { parseIpsetRestore } from './text';

function run(lab: Net, ...lines: readonly string[]): string | null {
  const commands = parseIpsetRestore(lines.join('\n'));
  if (!commands.ok) throw new Error(commands.error.what);
  return lab.simulation.apply('n', { kind: 'ipset', commands: commands.value })?.message ?? null;
}

function members(lab: Net, name: string): readonly string[] {
  return [...(lab.ns('n').ipsets.get(name)?.members.keys() ?? [])];
}

it.each([
  [['create s hash:ip', 'create s hash:ip'], 'Set cannot be created: set with the same name already exists'],
  [['add s 10.0.0.1'], 'The set with the given name does not exist'],
  [
    ['create s hash:ip', 'add s 10.0.0.1', 'add s 10.0.0.1'],
    "Element cannot be added to the set: it's already added",
  ],
  [['create s hash:ip', 'del s 10.0.0.1'], "Element cannot be deleted from the set: it's not added"],
  [
    ['create s hash:ip maxelem 1', 'add s 10.0.0.1', 'add s 10.0.0.2'],
    'Hash is full, cannot add more elements',
  ],
  [['create s hash:ip', 'add s 10.0.0.1,tcp:80'], 'Syntax error: Elem separator in 10.0.0.1,tcp:80'],
])('%j: %s', (lines, words) => {
  expect(run(net().machines('n'), ...lines)).toContain(words);
});

it('-exist makes known members no fault', () => {
  const lab = net().machines('n');
  expect(
    run(lab, 'create s hash:ip', 'add s 10.0.0.1', 'add s 10.0.0.1 -exist', 'del s 10.0.0.9 -exist'),
  ).toBeNull();
});

it('what stood before a refused line stays done', () => {
  const lab = net().machines('n');
  expect(run(lab, 'create s hash:ip', 'add s 10.0.0.1', 'add t 10.0.0.2', 'add s 10.0.0.3')).toContain(
    'in line 3',
  );
  expect(members(lab, 's')).toEqual(['10.0.0.1']);
});

it('flushes, swaps, renames, destroys', () => {
  const lab = net().machines('n');
  run(lab, 'create a hash:ip', 'create b hash:ip', 'add a 10.0.0.1', 'swap a b');
  expect([members(lab, 'a'), members(lab, 'b')]).toEqual([[], ['10.0.0.1']]);
  run(lab, 'rename b c', 'flush c');
  expect(members(lab, 'c')).toEqual([]);
  expect(run(lab, 'destroy a', 'destroy c')).toBeNull();
  expect(lab.ns('n').ipsets.size).toBe(0);
});

it('a set in a list cannot go', () => {
  const lab = net().machines('n');
  expect(run(lab, 'create a hash:ip', 'create l list:set', 'add l a', 'destroy a')).toContain(
    'in use by a kernel component',
  );
});
