import { describe, expect, test } from 'vitest';
import { nftChainScript, nftForwardChain, nftMasqChain, nftTable, nftTableScript } from './nftables';

describe('scripts for nft', () => {
  test('masquerading', () => {
    const chain = nftMasqChain('172.20.0.0/16', '172.20.9.0/24', true);
    expect(nftChainScript(4, 'postrtg', chain)).toBe(
      `add chain ip flannel-ipv4 postrtg { type nat hook postrouting priority 100 ; comment "chain to manage traffic masquerading by flannel" ; }
flush chain ip flannel-ipv4 postrtg
add rule ip flannel-ipv4 postrtg meta mark 0x4000 return
add rule ip flannel-ipv4 postrtg ip saddr 172.20.9.0/24 ip daddr 172.20.0.0/16 return
add rule ip flannel-ipv4 postrtg ip saddr 172.20.0.0/16 ip daddr 172.20.9.0/24 return
add rule ip flannel-ipv4 postrtg ip saddr != 172.20.9.0/24 ip daddr 172.20.0.0/16 return
add rule ip flannel-ipv4 postrtg ip saddr 172.20.0.0/16 ip daddr != 224.0.0.0/4 masquerade fully-random
add rule ip flannel-ipv4 postrtg ip saddr != 172.20.0.0/16 ip daddr 172.20.0.0/16 masquerade fully-random
`,
    );
  });

  test('forwarding', () => {
    expect(nftChainScript(4, 'forward', nftForwardChain('172.20.0.0/16'))).toBe(
      `add chain ip flannel-ipv4 forward { type filter hook forward priority 0 ; comment "chain to accept flannel traffic" ; }
flush chain ip flannel-ipv4 forward
add rule ip flannel-ipv4 forward ip saddr 172.20.0.0/16 accept
add rule ip flannel-ipv4 forward ip daddr 172.20.0.0/16 accept
`,
    );
  });

  test('the table', () => {
    expect(nftTableScript(4)).toBe('add table ip flannel-ipv4 { comment "rules for flannel-ipv4" ; }\n');
    expect([nftTable(4), nftTable(6)]).toEqual(['ip flannel-ipv4', 'ip6 flannel-ipv6']);
  });

  test('ports in order, and IPv6', () => {
    const { rules } = nftMasqChain('fc00::/48', 'fc00:0:0:1::/64', false, 6);
    expect(rules[4]).toBe('ip6 saddr fc00::/48 ip6 daddr != ff00::/8 masquerade');
    expect(nftForwardChain('fc00::/48', 6).rules[0]).toBe('ip6 saddr fc00::/48 accept');
  });
});
