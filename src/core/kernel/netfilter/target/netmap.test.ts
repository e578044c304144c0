import { expect, it } from 'vitest';
import { routedNet } from '../../../testing/net';
import { printedRule, refusal } from '../../../testing/rule';
import { loadRules } from '../../../testing/rules';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import { formatIpv4 } from '../../../wire/addr';

/** Length of the Ethernet header. */
const ETH = 14;
const IPV4 = 0x08;

it.each([
  ['--to 10.6.0.0/24', '--to 10.6.0.0/24'],
  ['--to 10.6.0.1', '--to 10.6.0.1/32'],
  ['--to 10.6.0.9/255.255.255.0', '--to 10.6.0.0/24'],
])('%s is printed as %s', (words, printed) => {
  expect(printedRule(`-j NETMAP ${words}`, 'nat')).toBe(`-j NETMAP ${printed}`);
});

it('changes the network and keeps the host, at either end', () => {
  const lab = routedNet();
  loadRules(
    lab,
    'r',
    'nat',
    '-A PREROUTING -d 10.9.0.0/24 -j NETMAP --to 10.2.0.0/24',
    '-A POSTROUTING -s 10.1.0.0/24 -j NETMAP --to 10.2.0.128/25',
  );
  lab.printed('h2', 'ip route add 10.2.0.128/25 via 10.2.0.1');
  expect(lab.answers('h1', '-c1 10.9.0.2')).toBe(1);
  const [request] = lab.frames('h2.b0').filter(({ bytes }) => bytes[12] === IPV4 && bytes[13] === 0);
  const ends = request === undefined ? [] : [ipSrc(request.bytes, ETH), ipDst(request.bytes, ETH)];
  expect(ends.map(formatIpv4)).toEqual(['10.2.0.130', '10.2.0.2']);
});

it.each([
  ['', 'missing-option: -j NETMAP'],
  ['--to 10.6.0.0/33', 'bad-value: --to 10.6.0.0/33'],
])('-j NETMAP %s is refused', (words, why) => {
  expect(refusal(`-j NETMAP ${words}`, 'nat')).toBe(why);
});
