/** What conntrack remembers of a TCP connection besides its state. Source: include/uapi/linux/netfilter/nf_conntrack_tcp.h struct ip_ct_tcp. */

/** One end as its segments showed it (struct ip_ct_tcp_state); sequence numbers modulo 2^32. */
export interface CtTcpEnd {
  /** The highest sequence number it sent, plus length. */
  readonly end: number;
  /** As far as it may send: the highest acknowledgment of the other end, plus window. */
  readonly maxEnd: number;
  /** The largest window it offered, bytes; 0 while it sent nothing. */
  readonly maxWin: number;
  /** The highest acknowledgment it sent; it means something with the flag maxAckSet only. */
  readonly maxAck: number;
  /** Its windows count units of 2^scale bytes. */
  readonly scale: number;
  /** Bits of CT_TCP. */
  readonly flags: number;
}

/** Bits of CtTcpEnd.flags and CtTcpTrack.lastFlags (IP_CT_TCP_FLAG_*, IP_CT_EXP_CHALLENGE_ACK, IP_CT_TCP_SIMULTANEOUS_OPEN). */
export const CT_TCP = {
  /** Its SYN offered window scaling. */
  windowScale: 0x01,
  /** Its SYN permitted SACK. */
  sackPerm: 0x02,
  /** It sent the first FIN. */
  closeInit: 0x04,
  /** The connection was picked up on its way: its windows cannot be known. */
  beLiberal: 0x08,
  /** It sent what is not acknowledged yet. */
  dataUnacknowledged: 0x10,
  maxAckSet: 0x20,
  /** A SYN passed while the last ACK is awaited: an ACK may answer that SYN. */
  challengeAck: 0x40,
  /** Both ends sent a SYN. */
  simultaneousOpen: 0x80,
} as const;

/** What a segment is to the table of states, by the first of its flags that counts. */
export type CtTcpSignal = 'syn' | 'synack' | 'fin' | 'ack' | 'rst' | 'none';

export interface CtTcpTrack {
  readonly original: CtTcpEnd;
  readonly reply: CtTcpEnd;
  /** The last segment that was accepted, or let pass. */
  readonly lastSignal: CtTcpSignal;
  readonly lastIsReply: boolean;
  readonly lastSeq: number;
  readonly lastAck: number;
  readonly lastEnd: number;
  /** As it stood in the segment. */
  readonly lastWin: number;
  /** Options of a SYN that was let pass. */
  readonly lastScale: number;
  readonly lastFlags: number;
  /** How often in a row the same bare ACK came. */
  readonly retrans: number;
}
