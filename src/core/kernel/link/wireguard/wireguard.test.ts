/**
 * Goal: peers are chosen by allowed IPs, sessions are agreed on by handshakes, and what comes in is checked, as in
 * drivers/net/wireguard. Method: two nodes and their pods; lengths of messages as on the wire.
 */
import { describe, expect, test } from 'vitest';
import { TwoNodes, field, headers } from '../../../testing/two-nodes';
import type { WireguardPeer } from '../../../model/wireguard';
import { ipv4 } from '../../../wire/addr';
import { addedBytes, paddingOf } from './session';

const WG =
  (more: (own: number, other: number) => string = () => '') =>
  (own: number, other: number): string => `
    ip link add flannel-wg type wireguard
    wg set flannel-wg listen-port 51820 private-key node-${own} peer node-${other} endpoint 192.168.56.1${other}:51820 allowed-ips 10.244.${other}.0/24
    ip link set flannel-wg up
    ip addr add 10.244.${own}.0/32 dev flannel-wg
    ip route add 10.244.0.0/16 dev flannel-wg scope link
    ${more(own, other)}`;

const nodes = (more?: (own: number, other: number) => string): TwoNodes => new TwoNodes(1420, WG(more));

/** Messages a node sent: `initiation 148`. */
function messages(lab: TwoNodes, node: string, since = 0): string[] {
  const kinds: Readonly<Record<string, string>> = { 1: 'initiation', 2: 'response', 4: 'data' };
  return lab.sent(node, 'eth0', since).flatMap((layers) => {
    const type = field(layers, 'wireguard', 'type');
    const length = Number(field(layers, 'udp', 'len')) - 8;
    return type === '' ? [] : [`${kinds[type] ?? type} ${String(length)}`];
  });
}

function peer(lab: TwoNodes, own: number): WireguardPeer {
  const link = lab.link(`node-${own}`, 'flannel-wg');
  const found = link.kind === 'wireguard' ? link.peers.entries.get(`node-${3 - own}`) : undefined;
  if (found === undefined) throw new Error('no such peer');
  return found;
}

describe('the first packet', () => {
  const lab = nodes();
  const printed = lab.run('pod-a', 'ping -c 1 10.244.2.2');

  test('waits for three messages, of which the third is itself', () => {
    expect(messages(lab, 'node-1')).toEqual(['initiation 148', 'data 128']);
    expect(messages(lab, 'node-2')).toEqual(['response 92', 'data 128']);
    expect(printed[1]).toMatch(/ttl=62/);
  });

  test('is told as such', () => {
    const told = lab
      .records('wireguard.session')
      .map(({ verdict, netns }) => [lab.simulation.world.netns[netns]?.name, verdict]);
    expect(told).toEqual([
      ['node-1', 'wait'],
      ['node-1', 'initiate'],
      ['node-2', 'accept'],
      ['node-2', 'respond'],
      ['node-1', 'complete'],
      ['node-2', 'confirm'],
    ]);
  });

  test('keeps its number, and what it follows from is its own waiting', () => {
    const [wait] = lab.records('wireguard.session');
    const [encap] = lab.records('tunnel.encap');
    const [decap] = lab.records('tunnel.decap');
    expect(encap?.packet).toBe(wait?.packet);
    expect(decap?.packet).toBe(wait?.packet);
    const route = lab.store.record(encap?.cause ?? 0);
    expect(route).toMatchObject({ kind: 'route.lookup', cause: wait?.seq });
  });

  test('handshakes ask for better service than data, and neither has DF', () => {
    const outer = lab.sent('node-1', 'eth0').filter((layers) => headers(layers).includes('wireguard'));
    expect(outer.map((layers) => field(layers, 'ipv4', 'dscp'))).toEqual(['34', '0']);
    expect(outer.map((layers) => field(layers, 'ipv4', 'df'))).toEqual(['0', '0']);
  });
});

describe('later packets', () => {
  test('go at once, in either direction', () => {
    const lab = nodes();
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    const since = lab.now;
    lab.run('pod-b', 'ping -c 2 -i 0.2 10.244.1.2');
    expect(messages(lab, 'node-1', since)).toEqual(['data 128', 'data 128']);
    expect(messages(lab, 'node-2', since)).toEqual(['data 128', 'data 128']);
  });

  test.each([
    [0, 32 + 32],
    [4, 32 + 32],
    [5, 32 + 48],
    [1300, 32 + 1328],
    // Padding stops at the MTU, here 1420.
    [1387, 32 + 1420],
    [1392, 32 + 1420],
  ])('%i bytes of ping data make a message of %i bytes', (size, length) => {
    const lab = nodes();
    lab.run('pod-a', `ping -c 1 -s ${size} 10.244.2.2`);
    expect(messages(lab, 'node-1')).toEqual(['initiation 148', `data ${length}`]);
  });

  test('padding and envelope in numbers', () => {
    expect([0, 1, 15, 16, 1409, 1420].map((length) => paddingOf(length, 1420))).toEqual([0, 15, 1, 0, 11, 0]);
    expect(addedBytes(84, 1420)).toBe(60 + 12);
  });
});

describe('a destination of no peer', () => {
  test('is told to the sender: host unreachable, from the side it is on', () => {
    const lab = nodes();
    expect(lab.run('pod-a', 'ping -c 1 -W 1 10.244.7.2')[1]).toBe(
      'From 10.244.1.1 icmp_seq=1 Destination Host Unreachable',
    );
    expect(lab.drops()).toContain('PW_WG_NO_PEER');
  });

  test('is refused to a process of the node: ICMP first, then ENOKEY', () => {
    const lab = nodes();
    expect(lab.run('node-1', 'ping -c 1 -W 1 10.244.7.2').slice(0, 3)).toEqual([
      'PING 10.244.7.2 (10.244.7.2) 56(84) bytes of data.',
      'From 10.244.1.0 icmp_seq=1 Destination Host Unreachable',
      'ping: sendmsg: Required key not available',
    ]);
  });

  test('is refused to UDP as well', () => {
    const lab = nodes();
    expect(lab.run('node-1', 'echo hi | ncat -u -w 1 10.244.7.2 53')).toEqual(['Ncat: ENOKEY.']);
  });

  // raw.c raw_send_hdrinc, ip_output.c ip_send_skb
  test('is counted, whoever it was refused to', () => {
    const lab = nodes();
    for (const command of ['ping -c 1 -W 1', 'traceroute -T -n -q 1 -m 1 -w 1']) {
      const before = lab.netns('node-1').snmp.entries.get('IpOutDiscards') ?? 0;
      lab.run('node-1', `${command} 10.244.7.2`);
      expect(lab.netns('node-1').snmp.entries.get('IpOutDiscards')).toBe(before + 1);
    }
  });

  test('a peer without an endpoint is no better', () => {
    const lab = nodes((own) => (own === 1 ? 'wg set flannel-wg peer late allowed-ips 10.244.7.0/24' : ''));
    expect(lab.run('node-1', 'ping -c 1 -W 1 10.244.7.2')[2]).toBe(
      'ping: sendmsg: Destination address required',
    );
    expect(lab.drops()).toContain('PW_WG_NO_ENDPOINT');
  });
});

describe('the longest allowed prefix', () => {
  const MORE = (own: number): string =>
    own === 1 ? 'wg set flannel-wg peer wide endpoint 192.0.2.9:1 allowed-ips 10.0.0.0/8,10.244.2.9/32' : '';
  const peerFor = (dst: string): string | undefined => {
    const lab = nodes(MORE);
    lab.type('pod-a', `ping -c 1 -W 1 ${dst}`);
    lab.wait(1);
    const [found] = lab.records('tunnel.lookup');
    return found?.detail.tunnel === 'wireguard' ? found.detail.match?.peer : undefined;
  };

  test.each([
    ['10.244.2.2', 'node-2'],
    ['10.244.2.9', 'wide'],
    ['10.244.3.1', 'wide'],
  ])('%s belongs to %s', (dst, owner) => expect(peerFor(dst)).toBe(owner));
});

describe('silence of the other side', () => {
  const DEAF = (own: number): string => (own === 2 ? 'ip link set flannel-wg down' : '');

  test('is met with another initiation every five seconds, for a minute and a half', () => {
    const lab = nodes(DEAF);
    lab.run('pod-a', 'ping -c 1 -W 100 10.244.2.2');
    const sent = lab.records('wireguard.session').filter(({ verdict }) => verdict === 'initiate');
    expect(sent.map(({ detail }) => detail.attempt)).toEqual(Array.from({ length: 19 }, (_, i) => i + 1));
    const pauses = sent.slice(1).map(({ atNs }, i) => (atNs - (sent[i]?.atNs ?? 0)) / 1e9);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...pauses)).toBeLessThan(5.334);
  });

  test('ends what waits, and nothing is left over', () => {
    const lab = nodes(DEAF);
    lab.run('pod-a', 'ping -c 3 -i 0.1 -W 100 10.244.2.2');
    expect(lab.records('wireguard.session').at(-1)?.verdict).toBe('give-up');
    expect(lab.drops().filter((reason) => reason === 'PW_WG_UNANSWERED')).toHaveLength(3);
    expect(peer(lab, 1).staged).toEqual([]);
    expect(lab.simulation.engine.busy).toBe(false);
  });

  test('at most 129 packets wait', () => {
    const lab = nodes(DEAF);
    lab.type('pod-a', 'ping -q -i 0.001 -c 140 -W 1 10.244.2.2');
    lab.wait(1);
    expect(lab.drops().filter((reason) => reason === 'PW_WG_UNANSWERED')).toHaveLength(140 - 129);
    expect(peer(lab, 1).staged).toHaveLength(129);
  });

  test.each([
    ['a line that is full', 'ping -q -i 0.001 -c 130 -W 1 10.244.2.2', ''],
    ['the device going', 'ping -c 1 -W 1 10.244.2.2', 'ip link del flannel-wg'],
    ['the peer being removed', 'ping -c 1 -W 1 10.244.2.2', 'wg set flannel-wg peer node-2 remove'],
  ])('a packet lost by %s follows from its own waiting', (_, ping, after) => {
    const lab = nodes(DEAF);
    lab.type('pod-a', ping);
    lab.wait(1);
    if (after !== '') lab.setUp('node-1', after);
    const lost = lab.records('drop').filter(({ detail }) => detail.reason === 'PW_WG_UNANSWERED');
    const [wait] = lab.records('wireguard.session');
    expect(lost.map(({ packet, cause }) => ({ packet, cause }))).toEqual([
      { packet: wait?.packet, cause: wait?.seq },
    ]);
  });

  test('when it wakes up in time, everything that waited arrives', () => {
    const lab = nodes(DEAF);
    lab.type('pod-a', 'ping -c 3 -i 0.1 -W 100 10.244.2.2');
    lab.wait(3);
    lab.setUp('node-2', 'ip link set flannel-wg up\nip route add 10.244.0.0/16 dev flannel-wg scope link');
    lab.simulation.runUntilQuiet();
    expect(lab.netns('pod-a').processes.entries.get(1)?.output.at(-2)).toMatch(
      /3 packets transmitted, 3 rec/,
    );
    expect(messages(lab, 'node-1').slice(0, 5)).toEqual([
      ...['initiation 148', 'initiation 148', 'data 128', 'data 128', 'data 128'],
    ]);
  });
});

describe('strangers', () => {
  test('get no answer', () => {
    const lab = nodes((own) => (own === 2 ? 'wg set flannel-wg peer node-1 remove' : ''));
    lab.type('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    lab.wait(1);
    expect(lab.drops()).toContain('PW_WG_STRANGER');
    expect(messages(lab, 'node-2')).toEqual([]);
    expect(lab.records('icmp.send')).toEqual([]);
  });

  test('are also those who take this node for somebody else', () => {
    const lab = nodes((own) => (own === 2 ? 'wg set flannel-wg private-key other' : ''));
    lab.type('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    lab.wait(1);
    expect(lab.drops()).toContain('PW_WG_STRANGER');
  });

  test('who send rubbish are not heard either', () => {
    const lab = nodes();
    lab.run('node-1', 'echo hi | ncat -u -w 1 192.168.56.12 51820');
    expect(lab.drops()).toContain('PW_WG_MALFORMED');
  });
});

describe('what comes out of the tunnel', () => {
  test('must come from where the peer may send from', () => {
    const lab = nodes((own) =>
      own === 1 ? 'ip addr add 10.99.0.1/32 dev lo' : 'ip route add 10.99.0.1 dev flannel-wg',
    );
    lab.run('node-1', 'ping -c 1 -W 1 -I 10.99.0.1 10.244.2.2');
    expect(lab.drops()).toContain('PW_WG_SOURCE');
    expect(lab.link('node-2', 'flannel-wg').stats).toMatchObject({ rxPackets: 0, rxDropped: 1 });
  });

  test('must belong to a session that is still known', () => {
    const lab = nodes();
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    lab.setUp('node-2', 'ip link set flannel-wg down\nip link set flannel-wg up');
    lab.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    expect(lab.drops()).toContain('PW_WG_NO_SESSION');
  });
});

describe('time', () => {
  test('whoever hears data and says nothing gives a sign of life after ten seconds', () => {
    const lab = nodes();
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    const since = lab.now;
    lab.wait(11);
    expect(messages(lab, 'node-1', since)).toEqual(['data 32']);
    expect(messages(lab, 'node-2', since)).toEqual([]);
    expect(lab.records('wireguard.session', since).map(({ verdict }) => verdict)).toEqual([
      ...['keepalive', 'heard'],
    ]);
  });

  test('who sends data and hears nothing for fifteen seconds shakes hands anew', () => {
    const lab = nodes();
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    lab.setUp('node-2', 'ip link set flannel-wg down');
    const since = lab.now;
    lab.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    lab.wait(15);
    expect(messages(lab, 'node-1', since).slice(-1)).toEqual(['initiation 148']);
  });

  test('a session is renewed after two minutes by who began it, without holding a packet up', () => {
    const lab = nodes();
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    lab.wait(121);
    const since = lab.now;
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    expect(messages(lab, 'node-1', since)).toEqual(['data 128', 'initiation 148', 'data 32']);
    expect(messages(lab, 'node-2', since)).toEqual(['response 92', 'data 128']);
  });

  test('after three minutes it may not be used any more', () => {
    const lab = nodes();
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    lab.wait(181);
    const since = lab.now;
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    expect(messages(lab, 'node-1', since)).toEqual(['initiation 148', 'data 128']);
  });

  test('two who begin at the same moment agree at a later attempt', () => {
    const lab = nodes();
    lab.setUp('node-1', 'ip neigh add 192.168.56.12 lladdr 02:00:00:00:00:02 dev eth0');
    lab.setUp('node-2', 'ip neigh add 192.168.56.11 lladdr 02:00:00:00:00:01 dev eth0');
    lab.setUp('node-1', 'ip link set eth0 address 02:00:00:00:00:01');
    lab.setUp('node-2', 'ip link set eth0 address 02:00:00:00:00:02');
    lab.type('pod-a', 'ping -c 1 -W 20 10.244.2.2');
    lab.type('pod-b', 'ping -c 1 -W 20 10.244.1.2');
    lab.simulation.runUntilQuiet();
    expect(lab.drops()).toEqual(['PW_WG_NO_SESSION', 'PW_WG_NO_SESSION']);
    for (const pod of ['pod-a', 'pod-b']) {
      expect(lab.netns(pod).processes.entries.get(1)?.exitCode).toBe(0);
    }
  });
});

describe('a peer that moves', () => {
  test('is answered where it came from last', () => {
    const lab = nodes();
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    lab.setUp('node-1', 'ip addr del 192.168.56.11/24 dev eth0\nip addr add 192.168.56.77/24 dev eth0');
    lab.run('pod-a', 'ping -c 1 10.244.2.2');
    expect(peer(lab, 2).endpoint?.addr).toBe(ipv4('192.168.56.77'));
  });
});

describe('an endpoint', () => {
  test('behind the tunnel itself is a loop', () => {
    const lab = nodes((own) => (own === 1 ? 'ip route add 192.168.56.12 dev flannel-wg' : ''));
    lab.type('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    lab.wait(1);
    expect(lab.drops()).toContain('PW_TUNNEL_LOOP');
  });

  test('without a route cannot be reached', () => {
    const lab = nodes((own) => (own === 1 ? 'ip route del 192.168.56.0/24' : ''));
    lab.type('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    lab.wait(1);
    expect(lab.drops()).toContain('IP_OUTNOROUTES');
  });
});
