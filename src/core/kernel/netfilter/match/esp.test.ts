import { expect, it } from 'vitest';
import { ipFrame } from '../../../testing/make-frame';
import { printedRule, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };
const packet = ipFrame(ETH, 50, Uint8Array.of(0, 0, 0x10, 0, 0, 0, 0, 1));

it.each<[string, boolean]>([
  ['--espspi 4096', true],
  ['--espspi 1:4095', false],
  ['! --espspi 1:4095', true],
])('%s: %s', (words, fits) => {
  const rule = `-p esp -m esp ${words}`;
  expect(ruleFits(rule, packet)).toBe(fits);
  expect(printedRule(rule)).toBe(rule);
});
