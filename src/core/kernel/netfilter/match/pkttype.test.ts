import { expect, it } from 'vitest';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2' };
const frame = icmpFrame({ ...ETH, dst: '10.2.0.2' });

it.each([
  ['--pkt-type unicast', 'host', true],
  ['! --pkt-type unicast', 'host', false],
  ['--pkt-type broadcast', 'broadcast', true],
  ['--pkt-type multicast', 'broadcast', false],
] as const)('%s of a %s frame: %s', (words, pktType, fits) => {
  expect(ruleFits(`-m pkttype ${words}`, frame, { skb: { pktType } })).toBe(fits);
  expect(printedRule(`-m pkttype ${words}`)).toBe(`-m pkttype ${words}`);
});

it('goes by the address of what is made here', () => {
  const group = icmpFrame({ ...ETH, dst: '224.0.0.9' });
  expect(ruleFits('-m pkttype --pkt-type multicast', group, { skb: { pktType: 'outgoing' } })).toBe(true);
  expect(refusal('-m pkttype --pkt-type anycast')).toBe('bad-value: --pkt-type anycast');
});
