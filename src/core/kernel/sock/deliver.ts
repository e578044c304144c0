/** The record of a packet that reaches a socket. */
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { KernelSocket, PingSocket, UdpSocket } from '../../model/socket';
import { isKernelSocket } from '../../model/socket';
import type { SctpListener, SctpSocket } from '../../model/sctp';
import type { TcpListener, TcpSocket } from '../../model/tcp';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';

type DeliveredTo =
  UdpSocket | PingSocket | KernelSocket | TcpListener | TcpSocket | SctpListener | SctpSocket;

/** A connection that waits to be accepted belongs to whoever listens. */
function ownerOf(ns: Netns, socket: Exclude<DeliveredTo, KernelSocket>): number {
  const waits = socket.kind === 'tcp' || socket.kind === 'sctp';
  const listener = waits ? ns.sockets.entries.get(socket.listener) : undefined;
  return listener?.kind === 'tcp-listen' || listener?.kind === 'sctp-listen' ? listener.pid : socket.pid;
}

/** A listener is of its protocol. */
const FAMILIES = {
  tcp: 'tcp',
  'tcp-listen': 'tcp',
  sctp: 'sctp',
  'sctp-listen': 'sctp',
  udp: 'udp',
  ping: 'ping',
  vxlan: 'vxlan',
  geneve: 'geneve',
  wireguard: 'wireguard',
} as const satisfies Readonly<Record<DeliveredTo['kind'], string>>;

/** Source of the name: the process that owns the socket, `kernel` for the kernel's own. */
export function traceDeliver(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  socket: DeliveredTo,
  port: number,
  lenBytes: number,
  verdict: 'data' | 'error' = 'data',
): void {
  if (!ctx.trace.on) return;
  const pid = isKernelSocket(socket) ? 0 : ownerOf(ns, socket);
  const app = ns.processes.entries.get(pid)?.app ?? 'kernel';
  ctx.emit('sock.deliver', verdict, ns.id, link.ifindex, skb, {
    socket: FAMILIES[socket.kind],
    port,
    pid,
    app,
    lenBytes,
    ...(socket.kind === 'udp' && socket.relay === true && verdict === 'data' ? { relay: true } : {}),
  });
}
