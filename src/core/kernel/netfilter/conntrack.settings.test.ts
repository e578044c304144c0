/** Defaults as a fresh namespace of Linux 6.18 showed them, and what each does. */
import { describe, expect, it } from 'vitest';
import type { Net } from '../../testing/net';
import { routedNet } from '../../testing/net';
import { loadRules } from '../../testing/rules';

const NS_PER_SEC = 1_000_000_000;

function tracked(...settings: readonly string[]): Net {
  const lab = loadRules(routedNet(), 'r', 'filter', '-A FORWARD -m conntrack --ctstate NEW');
  for (const setting of settings) lab.type('r', `sysctl -w net.netfilter.nf_conntrack_${setting}`);
  return lab;
}

function seconds(lab: Net): readonly number[] {
  const { nowNs } = lab.world;
  return [...lab.ns('r').conntrack.entries.values()].map(({ expiresNs }) =>
    Math.round((expiresNs - nowNs) / NS_PER_SEC),
  );
}

it.each([
  ['acct', 0],
  ['buckets', 262_144],
  ['checksum', 1],
  ['count', 0],
  ['generic_timeout', 600],
  ['icmp_timeout', 30],
  ['max', 262_144],
  ['tcp_be_liberal', 0],
  ['tcp_loose', 1],
  ['tcp_timeout_close_wait', 60],
  ['tcp_timeout_established', 432_000],
  ['tcp_timeout_last_ack', 30],
  ['tcp_timeout_max_retrans', 300],
  ['tcp_timeout_unacknowledged', 300],
  ['udp_timeout', 30],
  ['udp_timeout_stream', 120],
])('nf_conntrack_%s is %i', (name, value) => {
  const key = `net.netfilter.nf_conntrack_${name}`;
  expect(routedNet().printed('r', `sysctl ${key}`)).toEqual([`${key} = ${String(value)}`]);
});

it('the count is that of the table, and cannot be set', () => {
  const lab = tracked();
  lab.ping('h1', '-c1 10.2.0.2');
  expect(lab.printed('r', 'sysctl -n net.netfilter.nf_conntrack_count')).toEqual(['1']);
  expect(lab.ask('r', 'sysctl -w net.netfilter.nf_conntrack_count=5').exitCode).toBe(1);
});

describe('times', () => {
  it('of echoes', () => {
    const lab = tracked('icmp_timeout=7');
    lab.ping('h1', '-c1 10.2.0.2');
    expect(seconds(lab)).toEqual([7]);
  });

  it('of datagrams, single and in a stream', () => {
    const lab = tracked('udp_timeout=11', 'udp_timeout_stream=44');
    lab.start('h2', 'ncat -u -l -k -e /bin/cat 7000');
    lab.run('h1', 'echo a | ncat -u -p 5000 -w 1 10.2.0.2 7000');
    expect(seconds(lab)[0]).toBeLessThanOrEqual(11);
    lab.wait(2);
    lab.run('h1', 'echo a | ncat -u -p 5000 -w 1 10.2.0.2 7000');
    expect(seconds(lab)[0]).toBeGreaterThan(40);
  });
});

it('a full table takes no new flow, says so, and goes on with those it knows', () => {
  const lab = tracked('max=1', 'icmp_timeout=600');
  expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
  expect(lab.answers('h1', '-c1 -W1 10.2.0.2')).toBe(0);
  expect(lab.drops('r')).toEqual(['NETFILTER_DROP']);
  expect(lab.printed('r', 'dmesg -t')).toEqual(['nf_conntrack: nf_conntrack: table full, dropping packet']);
  lab.type('r', 'sysctl -w net.netfilter.nf_conntrack_max=0');
  expect(lab.answers('h1', '-c1 10.2.0.2')).toBe(1);
});

it('with acct each direction is counted from the first packet on', () => {
  const lab = tracked();
  lab.ping('h1', '-c1 10.2.0.2');
  lab.type('r', 'sysctl -w net.netfilter.nf_conntrack_acct=1');
  lab.ping('h1', '-c3 10.2.0.2');
  const lines = lab.printed('r', 'conntrack -L');
  expect(lines[0]).not.toContain('packets');
  expect(lines[1]).toMatch(
    / type=8 code=0 id=\d+ packets=3 bytes=252 src=10.2.0.2 dst=10.1.0.2 type=0 code=0 id=\d+ packets=3 bytes=252 mark=0 use=1$/,
  );
});
