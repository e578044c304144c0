import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };
const echo = icmpFrame(ETH);
const tooBig = icmpFrame(ETH, { type: 3, code: 4 });

it.each<[string, boolean, boolean]>([
  ['--icmp-type 8', true, false],
  ['! --icmp-type 8', false, true],
  ['--icmp-type 3', false, true],
  ['--icmp-type 3/4', false, true],
  ['--icmp-type 3/1', false, false],
  ['--icmp-type any', true, true],
])('%s fits echo: %s, fragmentation needed: %s', (words, first, second) => {
  const rule = `-p icmp -m icmp ${words}`;
  expect([ruleFits(rule, echo), ruleFits(rule, tooBig)]).toEqual([first, second]);
  expect(printedRule(rule)).toBe(rule);
});

it('prints numbers for names', () => {
  expect(printedRule('-p icmp --icmp-type echo-request')).toBe('-p icmp -m icmp --icmp-type 8');
  expect(printedRule('-p icmp --icmp-type fragmentation-needed')).toBe('-p icmp -m icmp --icmp-type 3/4');
  expect(refusal('-p icmp --icmp-type sunny')).toBe('bad-value: --icmp-type sunny');
});
