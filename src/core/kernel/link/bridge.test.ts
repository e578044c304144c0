import { describe, expect, it } from 'vitest';
import { pendingEvents } from '../../sim/queue';
import { expectFrame } from '../../testing/frame';
import { arpFrame, ethernetFrame, icmpFrame } from '../../testing/make-frame';
import { bridgedNet, net, type Net } from '../../testing/net';

/**
 * Goal: who gets a copy of a frame, and what the bridge learns from it. Method: pods on one bridge (bridgedNet), and
 * frames made by hand for what pods would not send.
 */
const P1 = '02:00:00:00:00:11';
const P2 = '02:00:00:00:00:12';
const P3 = '02:00:00:00:00:13';
const BR = '02:00:00:00:00:01';
const ALL = 'ff:ff:ff:ff:ff:ff';

/** Which devices a frame with this packet number went out by, in order. */
function sentBy(lab: Net, packet: number): readonly string[] {
  return lab
    .records('link.tx', 'node')
    .filter((record) => record.packet === packet)
    .map((record) => lab.ns('node').links[record.dev]?.name ?? '');
}

function broadcast(from: string): Uint8Array {
  return arpFrame({ from, to: ALL, op: 'request', spa: '10.1.0.99', tpa: '10.1.0.98' });
}

const unicast = (from: string, to: string): Uint8Array =>
  ethernetFrame({ from, to }, 0x88b5, new Uint8Array(46));

describe('learning', () => {
  it('notes the port behind which an address is, and moves it', () => {
    const lab = bridgedNet(2);
    lab.arrive('node.v1', broadcast('02:00:00:00:00:77'));
    expect(lab.behind('node.br0', '02:00:00:00:00:77')).toBe('v1');
    lab.arrive('node.v2', broadcast('02:00:00:00:00:77'));
    expect(lab.behind('node.br0', '02:00:00:00:00:77')).toBe('v2');
    const learned = lab.records('bridge.learn').map(({ verdict }) => verdict);
    expect(learned).toEqual(['learned', 'moved']);
  });

  it('forgets an address 300 s after its last frame', () => {
    const lab = bridgedNet(2);
    lab.arrive('node.v1', broadcast(P1));
    lab.wait(200).arrive('node.v1', broadcast(P1));
    lab.wait(299);
    expect(lab.behind('node.br0', P1)).toBe('v1');
    lab.wait(2);
    expect(lab.behind('node.br0', P1)).toBeNull();
    expect(lab.records('fdb.expire')).toHaveLength(1);
  });

  it('ages by its own setting', () => {
    const lab = net()
      .machines('node', 'h')
      .type('node', 'ip link add br0 type bridge ageing_time 1000\nip link set br0 up')
      .veth('node.v', 'h.e')
      .type('node', 'ip link set v master br0');
    lab.arrive('node.v', broadcast(P1));
    expect(lab.wait(9).behind('node.br0', P1)).toBe('v');
    expect(lab.wait(2).behind('node.br0', P1)).toBeNull();
  });

  it('learns nothing with `learning off`, from no group address, and keeps what was set by hand', () => {
    const lab = bridgedNet(2).type('node', `bridge fdb replace ${P3} dev v2 master static`);
    lab.arrive('node.v1', broadcast(P3));
    expect(lab.behind('node.br0', P3)).toBe('v2');
    expect(lab.records('bridge.learn').at(-1)?.verdict).toBe('permanent');
    lab.arrive('node.v1', broadcast('01:00:5e:00:00:01'));
    lab.arrive('node.v1', broadcast('00:00:00:00:00:00'));
    expect(lab.drops('node').slice(-2)).toEqual(['MAC_INVALID_SOURCE', 'MAC_INVALID_SOURCE']);
    lab.type('node', 'ip link set v1 type bridge_slave learning off');
    lab.arrive('node.v1', broadcast('02:00:00:00:00:55'));
    expect(lab.behind('node.br0', '02:00:00:00:00:55')).toBeNull();
  });
});

describe('forwarding', () => {
  it('floods what it does not know, over the ports in reverse order of attachment', () => {
    const lab = bridgedNet(4);
    expect(sentBy(lab, lab.arrive('node.v2', unicast(P2, P3)))).toEqual(['v4', 'v3', 'v1']);
    const flood = lab.records('bridge.forward').at(-1);
    expect(flood).toMatchObject({ verdict: 'flood', detail: { up: false, match: null } });
    expect(flood?.detail.refused).toEqual([{ port: lab.link('node.v2').ifindex, reason: 'same-port' }]);
  });

  it('gives every port a copy of its own', () => {
    const lab = bridgedNet(4);
    const frames = [unicast(P1, P3), broadcast(P1)];
    for (const frame of frames) {
      const { ctx } = lab.simulation;
      const node = ctx.own(lab.ns('node').id);
      ctx.stack.receive(ctx, node, lab.link('node.v1'), lab.skb(frame));
      const copies = pendingEvents(lab.world).flatMap((event) =>
        event.kind === 'frame.arrive' ? [event.skb] : [],
      );
      expect(copies).toHaveLength(3);
      expect(new Set(copies.map(({ data }) => data)).size).toBe(3);
      lab.quiet();
    }
  });

  it('gives the host its copy of a broadcast last', () => {
    const lab = bridgedNet(3);
    const packet = lab.arrive('node.v1', broadcast(P1));
    const order = [...lab.records('link.tx', 'node'), ...lab.records('link.rx', 'node')]
      .filter((record) => record.packet === packet && record.dev !== lab.link('node.v1').ifindex)
      .sort((a, b) => a.seq - b.seq)
      .map((record) => lab.ns('node').links[record.dev]?.name);
    expect(order).toEqual(['v3', 'v2', 'br0']);
  });

  it('sends a known address to its port alone', () => {
    const lab = bridgedNet(3);
    lab.arrive('node.v3', broadcast(P3));
    expect(sentBy(lab, lab.arrive('node.v1', unicast(P1, P3)))).toEqual(['v3']);
    expect(lab.records('bridge.forward').at(-1)).toMatchObject({
      verdict: 'forward',
      detail: { refused: [] },
    });
  });

  it('does not send a frame back, unless the port is in hairpin mode', () => {
    const lab = bridgedNet(2);
    lab.arrive('node.v1', broadcast('02:00:00:00:00:77'));
    const dropped = lab.arrive('node.v1', unicast(P1, '02:00:00:00:00:77'));
    expect(sentBy(lab, dropped)).toEqual([]);
    expect(lab.drops('node').at(-1)).toBe('PW_NO_EGRESS_PORT');
    lab.type('node', 'ip link set v1 type bridge_slave hairpin on');
    expect(sentBy(lab, lab.arrive('node.v1', unicast(P1, '02:00:00:00:00:77')))).toEqual(['v1']);
  });

  // observed on Linux 6.18: with hairpin on, a pod gets its own ARP requests back.
  it('reflects broadcasts in hairpin mode', () => {
    const lab = bridgedNet(2).type('node', 'ip link set v1 type bridge_slave hairpin on');
    expect(sentBy(lab, lab.arrive('node.v1', broadcast(P1)))).toEqual(['v2', 'v1']);
  });

  it('keeps isolated ports apart, and only from one another', () => {
    const lab = bridgedNet(3)
      .type('node', 'ip link set v1 type bridge_slave isolated on')
      .type('node', 'ip link set v2 type bridge_slave isolated on');
    expect(sentBy(lab, lab.arrive('node.v1', unicast(P1, P3)))).toEqual(['v3']);
    expect(sentBy(lab, lab.arrive('node.v3', unicast(P3, P1)))).toEqual(['v1']);
    expect(lab.records('bridge.forward')[0]?.detail.refused).toContainEqual({
      port: lab.link('node.v2').ifindex,
      reason: 'isolated',
    });
  });

  it('`flood off` keeps unknown addresses away, broadcasts still come, the host’s own as well', () => {
    const lab = bridgedNet(2).type('node', 'ip link set v2 type bridge_slave flood off');
    expect(sentBy(lab, lab.arrive('node.v1', unicast(P1, P3)))).toEqual([]);
    expect(sentBy(lab, lab.arrive('node.v1', broadcast(P1)))).toEqual(['v2']);
    expect(lab.answers('node', '-c1 10.1.0.12')).toBe(1);
  });

  it('takes frames for its own address, or that of a port, up to the host', () => {
    const lab = bridgedNet(2);
    const echo = { from: P1, src: '10.1.0.11', dst: '10.1.0.1' };
    const own = lab.arrive('node.v1', icmpFrame({ ...echo, to: BR }));
    const ports = lab.arrive('node.v1', icmpFrame({ ...echo, to: '02:00:00:00:01:12' }));
    const decided = lab.records('bridge.forward').filter(({ packet }) => packet === own || packet === ports);
    expect(decided.map(({ verdict }) => verdict)).toEqual(['up', 'up']);
    // The second is for the host by its MAC, but the bridge is not whom it was sent to.
    expect(lab.records('icmp.echo')).toHaveLength(1);
    expect(lab.drops('node')).toContain('OTHERHOST');
  });

  it('never forwards what is for the neighbour only', () => {
    const lab = bridgedNet(2);
    expect(sentBy(lab, lab.arrive('node.v1', unicast(P1, '01:80:c2:00:00:0e')))).toEqual([]);
  });

  it('passes nothing while it is down', () => {
    const lab = bridgedNet(2).type('node', 'ip link set br0 down');
    expect(sentBy(lab, lab.arrive('node.v1', broadcast(P1)))).toEqual([]);
    expect(lab.drops('node')).toEqual(['BRIDGE_INGRESS_STP_STATE']);
  });
});

it('says where a frame ended that nobody would take: at the port it came by, or at the bridge itself', () => {
  const lab = bridgedNet(1).type('node', 'ip link set v1 type bridge_slave flood off');
  lab.type('node', `ip neigh replace 10.1.0.99 lladdr ${P3} dev br0`);
  lab.ping('node', '-c1 -W1 10.1.0.99');
  lab.arrive('node.v1', unicast(P1, P3));
  const places = lab
    .records('drop', 'node')
    .map(({ dev, detail }) => [lab.ns('node').links[dev]?.name, detail.reason]);
  expect(places).toEqual([
    ['br0', 'PW_NO_EGRESS_PORT'],
    ['v1', 'PW_NO_EGRESS_PORT'],
  ]);
});

describe('pods on a bridge', () => {
  it('are no hop apart, and the bridge device sees nothing of it', () => {
    const lab = bridgedNet(2);
    expect(lab.ping('p1', '-c1 10.1.0.12')[1]).toContain('ttl=64');
    const icmp = lab.frames('node.br0').filter((frame) => frame.icmp !== undefined);
    expect(icmp).toEqual([]);
  });

  it('a frame for the wrong pod is delivered by MAC and dropped there', () => {
    const lab = bridgedNet(2).type('p1', `ip neigh replace 10.1.0.99 lladdr ${P2} dev eth0`);
    expect(lab.answers('p1', '-c1 -W1 10.1.0.99')).toBe(0);
    expect(lab.drops('p2')).toEqual(['IP_INADDRERRORS']);
    expect(lab.counter('p2', 'IpInAddrErrors')).toBe(1);
  });

  // observed on Linux 6.18
  it('the fdb after a ping has both pods and both ports', () => {
    const lab = bridgedNet(2);
    lab.ping('p1', '-c1 10.1.0.12');
    expect(lab.behind('node.br0', P1)).toBe('v1');
    expect(lab.behind('node.br0', P2)).toBe('v2');
    expect(lab.behind('node.br0', '02:00:00:00:01:11')).toBe('v1');
    expect(lab.behind('node.br0', '02:00:00:00:01:12')).toBe('v2');
  });

  // observed on Linux 6.18 with bridge-nf-call-iptables=0
  it('silently drops frames longer than the MTU of the port they would leave by', () => {
    const lab = bridgedNet(2).type(
      'node',
      'sysctl -w net.bridge.bridge-nf-call-iptables=0\nip link set v2 mtu 1450',
    );
    lab.ping('p1', '-c1 10.1.0.12');
    expect(lab.ping('p1', '-c1 -W1 -M do -s 1427 10.1.0.12').at(-1)).toContain(
      '0 received, 100% packet loss',
    );
    const refused = lab.records('bridge.forward').flatMap(({ detail }) => detail.refused);
    expect(refused).toContainEqual({ port: lab.link('node.v2').ifindex, reason: 'mtu' });
    expect(lab.records('icmp.send')).toEqual([]);
    // The room for a VLAN tag is granted to longer frames as well; the way back is shorter than the pod's own MTU.
    expect(lab.answers('p1', '-c1 -W1 -M do -s 1426 10.1.0.12')).toBe(1);
  });
});

it('explains which entries of the fdb were not meant', () => {
  const lab = bridgedNet(2);
  lab.ping('p1', '-c1 10.1.0.12');
  expectFrame(lab.frames('p2.eth0').at(-1), { eth: { src: P2, dst: P1 }, icmp: { type: 0 } });
  const forwarded = lab.records('bridge.forward').filter(({ verdict }) => verdict === 'forward');
  expect(forwarded.at(-1)?.detail).toMatchObject({ table: { name: 'fdb br0' }, considered: 1 });
  expect(forwarded.at(-1)?.detail.table.size).toBe(5);
});
