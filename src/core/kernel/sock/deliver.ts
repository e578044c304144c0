/** The record of a packet that reaches a socket. */
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { KernelSocket, PingSocket, UdpSocket } from '../../model/socket';
import { isKernelSocket } from '../../model/socket';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';

/** Source of the name: the process that owns the socket, `kernel` for the kernel's own. */
export function traceDeliver(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  socket: UdpSocket | PingSocket | KernelSocket,
  port: number,
  lenBytes: number,
  verdict: 'data' | 'error' = 'data',
): void {
  if (!ctx.trace.on) return;
  const pid = isKernelSocket(socket) ? 0 : socket.pid;
  const app = ns.processes.entries.get(pid)?.app ?? 'kernel';
  ctx.emit('sock.deliver', verdict, ns.id, link.ifindex, skb, {
    socket: socket.kind,
    port,
    pid,
    app,
    lenBytes,
    ...(socket.kind === 'udp' && socket.relay === true && verdict === 'data' ? { relay: true } : {}),
  });
}
