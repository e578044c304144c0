import { describe, expect, it } from 'vitest';
import { net, routedNet, tunnelNet, type Net } from '../../testing/net';

const routes = (lab: Net): readonly string[] => lab.printed('r', 'ip route').map((line) => line.trim());
const E0 = '10.1.0.0/24 dev e0 proto kernel scope link src 10.1.0.1';
const E1 = '10.2.0.0/24 dev e1 proto kernel scope link src 10.2.0.1';

describe('down and up', () => {
  // observed on Linux 6.18
  it('connected routes go and come back, others do not', () => {
    const lab = routedNet().type('r', 'ip route add 10.60.0.0/24 via 10.2.0.2\nip link set e1 down');
    expect(routes(lab)).toEqual([E0]);
    expect(lab.ping('h1', '-c1 -W1 10.2.0.2')[1]).toBe(
      'From 10.1.0.1 icmp_seq=1 Destination Net Unreachable',
    );
    lab.type('r', 'ip link set e1 up');
    expect(routes(lab)).toEqual([E0, E1]);
  });

  // observed on Linux 6.18: even permanent ones
  it('neighbours go', () => {
    const lab = routedNet().type('r', 'ip neigh replace 10.2.0.9 lladdr 02:00:00:00:00:99 dev e1');
    lab.type('r', 'ip link set e1 down\nip link set e1 up');
    expect([...lab.link('r.e1').neigh.entries]).toEqual([]);
  });

  it('twice is once', () => {
    const lab = routedNet().type('r', 'ip link set e1 up\nip link set e1 up');
    expect(routes(lab)).toEqual([E0, E1]);
    lab.type('r', 'ip link set e1 down\nip link set e1 down');
    expect(routes(lab)).toEqual([E0]);
  });
});

describe('the loopback', () => {
  it('gets its address when it first comes up', () => {
    const lab = net().machines('h').type('h', 'ip netns add pod');
    expect(lab.link('pod.lo').addrs).toEqual([]);
    lab.type('pod', 'ip link set lo up');
    expect(lab.link('pod.lo').addrs).toHaveLength(1);
    lab.type('pod', 'ip link set lo down\nip link set lo up');
    expect(lab.link('pod.lo').addrs).toHaveLength(1);
  });
});

describe('a tunnel', () => {
  const socket = (lab: Net): readonly number[] =>
    [...lab.ns('n1').sockets.entries.values()].flatMap((each) =>
      each.kind === 'vxlan' ? [...each.devices.keys()] : [],
    );

  it('listens while it is up; devices of one port share a socket', () => {
    const lab = tunnelNet();
    expect(socket(lab)).toEqual([1]);
    lab.type('n1', 'ip link add vy type vxlan id 2 dev eth0\nip link set vy up');
    expect(socket(lab)).toEqual([1, 2]);
    expect(lab.ns('n1').sockets.entries.size).toBe(1);
    lab.type('n1', 'ip link set vx down');
    expect(socket(lab)).toEqual([2]);
    lab.type('n1', 'ip link del vy');
    expect(lab.ns('n1').sockets.entries.size).toBe(0);
    expect(lab.ns('n1').udpPorts.entries.size).toBe(0);
  });

  it('forgets what it learned, not what was set by hand', () => {
    const lab = tunnelNet(true, 'learning').type(
      'n2',
      'bridge fdb add 02:00:00:00:00:77 dev vx dst 192.168.50.11 dynamic',
    );
    lab.type('n2', 'ip link set vx down');
    expect(lab.printed('n2', 'bridge fdb show dev vx').map((line) => line.trim())).toEqual([
      '0e:00:00:00:00:01 dst 192.168.50.11 self permanent',
    ]);
  });
});
