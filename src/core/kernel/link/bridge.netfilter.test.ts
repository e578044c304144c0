/** Bridged frames in front of iptables: what Linux 6.18 was seen to do with bridge-nf-call-iptables on and off. */
import { describe, expect, it } from 'vitest';
import { bridgedNet, type Net } from '../../testing/net';
import { loadRules, ruleCounts, ruleHits } from '../../testing/rules';

const CALL = 'net.bridge.bridge-nf-call-iptables';

function filtered(...rules: readonly string[]): Net {
  return loadRules(bridgedNet(3), 'node', 'filter', ...rules);
}

describe('bridge-nf-call-iptables', () => {
  it('lets FORWARD DROP part pods on one bridge, not a pod from its gateway', () => {
    const lab = filtered(':FORWARD DROP');
    expect(lab.answers('p1', '-c1 -W1 10.1.0.12')).toBe(0);
    expect(lab.drops('node')).toEqual(['NETFILTER_DROP']);
    expect(lab.answers('p1', '-c1 -W1 10.1.0.1')).toBe(1);
  });

  it('does nothing when it is 0', () => {
    const lab = filtered(':FORWARD DROP').type('node', `sysctl -w ${CALL}=0`);
    expect(lab.answers('p1', '-c1 -W1 10.1.0.12')).toBe(1);
    expect(ruleHits(lab)).toEqual([]);
  });

  it('shows the bridge as both devices, and the TTL as it was', () => {
    const lab = filtered('-A FORWARD -i br0 -o br0 -j ACCEPT', '-A FORWARD -j DROP');
    expect(lab.answers('p1', '-c2 10.1.0.12')).toBe(2);
    expect(ruleCounts(lab, 'node', 'filter', 'FORWARD')).toEqual([4, 0]);
    const [hit] = lab.records('nf.rule', 'node');
    // Byte 8 of the IPv4 header behind the Ethernet header.
    expect(lab.trace.frameBytes(hit?.after ?? -1)?.bytes[14 + 8]).toBe(64);
  });

  it('lets PREROUTING have a frame for the host once, on the port', () => {
    const lab = loadRules(bridgedNet(1), 'node', 'mangle', '-A PREROUTING -i br0', '-A PREROUTING -i v1');
    expect(lab.answers('p1', '-c1 10.1.0.1')).toBe(1);
    expect(ruleCounts(lab, 'node', 'mangle', 'PREROUTING')).toEqual([1, 0]);
  });

  it('leaves ARP alone', () => {
    const lab = filtered(':FORWARD DROP', ':INPUT DROP');
    lab.answers('p1', '-c1 -W1 10.1.0.12');
    expect(lab.neighMac('p1.eth0', '10.1.0.12')).toBe('02:00:00:00:00:12');
  });

  it('shows each copy of a flooded frame to FORWARD', () => {
    const lab = filtered('-A FORWARD -j ACCEPT');
    lab.type('p1', 'ip neigh replace 10.1.0.77 lladdr 02:00:00:00:00:77 dev eth0 nud permanent');
    lab.ping('p1', '-c1 -W1 10.1.0.77');
    expect(ruleCounts(lab, 'node', 'filter', 'FORWARD')).toEqual([2]);
  });

  it('confirms the flow of a flooded frame once, for all copies', () => {
    const rule = '-A POSTROUTING -s 10.9.0.0/16 -j MASQUERADE';
    const lab = loadRules(bridgedNet(3), 'node', 'nat', rule);
    lab.type('p1', 'ip neigh replace 10.1.0.77 lladdr 02:00:00:00:00:77 dev eth0 nud permanent');
    lab.ping('p1', '-c1 -W1 10.1.0.77');
    expect(lab.drops('node')).toEqual([]);
    expect(lab.ns('node').conntrack.entries.size).toBe(1);
    expect(lab.frames('node.v2').filter(({ icmp }) => icmp !== undefined)).toHaveLength(1);
    expect(lab.frames('node.v3').filter(({ icmp }) => icmp !== undefined)).toHaveLength(1);
  });
});

describe('fragments on a bridge', () => {
  const rule = '-A POSTROUTING -s 10.9.0.0/16 -j MASQUERADE';
  const lengths = (lab: Net, place: 'node.v1' | 'node.v2'): readonly number[] =>
    lab
      .frames(place)
      .flatMap(({ lenBytes, icmp, ip }) =>
        ip !== undefined && (icmp === undefined || icmp['type'] === 8) && ip['src'] === '10.1.0.11'
          ? [lenBytes]
          : [],
      );

  it('are collected for conntrack and cut again as they came', () => {
    const lab = loadRules(bridgedNet(2), 'node', 'nat', rule);
    expect(lab.answers('p1', '-c1 -s 3000 10.1.0.12')).toBe(1);
    expect(lengths(lab, 'node.v2')).toEqual(lengths(lab, 'node.v1'));
    const whole = lab.records('ip.reassemble', 'node').find(({ verdict }) => verdict === 'complete');
    const out = lab.records('link.tx', 'node').find(({ seq }) => seq > (whole?.seq ?? 0));
    expect(whole?.detail.have).toBe(3);
    expect(out).toBeDefined();
  });

  it('travel alone where nothing is tracked', () => {
    const lab = filtered('-A FORWARD -j ACCEPT');
    expect(lab.answers('p1', '-c1 -s 3000 10.1.0.12')).toBe(1);
    expect(lab.records('ip.reassemble', 'node')).toEqual([]);
    expect(ruleCounts(lab, 'node', 'filter', 'FORWARD')).toEqual([6]);
  });

  it('a frame too long for the port is cut, or dropped when it must not be', () => {
    const lab = filtered('-A FORWARD -j ACCEPT').type('node', 'ip link set v2 mtu 1000');
    lab.type('p2', 'ip link set eth0 mtu 1000');
    expect(lab.answers('p1', '-c1 -W1 -s 1400 -M dont 10.1.0.12')).toBe(1);
    expect(lab.answers('p1', '-c1 -W1 -s 1400 -M do 10.1.0.12')).toBe(0);
    expect(lab.drops('node')).toEqual(['PKT_TOO_BIG']);
    expect(lab.counter('node', 'IpFragFails')).toBe(1);
  });
});
