import { expect, it } from 'vitest';
import { ipFrame, tcpFrame, udpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };
const syn = tcpFrame(ETH, { srcPort: 40_000, dstPort: 80, flags: 'S', options: [2, 4, 5, 0xb4] });
const fin = tcpFrame(ETH, { srcPort: 40_000, dstPort: 443, flags: 'FA' });

it.each<[string, boolean, boolean]>([
  ['--dport 80', true, false],
  ['! --dport 80', false, true],
  ['--dport 80:443', true, true],
  ['--sport 40000 --dport 443', false, true],
  ['--tcp-flags FIN,SYN,RST,ACK SYN', true, false],
  ['! --tcp-flags FIN,SYN,RST,ACK SYN', false, true],
  ['--tcp-flags FIN,ACK FIN,ACK', false, true],
  ['--tcp-option 2', true, false],
  ['! --tcp-option 2', false, true],
])('%s fits the SYN: %s, the FIN: %s', (words, first, second) => {
  const rule = `-p tcp -m tcp ${words}`;
  expect([ruleFits(rule, syn), ruleFits(rule, fin)]).toEqual([first, second]);
  expect(printedRule(rule)).toBe(rule);
});

it('--syn is a spelling of flags', () => {
  expect(printedRule('-p tcp --syn')).toBe('-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN');
});

it('fits nothing but whole TCP headers', () => {
  expect(ruleFits('-p tcp -m tcp', udpFrame(ETH, 1, 80, 'x'))).toBe(false);
  expect(ruleFits('-p tcp -m tcp', ipFrame({ ...ETH, fragOffset: 64 }, 6, new Uint8Array(40)))).toBe(false);
  expect(ruleFits('-p tcp -m tcp', ipFrame(ETH, 6, new Uint8Array(12)))).toBe(false);
});

it.each([
  ['-m tcp --dport 80', 'wrong-protocol: -m tcp'],
  ['-p tcp --dport 70000', 'bad-value: --dport 70000'],
  ['-p tcp --dport 90:80', 'bad-value: --dport 90:80'],
  ['-p tcp -m tcp --tcp-flags SYN SYM', 'bad-value: --tcp-flags SYN'],
])('%s is refused', (rule, why) => {
  expect(refusal(rule)).toBe(why);
});
