import { describe, expect, it } from 'vitest';
import { conntrackRows, ipsetRows, iptablesRows } from './netfilter-rows';

describe('iptablesRows', () => {
  it('keeps chains, policies, rules and the packets rules saw, by table', () => {
    const lines = [
      '*nat',
      ':OUTPUT ACCEPT [3:302]',
      ':X - [0:0]',
      '[2:168] -A OUTPUT -j X',
      'COMMIT',
      '*filter',
    ];
    expect(iptablesRows(lines)).toEqual([
      { table: 'nat', chain: 'OUTPUT', policy: 'ACCEPT' },
      { table: 'nat', chain: 'X', policy: '-' },
      { table: 'nat', chain: 'OUTPUT', rule: '-A OUTPUT -j X', packets: 2 },
    ]);
  });
});

describe('conntrackRows', () => {
  const udp =
    'ipv4     2 udp      17 29 src=10.0.0.1 dst=10.0.0.2 sport=40001 dport=8472 [UNREPLIED] ' +
    'src=10.0.0.2 dst=10.0.0.1 sport=8472 dport=40001 mark=0 use=1';

  it('reads both directions and leaves timeouts and unnamed ports out', () => {
    expect(conntrackRows([udp], new Set([8472]))).toEqual([
      {
        protocol: 'udp',
        state: '',
        original: 'src=10.0.0.1 dst=10.0.0.2 sport=random dport=8472',
        reply: 'src=10.0.0.2 dst=10.0.0.1 sport=8472 dport=random',
        unreplied: true,
        mark: 'mark=0',
      },
    ]);
  });

  it('reads the state of TCP, and no identifiers', () => {
    const tcp =
      'ipv4 2 tcp 6 118 TIME_WAIT src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 [ASSURED] mark=0 use=1';
    const icmp =
      'ipv4 2 icmp 1 29 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=7 src=2.2.2.2 dst=1.1.1.1 type=0 code=0 id=7 mark=0 use=1';
    const rows = conntrackRows([tcp, icmp], new Set());
    expect(rows[0]).toMatchObject({ protocol: 'tcp', state: 'TIME_WAIT', unreplied: false });
    expect(rows[1]).toMatchObject({ original: 'src=1.1.1.1 dst=2.2.2.2 type=8 code=0' });
  });
});

it('leaves out nothing of a set but the seed of its hash', () => {
  const lines = ['create a hash:net family inet maxelem 9 initval 0x0123abcd', 'add a 10.0.0.0/8'];
  expect(ipsetRows(lines)).toEqual([
    { line: 'create a hash:net family inet maxelem 9' },
    { line: 'add a 10.0.0.0/8' },
  ]);
  expect(ipsetRows(undefined)).toEqual([]);
});
