import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, ruleFits } from '../../../testing/rule';

/** 20 bytes IP, 8 ICMP, 56 of data. */
const packet = icmpFrame({
  from: '02:00:00:00:00:01',
  to: '02:00:00:00:00:02',
  src: '10.1.0.2',
  dst: '10.2.0.2',
});

it.each<[string, boolean]>([
  ['--length 84', true],
  ['--length 0:83', false],
  ['! --length 0:83', true],
])('%s: %s', (words, fits) => {
  expect(ruleFits(`-m length ${words}`, packet)).toBe(fits);
  expect(printedRule(`-m length ${words}`)).toBe(`-m length ${words}`);
});
