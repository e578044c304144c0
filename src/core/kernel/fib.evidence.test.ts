import { describe, expect, it } from 'vitest';
import { routedNet, type Net } from '../testing/net';
import { formatCidr4, ipv4 } from '../wire/addr';
import { fibPeek } from './fib';
import { agreeingBits, routeLosers } from './fib.evidence';

/** The losers of a look-up in r as `prefix reason`, nearest first. */
function losers(lab: Net, dst: string, asked: { oif?: number; tos?: number } = {}): readonly string[] {
  const ns = lab.ns('r');
  const key = { dst: ipv4(dst), src: ipv4('0.0.0.0'), iif: 0, oif: 0, tos: 0, mark: 0, ...asked };
  const { route } = fibPeek(ns, key);
  const visits = ns.ipRules
    .filter((rule) => rule.table === 254)
    .map(({ pref, table }) => ({ pref, table, size: 0, outcome: 'hit' as const }));
  return routeLosers(ns, key, route, visits).map(
    ({ entry, reason }) => `${formatCidr4({ addr: entry.dst, len: entry.len })} ${reason}`,
  );
}

describe('every other route of the table has its reason', () => {
  it('a shorter prefix, another one', () => {
    const lab = routedNet().type(
      'r',
      'ip route add default via 10.1.0.2\nip route add 10.2.0.0/16 via 10.1.0.2',
    );
    expect(losers(lab, '10.2.0.2')).toEqual([
      '10.2.0.0/16 shorter-prefix',
      '10.1.0.0/24 prefix-mismatch',
      '0.0.0.0/0 shorter-prefix',
    ]);
  });

  it('a higher metric, a later arrival', () => {
    const lab = routedNet().type(
      'r',
      'ip route add 10.60.0.0/24 via 10.1.0.2\nip route append 10.60.0.0/24 via 10.2.0.2\nip route add 10.60.0.0/24 via 10.2.0.2 metric 7',
    );
    expect(losers(lab, '10.60.0.1').slice(0, 2)).toEqual([
      '10.60.0.0/24 later-entry',
      '10.60.0.0/24 higher-metric',
    ]);
  });

  it('another device, another type of service, a throw', () => {
    const lab = routedNet().type(
      'r',
      'ip route add 10.60.0.0/24 via 10.1.0.2\nip route add 10.60.0.0/25 tos 0x10 via 10.1.0.2\nip route add throw 10.60.0.0/26',
    );
    expect(losers(lab, '10.60.0.1', { oif: lab.link('r.e1').ifindex })).toContain(
      '10.60.0.0/24 oif-mismatch',
    );
    expect(losers(lab, '10.60.0.200')).not.toContain('10.60.0.0/25 tos-mismatch');
    expect(losers(lab, '10.60.0.100')).toContain('10.60.0.0/25 tos-mismatch');
    expect(losers(lab, '10.60.0.1')).toContain('10.60.0.0/26 throw');
  });
});

describe('agreeingBits', () => {
  it.each([
    ['10.2.0.2', '10.2.0.0', 24, 24],
    ['10.2.0.2', '10.3.0.0', 16, 15],
    ['10.2.0.2', '138.0.0.0', 8, 0],
    ['10.2.0.2', '0.0.0.0', 0, 0],
    ['10.2.0.2', '10.2.0.2', 32, 32],
  ])('of %s and %s/%i: %i', (addr, prefix, len, bits) => {
    expect(agreeingBits(ipv4(addr), ipv4(prefix), len)).toBe(bits);
  });
});
