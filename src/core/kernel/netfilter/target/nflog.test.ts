import { expect, it } from 'vitest';
import { printedRule, refusal } from '../../../testing/rule';

it.each([
  '-j NFLOG',
  '-j NFLOG --nflog-group 86',
  '-j NFLOG --nflog-prefix "a b" --nflog-group 1 --nflog-size 80',
])('prints %s', (rule) => {
  expect(printedRule(rule)).toBe(rule);
});

it('has 65,536 groups', () => {
  expect(refusal('-j NFLOG --nflog-group 65536')).toBe('bad-value: --nflog-group 65536');
});
