import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';

/** Left and right as iptables 1.8.9 was given and printed them. */
it.each([
  ['--connlimit-above 10', '--connlimit-above 10 --connlimit-mask 32 --connlimit-saddr'],
  [
    '--connlimit-upto 5 --connlimit-mask 24 --connlimit-daddr',
    '--connlimit-upto 5 --connlimit-mask 24 --connlimit-daddr',
  ],
  ['! --connlimit-above 3', '--connlimit-upto 3 --connlimit-mask 32 --connlimit-saddr'],
])('%s is printed as %s', (words, printed) => {
  expect(printedRule(`-m connlimit ${words}`)).toBe(`-m connlimit ${printed}`);
});

it('needs one limit, and one only', () => {
  expect(refusal('-m connlimit --connlimit-mask 8')).toBe('missing-option: -m connlimit');
  expect(refusal('-m connlimit --connlimit-above 1 --connlimit-upto 2')).toBe(
    'bad-value: --connlimit-upto 2',
  );
});

it('counts flows by sender, and forgets those that are over', () => {
  const rule = '-A FORWARD -p icmp -m connlimit --connlimit-above 2 -j DROP';
  const lab = loadRules(routedNet(), 'r', 'filter', rule);
  const flow = (): number => lab.answers('h1', '-c1 -W1 10.2.0.2');
  expect([flow(), flow(), flow()]).toEqual([1, 1, 0]);
  // Echo flows last 30 s.
  lab.wait(31);
  expect(flow()).toBe(1);
});
