import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', dst: '10.2.0.2' };
const from = (src: string): Uint8Array => icmpFrame({ ...ETH, src });

it.each<[string, string, boolean]>([
  ['-m rpfilter', '10.1.0.2', true],
  ['-m rpfilter', '10.2.0.9', false],
  ['-m rpfilter --loose', '10.2.0.9', true],
  ['-m rpfilter --loose', '172.16.0.1', false],
  ['-m rpfilter --invert', '10.2.0.9', true],
  ['-m rpfilter', '10.2.0.1', false],
  ['-m rpfilter --validmark --invert', '10.1.0.2', false],
])('%s of %s coming by e0: %s', (rule, src, fits) => {
  expect(ruleFits(rule, from(src), { hook: 'PREROUTING' })).toBe(fits);
  expect(printedRule(rule)).toBe(rule);
});
