import { expect, it } from 'vitest';
import { setIpTos } from '../../../wire/ipv4';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };

it.each<[string, boolean]>([
  ['--dscp 0x2e', true],
  ['! --dscp 0x2e', false],
  ['--dscp 0x0a', false],
])('%s asks the upper six bits: %s', (words, fits) => {
  const frame = icmpFrame(ETH);
  // EF, with both bits for congestion set.
  setIpTos(frame, 14, 0xbb);
  expect(ruleFits(`-m dscp ${words}`, frame)).toBe(fits);
  expect(printedRule(`-m dscp ${words}`)).toBe(`-m dscp ${words}`);
});

it('classes become numbers', () => {
  expect(printedRule('-m dscp ! --dscp-class ef')).toBe('-m dscp ! --dscp 0x2e');
  expect(refusal('-m dscp --dscp-class CS9')).toBe('bad-value: --dscp-class CS9');
});
