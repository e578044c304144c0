import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';
import { checkIpv4Header, ipTtl } from '../../../wire/ipv4';

/** Length of the Ethernet header. */
const ETH = 14;

it.each(['--ttl-set 64', '--ttl-dec 1', '--ttl-inc 3', '--ttl-set 0'])('%s', (words) => {
  expect(printedRule(`-j TTL ${words}`, 'mangle')).toBe(`-j TTL ${words}`);
});

// What Linux 6.18 put on the wire of a router whose FORWARD had the rule, for an echo request that left with TTL 64.
it.each([
  ['--ttl-set 5', 5],
  ['--ttl-dec 3', 60],
  ['--ttl-dec 200', 0],
  ['--ttl-inc 3', 66],
  ['--ttl-inc 250', 255],
])('%s: %i, and the checksum stays right', (words, ttl) => {
  const lab = loadRules(routedNet(), 'r', 'mangle', `-A FORWARD -d 10.2.0.2/32 -j TTL ${words}`);
  lab.answers('h1', '-c1 -W1 10.2.0.2');
  const [request] = lab
    .frames('h2.b0')
    .filter(({ bytes }) => checkIpv4Header(bytes, ETH, bytes.length) === 'ok');
  expect(request === undefined ? null : ipTtl(request.bytes, ETH)).toBe(ttl);
});

it.each([
  ['--ttl-dec 0', 'bad-value: --ttl-dec 0'],
  ['--ttl-set 256', 'bad-value: --ttl-set 256'],
  ['', 'missing-option: -j TTL'],
])('-j TTL %s is refused', (words, why) => {
  expect(refusal(`-j TTL ${words}`, 'mangle')).toBe(why);
});

it('belongs into mangle', () => {
  expect(refusal('-j TTL --ttl-set 4')).toBe('wrong-table: -j TTL');
});
