import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

it('lets a burst through, then as many as the rate says', () => {
  const rule = '-A FORWARD -s 10.1.0.0/24 -m limit --limit 1/sec --limit-burst 3';
  const lab = loadRules(routedNet(), 'r', 'filter', rule);
  lab.ping('h1', '-c10 -i0.2 10.2.0.2');
  // 1.8 s: the burst of three, and one more for the second that went by.
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([4]);
});

it.each([
  ['--limit 5/min', '--limit 5/min'],
  ['--limit 5/minute --limit-burst 5', '--limit 5/min'],
  ['--limit 10/s --limit-burst 20', '--limit 10/sec --limit-burst 20'],
  ['--limit 7', '--limit 7/sec'],
])('%s is printed %s', (words, printed) => {
  expect(printedRule(`-m limit ${words}`)).toBe(`-m limit ${printed}`);
});

it('has a default of its own', () => {
  expect(printedRule('-m limit')).toBe('-m limit --limit 3/hour');
  expect(refusal('-m limit --limit 0/s')).toBe('bad-value: --limit 0/s');
  expect(refusal('-m limit --limit 5/fortnight')).toBe('bad-value: --limit 5/fortnight');
});
