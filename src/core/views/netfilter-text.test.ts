import { describe, expect, test } from 'vitest';
import { parseRestore } from '../kernel/netfilter/text';
import type { CtEntry, CtTuple } from '../model/conntrack';
import type { NfChain } from '../model/netfilter';
import { ipv4 } from '../wire/addr';
import { conntrackText, tupleEnds } from './flow-text';
import { nfTableLines } from './netfilter-text';

const echo: CtTuple = {
  src: ipv4('10.244.1.2'),
  dst: ipv4('8.8.8.8'),
  proto: 1,
  srcPort: 7,
  dstPort: 7,
  icmpType: 8,
};

describe('flows', () => {
  const entry: CtEntry = {
    id: 1,
    original: echo,
    reply: { ...echo, src: ipv4('8.8.8.8'), dst: ipv4('192.168.56.11'), icmpType: 0 },
    seenReply: false,
    assured: false,
    tcp: null,
    track: null,
    sctp: null,
    mark: 0,
    masqDev: 0,
    seen: null,
    sinceNs: 0,
    expiresNs: 0,
    generation: 0,
  };

  test('read as conntrack -L prints them', () => {
    expect(conntrackText(entry)).toBe(
      'icmp src=10.244.1.2 dst=8.8.8.8 type=8 code=0 id=7 [UNREPLIED] ' +
        'src=8.8.8.8 dst=192.168.56.11 type=0 code=0 id=7',
    );
    expect(conntrackText({ ...entry, seenReply: true })).not.toContain('UNREPLIED');
    const tcp = { ...echo, proto: 6, srcPort: 40_001, dstPort: 80, icmpType: 0 };
    const flow: CtEntry = {
      ...entry,
      original: tcp,
      tcp: 'ESTABLISHED',
      assured: true,
      seenReply: true,
      mark: 5,
    };
    expect(conntrackText(flow)).toMatch(/^tcp ESTABLISHED src=10.244.1.2 .* \[ASSURED\] mark=5$/);
  });

  test('have ports where the protocol has them', () => {
    expect(tupleEnds(echo)).toEqual({ src: '10.244.1.2', dst: '8.8.8.8' });
    expect(tupleEnds({ ...echo, proto: 17, srcPort: 40_001, dstPort: 53 })).toEqual({
      src: '10.244.1.2:40001',
      dst: '8.8.8.8:53',
    });
  });
});

test('a table reads as iptables-save prints it', () => {
  const lines = [
    ':FORWARD DROP',
    ':FLANNEL-FWD -',
    '-A FORWARD -m comment --comment "flanneld forward" -j FLANNEL-FWD',
    '-A FLANNEL-FWD -s 10.244.0.0/16 -j ACCEPT',
    '-A FLANNEL-FWD -d 10.244.0.0/16 -j ACCEPT',
  ];
  const parsed = parseRestore(['*filter', ...lines, 'COMMIT'].join('\n'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const chains = (parsed.value[0]?.chains ?? []).map((chain): NfChain => ({
    ...chain,
    policyId: 0,
    rules: chain.rules.map((rule) => ({ ...rule, id: 0 })),
  }));
  const table = {
    name: 'filter' as const,
    chains: new Map(chains.map((chain) => [chain.name, chain])),
    needsConntrack: false,
  };
  expect(nfTableLines(table)).toEqual(lines);
});
