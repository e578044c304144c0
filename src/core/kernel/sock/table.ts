/** Opening, finding and waking sockets. Source: net/ipv4/udp.c udp_lib_get_port, __udp4_lib_lookup. */
import { nextBelow } from '../../base/prng';
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4 } from '../../wire/addr';
import type {
  CtnetlinkSocket,
  KernelSocket,
  PacketSocket,
  QueueSocket,
  Socket,
  SocketItem,
  UdpSocket,
} from '../../model/socket';
import { isKernelSocket } from '../../model/socket';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { SOFTIRQ_DELAY_NS } from '../ctx';
import { countSnmp, patchLink, putSocket, putUdpPort } from '../write';

/** Ports for clients that do not ask for one (`net.ipv4.ip_local_port_range`). */
export const LOCAL_PORT_MIN = 32_768;
export const LOCAL_PORT_MAX = 60_999;
/** Items a socket holds before it refuses more (stands for `net.core.rmem_default`). */
const QUEUE_LEN_MAX = 256;

/** Puts a new socket into the netns; returns its id. */
export function openSocket(ctx: Ctx, ns: Netns, make: (id: number) => Socket): number {
  const id = ns.nextSocket;
  ns.nextSocket = id + 1;
  const socket = make(id);
  putSocket(ctx, ns, id, socket);
  if (hasUdpPort(socket)) bindPort(ctx, ns, socket.port, id);
  return id;
}

function hasUdpPort(socket: Socket): socket is UdpSocket | PacketSocket | CtnetlinkSocket | KernelSocket {
  const { kind } = socket;
  return kind === 'udp' || kind === 'packet' || kind === 'ctnetlink' || isKernelSocket(socket);
}

/** Closes a socket of any kind but TCP, whose connections live on: see tcp/close.ts. */
export function closeSocket(ctx: Ctx, ns: Netns, id: number): void {
  const socket = ns.sockets.entries.get(id);
  if (socket === undefined) return;
  if (hasUdpPort(socket)) {
    const left = (ns.udpPorts.entries.get(socket.port) ?? []).filter((other) => other !== id);
    putUdpPort(ctx, ns, socket.port, left.length === 0 ? undefined : left);
  }
  // A tun device whose file is closed loses its carrier.
  const tun = socket.kind === 'tun' ? ns.links[socket.ifindex] : undefined;
  if (tun?.kind === 'tun') patchLink(ctx, ns, tun, { reader: 0 });
  putSocket(ctx, ns, id, undefined);
}

function bindPort(ctx: Ctx, ns: Netns, port: number, id: number): void {
  putUdpPort(ctx, ns, port, [...(ns.udpPorts.entries.get(port) ?? []), id]);
}

/** A free client port, drawn from the netns's own stream; null when none is free. */
export function freeUdpPort(ctx: Ctx, ns: Netns): number | null {
  const count = LOCAL_PORT_MAX - LOCAL_PORT_MIN + 1;
  const start = nextBelow(ctx.random(ns.id, 'udp.port'), count);
  for (let i = 0; i < count; i += 1) {
    const port = LOCAL_PORT_MIN + ((start + i) % count);
    if (!ns.udpPorts.entries.has(port)) return port;
  }
  return null;
}

/** Whether `port` may be bound at `local`: no other socket has it there or everywhere. */
export function portIsFree(ns: Netns, local: Ipv4Addr, port: number): boolean {
  const ids = ns.udpPorts.entries.get(port) ?? [];
  return ids.every((id) => {
    const other = ns.sockets.entries.get(id);
    if (other?.kind !== 'udp') return false;
    return other.local !== ANY_IPV4 && local !== ANY_IPV4 && other.local !== local;
  });
}

/** The socket a datagram belongs to: connected ones before bound ones before those that listen everywhere. */
export function findUdpSocket(
  ns: Netns,
  dst: Ipv4Addr,
  dstPort: number,
  src: Ipv4Addr,
  srcPort: number,
): Socket | null {
  const ids = ns.udpPorts.entries.get(dstPort);
  if (ids === undefined) return null;
  let best: Socket | null = null;
  let bestScore = -1;
  for (const id of ids) {
    const socket = ns.sockets.entries.get(id);
    const score = socket === undefined ? -1 : scoreOf(socket, dst, src, srcPort);
    if (socket !== undefined && score > bestScore) {
      best = socket;
      bestScore = score;
    }
  }
  return best;
}

/** Source: udp.c compute_score. -1 means it does not fit. */
function scoreOf(socket: Socket, dst: Ipv4Addr, src: Ipv4Addr, srcPort: number): number {
  if (isKernelSocket(socket)) return 0;
  if (socket.kind !== 'udp') return -1;
  let score = 0;
  if (socket.local !== ANY_IPV4) {
    if (socket.local !== dst) return -1;
    score += 1;
  }
  if (socket.remotePort !== 0) {
    if (socket.remote !== src || socket.remotePort !== srcPort) return -1;
    score += 2;
  }
  return score;
}

/** Puts an item into the socket's queue and wakes its process. False when the queue is full. */
export function deliverTo(ctx: Ctx, ns: Netns, socket: QueueSocket, item: SocketItem): boolean {
  if (socket.queue.length >= QUEUE_LEN_MAX) return false;
  putSocket(ctx, ns, socket.id, withQueue(socket, queued(socket.queue, item)));
  const wake = { reason: 'socket' as const, socket: socket.id };
  ctx.schedule({ kind: 'process.wake', netns: ns.id, pid: socket.pid, wake }, SOFTIRQ_DELAY_NS);
  return true;
}

/** One more behind them. Spelled out: `concat` asks each of them first whether it is to be spread. */
function queued(queue: readonly SocketItem[], item: SocketItem): readonly SocketItem[] {
  const longer = new Array<SocketItem>(queue.length + 1);
  let at = 0;
  for (const one of queue) longer[at++] = one;
  longer[at] = item;
  return longer;
}

/** Takes the oldest item out of the queue. */
export function readSocket(ctx: Ctx, ns: Netns, id: number): SocketItem | null {
  const socket = ns.sockets.entries.get(id);
  if (socket === undefined || !('queue' in socket)) return null;
  const [item] = socket.queue;
  if (item === undefined) return null;
  // Datagrams count when they are read.
  if (socket.kind === 'udp' && item.kind === 'data') countSnmp(ctx, ns, 'UdpInDatagrams');
  putSocket(ctx, ns, id, withQueue(socket, socket.queue.slice(1)));
  return item;
}

/** Nearly all are UDP sockets of processes that answer: spelled out, several times faster than by spreading. */
function withQueue(socket: QueueSocket, queue: readonly SocketItem[]): Socket {
  if (socket.kind !== 'udp' || socket.relay !== undefined) return { ...socket, queue };
  const { kind, id, pid, local, port, remote, remotePort, txHash } = socket;
  return { kind, id, pid, local, port, remote, remotePort, txHash, queue };
}

/** The UDP socket with this id, or null. */
export function udpSocket(ns: Netns, id: number): UdpSocket | null {
  const socket = ns.sockets.entries.get(id);
  return socket?.kind === 'udp' ? socket : null;
}
