/** The file of a tun device, as a process uses it. Source: drivers/net/tun.c tun_attach, tun_get_user. */
import type { Errno } from '../../model/op';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { SOFTIRQ_DELAY_NS, linkByName, linkOf } from '../ctx';
import { drop } from '../skb';
import { countDropped, patchLink } from '../write';
import { openSocket } from './table';

/** Opens the file of an existing device; its carrier comes on. One process at a time. */
export function tunOpen(ctx: Ctx, ns: Netns, pid: number, dev: string): number | Errno {
  const link = linkByName(ns, dev);
  if (link === null) return 'ENODEV';
  if (link.kind !== 'tun') return 'EINVAL';
  if (link.reader !== 0) return 'EBUSY';
  const { ifindex } = link;
  const reader = openSocket(ctx, ns, (id) => ({ kind: 'tun', id, pid, ifindex, queue: [] }));
  patchLink(ctx, ns, link, { reader });
  return reader;
}

/** Writes a bare IP packet, which the device then receives; null when it was taken, else the errno of write(2). */
export function tunWrite(ctx: Ctx, ns: Netns, socketId: number, skb: Skb): Errno | null {
  const socket = ns.sockets.entries.get(socketId);
  const link = socket?.kind === 'tun' ? linkOf(ns, socket.ifindex) : null;
  if (socket?.kind !== 'tun' || link === null) return 'EIO';
  crossBorder(ctx, ns, link.ifindex, skb, socket.pid, 'to-kernel', skbLength(skb));
  if (!link.up) {
    countDropped(ctx, ns, link, 'rx');
    drop(ctx, ns, link.ifindex, skb, 'DEV_READY');
    return 'EIO';
  }
  ctx.arrive(ns.id, link.ifindex, skb, SOFTIRQ_DELAY_NS);
  return null;
}

/** The record of a packet that changes hands between kernel and process. */
export function crossBorder(
  ctx: Ctx,
  ns: Netns,
  dev: number,
  skb: Skb,
  pid: number,
  way: 'to-process' | 'to-kernel',
  lenBytes: number,
): void {
  if (!ctx.trace.on) return;
  const app = ns.processes.entries.get(pid)?.app ?? '';
  ctx.emit('user.cross', way, ns.id, dev, skb, { pid, app, lenBytes });
}
