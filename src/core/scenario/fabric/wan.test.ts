/** Goal: sites are two routers and a small MTU apart; with the ICMP errors gone, what is too long vanishes. */
import { expect, test } from 'vitest';
import { dropsOf, fabricSession, said } from '../../testing/fabric-lab';

test('what is too long is told, and learned', () => {
  const session = fabricSession('{ kind: wan }');
  expect(said(session, 'node-1', 'ping -c 1 192.168.57.12')).toMatch(/ttl=62 /);
  expect(said(session, 'node-1', 'ping -c 1 -M do -s 1472 192.168.57.12')).toMatch(
    /Frag needed and DF set \(mtu = 1400\)/,
  );
  expect(said(session, 'node-1', 'ip route get 192.168.57.12')).toMatch(/mtu 1400/);
});

test('without ICMP errors nobody learns', () => {
  const session = fabricSession('{ kind: wan, icmpErrors: false, mtu: 1300 }');
  expect(dropsOf(session, 'node-1', 'ping -c 1 -W 1 -M do -s 1472 192.168.57.12')).toEqual([
    ...['gateway-a NETFILTER_DROP', 'gateway-a PKT_TOO_BIG'],
  ]);
  expect(said(session, 'node-1', 'ip route get 192.168.57.12')).not.toMatch(/mtu/);
  expect(said(session, 'node-1', 'ping -c 1 -M dont -s 1400 192.168.57.12')).toMatch(/ttl=62 /);
});

test('gateways may let through but some things', () => {
  const session = fabricSession('{ kind: wan, allow: [udp/51820] }');
  expect(dropsOf(session, 'node-1', 'ping -c 1 -W 1 192.168.57.12')).toEqual(['gateway-a NETFILTER_DROP']);
});
