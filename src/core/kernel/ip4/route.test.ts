import { describe, expect, it } from 'vitest';
import { icmpFrame } from '../../testing/make-frame';
import { bridgedNet, routedNet, type Net } from '../../testing/net';
import { ANY_IPV4, formatIpv4, ipv4 } from '../../wire/addr';
import { routeOutput } from './route';

/** Goal: the routing decision. Source of the order: net/ipv4/route.c ip_route_input_slow. */

/** A packet with these addresses comes to r by e0; answers the reason it was dropped for, or what IP decided. */
function decide(src: string, dst: string, commands = ''): string {
  const lab = routedNet().type('r', commands);
  const to = lab.mac('r.e0');
  const packet = lab.arrive('r.e0', icmpFrame({ from: '02:00:00:00:00:99', to, src, dst }));
  const verdict = lab.records('ip.input', 'r').find((record) => record.packet === packet)?.verdict ?? '';
  return verdict === 'martian' ? (lab.drops('r')[0] ?? '') : verdict;
}

describe('addresses that cannot be', () => {
  it.each([
    ['224.0.0.1', '10.2.0.2', 'IP_INVALID_SOURCE'],
    ['255.255.255.255', '10.2.0.2', 'IP_INVALID_SOURCE'],
    ['0.1.2.3', '10.2.0.2', 'IP_INVALID_SOURCE'],
    ['10.1.0.2', '0.0.0.0', 'IP_INVALID_DEST'],
    ['10.1.0.2', '127.0.0.1', 'IP_LOCALNET'],
    ['127.0.0.1', '10.2.0.2', 'IP_LOCALNET'],
    ['10.1.0.2', '224.0.0.5', 'IP_INVALID_DEST'],
    ['10.1.0.2', '10.2.0.2', 'forward'],
    ['10.1.0.2', '10.2.0.1', 'local'],
  ])('%s to %s: %s', (src, dst, expected) => expect(decide(src, dst)).toBe(expected));

  it('127.x.x.x passes with route_localnet', () => {
    expect(decide('10.1.0.2', '127.0.0.1', 'sysctl -w net.ipv4.conf.e0.route_localnet=1')).toBe('local');
    expect(decide('10.1.0.2', '127.0.0.1', 'sysctl -w net.ipv4.conf.all.route_localnet=1')).toBe('local');
  });

  // observed on Linux 6.18: nstat shows nothing for martians
  it('are not counted', () => {
    const lab = routedNet().type('h1', 'ip addr add 10.2.0.1/32 dev a0');
    lab.ping('h1', '-c1 10.1.0.1');
    lab.ping('h1', '-c1 -W1 -I 10.2.0.1 10.2.0.2');
    expect(lab.drops('r')).toEqual(['IP_LOCAL_SOURCE']);
    expect([lab.counter('r', 'IpInAddrErrors'), lab.counter('r', 'TcpExtIPReversePathFilter')]).toEqual([
      0, 0,
    ]);
  });
});

describe('one’s own address as the source', () => {
  // observed on Linux 6.18: dropped although rp_filter is 0
  it('is a martian unless accept_local says otherwise', () => {
    expect(decide('10.2.0.1', '10.2.0.2')).toBe('IP_LOCAL_SOURCE');
    expect(decide('10.2.0.1', '10.2.0.2', 'sysctl -w net.ipv4.conf.e0.accept_local=1')).toBe('forward');
  });

  it('of a reflected broadcast as well', () => {
    const lab = bridgedNet(1).type('node', 'ip link set v1 type bridge_slave hairpin on');
    lab.run('p1', 'echo x | ncat -u -w 1 10.1.0.255 9');
    expect(lab.drops('p1')).toContain('IP_LOCAL_SOURCE');
    expect(lab.records('sock.deliver', 'p1')).toEqual([]);
  });
});

describe('rp_filter', () => {
  const from = (source: string, setting: string, more = ''): Net => {
    const lab = routedNet().type('r', `${setting}\n${more}`).type('h1', `ip addr add ${source}/32 dev a0`);
    // The router would not answer an ARP request from there either.
    lab.ping('h1', '-c1 10.1.0.1');
    lab.ping('h1', `-c1 -W1 -I ${source} 10.1.0.1`);
    return lab;
  };

  // observed on Linux 6.18: silent, TcpExtIPReversePathFilter 1; the larger of all and the device counts
  it.each(['net.ipv4.conf.e0.rp_filter=1', 'net.ipv4.conf.all.rp_filter=1'])('strict (%s)', (setting) => {
    const lab = from('172.16.5.5', `sysctl -w ${setting}`);
    expect(lab.drops('r')).toEqual(['IP_RPFILTER']);
    expect(lab.counter('r', 'TcpExtIPReversePathFilter')).toBe(1);
    expect(lab.records('icmp.send')).toEqual([]);
  });

  it('strict: the way back leads elsewhere', () => {
    const lab = from(
      '172.16.5.5',
      'sysctl -w net.ipv4.conf.e0.rp_filter=1',
      'ip route add default via 10.2.0.2',
    );
    expect(lab.drops('r')).toEqual(['IP_RPFILTER']);
  });

  // observed on Linux 6.18
  it.each([
    ['no route back', '', true],
    ['a default route', 'ip route add default via 10.2.0.2', false],
    ['a route that says unreachable', 'ip route add unreachable 172.16.0.0/16', true],
  ])('loose, with %s', (_, route, dropped) => {
    const lab = from('172.16.5.5', 'sysctl -w net.ipv4.conf.e0.rp_filter=2', route);
    expect(lab.drops('r').includes('IP_RPFILTER')).toBe(dropped);
    expect(lab.counter('r', 'TcpExtIPReversePathFilter')).toBe(dropped ? 1 : 0);
  });
});

describe('for packets made here', () => {
  const ask = (lab: Net, netns: string, dst: string, src = '0.0.0.0'): unknown => {
    const flow = { dst: ipv4(dst), src: ipv4(src), oif: 0, tos: 0, mark: 0 };
    const route = routeOutput(lab.simulation.ctx, lab.ns(netns), flow, null);
    if (route.kind === 'error') return route.errno;
    const dev = lab.ns(netns).links[route.dev]?.name ?? '';
    return `${dev} ${formatIpv4(route.nexthop)} from ${formatIpv4(route.src)}`;
  };

  it('device, next hop and source', () => {
    const lab = routedNet();
    expect(ask(lab, 'h1', '10.2.0.2')).toBe('a0 10.1.0.1 from 10.1.0.2');
    expect(ask(lab, 'h1', '10.1.0.9')).toBe('a0 10.1.0.9 from 10.1.0.2');
    expect(ask(lab, 'r', '10.2.0.1')).toBe('lo 10.2.0.1 from 10.2.0.1');
    expect(ask(lab, 'r', '10.2.0.2', '10.1.0.1')).toBe('e1 10.2.0.2 from 10.1.0.1');
  });

  it('what goes to everybody on the link goes past the gateway', () => {
    expect(ask(routedNet(), 'h1', '255.255.255.255')).toBe('a0 255.255.255.255 from 10.1.0.2');
  });

  // observed on Linux 6.18
  it.each([
    ['', 'ENETUNREACH'],
    ['ip route add unreachable 10.99.0.0/24', 'EHOSTUNREACH'],
    ['ip route add prohibit 10.99.0.0/24', 'EACCES'],
    ['ip route add blackhole 10.99.0.0/24', 'EINVAL'],
    ['ip route add throw 10.99.0.0/24', 'ENETUNREACH'],
  ])('"%s": %s', (command, errno) =>
    expect(ask(routedNet().type('r', command), 'r', '10.99.0.1')).toBe(errno),
  );

  it('not from an address of somebody else', () => {
    expect(ask(routedNet(), 'h1', '10.2.0.2', '10.9.9.9')).toBe('ENETUNREACH');
  });

  it('knows what is for everybody', () => {
    const lab = routedNet();
    const broadcast = (dst: string): unknown => {
      const flow = { dst: ipv4(dst), src: ANY_IPV4, oif: 0, tos: 0, mark: 0 };
      const route = routeOutput(lab.simulation.ctx, lab.ns('h1'), flow, null);
      return route.kind === 'route' && route.broadcast;
    };
    expect(['10.1.0.255', '255.255.255.255', '10.1.0.1', '10.2.0.2'].map(broadcast)).toEqual([
      ...[true, true, false, false],
    ]);
  });

  it('tells why it chose the source', () => {
    const lab = routedNet();
    ask(lab, 'h1', '10.2.0.2');
    ask(lab, 'h1', '10.1.0.1');
    expect(lab.records('route.source', 'h1').map(({ verdict }) => verdict)).toEqual(['device', 'prefsrc']);
  });
});

// observed on Linux 6.18: 127.0.0.1 as a source never leaves the host for good
it('a loopback source gets no answer from outside', () => {
  const lab = routedNet();
  expect(lab.answers('h1', '-c1 -W1 -I 127.0.0.1 10.2.0.2')).toBe(0);
});
