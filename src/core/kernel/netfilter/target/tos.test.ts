import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';
import { checkIpv4Header, ipTos } from '../../../wire/ipv4';

/** Length of the Ethernet header. */
const ETH = 14;

// As iptables-save 1.8.9 printed them.
it.each([
  ['--set-tos 0x10', '--set-tos 0x10/0xff'],
  ['--set-tos Minimize-Delay', '--set-tos 0x10/0x3f'],
  ['--set-tos 0x10/0x3f', '--set-tos 0x10/0x3f'],
  ['--and-tos 0x0f', '--set-tos 0x00/0xf0'],
  ['--or-tos 0x04', '--set-tos 0x04/0x04'],
  ['--xor-tos 0x04', '--set-tos 0x04/0x00'],
])('%s is printed as %s', (words, printed) => {
  expect(printedRule(`-j TOS ${words}`, 'mangle')).toBe(`-j TOS ${printed}`);
});

it('marks packets, and their checksum stays right', () => {
  const lab = loadRules(routedNet(), 'r', 'mangle', '-A FORWARD -d 10.2.0.2/32 -j TOS --set-tos 0x10');
  expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
  const toses = lab
    .frames('h2.b0')
    .filter(({ bytes }) => checkIpv4Header(bytes, ETH, bytes.length) === 'ok')
    .map(({ bytes }) => ipTos(bytes, ETH));
  // An answer has the precedence of its request.
  expect(toses).toEqual([0x10, 0x10]);
});

it.each([
  ['--set-tos 256', 'bad-value: --set-tos 256'],
  ['--set-tos 1/2/3', 'bad-value: --set-tos 1/2/3'],
  ['', 'missing-option: -j TOS'],
])('-j TOS %s is refused', (words, why) => {
  expect(refusal(`-j TOS ${words}`, 'mangle')).toBe(why);
});
