/** What conntrack remembers of an SCTP association. Source: include/linux/netfilter/nf_conntrack_sctp.h struct ip_ct_sctp. */

/** Where an association stands for conntrack (enum sctp_conntrack, without its NONE). */
export type CtSctpState =
  | 'CLOSED'
  | 'COOKIE_WAIT'
  | 'COOKIE_ECHOED'
  | 'ESTABLISHED'
  | 'SHUTDOWN_SENT'
  | 'SHUTDOWN_RECD'
  | 'SHUTDOWN_ACK_SENT'
  | 'HEARTBEAT_SENT';

/** One direction: what packets that go this way showed. */
export interface CtSctpWay {
  /** The verification tag that its packets carry; 0 while it is not known. */
  readonly tag: number;
  /** An INIT came this way, and no COOKIE ACK since. */
  readonly init: boolean;
}

export interface CtSctpTrack {
  readonly state: CtSctpState;
  readonly original: CtSctpWay;
  readonly reply: CtSctpWay;
  /** A HEARTBEAT with another tag came, and which way: the answer may show that the association is a new one. */
  readonly strangeBeat: 'original' | 'reply' | null;
}
