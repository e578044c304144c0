import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

it('tells the first packet from the rest', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -m state --state NEW',
    '-A FORWARD -m state --state ESTABLISHED',
    '-A FORWARD -m state ! --state NEW,ESTABLISHED',
  );
  lab.ping('h1', '-c2 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([1, 3, 0]);
});

it('prints states in the order of the kernel', () => {
  expect(printedRule('-m state --state NEW,ESTABLISHED,RELATED')).toBe(
    '-m state --state NEW,RELATED,ESTABLISHED',
  );
  expect(refusal('-m state --state DNAT')).toBe('bad-value: --state DNAT');
});
