import { expect, it } from 'vitest';
import { routedNet } from '../../testing/net';

/** As ipset 7.17 on Linux 6.18 was heard to answer. */
const SETS = [
  'ipset create n hash:net',
  'ipset add n 10.1.0.0/24',
  'ipset add n 10.1.0.3 nomatch',
  'ipset create np hash:net,port',
  'ipset add np 10.2.0.0/24,udp:53',
  'ipset create ni hash:net,iface',
  'ipset add ni 10.3.0.0/16,eth0',
  'ipset create h hash:ip netmask 24',
  'ipset add h 10.4.0.0',
  'ipset create ipn hash:ip,port,net',
  'ipset add ipn 10.1.0.2,udp:5,10.9.0.0/16',
].join('\n');
const lab = routedNet().type('h1', SETS);

it.each([
  ['n 10.1.0.5', 0],
  ['n 10.1.0.3', 1],
  ['n 10.1.0.3 nomatch', 0],
  ['n 10.1.0.0/24', 0],
  ['n 10.1.0.0/25', 1],
  ['np 10.2.0.7,udp:53', 0],
  ['np 10.2.0.7,tcp:53', 1],
  ['ni 10.3.4.4,eth0', 0],
  ['h 10.4.0.9', 0],
  ['ipn 10.1.0.2,udp:5,10.9.3.3', 0],
])('ipset test %s: %i', (words, exitCode) => {
  expect(lab.ask('h1', `ipset test ${words}`).exitCode).toBe(exitCode);
});
