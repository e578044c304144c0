import { describe, expect, it } from 'vitest';
import type { Session } from './session';
import type { RunReport } from './session.types';
import { ipFrame } from './testing/make-frame';
import { net } from './testing/net';
import { openLab } from './testing/open-lab';
import { allocSkb } from './kernel/skb';
import { PROTO_UDP } from './wire/ipv4';

/**
 * Goal: whatever is typed or arrives, a run ends, says why, and the lab can be used afterwards. Method: what would keep a
 * careless simulator busy for ever, typed into a small lab; a ping at the end.
 */
const LAB = `apiVersion: packetwalk/v1
kind: Lab
metadata:
  name: bounds
spec:
  title: { en: Bounds, zh-CN: Bounds }
  summary: { en: Bounds, zh-CN: Bounds }
  seed: 1
  machines:
    - name: a
      role: host
      setup: |
        ip addr add 10.0.0.1/24 dev eth0
    - name: b
      role: host
      setup: |
        ip addr add 10.0.0.2/24 dev eth0
  cables:
    - [a/eth0, b/eth0]
  sends: []
`;

/** What the lines a lab is given print, and how the last one ended. */
function typed(session: Session, ...commands: readonly string[]): { lines: string[]; report: RunReport } {
  const from = session.length;
  let report: RunReport = { outcome: 'quiet', events: 0, records: 0, circle: null };
  for (const command of commands) report = session.input({ kind: 'exec', netns: 'a', command });
  const lines: string[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === 'process') lines.push(...record.detail.lines);
  }
  return { lines, report };
}

function usable(session: Session): void {
  expect(typed(session, 'ping -c1 -W1 10.0.0.2').lines.join('\n')).toContain('1 received');
}

const many = (count: number, text: (i: number) => string, between: string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(between);

describe('typed', () => {
  it.each([
    [
      'a variable that doubles',
      `a=0123456789; ${many(60, () => 'a=$a$a', '; ')}`,
      /^bash: xrealloc: cannot allocate \d+ bytes$/,
    ],
    [
      'a command of more words than fit',
      `a=${'x'.repeat(1_000_000)}; echo $a$a$a`,
      /^bash: echo: Argument list too long$/,
    ],
    ['a pattern that is tried again and again', `echo ${'a'.repeat(500)} | grep -c -E '(a|a)*(a+)+b'`, /^0$/],
    [
      'a file name with many asterisks',
      `echo x > /tmp/${'a'.repeat(200)}; ls /tmp/${'*a'.repeat(60)}*b`,
      /No such file/,
    ],
    [
      'more files than fit',
      many(1100, (i) => `echo x > f${i}`, '; '),
      /^bash: f\d+: No space left on device$/,
    ],
    [
      'a file that grows',
      `a=${'x'.repeat(60_000)}; echo $a > f; cat f f > g`,
      /^cat: write error: No space left on device$/,
    ],
    ['a long pipe', `echo a ${many(2000, () => '| cat', ' ')}`, /^a$/],
    ['a here-document', `cat <<EOF\n${'x\n'.repeat(50_000)}EOF`, /^x$/],
    ['an endless loop', 'while true; do echo y; done', /^packetwalk: ended: one line runs 10000 commands/],
    [
      'a ping of a gigabyte',
      'ping -c1 -s 1000000000 10.0.0.2',
      /1 packets transmitted, 0 received, .*100% packet loss/,
    ],
    [
      'a ping without end',
      'ping -c 1000000000 10.0.0.2',
      /'ping -c with more than 1000' is not in this lab yet/,
    ],
    ['a traceroute with all it has', 'traceroute -m 255 -q 10 -N 500 10.0.0.77', /^ 1 {2}\* /],
  ])('%s', (_, command, says) => {
    const session = openLab(LAB);
    const { lines, report } = typed(session, command);
    expect(report.outcome).toBe('quiet');
    expect(lines.filter((line) => says.test(line)).length).toBeGreaterThan(0);
    usable(session);
  });

  it('processes can be stopped again where no more can start', () => {
    const session = openLab(LAB);
    typed(
      session,
      many(4200, () => 'sleep 900 &', ' '),
    );
    expect(typed(session, 'ls /').lines).toEqual(['bash: fork: retry: Resource temporarily unavailable']);
    expect(typed(session, 'kill 1 2 3', 'echo is built in').lines).toContain('is built in');
    usable(session);
  });

  it('as many rules as a namespace holds, and one more', () => {
    const session = openLab(LAB);
    const rules = (count: number): string =>
      `*filter\n:INPUT ACCEPT [0:0]\n${many(count, (i) => `-A INPUT -s 11.${i >> 16}.${(i >> 8) & 255}.${i & 255} -j DROP`, '\n')}\nCOMMIT\n`;
    const load = (count: number): RunReport =>
      session.input({ kind: 'exec', netns: 'a', command: 'iptables-restore', stdin: rules(count) });
    load(100_001);
    expect(typed(session, 'iptables -S INPUT').lines).toEqual(['-P INPUT ACCEPT']);
    load(100_000);
    expect(typed(session, 'iptables -S INPUT | wc -l').lines).toEqual(['100001']);
    usable(session);
  });

  it('a large ipset', () => {
    const session = openLab(LAB);
    const stdin = `create s hash:ip\n${many(65_537, (i) => `add s 11.0.${i >> 8}.${i & 255}`.replace('0.256.', '1.0.'), '\n')}\n`;
    session.input({ kind: 'exec', netns: 'a', command: 'ipset restore', stdin });
    // Line numbers and words: ipset 7.17; `maxelem` is 65536 unless it is given.
    expect(typed(session, 'ipset add s 12.0.0.1').lines.join()).toMatch(
      /Hash is full, cannot add more elements/,
    );
    usable(session);
  });
});

describe('tunnels that lead through one another', () => {
  it('end where those of Linux 6.18 end, and the kernel log says so', () => {
    const lab = net()
      .machines('m')
      .type(
        'm',
        `ip link add va type vxlan id 1 local 10.2.0.1 remote 10.2.0.2 dstport 4789
ip link add vb type vxlan id 2 local 10.1.0.1 remote 10.1.0.2 dstport 4790
ip addr add 10.1.0.1/24 dev va
ip addr add 10.2.0.1/24 dev vb
ip link set va up
ip link set vb up
ip neigh replace 10.1.0.2 lladdr 02:00:00:00:00:02 dev va nud permanent
ip neigh replace 10.2.0.2 lladdr 02:00:00:00:00:03 dev vb nud permanent`,
      );
    lab.ping('m', '-c1 -W1 10.1.0.2');
    // Recorded: va sends twice, vb once, and the second time it refuses.
    expect(lab.records('tunnel.encap').map(({ dev }) => lab.ns('m').links[dev]?.name)).toEqual([
      'va',
      'vb',
      'va',
    ]);
    expect(lab.drops('m')).toEqual(['PW_TUNNEL_LOOP']);
    expect(lab.printed('m', 'dmesg').join('\n')).toMatch(
      /^\[ +\d+\.\d{6}\] ip_tunnel_core: Dead loop on virtual device vb, fix it urgently!$/,
    );
    expect(lab.answers('m', '-c1 10.1.0.1')).toBe(1);
  });
});

describe('a storm of packets nobody can be told about', () => {
  it('is told of at most as often as icmp_msgs_burst and icmp_msgs_per_sec let it', () => {
    const lab = net()
      .machines('r', 'h')
      .cable('r.eth0', 'h.eth0')
      .type('r', 'ip addr add 10.0.0.1/8 dev eth0\nsysctl -w net.ipv4.ip_forward=1')
      .type('h', 'ip addr add 10.0.0.2/8 dev eth0');
    const storm = (count: number): void => {
      const { ctx, world } = lab.simulation;
      for (let i = 0; i < count; i += 1) {
        const made = {
          from: lab.mac('h.eth0'),
          to: lab.mac('r.eth0'),
          src: `10.9.${i >> 8}.${i & 255}`,
          dst: '203.0.113.9',
        };
        const bytes = ipFrame(made, PROTO_UDP, new Uint8Array(16));
        const skb = allocSkb(ctx, bytes.length);
        skb.data.set(bytes, skb.head);
        Object.assign(skb, { l2: true, l3: true });
        const { id } = lab.ns('r');
        ctx.arrive(id, lab.link('r.eth0').ifindex, skb, 0);
      }
      const until = world.nowNs;
      lab.simulation.runFor(until - world.nowNs);
    };
    storm(300);
    const count = (verdict: string): number =>
      lab.records('icmp.send', 'r').filter((record) => record.verdict === verdict).length;
    // Each takes one token on average.
    expect(count('sent')).toBeGreaterThan(30);
    expect(count('sent')).toBeLessThan(80);
    expect(count('all-limited')).toBe(300 - count('sent'));
    expect(lab.counter('r', 'IcmpOutRateLimitGlobal')).toBe(count('all-limited'));
    const before = count('sent');
    // After 20 ms there are 20 more.
    lab.wait(0.02);
    storm(300);
    expect(count('sent') - before).toBeGreaterThan(8);
    expect(count('sent') - before).toBeLessThan(40);
    lab.wait(1);
    expect(lab.answers('h', '-c1 10.0.0.1')).toBe(1);
  });

  it('nothing is counted where there is no limit', () => {
    const lab = net()
      .machines('r', 'h')
      .cable('r.eth0', 'h.eth0')
      .type('r', 'ip addr add 10.0.0.1/24 dev eth0\nsysctl -w net.ipv4.ip_forward=1 net.ipv4.icmp_ratemask=0')
      .type('h', 'ip addr add 10.0.0.2/24 dev eth0\nip route add default via 10.0.0.1');
    lab.ping('h', '-c20 -i0.05 -W1 -t1 203.0.113.9');
    expect(lab.records('icmp.send', 'r').map(({ verdict }) => verdict)).not.toContain('rate-limited');
    expect(lab.ns('r').icmpGlobal).toBeNull();
  });
});
