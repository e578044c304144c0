import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { tunnelNet, type Net } from '../../testing/net';

/** Goal: what becomes of a datagram on the tunnel's port. Method: tunnelNet with one thing wrong at a time. */
function remoteOf(lab: Net, netns: string, addr: string): readonly string[] {
  return lab.printed(netns, 'bridge fdb show dev vx').filter((line) => line.startsWith(addr));
}

it('unwraps the frame: it is received once more, by the tunnel device', () => {
  const lab = tunnelNet();
  lab.ping('n1', '-c1 10.244.2.0');
  const [frame] = lab.frames('n2.vx');
  expectFrame(frame, {
    eth: { dst: '0e:00:00:00:00:02' },
    ip: { src: '10.244.1.0', ttl: 64 },
    icmp: { type: 8 },
  });
  expect(frame?.way).toBe('in');
  const delivered = lab.records('sock.deliver', 'n2').map(({ detail }) => detail.socket);
  expect(delivered).toEqual(['vxlan']);
});

describe('is dropped, and nobody is told', () => {
  // observed on Linux 6.18
  it('with another VNI', () => {
    const lab = tunnelNet().type(
      'n2',
      'ip link del vx\nip link add vx type vxlan id 2 dev eth0\nip link set vx up',
    );
    expect(lab.ping('n1', '-c1 -W1 10.244.2.0').join()).not.toContain('From');
    expect(lab.drops('n2')).toEqual(['VXLAN_VNI_NOT_FOUND']);
    expect(lab.records('icmp.send')).toEqual([]);
  });

  // observed on Linux 6.18: the counter of the device grows all the same
  it('with another inner MAC', () => {
    const lab = tunnelNet()
      .type('n1', 'ip neigh replace 10.244.2.0 lladdr 0e:00:00:00:00:99 dev vx nud permanent')
      .type('n1', 'bridge fdb replace 0e:00:00:00:00:99 dev vx dst 192.168.50.12 self');
    expect(lab.answers('n1', '-c1 -W1 10.244.2.0')).toBe(0);
    expect(lab.drops('n2')).toEqual(['OTHERHOST']);
    expect(lab.link('n2.vx').stats.rxPackets).toBe(1);
  });

  it('when it seems to come from itself', () => {
    const lab = tunnelNet().type('n1', 'ip link set vx address 0e:00:00:00:00:02');
    expect(lab.answers('n1', '-c1 -W1 10.244.2.0')).toBe(0);
    expect(lab.drops('n2')).toEqual(['LOCAL_MAC']);
  });

  it('when its device is down: the port is closed with the last device', () => {
    const lab = tunnelNet().type('n2', 'ip link set vx down');
    expect(lab.answers('n1', '-c1 -W1 10.244.2.0')).toBe(0);
    expect(lab.drops('n2')).toEqual(['NO_SOCKET']);
  });
});

// observed on Linux 6.18: ICMP port unreachable, 142 bytes long, to the outer source; the inner sender hears nothing
it('a closed port is reported to the other node, not to the sender inside', () => {
  const lab = tunnelNet().type('n2', 'ip link del vx');
  expect(lab.ping('n1', '-c1 -W1 10.244.2.0').at(-1)).toContain('0 received, 100% packet loss');
  const error = lab.frames('n1.eth0').find(({ icmp }) => icmp !== undefined);
  expectFrame(error, {
    ip: { src: '192.168.50.12', dst: '192.168.50.11', totalLen: 20 + 142, proto: 1 },
    icmp: { type: 3, code: 3 },
    quoted: { ip: { src: '192.168.50.11', proto: 17 }, udp: { dstPort: 8472 } },
  });
});

describe('learning', () => {
  const learning = (): Net => tunnelNet(true, 'learning');

  it('notes which node an inner address is behind, and forgets it after 300 s', () => {
    const lab = learning();
    lab.type('n2', 'bridge fdb del 0e:00:00:00:00:01 dev vx self');
    lab.type('n2', 'bridge fdb append 00:00:00:00:00:00 dev vx dst 192.168.50.11 self');
    expect(lab.answers('n1', '-c1 10.244.2.0')).toBe(1);
    expect(remoteOf(lab, 'n2', '0e:00:00:00:00:01')).toEqual(['0e:00:00:00:00:01 dst 192.168.50.11 self ']);
    expect(lab.records('tunnel.learn', 'n2').map(({ verdict }) => verdict)).toEqual(['learned']);
    lab.wait(299);
    expect(remoteOf(lab, 'n2', '0e:00:00:00:00:01')).toHaveLength(1);
    lab.wait(2);
    expect(remoteOf(lab, 'n2', '0e:00:00:00:00:01')).toEqual([]);
  });

  it('follows an address that moves', () => {
    const lab = learning();
    lab.type('n2', 'bridge fdb replace 0e:00:00:00:00:01 dev vx dst 192.168.50.77 self dynamic');
    lab.ping('n1', '-c1 -W1 10.244.2.0');
    expect(lab.records('tunnel.learn', 'n2')[0]?.verdict).toBe('moved');
    expect(remoteOf(lab, 'n2', '0e:00:00:00:00:01')).toEqual(['0e:00:00:00:00:01 dst 192.168.50.11 self ']);
  });

  it('does not happen with `nolearning`', () => {
    const lab = tunnelNet();
    lab.type('n2', 'bridge fdb del 0e:00:00:00:00:01 dev vx self');
    lab.ping('n1', '-c1 -W1 10.244.2.0');
    expect(lab.records('tunnel.learn', 'n2')[0]?.verdict).toBe('not-learning');
    expect(remoteOf(lab, 'n2', '0e:00:00:00:00:01')).toEqual([]);
  });

  // observed on Linux 6.18
  it('drops what contradicts an entry that was set by hand', () => {
    const lab = learning().type(
      'n2',
      'bridge fdb replace 0e:00:00:00:00:01 dev vx dst 192.168.50.77 self static',
    );
    expect(lab.answers('n1', '-c1 -W1 10.244.2.0')).toBe(0);
    expect(lab.drops('n2')).toEqual(['VXLAN_ENTRY_EXISTS']);
    expect(lab.link('n2.vx').stats.rxPackets).toBe(0);
  });
});
