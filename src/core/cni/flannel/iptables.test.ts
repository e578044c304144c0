import { describe, expect, test } from 'vitest';
import { forwardRules, masqRules, type IptablesRule } from './iptables';

const text = (rules: readonly IptablesRule[]): readonly string[] =>
  rules.map(({ table, chain, rulespec }) => `${table} ${chain} ${rulespec.join(' ')}`);

describe('masqRules', () => {
  test('as iptables -t nat -S shows them on a node of the reference', () => {
    const rules = masqRules('172.20.0.0/16', '172.20.9.0/24', { randomFully: true });
    expect(text(rules)).toEqual([
      'nat POSTROUTING -m comment --comment flanneld masq -j FLANNEL-POSTRTG',
      'nat FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -m comment --comment flanneld masq -j RETURN',
      'nat FLANNEL-POSTRTG -s 172.20.9.0/24 -d 172.20.0.0/16 -m comment --comment flanneld masq -j RETURN',
      'nat FLANNEL-POSTRTG -s 172.20.0.0/16 -d 172.20.9.0/24 -m comment --comment flanneld masq -j RETURN',
      'nat FLANNEL-POSTRTG ! -s 172.20.0.0/16 -d 172.20.9.0/24 -m comment --comment flanneld masq -j RETURN',
      'nat FLANNEL-POSTRTG -s 172.20.0.0/16 ! -d 224.0.0.0/4 -m comment --comment flanneld masq -j MASQUERADE --random-fully',
      'nat FLANNEL-POSTRTG ! -s 172.20.0.0/16 -d 172.20.0.0/16 -m comment --comment flanneld masq -j MASQUERADE --random-fully',
    ]);
  });

  test('without drawn ports, and for IPv6', () => {
    const rules = text(masqRules('fc00::/48', 'fc00:0:0:1::/64', { randomFully: false, family: 6 }));
    expect(rules[5]).toBe(
      'nat FLANNEL-POSTRTG -s fc00::/48 ! -d ff00::/8 -m comment --comment flanneld masq -j MASQUERADE',
    );
    expect(rules.join(' ')).not.toContain('--random-fully');
  });
});

test('forwardRules', () => {
  expect(text(forwardRules('172.20.0.0/16'))).toEqual([
    'filter FORWARD -m comment --comment flanneld forward -j FLANNEL-FWD',
    'filter FLANNEL-FWD -s 172.20.0.0/16 -m comment --comment flanneld forward -j ACCEPT',
    'filter FLANNEL-FWD -d 172.20.0.0/16 -m comment --comment flanneld forward -j ACCEPT',
  ]);
});
