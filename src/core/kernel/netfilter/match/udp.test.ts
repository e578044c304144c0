import { expect, it } from 'vitest';
import { udpFrame } from '../../../testing/make-frame';
import { printedRule, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };
const query = udpFrame(ETH, 5000, 53, 'x');

it.each<[string, boolean]>([
  ['--dport 53', true],
  ['--dport 54', false],
  ['! --sport 5000', false],
  ['--sport 5000 ! --dport 54', true],
])('%s: %s', (words, fits) => {
  const rule = `-p udp -m udp ${words}`;
  expect(ruleFits(rule, query)).toBe(fits);
  expect(printedRule(rule)).toBe(rule);
});

it('loads itself when its option is met', () => {
  expect(printedRule('-p udp --dport 53 -j DROP')).toBe('-p udp -m udp --dport 53 -j DROP');
});
