/** Goal: what `ip -j` and `-br` print of rules, namespaces and neighbours; expected texts are those of iproute2 6.1. */
import { expect, test } from 'vitest';
import { net } from '../../../testing/net';

test('rules', () => {
  const lab = net()
    .machines('a', 'b')
    .veth('a.tlv0', 'b.e')
    .type('a', 'ip rule add from 10.1.0.0/24 fwmark 0x1/0xff lookup 100 pref 100')
    .type('a', 'ip rule add to 10.9.0.0/16 iif tlv0 blackhole pref 200')
    .type('a', 'ip rule add from 10.3.0.0/24 ipproto tcp dport 80-90 goto 32766 pref 300')
    .type('a', 'ip rule add not from 10.4.0.1 oif tlv0 tos 0x10 lookup main suppress_prefixlength 0 pref 400')
    .type('a', 'ip rule add uidrange 0-100 lookup 7 pref 500');
  expect(lab.printed('a', 'ip -j rule').join('')).toBe(
    '[{"priority":0,"src":"all","table":"local"},' +
      '{"priority":100,"src":"10.1.0.0","srclen":24,"fwmark":"0x1","fwmask":"0xff","table":"100"},' +
      '{"priority":200,"src":"all","dst":"10.9.0.0","dstlen":16,"iif":"tlv0","action":"blackhole"},' +
      '{"priority":300,"src":"10.3.0.0","srclen":24,"ipproto":"tcp","dport_start":80,"dport_end":90,"goto":32766},' +
      '{"priority":400,"not":null,"src":"10.4.0.1","tos":"0x10","oif":"tlv0","table":"main","suppress_prefixlen":0},' +
      '{"priority":500,"src":"all","uid_start":0,"uid_end":100,"table":"7"},' +
      '{"priority":32766,"src":"all","table":"main"},{"priority":32767,"src":"all","table":"default"}]',
  );
});

test('namespaces', () => {
  const lab = net().machines('a').type('a', 'ip netns add x\nip netns add y');
  expect(lab.printed('a', 'ip -j netns')).toEqual(['[{"name":"y"},{"name":"x"}]']);
});

test('neighbours in brief', () => {
  const lab = net().machines('a', 'b').veth('a.tlv0', 'b.e');
  lab.type('a', 'ip neigh add 10.1.0.3 lladdr 36:32:ba:1c:fe:e0 dev tlv0');
  expect(lab.printed('a', 'ip -br neigh')).toEqual([
    '10.1.0.3                                tlv0             36:32:ba:1c:fe:e0',
  ]);
});

test('IPv6 is off: nothing to show, nothing to add', () => {
  const lab = net().machines('a');
  for (const what of ['a', 'addr show', 'route', 'neigh'])
    expect(lab.printed('a', `ip -6 ${what}`)).toEqual([]);
  expect(lab.ask('a', 'ip -6 route add default via fe80::1').exitCode).toBe(69);
});

test('versions', () => {
  const lab = net().machines('a');
  expect(lab.printed('a', 'ip -V').join()).toMatch(/^ip utility, iproute2-6\.1\.0/);
  expect(lab.printed('a', 'bridge -V')).toEqual(['bridge utility, 6.1.0']);
  expect(lab.printed('a', 'bridge vlan')).toEqual(['port              vlan-id  ']);
});
