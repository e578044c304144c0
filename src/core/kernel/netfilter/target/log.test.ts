import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

it('goes on to the next rule', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -j LOG --log-prefix "seen "',
    '-A FORWARD -j ACCEPT',
  );
  expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([2, 2]);
});

it.each([
  ['-j LOG', '-j LOG'],
  ['-j LOG --log-prefix "a b" --log-level 7 --log-uid', '-j LOG --log-prefix "a b" --log-level 7 --log-uid'],
  ['-j LOG --log-level warning', '-j LOG'],
  ['-j LOG --log-level debug', '-j LOG --log-level 7'],
])('%s', (rule, printed) => {
  expect(printedRule(rule)).toBe(printed);
});

it('cuts long prefixes', () => {
  expect(printedRule(`-j LOG --log-prefix ${'x'.repeat(30)}`)).toBe(`-j LOG --log-prefix ${'x'.repeat(29)}`);
});
