import { describe, expect, it } from 'vitest';
import { icmpFrame } from '../../testing/make-frame';
import { net, routedNet } from '../../testing/net';

/** n1.eth0 - n2.eth0, as in the observations of the real kernel. */
const pair = () =>
  net()
    .machines('n1', 'n2')
    .veth('n1.eth0', 'n2.eth0')
    .type('n1', 'ip addr add 192.168.50.11/24 dev eth0')
    .type('n2', 'ip addr add 192.168.50.12/24 dev eth0')
    .wait(1);

it('hands over bytes as they are', () => {
  const lab = pair();
  lab.ping('n1', '-c1 192.168.50.12');
  const sent = lab.frames('n1.eth0').filter(({ way }) => way === 'out');
  const received = lab.frames('n2.eth0').filter(({ way }) => way === 'in');
  expect(received.map(({ bytes }) => bytes)).toEqual(sent.map(({ bytes }) => bytes));
});

// observed on Linux 6.18, but for the text: the sender's ping says "sendmsg: No buffer space available".
it('refuses what is longer than the other end’s MTU', () => {
  const lab = pair().type('n2', 'ip link set eth0 mtu 1400');
  lab.ping('n1', '-c1 192.168.50.12');
  expect(lab.link('n1.eth0').stats.txDropped).toBe(0);
  expect(lab.answers('n1', '-c1 -W1 -M do -s 1472 192.168.50.12')).toBe(0);
  expect(lab.link('n1.eth0').stats.txDropped).toBe(1);
  expect(lab.drops('n1')).toEqual(['PW_PEER_REFUSED']);
  // As long as with a VLAN tag: 14 bytes of Ethernet and 4 more; the reply is one fragment and the rest of it.
  expect(lab.answers('n1', '-c1 -W1 -M do -s 1376 192.168.50.12')).toBe(1);
  expect(lab.answers('n1', '-c1 -W1 -M do -s 1377 192.168.50.12')).toBe(0);
});

describe('carrier', () => {
  // observed on Linux 6.18
  it('goes with the other end: neighbours are forgotten but for permanent ones, the connected route stays', () => {
    const lab = pair().type('n1', 'ip neigh replace 192.168.50.99 lladdr 02:00:00:00:00:99 dev eth0');
    lab.ping('n1', '-c1 192.168.50.12');
    expect(lab.neigh('n1.eth0', '192.168.50.12')?.state).toBe('REACHABLE');
    lab.type('n2', 'ip link set eth0 down');
    expect(lab.neigh('n1.eth0', '192.168.50.12')).toBeNull();
    expect(lab.neigh('n1.eth0', '192.168.50.99')?.state).toBe('PERMANENT');
    expect(lab.printed('n1', 'ip -br link').at(-1)).toMatch(
      /^eth0\S* +DOWN .*<NO-CARRIER,BROADCAST,MULTICAST,UP> $/,
    );
    expect(lab.printed('n1', 'ip route')[0]).toContain('192.168.50.0/24 dev eth0 proto kernel scope link');
    lab.start('n1', 'ping -c1 -W1 192.168.50.12');
    expect(lab.wait(0.5).neigh('n1.eth0', '192.168.50.12')?.state).toBe('INCOMPLETE');
  });

  // observed on Linux 6.18
  it('lost behind a router makes it answer: host unreachable', () => {
    const lab = routedNet().type('h2', 'ip link set b0 down');
    expect(lab.ping('h1', '-c1 -W5 10.2.0.2')).toContain(
      'From 10.1.0.1 icmp_seq=1 Destination Host Unreachable',
    );
  });
});

it('takes the mark away at the border of a netns', () => {
  const lab = net().machines('n').type('n', 'ip netns add pod').veth('n.v1', 'pod.w1').veth('n.v2', 'n.w2');
  const { ctx } = lab.simulation;
  const frame = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.1', dst: '10.2.0.2' };
  const marks = (['n.v1', 'n.v2'] as const).map((place) => {
    const skb = { ...lab.skb(icmpFrame(frame)), mark: 0x4000 };
    ctx.stack.transmit(ctx, ctx.own(lab.ns('n').id), lab.link(place), skb);
    return skb.mark;
  });
  expect(marks).toEqual([0, 0x4000]);
});
