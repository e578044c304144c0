/** Connection tracking: what netfilter knows about a flow. Source: include/net/netfilter/nf_conntrack.h. */
import type { Ipv4Addr } from '../wire/addr';

/**
 * One direction of a flow. For ICMP echo the identifier stands in both port fields, and `icmpType` tells request
 * from reply; it is 0 for other protocols.
 */
export interface CtTuple {
  readonly src: Ipv4Addr;
  readonly dst: Ipv4Addr;
  readonly proto: number;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly icmpType: number;
}

export interface CtEntry {
  readonly id: number;
  readonly original: CtTuple;
  /** What answers look like: the inverse of the original as it leaves, translated. */
  readonly reply: CtTuple;
  /** An answer was seen. */
  readonly seenReply: boolean;
  /** When the entry is forgotten, ns. */
  readonly expiresNs: number;
}

/** The conntrack part of a packet (`skb->_nfct`). */
export interface SkbConntrack {
  /** Shared by the packets of a flow once it is confirmed; until then it travels with its first packet only. */
  readonly entry: CtEntry;
  readonly confirmed: boolean;
  /** Whether the packet goes the way of the answers. */
  readonly isReply: boolean;
}
