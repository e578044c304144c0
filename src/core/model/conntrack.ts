/** Connection tracking: what netfilter knows about a flow. Source: include/net/netfilter/nf_conntrack.h. */
import type { Ipv4Addr } from '../wire/addr';
import type { CtSctpTrack } from './conntrack.sctp';
import type { CtTcpTrack } from './conntrack.tcp';
import type { Ifindex } from './link';
import type { NfCounter } from './netfilter';

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

/** Where a TCP connection stands for conntrack (enum tcp_conntrack, without its NONE). */
export type CtTcpState =
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'SYN_SENT2';

export interface CtEntry {
  readonly id: number;
  readonly original: CtTuple;
  /** What answers look like: the inverse of the original as it leaves, translated. */
  readonly reply: CtTuple;
  /** An answer was seen. */
  readonly seenReply: boolean;
  /** It has proven itself, and is not given up when the table is full. */
  readonly assured: boolean;
  /** Null for other protocols than TCP. */
  readonly tcp: CtTcpState | null;
  /** Sequence numbers and windows of a TCP connection; null for other protocols. */
  readonly track: CtTcpTrack | null;
  /** Where an SCTP association stands; null for other protocols. */
  readonly sctp: CtSctpTrack | null;
  /** The mark of the flow (`-j CONNMARK`). */
  readonly mark: number;
  /** Device whose address masquerading put in as source, 0 without: the flow ends with that address. */
  readonly masqDev: Ifindex;
  /** What was counted in each direction (`nf_conntrack_acct`); null when it was off as the flow began. */
  readonly seen: { readonly original: NfCounter; readonly reply: NfCounter } | null;
  /** When its first packet came, ns. */
  readonly sinceNs: number;
  /**
   * When the entry is forgotten, ns. Nearly every packet puts it off, and most change nothing else: in an entry of the present
   * generation, which nobody else keeps, it is changed in place.
   */
  expiresNs: number;
  /** 0 for an entry that is replaced whatever happens: a record holds it. */
  generation: number;
}

/** The conntrack part of a packet (`skb->_nfct`). */
export interface SkbConntrack {
  /**
   * Shared by the packets of a flow once it is confirmed; until then it travels with its first packet only. A confirmed one is
   * the table's, or was when the packet came: of what changes, the table knows.
   */
  readonly entry: CtEntry;
  readonly confirmed: boolean;
  /** Whether the packet goes the way of the answers. */
  readonly isReply: boolean;
  /** What the packet is to the flow; RELATED is an ICMP error about it. */
  readonly state: 'NEW' | 'ESTABLISHED' | 'RELATED';
}
