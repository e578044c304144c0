import { expect, it } from 'vitest';
import { routedNet, type Net } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';
import { parseIpsetRestore } from '../../ipset/text';

function withSets(text: string): Net {
  const commands = parseIpsetRestore(text);
  if (!commands.ok) throw new Error(commands.error.what);
  return routedNet().apply('r', { kind: 'ipset', commands: commands.value });
}

it('asks a set, from the side it is told', () => {
  const lab = withSets('create friends hash:net family inet\nadd friends 10.1.0.0/24');
  loadRules(
    lab,
    'r',
    'filter',
    '-A FORWARD -m set --match-set friends src',
    '-A FORWARD -m set --match-set friends dst',
    '-A FORWARD -m set ! --match-set friends src',
  );
  lab.ping('h1', '-c2 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([2, 2, 2]);
});

it('a rule that names no set is refused, and the set may then not go', () => {
  expect(() => loadRules(routedNet(), 'r', 'filter', '-A FORWARD -m set --match-set nobody src')).toThrow(
    "Set nobody doesn't exist",
  );
  const lab = loadRules(withSets('create s hash:ip'), 'r', 'filter', '-A FORWARD -m set --match-set s src');
  const gone = lab.simulation.apply('r', { kind: 'ipset', commands: [{ do: 'destroy', name: 's' }] });
  expect(gone?.errno).toBe('EBUSY');
});

it.each(['-m set --match-set a src', '-m set ! --match-set b dst,dst,src'])('prints %s', (rule) => {
  expect(printedRule(rule)).toBe(rule);
});

it('refuses other sides', () => {
  expect(refusal('-m set --match-set a up')).toBe('bad-value: --match-set a');
});
