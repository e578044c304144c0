/**
 * Packet sockets (`AF_PACKET`): a process sees what passes a device, or all of its netns.
 * Source: net/packet/af_packet.c packet_rcv, net/core/dev.c dev_queue_xmit_nit.
 */
import { Part } from '../../base/part';
import type { Ifindex, Link } from '../../model/link';
import type { PacketFilter } from '../../model/packet-filter';
import type { Skb } from '../../model/skb';
import { skbLength, wireBytes } from '../../model/skb';
import type { PacketSocket } from '../../model/socket';
import type { Netns } from '../../model/world';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';
import type { Ctx } from '../ctx';
import { putSocket } from '../write';
import { deliverTo, openSocket } from './table';

const filters = new Part('filters of packets', () => import('./packet.filter'));

/** Where the index by port keeps packet sockets: no datagram is for port 0, and none of them has a port. */
const NO_PORT = 0 as const;
const LOOPBACK_IFINDEX = 1;
/** Length of the header that stands in the place of the link layer's where all devices are listened to. */
const SLL2_HEADER_LEN = 20;

export interface PacketOpen {
  readonly pid: number;
  /** 0 for all devices. */
  readonly ifindex: Ifindex;
  readonly filter: PacketFilter | null;
}

/** socket + bind + SO_ATTACH_FILTER. Answers the socket id. */
export function packetOpen(ctx: Ctx, ns: Netns, open: PacketOpen): number {
  return openSocket(ctx, ns, (id) => ({
    kind: 'packet',
    id,
    ...open,
    port: NO_PORT,
    received: 0,
    dropped: 0,
    queue: [],
  }));
}

/** The frame passes a device: whoever listens there gets a copy. */
export function tapFrame(ctx: Ctx, ns: Netns, link: Link, skb: Skb, direction: 'in' | 'out'): void {
  const ids = ns.udpPorts.entries.get(NO_PORT);
  if (ids === undefined) return;
  for (const id of ids) {
    const socket = ns.sockets.entries.get(id);
    if (socket?.kind !== 'packet' || (socket.ifindex !== 0 && socket.ifindex !== link.ifindex)) continue;
    if (passes(socket, skb, direction)) take(ctx, ns, socket, link, skb, direction);
  }
}

function passes({ filter, ifindex }: PacketSocket, skb: Skb, direction: 'in' | 'out'): boolean {
  if (filter === null) return true;
  const { data, head: from, tail: to, l2, tag } = skb;
  const network = skbLength(skb) - (l2 ? ETHERNET_HEADER_LEN : 0);
  const lenBytes = ifindex === 0 ? network + SLL2_HEADER_LEN : skbLength(skb);
  return filters.content.filterLets(filter, { data, from, to, l2, lenBytes, direction, tag });
}

function take(
  ctx: Ctx,
  ns: Netns,
  socket: PacketSocket,
  link: Link,
  skb: Skb,
  direction: 'in' | 'out',
): void {
  const counted = { ...socket, received: socket.received + 1 };
  // What is sent on lo comes in again: the kernel counts both, libpcap shows one. Source: linux_check_direction.
  if (direction === 'out' && link.ifindex === LOOPBACK_IFINDEX) {
    putSocket(ctx, ns, socket.id, counted);
    return;
  }
  const item = {
    kind: 'frame' as const,
    atNs: ctx.world.nowNs,
    ifindex: link.ifindex,
    direction,
    pktType: skb.pktType,
    bytes: skb.tag === 0 ? skb.data.slice(skb.head, skb.tail) : wireBytes(skb),
    l2: skb.l2,
  };
  if (!deliverTo(ctx, ns, counted, item)) {
    putSocket(ctx, ns, socket.id, { ...counted, dropped: socket.dropped + 1 });
  }
}
