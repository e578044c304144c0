/** Goal: a tun device is a device of the kernel on one side and a file on the other. */
import { describe, expect, test } from 'vitest';
import { TwoNodes } from '../../testing/two-nodes';
import { ipv4 } from '../../wire/addr';
import { PROTO_ICMP, emitIpv4Header, ipDst, ipTtl } from '../../wire/ipv4';
import { hasCarrier } from '../carrier';
import { allocSkb } from '../skb';
import { closeSocket, readSocket } from '../sock/table';
import { tunOpen, tunWrite } from '../sock/tun';

const PID = 7;

function lab(): TwoNodes {
  return new TwoNodes(1472, (own) =>
    own === 1
      ? `ip tuntap add dev t0 mode tun
         ip link set t0 up
         ip addr add 10.9.0.1/24 dev t0
         ip route add 10.244.2.0/24 dev t0`
      : '',
  );
}

const carrier = (nodes: TwoNodes): boolean =>
  hasCarrier(nodes.simulation.world, nodes.netns('node-1'), nodes.link('node-1', 't0'));
const open = (nodes: TwoNodes): number | string =>
  tunOpen(nodes.simulation.ctx, nodes.netns('node-1'), PID, 't0');

describe('the file', () => {
  test('gives the device its carrier while somebody holds it', () => {
    const nodes = lab();
    expect(carrier(nodes)).toBe(false);
    const file = open(nodes);
    expect(carrier(nodes)).toBe(true);
    expect(open(nodes)).toBe('EBUSY');
    closeSocket(nodes.simulation.ctx, nodes.netns('node-1'), Number(file));
    expect(carrier(nodes)).toBe(false);
  });

  test('is that of an existing tun device', () => {
    const nodes = lab();
    const ns = nodes.netns('node-1');
    expect(tunOpen(nodes.simulation.ctx, ns, PID, 'nope')).toBe('ENODEV');
    expect(tunOpen(nodes.simulation.ctx, ns, PID, 'eth0')).toBe('EINVAL');
  });

  test('is closed when the device is deleted', () => {
    const nodes = lab();
    const file = open(nodes);
    nodes.setUp('node-1', 'ip link del t0');
    expect(nodes.netns('node-1').sockets.entries.has(Number(file))).toBe(false);
  });
});

describe('what the kernel sends', () => {
  test('is read as a bare IP packet', () => {
    const nodes = lab();
    const file = Number(open(nodes));
    nodes.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    const item = readSocket(nodes.simulation.ctx, nodes.netns('node-1'), file);
    expect(item?.kind).toBe('packet');
    if (item?.kind !== 'packet') return;
    expect(ipDst(item.payload, 0)).toBe(ipv4('10.244.2.2'));
    expect(ipTtl(item.payload, 0)).toBe(63);
    const [crossing] = nodes.records('user.cross');
    expect(crossing).toMatchObject({ verdict: 'to-process', packet: item.origin.packet });
    expect(nodes.records('ip.output').at(-1)?.verdict).toBe('no-address');
  });

  test('is lost without a reader, before a capture could see it', () => {
    const nodes = lab();
    nodes.run('pod-a', 'ping -c 1 -W 1 10.244.2.2');
    expect(nodes.drops()).toEqual(['PW_LINK_DOWN']);
    expect(nodes.sent('node-1', 't0')).toEqual([]);
  });

  test('is lost when the reader is too slow', () => {
    const nodes = lab();
    open(nodes);
    nodes.run('pod-a', 'ping -q -i 0.001 -c 300 -W 1 10.244.2.2');
    expect(nodes.drops()).toEqual(Array.from({ length: 300 - 256 }, () => 'FULL_RING'));
    expect(nodes.link('node-1', 't0').stats.txDropped).toBe(300 - 256);
  });
});

describe('what the process writes', () => {
  function write(nodes: TwoNodes, file: number): unknown {
    const { ctx } = nodes.simulation;
    const skb = allocSkb(ctx, 28);
    const [src, dst] = [ipv4('10.9.0.2'), ipv4('10.9.0.1')];
    const lengths = { totalLen: 28, headerLen: 20, fragOffset: 0, df: false, mf: false };
    emitIpv4Header({ src, dst, ttl: 5, proto: PROTO_ICMP, id: 1, tos: 0, ...lengths }, skb.data, skb.head);
    skb.data.set([8, 0, 0xf7, 0xff], skb.head + 20);
    skb.l3 = true;
    const errno = tunWrite(ctx, nodes.netns('node-1'), file, skb);
    nodes.simulation.runUntilQuiet();
    return errno;
  }

  test('is received by the device: the kernel answers the ping, back into the file', () => {
    const nodes = lab();
    const file = Number(open(nodes));
    expect(write(nodes, file)).toBeNull();
    expect(nodes.records('user.cross').map(({ verdict }) => verdict)).toEqual(['to-kernel', 'to-process']);
    expect(nodes.records('link.rx').at(-1)?.detail).toEqual({ pktType: 'host', lenBytes: 28 });
    const answer = readSocket(nodes.simulation.ctx, nodes.netns('node-1'), file);
    expect(answer?.kind === 'packet' && ipDst(answer.payload, 0)).toBe(ipv4('10.9.0.2'));
  });

  test('is refused while the device is down, or when the file is not open', () => {
    const nodes = lab();
    const file = Number(open(nodes));
    nodes.setUp('node-1', 'ip link set t0 down');
    expect(write(nodes, file)).toBe('EIO');
    expect(write(nodes, 999)).toBe('EIO');
  });
});
