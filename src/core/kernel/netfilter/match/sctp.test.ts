import { expect, it } from 'vitest';
import { ipFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };
const packet = ipFrame(ETH, 132, Uint8Array.of(0x0b, 0xb8, 0x10, 0x92, 0, 0, 0, 0, 0, 0, 0, 0));

it.each<[string, boolean]>([
  ['--dport 4242', true],
  ['--sport 3000', true],
  ['! --dport 4242', false],
])('%s: %s', (words, fits) => {
  const rule = `-p sctp -m sctp ${words}`;
  expect(ruleFits(rule, packet)).toBe(fits);
  expect(printedRule(rule)).toBe(rule);
});

it('is for SCTP only', () => {
  expect(refusal('-p tcp -m sctp --dport 1')).toBe('wrong-protocol: -m sctp');
});
