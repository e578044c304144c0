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
  ['--src-range 10.1.0.1-10.1.0.9', true],
  ['! --src-range 10.1.0.1-10.1.0.9', false],
  ['--src-range 10.1.0.2-10.1.0.2 --dst-range 10.2.0.3-10.2.0.9', false],
])('%s: %s', (words, fits) => {
  expect(ruleFits(`-m iprange ${words}`, packet)).toBe(fits);
  expect(printedRule(`-m iprange ${words}`)).toBe(`-m iprange ${words}`);
});

it('runs upwards', () => {
  expect(refusal('-m iprange --src-range 10.1.0.9-10.1.0.1')).toContain('bad-value');
});
