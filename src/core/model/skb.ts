/**
 * A packet in flight (`struct sk_buff`), plain data.
 *
 *          head                              tail
 *           v                                 v
 *   +-------+---------------------------------+-------+
 *   | room  |  eth | ip | udp | ...           | room  |   data
 *   +-------+---------------------------------+-------+
 *
 * Encapsulation pushes headers in front by lowering `head`; removing a header raises it. Inside one event an skb is
 * mutated freely; whoever keeps it for a later event hands it over (one owner at any time).
 */
import { copyBytes } from '../base/bytes';
import type { SkbConntrack } from './conntrack';
import type { Ifindex } from './link';
import type { Errno } from './op';
import type { Route } from './route';
import type { MacAddr } from '../wire/addr';

/** What the destination MAC means to the receiving device (`skb->pkt_type`). */
export type PktType = 'host' | 'broadcast' | 'multicast' | 'otherhost' | 'outgoing';

/** Bookkeeping of the trace; never influences the simulation and is left out of the World's hash. */
export interface SkbTraceRef {
  /** Record that led to the present place, -1 when none. */
  cause: number;
  /** Frame-store reference of the present bytes, -1 when they changed since they were stored. */
  frame: number;
  /** Reference of the bytes at the previous record about this packet, -1 when there was none. */
  last: number;
}

/** What a bridged frame carries while iptables looks at it (`struct nf_bridge_info`). */
export interface SkbBridge {
  /** Port it came in by. */
  readonly physIn: Ifindex;
  /** Port it is to leave by, 0 before that is known. */
  readonly physOut: Ifindex;
  /**
   * Set while a frame with a new destination asks the bridge device for its neighbour: the sender's address, which the
   * neighbour layer overwrites and which is put back.
   */
  readonly sender: MacAddr | null;
  /** The way a new destination leads, when it leads away from the bridge. */
  readonly route: Route | null;
}

export interface Skb {
  /** Identity of the packet: kept through routing, NAT, encapsulation and flooding. */
  readonly packet: number;
  data: Uint8Array;
  head: number;
  tail: number;
  /** Whether `head` is at an Ethernet header; false while the packet is bare IP. */
  l2: boolean;
  /** Whether there is a network header yet; false while the transport part is being built. */
  l3: boolean;
  pktType: PktType;
  /** Device it was received on, 0 when made here. */
  iif: Ifindex;
  /** Next hop on a device without link-layer addresses, 0 when none: where a tunnel without a fixed end sends it. */
  nexthop: number;
  /** What the driver answered that refused it: the return value of the sender's call, if that is not over yet. */
  refused: Errno | null;
  /** Firewall mark. */
  mark: number;
  /** Flow hash given by a connected socket, 0 when it must be computed from the headers. */
  hash: number;
  /** What conntrack knows about it; null before conntrack or without it. */
  ct: SkbConntrack | null;
  /** A rule sent it past conntrack. */
  untracked: boolean;
  /** The way through a bridge, null elsewhere and where bridged frames do not meet iptables. */
  bridge: SkbBridge | null;
  /** Length of the largest fragment the packet came in, 0 when it came whole: it leaves in such pieces again. */
  fragMaxBytes: number;
  traceRef: SkbTraceRef;
}

/** An skb waiting in a queue together with where it goes on. */
export interface QueuedSkb {
  readonly skb: Skb;
  readonly nexthop: number;
}

/** Headroom kept in front of a new packet: Ethernet + outer IPv4 + UDP + VXLAN, twice. */
export const SKB_HEADROOM = 128;

/** A copy with bytes of its own, as each branch of a flood needs. Spelled out, so that all packets are built alike. */
export function cloneSkb(skb: Skb): Skb {
  const { cause, frame, last } = skb.traceRef;
  return {
    packet: skb.packet,
    data: copyBytes(skb.data),
    head: skb.head,
    tail: skb.tail,
    l2: skb.l2,
    l3: skb.l3,
    pktType: skb.pktType,
    iif: skb.iif,
    nexthop: skb.nexthop,
    refused: skb.refused,
    mark: skb.mark,
    hash: skb.hash,
    ct: skb.ct,
    untracked: skb.untracked,
    bridge: skb.bridge,
    fragMaxBytes: skb.fragMaxBytes,
    traceRef: { cause, frame, last },
  };
}

/** Number of bytes from `head` to `tail`. */
export function skbLength(skb: Skb): number {
  return skb.tail - skb.head;
}
