import { describe, expect, it } from 'vitest';
import { net, type Net } from '../../testing/net';
import { ANY_IPV4, ipv4 } from '../../wire/addr';
import type { SocketItem } from '../../model/socket';
import { putSocket, putUdpPort } from '../write';
import {
  LOCAL_PORT_MAX,
  LOCAL_PORT_MIN,
  closeSocket,
  deliverTo,
  findUdpSocket,
  freeUdpPort,
  portIsFree,
  readSocket,
  udpSocket,
} from './table';
import { udpConnect, udpOpen } from './udp';

/** Goal: whose datagram it is. Method: sockets opened by hand on a host with two addresses. */
function host() {
  const lab = net()
    .machines('h', 'x')
    .cable('h.e', 'x.e')
    .type('h', 'ip addr add 10.1.0.1/24 dev e\nip addr add 10.1.0.2/24 dev e');
  const { ctx } = lab.simulation;
  const ns = ctx.own(lab.ns('h').id);
  const open = (local: string, port: number): number | string =>
    udpOpen(ctx, ns, { pid: 1, local: ipv4(local), port });
  return { lab, ctx, ns, open };
}

const idOf = (lab: Net, dst: string, port: number, src: string, srcPort: number): number | null =>
  findUdpSocket(lab.ns('h'), ipv4(dst), port, ipv4(src), srcPort)?.id ?? null;

describe('a datagram belongs to', () => {
  it('the connected socket before the bound one before the one that listens everywhere', () => {
    const { lab, ctx, ns, open } = host();
    const any = open('0.0.0.0', 53);
    expect(any).toBe(1);
    const bound = { kind: 'udp' as const, pid: 1, local: ipv4('10.1.0.1'), port: 53, txHash: 0, queue: [] };
    // Sockets that share a port by SO_REUSEADDR: put into the table past the check.
    for (const [id, remote, remotePort] of [
      [2, '0.0.0.0', 0],
      [3, '10.1.0.9', 4000],
    ] as const) {
      putSocket(ctx, ns, id, { ...bound, id, remote: ipv4(remote), remotePort });
    }
    putUdpPort(ctx, ns, 53, [1, 2, 3]);
    expect(idOf(lab, '10.1.0.1', 53, '10.1.0.9', 4000)).toBe(3);
    expect(idOf(lab, '10.1.0.1', 53, '10.1.0.9', 4001)).toBe(2);
    expect(idOf(lab, '10.1.0.2', 53, '10.1.0.9', 4000)).toBe(1);
    expect(idOf(lab, '10.1.0.1', 54, '10.1.0.9', 4000)).toBeNull();
    closeSocket(ctx, ns, 3);
    expect(idOf(lab, '10.1.0.1', 53, '10.1.0.9', 4000)).toBe(2);
  });
});

describe('a port', () => {
  it('may be bound once at each address, and by nobody else once it is bound everywhere', () => {
    const { ns, open } = host();
    expect(open('10.1.0.1', 53)).toBe(1);
    expect(open('10.1.0.1', 53)).toBe('EADDRINUSE');
    expect(open('10.1.0.2', 53)).toBe(2);
    expect(open('0.0.0.0', 53)).toBe('EADDRINUSE');
    expect(portIsFree(ns, ANY_IPV4, 54)).toBe(true);
  });

  it('is free again when its socket is closed', () => {
    const { ctx, ns, open } = host();
    open('0.0.0.0', 53);
    closeSocket(ctx, ns, 1);
    expect(open('0.0.0.0', 53)).toBe(2);
    closeSocket(ctx, ns, 77);
  });

  it('of the tunnel is the kernel’s', () => {
    const { lab, open } = host();
    lab.type('h', 'ip link add vx type vxlan id 1 dev e\nip link set vx up');
    expect(open('0.0.0.0', 8472)).toBe('EADDRINUSE');
  });

  it('for a client is any free one of the range', () => {
    const { ctx, ns } = host();
    for (let port = LOCAL_PORT_MIN; port <= LOCAL_PORT_MAX; port += 1) {
      if (port !== 40_000) putUdpPort(ctx, ns, port, [1]);
    }
    expect(freeUdpPort(ctx, ns)).toBe(40_000);
    putUdpPort(ctx, ns, 40_000, [1]);
    expect(freeUdpPort(ctx, ns)).toBeNull();
    const connected = udpConnect(ctx, ns, { pid: 1, local: ANY_IPV4, port: 0 }, ipv4('10.1.0.9'), 9);
    expect(connected).toBe('EADDRINUSE');
  });
});

describe('the queue', () => {
  const item = (n: number): SocketItem => ({
    ...{ kind: 'data', from: ipv4('10.1.0.9'), fromPort: n, to: ipv4('10.1.0.1'), ttl: 64 },
    payload: new Uint8Array(),
  });

  it('is read in order, and refuses what is too much', () => {
    const { ctx, ns, open } = host();
    open('0.0.0.0', 53);
    for (let n = 0; n < 256; n += 1) expect(deliverTo(ctx, ns, udpSocket(ns, 1)!, item(n))).toBe(true);
    expect(deliverTo(ctx, ns, udpSocket(ns, 1)!, item(256))).toBe(false);
    expect(readSocket(ctx, ns, 1)).toMatchObject({ fromPort: 0 });
    expect(readSocket(ctx, ns, 1)).toMatchObject({ fromPort: 1 });
    expect(deliverTo(ctx, ns, udpSocket(ns, 1)!, item(257))).toBe(true);
  });

  it('of a socket that is not there is empty', () => {
    const { ctx, ns, open } = host();
    expect(readSocket(ctx, ns, 9)).toBeNull();
    open('0.0.0.0', 53);
    expect(readSocket(ctx, ns, 1)).toBeNull();
  });
});
