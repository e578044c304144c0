import { describe, expect, it } from 'vitest';
import { icmpFrame } from './make-frame';
import { observed } from './observed';

/**
 * Goal: routes, rules, path MTUs, ARP, redirects and error limits behave as observed on Linux 6.18 (iproute2 6.1, iputils
 * 20221126). Method: the observed topology, what was typed there, and the text that was printed there; `<t>` stands for
 * times. A case is named as the observation it quotes.
 */
/** Output without its times. */
const timeless = (lines: readonly string[]): readonly string[] =>
  lines.map((line) =>
    line
      .replace(/time=[\d.]+ ms/, 'time=<t> ms')
      .replace(/ {2}[\d.]+ ms/, '  <t> ms')
      .replace(/time \d+ms/, 'time <t>ms'),
  );

/** [observation, what was changed before, ping of h1, lines that were printed] */
const PINGED: readonly [string, readonly [string, string][], string, readonly string[]][] = [
  ['forward-ttl', [], '-c1 10.2.0.2', ['64 bytes from 10.2.0.2: icmp_seq=1 ttl=63 time=<t> ms']],
  [
    'ttl-exceeded',
    [],
    '-c1 -t1 10.2.0.2',
    [
      'From 10.1.0.1 icmp_seq=1 Time to live exceeded',
      '1 packets transmitted, 0 received, +1 errors, 100% packet loss, time <t>ms',
    ],
  ],
  ['no-route-at-router', [], '-c1 10.99.0.1', ['From 10.1.0.1 icmp_seq=1 Destination Net Unreachable']],
  [
    'arp-failure-forwarded',
    [],
    '-c1 -W5 10.2.0.77',
    ['From 10.1.0.1 icmp_seq=1 Destination Host Unreachable'],
  ],
  [
    'arp-failure-local',
    [],
    '-c4 -i0.2 -W4 10.1.0.77',
    [
      'From 10.1.0.2 icmp_seq=1 Destination Host Unreachable',
      'From 10.1.0.2 icmp_seq=2 Destination Host Unreachable',
      'From 10.1.0.2 icmp_seq=3 Destination Host Unreachable',
      'From 10.1.0.2 icmp_seq=4 Destination Host Unreachable',
      'pipe 4',
    ],
  ],
  [
    'route-type-unreachable',
    [['r', 'ip route add unreachable 10.50.0.0/24']],
    '-c1 10.50.0.1',
    ['From 10.1.0.1 icmp_seq=1 Destination Host Unreachable'],
  ],
  [
    'route-type-prohibit',
    [['r', 'ip route add prohibit 10.50.0.0/24']],
    '-c1 10.50.0.1',
    ['From 10.1.0.1 icmp_seq=1 Packet filtered'],
  ],
  [
    'route-type-throw',
    [['r', 'ip route add throw 10.50.0.0/24']],
    '-c1 10.50.0.1',
    ['From 10.1.0.1 icmp_seq=1 Destination Net Unreachable'],
  ],
  [
    'pmtu-df',
    [['r', 'ip link set e1 mtu 1400']],
    '-c2 -i0.2 -W1 -M do -s 1472 10.2.0.2',
    [
      'PING 10.2.0.2 (10.2.0.2) 1472(1500) bytes of data.',
      'From 10.1.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)',
      'ping: local error: message too long, mtu=1400',
      '',
      '--- 10.2.0.2 ping statistics ---',
      '2 packets transmitted, 0 received, +2 errors, 100% packet loss, time <t>ms',
    ],
  ],
  [
    'ping-default-sets-df',
    [['r', 'ip link set e1 mtu 1400']],
    '-c1 -s 1472 10.2.0.2',
    ['From 10.1.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)'],
  ],
  [
    'icmp-redirect',
    [
      ['h1', 'ip route add 10.73.0.0/24 via 10.1.0.1'],
      ['r', 'ip route add 10.73.0.0/24 via 10.1.0.50'],
    ],
    '-c2 10.73.0.1',
    [
      'From 10.1.0.1: icmp_seq=1 Redirect Host(New nexthop: 10.1.0.50)',
      'From 10.1.0.1: icmp_seq=2 Redirect Host(New nexthop: 10.1.0.50)',
    ],
  ],
  [
    'icmp-rate-limit-ttl',
    [],
    '-c20 -i0.05 -W1 -t1 10.2.0.2',
    ['20 packets transmitted, 0 received, +6 errors, 100% packet loss, time <t>ms'],
  ],
  [
    'icmp-rate-limit-noroute',
    [],
    '-c20 -i0.05 -W1 10.99.0.1',
    ['20 packets transmitted, 0 received, +2 errors, 100% packet loss, time <t>ms'],
  ],
];

describe('observed: what ping of h1 prints', () => {
  it.each(PINGED)('%s', (_name, changes, args, lines) => {
    const lab = observed();
    for (const [where, change] of changes) lab.type(where, change);
    expect(timeless(lab.ping('h1', args))).toEqual(expect.arrayContaining([...lines]));
  });

  it.each([
    ['icmp-rate-limit-noroute-1s', '-c14 -i1 10.99.0.1', [1, 2, 3, 4]],
    ['icmp-rate-limit-noroute-2.2s', '-c6 -i2.2 10.99.0.1', [1, 2, 3, 4, 5, 6]],
  ])('%s', (_name, args, errorsForSeq) => {
    const lines = observed().ping('h1', args);
    const seqs = lines.flatMap((line) => /^From \S+ icmp_seq=(\d+)/.exec(line)?.[1] ?? []).map(Number);
    expect(seqs).toEqual(errorsForSeq);
  });

  it('icmp-rate-limit-shared-bucket', () => {
    const lab = observed();
    lab.ping('h1', '-c20 -i0.05 -W1 -t1 10.2.0.2');
    expect(lab.ping('h1', '-c20 -i0.05 -W1 10.99.0.1').filter((line) => line.startsWith('From'))).toEqual([]);
  });

  it.each([
    ['route-type-unreachable', 'unreachable', 'ping: connect: No route to host'],
    ['route-type-blackhole', 'blackhole', 'ping: connect: Invalid argument'],
    [
      'route-type-prohibit',
      'prohibit',
      'ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules',
    ],
    ['route-type-throw', 'throw', 'ping: connect: Network is unreachable'],
  ])('%s, local', (_name, type, line) => {
    const lab = observed().type('r', `ip route add ${type} 10.50.0.0/24`);
    expect(lab.ping('r', '-c1 10.50.0.1')).toEqual([line]);
  });

  it('route-type-blackhole, forwarded: silence', () => {
    const lab = observed().type('r', 'ip route add blackhole 10.50.0.0/24');
    expect(lab.ping('h1', '-c1 -W1 10.50.0.1').filter((line) => line.startsWith('From'))).toEqual([]);
  });
});

describe('observed: the rest', () => {
  it('traceroute', () => {
    expect(timeless(observed().run('h1', 'traceroute -n -q1 -m3 10.2.0.2'))).toEqual([
      'traceroute to 10.2.0.2 (10.2.0.2), 3 hops max, 60 byte packets',
      ' 1  10.1.0.1  <t> ms',
      ' 2  10.2.0.2  <t> ms',
    ]);
  });

  it('pmtu-df: h1: ip route get 10.2.0.2', () => {
    const lab = observed().type('r', 'ip link set e1 mtu 1400');
    lab.ping('h1', '-c2 -i0.2 -W1 -M do -s 1472 10.2.0.2');
    expect(lab.printed('h1', 'ip route get 10.2.0.2')).toEqual([
      '10.2.0.2 via 10.1.0.1 dev a0 src 10.1.0.2 uid 0 ',
      '    cache expires 599sec mtu 1400 ',
    ]);
  });

  it('frag-no-df', () => {
    const lab = observed().type('r', 'ip link set e1 mtu 1400');
    lab.ping('h1', '-c1 -W1 -M dont -s 1472 10.2.0.2');
    expect(lab.counter('r', 'IpFragOKs')).toBe(1);
    expect(lab.counter('r', 'IpFragCreates')).toBe(2);
  });

  it('admin-down-removes-routes: afterUp', () => {
    const lab = observed().type('r', 'ip link set e1 down\nip link set e1 up');
    expect(lab.printed('r', 'ip route')).toEqual([
      '10.1.0.0/24 dev e0 proto kernel scope link src 10.1.0.1 ',
      '10.2.0.0/24 dev e1 proto kernel scope link src 10.2.0.1 ',
    ]);
  });

  it.each([
    ['route-dev-down', 'dev dd', 'Error: Device for nexthop is not up.'],
    ['route-onlink-dev-down', 'via 10.8.0.1 dev dd onlink', 'Error: Nexthop device is not up.'],
  ])('%s', (_name, words, stderr) => {
    const lab = observed().type('r', 'ip link add dd type dummy');
    expect(lab.ask('r', `ip route add 10.70.0.0/24 ${words}`).stderr).toEqual([stderr]);
  });

  it.each([
    ['rp-filter-strict', 'sysctl -w net.ipv4.conf.all.rp_filter=1', 1, false],
    ['rp-filter-loose-no-route', 'sysctl -w net.ipv4.conf.all.rp_filter=2', 1, false],
    [
      'rp-filter-loose-default',
      'sysctl -w net.ipv4.conf.all.rp_filter=2\nip route add default via 10.2.0.2',
      0,
      true,
    ],
    ['source-is-local-address', 'sysctl -w net.ipv4.conf.all.rp_filter=0', 0, false],
  ])('%s', (name, change, counted, passes) => {
    const lab = observed().type('r', change);
    lab.ping('h1', '-c1 10.2.0.2');
    const src = name === 'source-is-local-address' ? '10.2.0.1' : '172.16.5.5';
    const before = lab.frames('h2.b0').length;
    lab.arrive('r.e0', icmpFrame({ from: lab.mac('h1.a0'), to: lab.mac('r.e0'), src, dst: '10.2.0.2' }));
    expect(lab.counter('r', 'TcpExtIPReversePathFilter')).toBe(counted);
    expect(lab.frames('h2.b0').length > before).toBe(passes);
  });

  it('loopback-source-off-host', () => {
    expect(observed().answers('h1', '-c1 -W1 -I 127.0.0.1 10.2.0.2')).toBe(0);
  });
});
