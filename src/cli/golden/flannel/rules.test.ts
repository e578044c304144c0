import { describe, expect, it } from 'vitest';
import { iptablesRules, iptablesTransactions, nftablesRules } from './rules';

const PASSES = { difference: null };
const rule = { table: 'filter', chain: 'INPUT', rulespec: ['-i', 'eth0', '-j', 'ACCEPT'] };
const other = { ...rule, rulespec: ['-i', 'eth1', '-j', 'ACCEPT'] };
const line = (action: string, { chain, rulespec }: typeof rule): readonly string[] => [
  action,
  chain,
  ...rulespec,
];

describe('iptablesTransactions', () => {
  const play = (existing: unknown, expected: unknown, operation?: string): unknown =>
    iptablesTransactions({
      input: { rules: [rule, other], existing, ...(operation !== undefined && { operation }) } as never,
      expected: expected as never,
    });

  it('puts rules in, keeps them, takes them away', () => {
    expect(play('none', { filter: [line('-A', rule), line('-A', other)] })).toEqual(PASSES);
    expect(play([other], { filter: [line('-A', rule), line('-D', other), line('-A', other)] })).toEqual(
      PASSES,
    );
    expect(play('all', {}, 'ensure')).toEqual(PASSES);
    expect(play([rule], {}, 'ensure')).not.toEqual(PASSES);
    expect(play([rule], { filter: [line('-D', rule)] }, 'teardown')).toEqual(PASSES);
  });

  it('writes the text for iptables-restore', () => {
    const input = { nat: [['-A', 'X', '-m', 'comment', '--comment', 'two words']] };
    const expected = '*nat\n-A X -m comment --comment "two words"\nCOMMIT\n';
    expect(iptablesTransactions({ input, expected })).toEqual(PASSES);
    expect(iptablesTransactions({ input, expected: '' })).not.toEqual(PASSES);
  });
});

describe('rules of both tools', () => {
  it('knows IPv6', () => {
    const input = { network: 'fc00::/48', leaseSubnet: 'fc00:0:0:1::/64' };
    const masq = iptablesRules({ input: { ...input, ipv6: true, randomFully: false }, expected: [] });
    expect(JSON.stringify(masq)).toContain('POSTROUTING');
    const nft = nftablesRules({
      input: { ...input, fullyRandom: true },
      expected: { table: 'ip6 flannel-ipv6' },
    });
    expect(JSON.stringify(nft)).toContain('"place":": chains"');
  });
});
