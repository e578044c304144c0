import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const packet = icmpFrame({
  from: '02:00:00:00:00:01',
  to: '02:00:00:00:00:02',
  src: '10.1.0.2',
  dst: '10.2.0.2',
});

it.each<[string, boolean]>([
  ['--dir in --pol none', true],
  ['--dir out --pol ipsec --proto esp', false],
])('%s: %s, as nothing here does IPsec', (words, fits) => {
  expect(ruleFits(`-m policy ${words}`, packet)).toBe(fits);
  expect(printedRule(`-m policy ${words}`)).toBe(`-m policy ${words}`);
});

it('refuses other words', () => {
  expect(refusal('-m policy --dir up')).toBe('bad-value: --dir up');
});
