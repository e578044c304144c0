import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';
import { checkIpv4Header, ipTos } from '../../../wire/ipv4';

/** Length of the Ethernet header. */
const ETH = 14;

it.each([
  ['--set-dscp 10', '--set-dscp 0x0a'],
  ['--set-dscp-class AF11', '--set-dscp 0x0a'],
])('%s is printed as %s', (words, printed) => {
  expect(printedRule(`-j DSCP ${words}`, 'mangle')).toBe(`-j DSCP ${printed}`);
});

it('marks packets, and their checksum stays right', () => {
  const lab = loadRules(routedNet(), 'r', 'mangle', '-A FORWARD -d 10.2.0.2/32 -j DSCP --set-dscp-class EF');
  expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
  const toses = lab
    .frames('h2.b0')
    .filter(({ bytes }) => checkIpv4Header(bytes, ETH, bytes.length) === 'ok')
    .map(({ bytes }) => ipTos(bytes, ETH));
  expect(toses).toEqual([0x2e << 2, 0x2e << 2]);
});

it.each([
  ['--set-dscp 64', 'bad-value: --set-dscp 64'],
  ['', 'missing-option: -j DSCP'],
])('-j DSCP %s is refused', (words, why) => {
  expect(refusal(`-j DSCP ${words}`, 'mangle')).toBe(why);
});

it('belongs into mangle', () => {
  expect(refusal('-j DSCP --set-dscp 4')).toBe('wrong-table: -j DSCP');
});
