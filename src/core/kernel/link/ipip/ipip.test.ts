/** Goal: a tunnel of IPv4 in IPv4 wraps and unwraps as net/ipv4/ip_tunnel.c does, and refuses as it does. */
import { describe, expect, test } from 'vitest';
import { counterOf } from '../../../model/snmp';
import { TwoNodes, field, headers } from '../../../testing/two-nodes';

const ROUTED = (own: number, other: number): string => `
  ip link add flannel.ipip type ipip local 192.168.56.1${own}
  ip link set flannel.ipip up
  ip addr add 10.244.${own}.0/32 dev flannel.ipip
  ip route add 10.244.${other}.0/24 via 192.168.56.1${other} dev flannel.ipip onlink`;

const FIXED =
  (more = '') =>
  (own: number, other: number): string => `
  ip link add tun1 type ipip local 192.168.56.1${own} remote 192.168.56.1${other} ${more}
  ip link set tun1 up
  ip route add 10.244.${other}.0/24 dev tun1`;

const outer = (lab: TwoNodes, since = 0): Record<string, string>[] =>
  lab
    .sent('node-1', 'eth0', since)
    .filter((layers) => headers(layers).startsWith('ethernet ipv4 ipv4'))
    .map((layers) => ({
      ends: `${field(layers, 'ipv4', 'src')} > ${field(layers, 'ipv4', 'dst')}`,
      ttl: field(layers, 'ipv4', 'ttl'),
      inner: field(layers, 'ipv4', 'ttl', 1),
      df: `${field(layers, 'ipv4', 'df')} ${field(layers, 'ipv4', 'df', 1)}`,
    }));

describe('a packet through the tunnel', () => {
  test('goes to the next hop of the route, with the inner TTL and DF in any case', () => {
    const lab = new TwoNodes(1480, ROUTED);
    expect(lab.run('pod-a', 'ping -c 1 -M dont 10.244.2.2')[1]).toMatch(/icmp_seq=1 ttl=62/);
    expect(outer(lab)).toEqual([
      { ends: '192.168.56.11 > 192.168.56.12', ttl: '63', inner: '63', df: '1 0' },
    ]);
    expect(lab.records('tunnel.lookup')[0]?.detail).toMatchObject({ tunnel: 'ipip', byRoute: true });
    expect(lab.records('tunnel.encap')[0]?.detail).toMatchObject({ tunnel: 'ipip', addedBytes: 20 });
  });

  test('goes to the fixed end, with a fixed TTL', () => {
    const lab = new TwoNodes(1480, FIXED('ttl 40'));
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    expect(outer(lab)).toEqual([
      { ends: '192.168.56.11 > 192.168.56.12', ttl: '40', inner: '63', df: '1 1' },
    ]);
  });

  test('takes DF over from inside when there is no path MTU discovery', () => {
    const lab = new TwoNodes(1480, FIXED('nopmtudisc'));
    lab.run('pod-a', 'ping -c 1 -M dont 10.244.2.2');
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    expect(outer(lab).map(({ df }) => df)).toEqual(['0 0', '1 1']);
  });

  test('is the same packet inside and outside', () => {
    const lab = new TwoNodes(1480, ROUTED);
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    const encap = lab.records('tunnel.encap')[0];
    expect(lab.records('tunnel.decap')[0]?.packet).toBe(encap?.packet);
  });
});

describe('a path too narrow for the tunnel', () => {
  const NARROW = (own: number, other: number): string => `${ROUTED(own, other)}
    ip link set eth0 mtu 1400`;

  test('is told to a sender that must not be cut', () => {
    const lab = new TwoNodes(1480, NARROW);
    const printed = lab.run('pod-a', 'ping -c 1 -W 1 -s 1400 10.244.2.2');
    expect(printed[1]).toBe('From 10.244.1.1 icmp_seq=1 Frag needed and DF set (mtu = 1380)');
    expect(lab.drops()).toContain('PKT_TOO_BIG');
  });

  test('ends the outer packet when DF is only on that: the machine tells itself', () => {
    const lab = new TwoNodes(1480, NARROW);
    lab.run('pod-a', 'ping -c 1 -W 1 -M dont -s 1400 10.244.2.2');
    expect(lab.drops()).toContain('PKT_TOO_BIG');
    expect(lab.records('icmp.send').map(({ detail }) => detail.code)).toEqual([4]);
    expect(counterOf(lab.netns('node-1'), 'IpFragFails')).toBe(1);
  });
});

describe('what does not go', () => {
  test('an end that is reached through the tunnel itself', () => {
    const lab = new TwoNodes(
      1480,
      (own, other) => `${FIXED()(own, other)}
      ip route add 192.168.56.1${other} dev tun1`,
    );
    lab.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    expect(lab.drops()).toContain('PW_TUNNEL_LOOP');
  });

  test('an end without a route', () => {
    const lab = new TwoNodes(1480, ROUTED);
    lab.setUp('node-1', 'ip route del 192.168.56.0/24');
    lab.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    expect(lab.drops()).toContain('IP_OUTNOROUTES');
  });

  test('a machine with a tunnel for somebody else answers port unreachable, one without any protocol unreachable', () => {
    const other = new TwoNodes(1480, (own, to) => (own === 1 ? ROUTED(1, 2) : FIXED()(own, to)));
    other.setUp('node-2', 'ip link del tun1');
    other.setUp('node-2', 'ip link add tun2 type ipip remote 192.0.2.9');
    other.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    expect(other.drops()).toContain('PW_NO_TUNNEL');
    expect(other.records('icmp.send').map(({ detail }) => detail.code)).toEqual([3]);

    const none = new TwoNodes(1480, (own) => (own === 1 ? ROUTED(1, 2) : ''));
    none.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    expect(none.drops()).toContain('IP_NOPROTO');
    expect(none.records('icmp.send').map(({ detail }) => detail.code)).toEqual([2]);
  });
});

describe('of several tunnels', () => {
  const RECEIVERS = {
    both: 'local 192.168.56.12 remote 192.168.56.11',
    remote: 'remote 192.168.56.11',
    local: 'local 192.168.56.12',
    any: '',
  };

  test.each([
    [['any', 'local', 'remote', 'both'], 'both'],
    [['any', 'local', 'remote'], 'remote'],
    [['any', 'local'], 'local'],
    [['any'], 'any'],
  ] as const)('%j: %s receives', (names, winner) => {
    const lab = new TwoNodes(1480, (own) => (own === 1 ? ROUTED(1, 2) : ''));
    for (const name of names) {
      lab.setUp('node-2', `ip link add ${name} type ipip ${RECEIVERS[name]}\nip link set ${name} up`);
    }
    lab.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    const { dev, netns } = lab.records('tunnel.decap')[0] ?? { dev: 0, netns: 0 };
    expect(lab.simulation.world.netns[netns]?.links[dev]?.name).toBe(winner);
  });

  test('one that is down receives nothing', () => {
    const lab = new TwoNodes(1480, ROUTED);
    lab.setUp('node-2', 'ip link set flannel.ipip down');
    lab.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    expect(lab.drops()).toContain('PW_NO_TUNNEL');
  });
});

describe('the device', () => {
  const mtuOf = (words: string): number => {
    const lab = new TwoNodes(1480, (own) =>
      own === 1 ? `ip link set eth0 mtu 1400\nip link add i0 type ipip ${words}` : '',
    );
    return lab.link('node-1', 'i0').mtu;
  };

  test('takes its MTU from the device its end is reached by, else from Ethernet', () => {
    expect(mtuOf('local 192.168.56.11')).toBe(1480);
    expect(mtuOf('remote 192.168.56.12')).toBe(1380);
    expect(mtuOf('dev eth0')).toBe(1380);
  });

  test('cannot be there twice for the same ends, nor be a bridge port, nor have a MAC address', () => {
    const lab = new TwoNodes(1480, ROUTED);
    const answer = (command: string): string => lab.type('node-1', command).stderr.join();
    expect(answer('ip link add x type ipip local 192.168.56.11')).toBe('RTNETLINK answers: File exists');
    lab.setUp('node-1', 'ip link add br0 type bridge');
    expect(answer('ip link set flannel.ipip master br0')).toBe('RTNETLINK answers: Invalid argument');
    expect(answer('ip link set flannel.ipip address 02:00:00:00:00:09')).toBe(
      'RTNETLINK answers: Operation not supported',
    );
    expect(answer('ip link set flannel.ipip netns pod-a')).toBe('Error: The interface netns is immutable.');
  });

  test('tunl0, which takes what nobody else takes, finds no path MTU', () => {
    const lab = new TwoNodes(1480, (own) => (own === 1 ? 'ip link add tunl0 type ipip' : ''));
    expect(lab.link('node-1', 'tunl0')).toMatchObject({ pmtudisc: false, local: 0, remote: 0 });
  });
});
