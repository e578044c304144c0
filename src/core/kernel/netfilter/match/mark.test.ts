import { expect, it } from 'vitest';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';
import { icmpFrame } from '../../../testing/make-frame';

const PACKET = icmpFrame({
  from: '02:00:00:00:00:01',
  to: '02:00:00:00:00:02',
  src: '10.1.0.2',
  dst: '10.2.0.2',
});

it.each<[string, number, boolean]>([
  ['--mark 0x4000/0x4000', 0x4000, true],
  ['--mark 0x4000/0x4000', 0x4001, true],
  ['--mark 0x4000/0x4000', 0x1, false],
  ['! --mark 0x4000/0x4000', 0x1, true],
  ['--mark 0x80000000/0x80000000', 0x8000_0000, true],
  ['--mark 0x1', 3, false],
])('%s on mark %i: %s', (words, mark, fits) => {
  const rule = `-m mark ${words}`;
  expect(ruleFits(rule, PACKET, { skb: { mark } })).toBe(fits);
  expect(printedRule(rule)).toBe(rule);
});

it('is no match without a number', () => {
  expect(refusal('-m mark --mark red')).toBe('bad-value: --mark red');
});
