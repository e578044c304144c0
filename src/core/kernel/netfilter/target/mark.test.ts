import { expect, it } from 'vitest';
import { printedRule, refusal } from '../../../testing/rule';

/** Spellings and what iptables-save makes of them (iptables 1.8, extensions/libxt_MARK.c). */
it.each([
  ['--set-xmark 0x4000/0x4000', '--set-xmark 0x4000/0x4000'],
  ['--set-mark 0x1', '--set-xmark 0x1/0xffffffff'],
  ['--set-mark 0/0x18', '--set-xmark 0x0/0x18'],
  ['--or-mark 0x4000', '--set-xmark 0x4000/0x4000'],
  ['--and-mark 0xff', '--set-xmark 0x0/0xffffff00'],
  ['--xor-mark 0x4000', '--set-xmark 0x4000/0x0'],
])('%s', (words, printed) => {
  expect(printedRule(`-j MARK ${words}`)).toBe(`-j MARK ${printed}`);
});

it('needs one of them', () => {
  expect(refusal('-j MARK')).toBe('missing-option: -j MARK');
});
