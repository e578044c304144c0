/** What Linux 6.18 was seen to do: masquerading, rejecting, tracing, and the order of the hooks. */
import { describe, expect, it } from 'vitest';
import type { Net } from '../../testing/net';
import { net, routedNet } from '../../testing/net';
import { loadRules, ruleCounts } from '../../testing/rules';

/** Clients c1 10.1.0.2 and c2 10.2.0.2 behind r, which masquerades towards s 10.3.0.2 on e3 10.3.0.1. */
function clients(): Net {
  const lab = net().machines('c1', 'c2', 's', 'r').type('r', 'sysctl -w net.ipv4.ip_forward=1');
  const hosts = [
    ['c1', 1],
    ['c2', 2],
    ['s', 3],
  ] as const;
  for (const [host, i] of hosts) {
    lab
      .veth(`r.e${i}`, `${host}.eth0`)
      .type('r', `ip addr add 10.${String(i)}.0.1/24 dev e${String(i)}`)
      .type(
        host,
        `ip addr add 10.${String(i)}.0.2/24 dev eth0\nip route add default via 10.${String(i)}.0.1`,
      );
  }
  return lab.wait(1).type('r', 'iptables -t nat -A POSTROUTING -o e3 -j MASQUERADE');
}

function ask(lab: Net, client: string, srcPort: number, dstPort: number): void {
  lab.run(client, `echo a | ncat -u -p ${String(srcPort)} -w 1 10.3.0.2 ${String(dstPort)}`);
}

/** Source ports the server saw, in order. */
function seenByServer(lab: Net): readonly unknown[] {
  const asked = lab.frames('s.eth0').filter(({ way, udp }) => way === 'in' && udp !== undefined);
  return asked.map(({ ip, udp }) => `${String(ip?.['src'])}:${String(udp?.['srcPort'])}`);
}

/** `conntrack -L` without what differs from run to run: seconds, identifiers. */
function flows(lab: Net): readonly string[] {
  return lab
    .printed('r', 'conntrack -L')
    .map((line) => line.replace(/^(\S+ +\d+) \d+/, '$1 N').replace(/id=\d+/g, 'id=I'));
}

describe('masquerade', () => {
  it('keeps the port', () => {
    const lab = clients();
    lab.start('s', 'ncat -u -l -k -e /bin/cat 7000');
    ask(lab, 'c1', 5000, 7000);
    expect(seenByServer(lab)).toEqual(['10.3.0.1:5000']);
    expect(flows(lab)).toEqual([
      'udp      17 N src=10.1.0.2 dst=10.3.0.2 sport=5000 dport=7000 src=10.3.0.2 dst=10.3.0.1 sport=7000 dport=5000 mark=0 use=1',
    ]);
  });

  it.each([
    [5000, 1024, 65_535],
    [500, 1, 511],
    [700, 600, 1023],
  ])('the second flow from port %i gets one from %i to %i', (port, min, max) => {
    const lab = clients();
    lab.start('s', 'ncat -u -l -k -e /bin/cat 7000');
    ask(lab, 'c1', port, 7000);
    ask(lab, 'c2', port, 7000);
    const [first, second] = seenByServer(lab).map((end) => Number(String(end).split(':')[1]));
    expect(first).toBe(port);
    expect(second).not.toBe(port);
    expect(second).toBeGreaterThanOrEqual(min);
    expect(second).toBeLessThanOrEqual(max);
  });

  it('a flow nobody answers, and an echo', () => {
    const lab = clients();
    ask(lab, 'c1', 6000, 7999);
    lab.ping('c1', '-c1 10.3.0.2');
    expect(flows(lab)).toEqual([
      'udp      17 N src=10.1.0.2 dst=10.3.0.2 sport=6000 dport=7999 [UNREPLIED] src=10.3.0.2 dst=10.3.0.1 sport=7999 dport=6000 mark=0 use=1',
      'icmp     1 N src=10.1.0.2 dst=10.3.0.2 type=8 code=0 id=I src=10.3.0.2 dst=10.3.0.1 type=0 code=0 id=I mark=0 use=1',
    ]);
  });

  it('does nothing to what is not tracked', () => {
    const lab = clients().type('r', 'iptables -t raw -A PREROUTING -i e2 -j CT --notrack');
    lab.ping('c2', '-c1 -W1 10.3.0.2');
    expect(
      lab.frames('s.eth0').find(({ icmp, way }) => icmp !== undefined && way === 'in')?.ip?.['src'],
    ).toBe('10.2.0.2');
    expect(flows(lab)).toEqual([]);
  });
});

describe('REJECT', () => {
  it.each([
    ['', 'From 10.2.0.1 icmp_seq=1 Destination Port Unreachable'],
    [' --reject-with icmp-admin-prohibited', 'From 10.2.0.1 icmp_seq=1 Packet filtered'],
  ])('-j REJECT%s', (more, line) => {
    const lab = clients().type('r', `iptables -A FORWARD -d 10.3.0.2/32 -p icmp -j REJECT${more}`);
    expect(lab.ping('c2', '-c1 -W1 10.3.0.2')).toContain(line);
  });
});

it('a traced packet: tables in order, the TTL lower from FORWARD on', () => {
  const lab = clients()
    .type('r', 'iptables -t raw -A PREROUTING -i e1 -p icmp -j TRACE')
    .type('r', 'iptables -A FORWARD -p icmp -m comment --comment accept-icmp -j ACCEPT');
  lab.ping('c1', '-c1 10.3.0.2');
  const steps = lab.records('nf.rule', 'r').map(({ detail, verdict, after }) => {
    const frame = lab.trace.frameBytes(after);
    // Behind routing the packet is bare.
    const ttl = frame?.bytes[(frame.l2 ? 14 : 0) + 8];
    return `${detail.table}:${detail.chain}:${detail.rule === null ? 'policy' : 'rule'}:${verdict} ttl ${String(ttl)}`;
  });
  expect(steps.slice(0, 5)).toEqual([
    'raw:PREROUTING:rule:continue ttl 64',
    'raw:PREROUTING:policy:policy-accept ttl 64',
    'nat:PREROUTING:policy:policy-accept ttl 64',
    'filter:FORWARD:rule:accept ttl 63',
    'nat:POSTROUTING:rule:translate ttl 63',
  ]);
});

it('a TTL that ends here is no matter for FORWARD', () => {
  const lab = loadRules(routedNet(), 'r', 'filter', '-A FORWARD -p icmp');
  lab.ping('h1', '-c1 -W1 -t1 10.2.0.2');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([0]);
});

it('FORWARD sees the new destination and the old source', () => {
  const lab = routedNet()
    .type(
      'r',
      'iptables -t nat -A PREROUTING -d 10.1.0.1 -p udp --dport 53 -j DNAT --to-destination 10.2.0.2:5353',
    )
    .type('r', 'iptables -t nat -A POSTROUTING -o e1 -j MASQUERADE')
    .type('r', 'iptables -A FORWARD -s 10.1.0.2 -d 10.2.0.2 -p udp --dport 5353')
    .type('r', 'iptables -A FORWARD -s 10.2.0.1\niptables -A FORWARD -d 10.1.0.1');
  lab.run('h1', 'echo a | ncat -u -p 4000 -w 1 10.1.0.1 53');
  expect(ruleCounts(lab, 'r', 'filter', 'FORWARD')).toEqual([1, 0, 0]);
  expect(lab.printed('r', 'iptables -nvxL FORWARD')[2]).toMatch(/^ +1 +30 /);
  expect(flows(lab)).toEqual([
    'udp      17 N src=10.1.0.2 dst=10.1.0.1 sport=4000 dport=53 [UNREPLIED] src=10.2.0.2 dst=10.2.0.1 sport=5353 dport=4000 mark=0 use=1',
  ]);
});

it('what comes back over lo meets nat OUTPUT only', () => {
  const lab = loadRules(routedNet(), 'r', 'nat', '-A OUTPUT -p icmp', '-A PREROUTING -p icmp')
    .type('r', 'ip link set lo up')
    .type('r', 'iptables -A INPUT -m conntrack --ctstate NEW');
  lab.ping('r', '-c1 10.1.0.1');
  expect(ruleCounts(lab, 'r', 'nat', 'OUTPUT')).toEqual([1]);
  expect(ruleCounts(lab, 'r', 'nat', 'PREROUTING')).toEqual([0]);
});
