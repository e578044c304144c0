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
import { copyBytes, setU16 } from '../base/bytes';
import { ETHERTYPE_8021AD, ETHERTYPE_8021Q, VLAN_HEADER_LEN } from '../wire/vlan';
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
  /** It went up to the host: rules there may still ask for the port it came in by. */
  readonly up?: true;
}

export interface Skb {
  /** Identity of the packet: kept through routing, NAT, encapsulation and flooding. */
  readonly packet: number;
  data: Uint8Array;
  head: number;
  tail: number;
  /** Whether `head` is at an Ethernet header; false while the packet is bare IP. */
  l2: boolean;
  /**
   * VLAN tag that is carried beside the bytes (`vlan_tci`), 0 for none: its tag control information, and above it which tag it is
   * ({@link TAG_8021Q}, {@link TAG_8021AD}). On a wire it stands behind the addresses.
   */
  tag: number;
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
  /**
   * Where in `data` a transport header begins whose checksum was found right, -1 for none: what rewrites a packet mends the
   * checksum, so that it need not be looked at again (`CHECKSUM_UNNECESSARY`). What is known of the bytes is no part of them, and
   * left out of the World's hash.
   */
  summed: number;
  traceRef: SkbTraceRef;
}

/** An skb waiting in a queue together with where it goes on. */
export interface QueuedSkb {
  readonly skb: Skb;
  readonly nexthop: number;
}

/** Headroom kept in front of a new packet: Ethernet + outer IPv4 + UDP + VXLAN, twice. */
export const SKB_HEADROOM = 128;

export const TAG_8021Q = 0x10000;
export const TAG_8021AD = 0x20000;

/** A copy with bytes of its own, as each branch of a flood needs. Spelled out, so that all packets are built alike. */
export function cloneSkb(skb: Skb): Skb {
  const { cause, frame, last } = skb.traceRef;
  return {
    packet: skb.packet,
    data: copyBytes(skb.data),
    head: skb.head,
    tail: skb.tail,
    l2: skb.l2,
    tag: skb.tag,
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
    summed: skb.summed,
    traceRef: { cause, frame, last },
  };
}

/** Number of bytes from `head` to `tail`. */
export function skbLength(skb: Skb): number {
  return skb.tail - skb.head;
}

/** The bytes as they are on a wire: a tag beside them stands where it belongs. A view when there is none. */
export function wireBytes(skb: Skb): Uint8Array {
  const bytes = skb.data.subarray(skb.head, skb.tail);
  if (skb.tag === 0) return bytes;
  const tagged = new Uint8Array(bytes.length + VLAN_HEADER_LEN);
  tagged.set(bytes.subarray(0, ADDRESSES_LEN));
  tagged.set(bytes.subarray(ADDRESSES_LEN), ADDRESSES_LEN + VLAN_HEADER_LEN);
  const type = skb.tag >= TAG_8021AD ? ETHERTYPE_8021AD : ETHERTYPE_8021Q;
  setU16(tagged, ADDRESSES_LEN, type);
  setU16(tagged, ADDRESSES_LEN + 2, skb.tag & 0xffff);
  return tagged;
}

/** Number of bytes on a wire. */
export function wireLength(skb: Skb): number {
  return skb.tail - skb.head + (skb.tag === 0 ? 0 : VLAN_HEADER_LEN);
}

/** The two addresses that a tag stands behind. */
const ADDRESSES_LEN = 12;
