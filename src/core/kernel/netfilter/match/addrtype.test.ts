import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02' };
const between = (src: string, dst: string): Uint8Array => icmpFrame({ ...ETH, src, dst });

/** In the router 10.1.0.1 (e0), 10.2.0.1 (e1). */
it.each<[string, string, string, boolean]>([
  ['--dst-type LOCAL', '10.1.0.2', '10.1.0.1', true],
  ['--dst-type LOCAL', '10.1.0.2', '10.2.0.2', false],
  ['! --dst-type LOCAL', '10.1.0.2', '10.2.0.2', true],
  ['--src-type LOCAL --dst-type UNICAST', '10.2.0.1', '10.2.0.2', true],
  ['--dst-type BROADCAST', '10.1.0.2', '255.255.255.255', true],
  ['--dst-type UNICAST,MULTICAST', '10.1.0.2', '224.0.0.1', true],
  ['--src-type LOCAL --limit-iface-out', '10.2.0.1', '10.2.0.2', true],
  ['! --src-type LOCAL --limit-iface-out', '10.1.0.1', '10.2.0.2', true],
  ['--src-type LOCAL --limit-iface-in', '10.2.0.1', '10.1.0.1', false],
])('%s of %s to %s: %s', (words, src, dst, fits) => {
  const rule = `-m addrtype ${words}`;
  expect(ruleFits(rule, between(src, dst))).toBe(fits);
  expect(printedRule(rule)).toBe(rule);
});

it('refuses unknown types', () => {
  expect(refusal('-m addrtype --dst-type MINE')).toBe('bad-value: --dst-type MINE');
  expect(refusal('-m addrtype')).toBe('missing-option: -m addrtype');
});
