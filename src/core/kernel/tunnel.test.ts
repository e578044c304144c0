import { describe, expect, it } from 'vitest';
import { net, type Net } from '../testing/net';

/**
 * Goal: what tunnels make of packets that do not fit, as recorded on Linux 6.18: `ping -M do|dont` through vxlan devices
 * with each `df`, over a path whose second wire takes 1300 bytes; forwarded, made on the spot, and bridged.
 */
function farNet(df: string): Net {
  const lab = net()
    .machines('pod', 'n1', 'm', 'n2')
    .veth('n1.c0', 'pod.eth0')
    .veth('n1.eth0', 'm.e1')
    .veth('n2.eth0', 'm.e2')
    .type('pod', 'ip addr add 10.1.0.2/24 dev eth0\nip route add default via 10.1.0.1')
    .type(
      'm',
      'ip addr add 192.168.1.254/24 dev e1\nip addr add 192.168.2.254/24 dev e2\nip link set e2 mtu 1300\nsysctl -w net.ipv4.ip_forward=1',
    );
  for (const [own, other] of [
    [1, 2],
    [2, 1],
  ] as const) {
    lab.type(
      `n${own}`,
      `sysctl -w net.ipv4.ip_forward=1
ip addr add 192.168.${own}.1/24 dev eth0
ip route add 192.168.${other}.0/24 via 192.168.${own}.254
ip link add vx address 0e:00:00:00:00:0${own} mtu 1450 type vxlan id 1 local 192.168.${own}.1 dstport 4789 nolearning df ${df}
ip link set vx up
ip addr add 10.9.0.${own}/24 dev vx
ip neigh replace 10.9.0.${other} lladdr 0e:00:00:00:00:0${other} dev vx nud permanent
bridge fdb replace 0e:00:00:00:00:0${other} dev vx dst 192.168.${other}.1 self permanent`,
    );
  }
  return lab
    .type('n1', 'ip addr add 10.1.0.1/24 dev c0')
    .type('n2', 'ip link set eth0 mtu 1300\nip route add 10.1.0.0/24 via 10.9.0.1')
    .wait(1);
}

/** `ip route show cache` without the seconds. */
function cache(lab: Net, netns: string): readonly string[] {
  return lab
    .printed(netns, 'ip route show cache')
    .map((line) => line.replace(/expires \d+sec/, 'expires Nsec').trim());
}

describe('a path that gets narrower behind the first router', () => {
  it.each(['set', 'inherit'])('df %s: what was learned does not reach the pod, which sends in vain', (df) => {
    const lab = farNet(df);
    expect(lab.ping('pod', '-M do -c4 -i0.3 -W1 -s 1400 10.9.0.2').at(-1)).toMatch(
      /^4 packets transmitted, 0 received, 100% packet loss/,
    );
    expect(cache(lab, 'n1')).toEqual([
      '10.9.0.2 dev vx',
      'cache expires Nsec mtu 1250',
      '192.168.2.1 via 192.168.1.254 dev eth0',
      'cache expires Nsec mtu 1300',
    ]);
    expect(cache(lab, 'pod')).toEqual([]);
    expect(lab.counter('n1', 'IpFragFails')).toBe(3);
    expect(lab.link('n1.vx').stats.txDropped).toBe(3);
  });

  it('df set: without the inner DF as well', () => {
    const lab = farNet('set');
    expect(lab.answers('pod', '-M dont -c4 -i0.3 -W1 -s 1400 10.9.0.2')).toBe(0);
  });

  it('df inherit: without the inner DF the outer packet is cut', () => {
    const lab = farNet('inherit');
    lab.ping('pod', '-M do -c2 -i0.3 -W1 -s 1400 10.9.0.2');
    expect(lab.answers('pod', '-M dont -c4 -i0.3 -W1 -s 1400 10.9.0.2')).toBe(4);
    expect(lab.counter('n1', 'IpFragOKs')).toBe(4);
    expect(lab.counter('n1', 'IpFragCreates')).toBe(8);
  });

  it('df unset: everything passes, and nothing is learned', () => {
    const lab = farNet('unset');
    expect(lab.answers('pod', '-M do -c4 -i0.3 -W1 -s 1400 10.9.0.2')).toBe(4);
    expect(cache(lab, 'n1')).toEqual([]);
  });

  it.each(['set', 'inherit'])('df %s: the node itself learns after two packets', (df) => {
    const lab = farNet(df);
    const lines = lab.ping('n1', '-M do -c4 -i0.3 -W1 -s 1400 10.9.0.2');
    expect(lines.filter((line) => line === 'ping: local error: message too long, mtu=1250')).toHaveLength(2);
    expect(lines.at(-1) ?? '').toMatch(/^4 packets transmitted, 0 received, \+2 errors, 100% packet loss/);
  });
});

/** Pods a and b on bridges whose ports are vxlan devices of 1500 bytes over a wire of 1500. */
function bridgedTunnel(df: string): Net {
  const lab = net()
    .machines('a', 'n1', 'n2', 'b')
    .veth('n1.eth0', 'n2.eth0')
    .veth('n1.v0', 'a.eth0')
    .veth('n2.v0', 'b.eth0');
  for (const [node, pod, own, other] of [
    ['n1', 'a', 1, 2],
    ['n2', 'b', 2, 1],
  ] as const) {
    lab
      .type(
        node,
        `ip addr add 192.168.1.${own}/24 dev eth0
ip link add vx type vxlan id 1 local 192.168.1.${own} remote 192.168.1.${other} dstport 4789 df ${df}
ip link set vx up
ip link add br0 type bridge
ip link set br0 up
ip link set v0 master br0
ip link set vx master br0
ip addr add 10.5.0.1${own}/24 dev br0`,
      )
      .type(
        pod,
        `ip link set eth0 address 02:00:00:00:00:${pod}${pod}\nip addr add 10.5.0.${own}/24 dev eth0`,
      );
  }
  return lab.wait(1);
}

describe('a tunnel that is a port of a bridge', () => {
  it.each(['unset', 'set'])('df %s: answers a pod in the name of the destination', (df) => {
    const lab = bridgedTunnel(df);
    lab.answers('a', '-c1 10.5.0.2');
    const lines = lab.ping('a', '-M do -c3 -i0.3 -W1 -s 1472 10.5.0.2');
    expect(lines).toContain('From 10.5.0.2 icmp_seq=1 Frag needed and DF set (mtu = 1450)');
    expect(lines.filter((line) => line === 'ping: local error: message too long, mtu=1450')).toHaveLength(2);
    expect(cache(lab, 'a')).toEqual(['10.5.0.2 dev eth0', 'cache expires Nsec mtu 1450']);
    expect(cache(lab, 'n1')).toEqual([]);
    // The frame as the pod's wire showed it; identification and checksums of the quoted packet are its own.
    const error = lab.frames('a.eth0').find(({ way, ip }) => way === 'in' && ip?.totalLen === 576);
    expect(error).toMatchObject({ ip: { ttl: 64, id: 0, df: true } });
    expect(error?.bytes[1], 'TOS').toBe(0);
    expect(error?.lenBytes).toBe(590);
  });

  it('df unset: what has no DF is cut outside; df set: it is lost', () => {
    expect(bridgedTunnel('unset').answers('a', '-M dont -c2 -i0.3 -W1 -s 1472 10.5.0.2')).toBe(2);
    const lab = bridgedTunnel('set');
    expect(lab.answers('a', '-M dont -c2 -i0.3 -W1 -s 1472 10.5.0.2')).toBe(0);
    expect(cache(lab, 'n1')).toEqual(['192.168.1.2 dev eth0', 'cache expires Nsec mtu 1500']);
  });

  it.each(['unset', 'set'])('df %s: tells its own host as well', (df) => {
    const lab = bridgedTunnel(df);
    const lines = lab.ping('n1', '-M do -c3 -i0.3 -W1 -s 1472 10.5.0.2');
    expect(lines.at(-1)).toMatch(/^3 packets transmitted, 0 received, \+3 errors/);
    expect(cache(lab, 'n1').slice(0, 2)).toEqual(['10.5.0.2 dev br0', 'cache expires Nsec mtu 1450']);
  });
});

it('df of a tunnel can be seen, set and asked for wrongly', () => {
  const lab = bridgedTunnel('inherit');
  expect(lab.printed('n1', 'ip -d link show vx').join('\n')).toContain(' ttl auto df inherit ageing 300 ');
  lab.type('n1', 'ip link set vx type vxlan df set');
  expect(lab.printed('n1', 'ip -d link show vx').join('\n')).toContain(' ttl auto df set ageing 300 ');
  lab.type('n1', 'ip link set vx type vxlan df unset');
  expect(lab.printed('n1', 'ip -d link show vx').join('\n')).toContain(' ttl auto ageing 300 ');
  expect(lab.ask('n1', 'ip link add x type vxlan id 5 df foo').stderr).toEqual([
    `Error: argument "foo" is wrong: DF must be 'unset', 'set' or 'inherit'`,
  ]);
});
