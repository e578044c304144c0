import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { net, tunnelNet, type Net } from '../../testing/net';

/** Goal: the remote end a frame is sent to, and the packet it is sent in. Method: tunnelNet, set up as flannel does. */
const OUTER = { src: '192.168.50.11', dst: '192.168.50.12' };

/** What left n1 for n2 in a tunnel. */
const wrapped = (lab: Net) =>
  lab.frames('n1.eth0').filter(({ way, vxlan }) => way === 'out' && vxlan !== undefined);

describe('the outer packet', () => {
  // observed on Linux 6.18: TTL 64, DF not set, 50 bytes more
  it('is a UDP datagram of its own around the whole frame', () => {
    const lab = tunnelNet();
    expect(lab.answers('n1', '-c1 10.244.2.0')).toBe(1);
    const [frame] = wrapped(lab);
    expectFrame(frame, {
      ip: { ...OUTER, ttl: 64, df: false, proto: 17, totalLen: 134, dscp: 0 },
      udp: { dstPort: 8472, len: 114 },
      vxlan: { vni: 1, flags: 8 },
      inner: {
        eth: { src: '0e:00:00:00:00:01', dst: '0e:00:00:00:00:02' },
        ip: { src: '10.244.1.0', dst: '10.244.2.0', ttl: 64, df: true },
        icmp: { type: 8 },
      },
    });
    expect(frame?.udp?.['checksum']).not.toBe(0);
    const sourcePort = Number(frame?.udp?.['srcPort']);
    expect(sourcePort).toBeGreaterThanOrEqual(32_768);
    expect(sourcePort).toBeLessThan(61_000);
  });

  // observed on Linux 6.18: an inner ARP request makes an outer packet of 78 bytes
  it('carries ARP as well, when there is a default destination', () => {
    const lab = tunnelNet(false).type(
      'n1',
      'bridge fdb append 00:00:00:00:00:00 dev vx dst 192.168.50.12 self',
    );
    lab.ping('n1', '-c1 -W1 10.244.2.0');
    expectFrame(wrapped(lab)[0], { ip: { totalLen: 78 }, inner: { arp: { op: 1, tpa: '10.244.2.0' } } });
    expect(lab.records('tunnel.lookup')[0]?.verdict).toBe('default');
  });

  it('has one source port for a flow, the same for both directions', () => {
    const lab = tunnelNet();
    lab.ping('n1', '-c3 10.244.2.0');
    const ports = (place: 'n1.eth0' | 'n2.eth0'): readonly unknown[] =>
      lab.frames(place).flatMap(({ way, udp }) => (way === 'out' && udp ? [udp['srcPort']] : []));
    expect(new Set([...ports('n1.eth0'), ...ports('n2.eth0')]).size).toBe(1);
  });

  // observed on Linux 6.18: a connected UDP socket's flow has a random port of its own
  it('has another source port for another socket', () => {
    const lab = tunnelNet();
    const ports = new Set<unknown>();
    for (let i = 0; i < 5; i += 1) {
      lab.run('n1', 'echo x | ncat -u -p 4000 -w 1 10.244.2.0 9');
      ports.add(wrapped(lab).at(-1)?.udp?.['srcPort']);
    }
    expect(ports.size).toBe(5);
  });

  it('goes to the port and VNI of the entry, where it has them', () => {
    const entry = '0e:00:00:00:00:02 dev vx dst 192.168.50.12 port 4789 vni 7';
    const lab = tunnelNet().type('n1', `bridge fdb replace ${entry} self`);
    lab.ping('n1', '-c1 -W1 10.244.2.0');
    expectFrame(wrapped(lab)[0], { udp: { dstPort: 4789 }, vxlan: { vni: 7 } });
  });

  // observed on Linux 6.18: IpFragOKs 1, IpFragCreates 2, and the ping is answered
  it('is cut when it does not fit the device below, whatever the inner DF says', () => {
    const lab = net().machines('n1', 'n2').veth('n1.eth0', 'n2.eth0');
    for (const [here, there] of [
      [1, 2],
      [2, 1],
    ] as const) {
      lab
        .type(`n${here}`, `ip addr add 192.168.50.1${here}/24 dev eth0`)
        .type(
          `n${here}`,
          `ip link add vx type vxlan id 1 local 192.168.50.1${here} remote 192.168.50.1${there}`,
        )
        .type(`n${here}`, `ip addr add 10.9.0.${here}/24 dev vx\nip link set vx up`);
    }
    expect(lab.link('n1.vx').mtu).toBe(1500);
    expect(lab.answers('n1', '-c1 -M do -s 1472 10.9.0.2')).toBe(1);
    expect(lab.counter('n1', 'IpFragOKs')).toBe(1);
    expect(lab.counter('n1', 'IpFragCreates')).toBe(2);
  });
});

// observed on Linux 6.18
it('has room for 1450 bytes, and says so to a ping that may not be cut', () => {
  const lab = tunnelNet();
  expect(lab.answers('n1', '-c1 -M do -s 1422 10.244.2.0')).toBe(1);
  expect(lab.ping('n1', '-c1 -M do -s 1423 10.244.2.0')[1]).toBe(
    'ping: local error: message too long, mtu=1450',
  );
});

describe('the look-up', () => {
  // observed on Linux 6.18
  it('finds nothing: the frame shows on the tunnel and nowhere else, tx_dropped counts it', () => {
    const lab = tunnelNet().type('n1', 'bridge fdb del 0e:00:00:00:00:02 dev vx self');
    expect(lab.ping('n1', '-c1 -W1 10.244.2.0').at(-1)).toContain('0 received, 100% packet loss');
    expect(lab.frames('n1.vx')).toHaveLength(1);
    expect(lab.frames('n1.eth0')).toEqual([]);
    expect(lab.drops()).toEqual(['NO_TX_TARGET']);
    expect(lab.link('n1.vx').stats.txDropped).toBe(1);
    expect(lab.records('tunnel.lookup')[0]).toMatchObject({ verdict: 'none', detail: { match: null } });
  });

  // observed on Linux 6.18: without a neighbour the kernel asks by ARP through the tunnel, which leads nowhere
  it('without a neighbour entry ARP goes nowhere, and the sender hears it after three seconds', () => {
    const lab = tunnelNet(false);
    lab.start('n1', 'ping -c1 -W5 10.244.2.0');
    expect(lab.wait(1).neigh('n1.vx', '10.244.2.0')?.state).toBe('INCOMPLETE');
    expect(lab.wait(3).neigh('n1.vx', '10.244.2.0')?.state).toBe('FAILED');
    expect(lab.process('n1', 1).output).toContain('From 10.244.1.0 icmp_seq=1 Destination Host Unreachable');
    expect(lab.frames('n1.vx').every(({ arp }) => arp !== undefined)).toBe(true);
  });

  it('sends a copy to every destination of the list, the first one last', () => {
    const lab = tunnelNet(false).type(
      'n1',
      'bridge fdb append 00:00:00:00:00:00 dev vx dst 192.168.50.12\nbridge fdb append 00:00:00:00:00:00 dev vx dst 192.168.50.13',
    );
    lab.ping('n1', '-c1 -W1 10.244.2.7');
    const remotes = lab
      .records('tunnel.encap')
      .map(({ detail }) => (detail.tunnel === 'vxlan' ? detail.remote.ip & 0xff : -1));
    expect(remotes.slice(0, 2)).toEqual([13, 12]);
  });

  it('prefers the address to the default destination', () => {
    const lab = tunnelNet().type('n1', 'bridge fdb append 00:00:00:00:00:00 dev vx dst 192.168.50.99');
    expect(lab.answers('n1', '-c1 10.244.2.0')).toBe(1);
    expect(lab.records('tunnel.lookup')[0]?.verdict).toBe('found');
  });
});

describe('a datagram that came in pieces', () => {
  // observed on Linux 6.18: how it came says nothing of the outer packets
  it('goes through the tunnel in the same pieces, each whole', () => {
    const lab = tunnelNet().type('n1', 'iptables -A INPUT -m conntrack --ctstate NEW');
    lab.machines('far').veth('far.f0', 'n1.f1');
    lab.type('n1', 'ip addr add 10.9.0.1/24 dev f1\nsysctl -w net.ipv4.ip_forward=1');
    lab.type('far', 'ip addr add 10.9.0.2/24 dev f0\nip route add default via 10.9.0.1');
    lab.type('far', 'ip link set f0 mtu 1300');
    lab.ping('far', '-c1 -W1 -s 2000 -M dont 10.244.2.0');
    const sent = lab.frames('n1.eth0').filter(({ way, ip }) => way === 'out' && ip?.['proto'] === 17);
    expect(sent.map(({ ip }) => [ip?.['totalLen'], ip?.['mf']])).toEqual([
      [1350, false],
      [798, false],
    ]);
  });
});

describe('what cannot be', () => {
  it('no way to the remote end', () => {
    const lab = tunnelNet().type('n1', 'bridge fdb replace 0e:00:00:00:00:02 dev vx dst 172.16.0.1 self');
    expect(lab.answers('n1', '-c1 -W1 10.244.2.0')).toBe(0);
    expect(lab.drops()).toEqual(['IP_OUTNOROUTES']);
  });

  it('a way to the remote end that leads into the tunnel', () => {
    const lab = tunnelNet().type('n1', 'bridge fdb replace 0e:00:00:00:00:02 dev vx dst 10.244.2.9 self');
    expect(lab.answers('n1', '-c1 -W1 10.244.2.0')).toBe(0);
    expect(lab.drops()).toEqual(['PW_TUNNEL_LOOP']);
  });

  it('two tunnels that lead into one another: it ends', () => {
    const lab = net()
      .machines('n')
      .type(
        'n',
        `ip link add v1 type vxlan id 11 dstport 5001 remote 10.22.0.2
       ip link add v2 type vxlan id 12 dstport 5002 remote 10.11.0.2
       ip link set v1 up
       ip link set v2 up
       ip addr add 10.11.0.1/24 dev v1
       ip addr add 10.22.0.1/24 dev v2
       ip neigh replace 10.11.0.2 lladdr 0e:00:00:00:01:09 dev v1
       ip neigh replace 10.22.0.2 lladdr 0e:00:00:00:01:09 dev v2`,
      );
    expect(lab.answers('n', '-c1 -W1 10.11.0.2')).toBe(0);
    expect(lab.answers('n', '-c1 -W1 -s 1400 10.11.0.2')).toBe(0);
    expect(new Set(lab.drops())).toEqual(new Set(['PW_TUNNEL_LOOP']));
  });
});
