import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules, ruleCounts } from '../../../testing/rules';

it.each([
  '-m statistic --mode random --probability 0.50000000000',
  '-m statistic --mode random --probability 0.33333333349',
  '-m statistic --mode random ! --probability 0.20000000019',
  '-m statistic --mode nth --every 3 --packet 0',
])('prints %s', (rule) => {
  expect(printedRule(rule)).toBe(rule);
});

it('keeps eleven places of what fits into 31 bits', () => {
  // As kube-proxy writes a third, and as iptables-save prints it.
  expect(printedRule('-m statistic --mode random --probability 0.3333333333')).toBe(
    '-m statistic --mode random --probability 0.33333333349',
  );
});

it('a half is about half, and the same for the same seed', () => {
  const run = (): readonly number[] => {
    const lab = loadRules(
      routedNet(),
      'r',
      'filter',
      '-A FORWARD -m statistic --mode random --probability 0.5',
    );
    lab.ping('h1', '-c50 -i0.2 10.2.0.2');
    return ruleCounts(lab, 'r', 'filter', 'FORWARD');
  };
  const [count = 0] = run();
  expect(count).toBeGreaterThan(30);
  expect(count).toBeLessThan(70);
  expect(run()).toEqual([count]);
});

it('every third, beginning with the first or the second', () => {
  const lab = loadRules(
    routedNet(),
    'r',
    'filter',
    '-A FORWARD -s 10.1.0.0/24 -m statistic --mode nth --every 3 --packet 0',
    '-A FORWARD -s 10.1.0.0/24 -m statistic --mode nth --every 3 --packet 1',
  );
  lab.ping('h1', '-c7 -i0.2 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([3, 2]);
});

it.each([
  ['-m statistic --mode random', 'missing-option: -m statistic'],
  ['-m statistic --mode random --probability 1.5', 'bad-value: --probability 1.5'],
  ['-m statistic --mode sometimes', 'bad-value: --mode sometimes'],
  ['-m statistic --mode nth --every 3 --packet 3', 'bad-value: --packet 3'],
])('%s is refused', (rule, why) => {
  expect(refusal(rule)).toBe(why);
});
