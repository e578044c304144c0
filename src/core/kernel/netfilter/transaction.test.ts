/**
 * Goal: steps of one restore are taken together or not at all, rules that stay go on counting. Method: restores beside what
 * iptables-restore --noflush does with the same lines, step by step.
 */
import { expect, test } from 'vitest';
import { need } from '../../base/assert';
import type { NfStep } from '../../model/op';
import { createSimulation, type Simulation } from '../../simulator';
import { parseRestore, printRule } from './text';

type Rule = Extract<NfStep, { rule: unknown }>['rule'];

function rule(text: string): Rule {
  const parsed = parseRestore(`*filter\n:INPUT ACCEPT\n:own -\n:more -\n-A INPUT ${text}\nCOMMIT\n`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return need(parsed.value[0]?.chains[0]?.rules[0], text);
}

function machine(): Simulation {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'n', role: 'node' });
  return simulation;
}

const restore = (simulation: Simulation, ...steps: readonly NfStep[]) =>
  simulation.apply('n', { kind: 'nf.restore', table: 'filter', steps })?.errno ?? null;

function rules({ world }: Simulation): readonly string[] {
  const chains = [...(world.netns[0]?.nfTables.get('filter')?.chains.values() ?? [])];
  return chains.flatMap((chain) => [
    ...(chain.policy === null ? [`:${chain.name}`] : []),
    ...chain.rules.map((one) => printRule(chain.name, one)),
  ]);
}

const chain = (name: string): NfStep => ({ do: 'new-chain', chain: name });
const append = (name: string, text: string): NfStep => ({ do: 'append', chain: name, rule: rule(text) });

test('chains, their rules and the ways into them come at once', () => {
  const simulation = machine();
  expect(
    restore(
      simulation,
      ...[chain('own'), chain('more'), append('own', '-j more'), append('more', '-j DROP')],
      { do: 'insert', chain: 'INPUT', rule: rule('-j own') },
    ),
  ).toBeNull();
  expect(rules(simulation)).toEqual([
    '-A INPUT -j own',
    ':own',
    '-A own -j more',
    ':more',
    '-A more -j DROP',
  ]);
});

test.each<[string, readonly NfStep[], string]>([
  ['a chain that is not there', [append('INPUT', '-j ACCEPT'), append('own', '-j ACCEPT')], 'ENOENT'],
  ['a jump to nowhere', [append('INPUT', '-j ACCEPT'), append('INPUT', '-j own')], 'ENOENT'],
  ['a circle', [chain('own'), append('own', '-j own'), append('INPUT', '-j own')], 'EMLINK'],
  ['a set that is not there', [append('INPUT', '-m set --match-set x src -j DROP')], 'ENOENT'],
  [
    'a chain that is in use',
    [chain('own'), append('INPUT', '-j own'), { do: 'delete-chain', chain: 'own' }],
    'EBUSY',
  ],
  ['a place beyond the end', [{ do: 'insert', chain: 'INPUT', rule: rule('-j DROP'), at: 9 }], 'EINVAL'],
  ['a number before the first', [{ do: 'delete-number', chain: 'FORWARD', number: 0 }], 'EINVAL'],
  ['a number beyond the last', [{ do: 'delete-number', chain: 'FORWARD', number: 2 }], 'EINVAL'],
  ['a rule that is not there', [{ do: 'delete', chain: 'INPUT', rule: rule('-j DROP') }], 'ENOENT'],
])('with %s nothing is done', (_, steps, errno) => {
  const simulation = machine();
  restore(simulation, append('FORWARD', '-j DROP'));
  expect(restore(simulation, ...steps)).toBe(errno);
  expect(rules(simulation)).toEqual(['-A FORWARD -j DROP']);
});

test('what stays keeps its number, what is emptied loses it', () => {
  const simulation = machine();
  restore(simulation, chain('own'), append('own', '-j ACCEPT'), append('own', '-j DROP'));
  const ids = () =>
    simulation.world.netns[0]?.nfTables
      .get('filter')
      ?.chains.get('own')
      ?.rules.map(({ id }) => id);
  const [first, second] = need(ids(), 'own');
  restore(simulation, { do: 'delete-number', chain: 'own', number: 2 }, append('own', '-j RETURN'));
  expect(ids()?.[0]).toBe(first);
  expect(ids()?.[1]).not.toBe(second);
  // `:own - -` of a chain that is there.
  restore(simulation, chain('own'));
  expect(ids()).toEqual([]);
});
