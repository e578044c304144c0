import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };
const packet = icmpFrame({ ...ETH, ttl: 5 });

it.each<[string, boolean]>([
  ['--ttl-eq 5', true],
  ['! --ttl-eq 5', false],
  ['--ttl-lt 5', false],
  ['--ttl-gt 4', true],
])('%s: %s', (words, fits) => {
  expect(ruleFits(`-m ttl ${words}`, packet)).toBe(fits);
  expect(printedRule(`-m ttl ${words}`)).toBe(`-m ttl ${words}`);
});

it('only equality may be turned round', () => {
  expect(refusal('-m ttl ! --ttl-lt 5')).toBe('bad-value: ! --ttl-lt 5');
});
