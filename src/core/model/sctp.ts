/** SCTP's sockets, in the style of TCP (one association each). Immutable values, replaced on change. */
import type { Ipv4Addr } from '../wire/addr';
import type { Errno } from './op';
import type { TcpTimer, TcpTimerName } from './tcp';

/** Where an association stands (RFC 9260 section 4, in the kernel's spelling). */
export type SctpState =
  | 'COOKIE_WAIT'
  | 'COOKIE_ECHOED'
  | 'ESTABLISHED'
  | 'SHUTDOWN_PENDING'
  | 'SHUTDOWN_SENT'
  | 'SHUTDOWN_RECEIVED'
  | 'SHUTDOWN_ACK_SENT'
  | 'CLOSED';

/** A socket that waits for associations. It keeps nothing of those that have not echoed their cookie. */
export interface SctpListener {
  readonly kind: 'sctp-listen';
  readonly id: number;
  readonly pid: number;
  readonly local: Ipv4Addr;
  readonly port: number;
  readonly backlog: number;
  /** Sockets that wait for accept(2), the oldest first. */
  readonly waiting: readonly number[];
}

/** A DATA chunk that has not been acknowledged. */
export interface SctpOut {
  readonly tsn: number;
  readonly streamSeq: number;
  /** SCTP_DATA_BEGIN, SCTP_DATA_END. */
  readonly flags: number;
  readonly data: Uint8Array;
}

/** One end of an association (`struct sctp_association`). Numbers of chunks (TSN) are unsigned 32-bit, times ns. */
export interface SctpSocket {
  readonly kind: 'sctp';
  readonly id: number;
  /** 0 while nobody has accepted it, and after its process closed it. */
  readonly pid: number;
  readonly local: Ipv4Addr;
  readonly port: number;
  readonly remote: Ipv4Addr;
  readonly remotePort: number;
  readonly state: SctpState;
  /** The listener it is to be accepted from, else 0. */
  readonly listener: number;
  /** Why it ended, until the process is told. */
  readonly error: Errno | null;
  /** What packets to this end carry, and those to the other. */
  readonly ownTag: number;
  readonly peerTag: number;
  /** Of INIT ACK, to be echoed. */
  readonly cookie: Uint8Array;

  /** The next chunk, and the next message of the stream. */
  readonly nextTsn: number;
  readonly streamSeq: number;
  readonly unacked: readonly SctpOut[];
  /** What there is no room for yet. */
  readonly unsent: readonly SctpOut[];
  /** Bytes that the peer takes, and that may be on their way. */
  readonly peerRwnd: number;
  readonly cwnd: number;
  /** MTU of the path. */
  readonly pathMtu: number;

  /** The last chunk that came in order. */
  readonly cumTsn: number;
  /** In order, not read yet. */
  readonly recvQueue: Uint8Array;
  /** The peer has no more to send. */
  readonly ended: boolean;
  /** Chunks came that no SACK has told of; and the next packet with some is answered at once. */
  readonly sackOwed: boolean;
  readonly sackNeeded: boolean;

  readonly rtoNs: number;
  /** How often what waits for an answer was repeated. */
  readonly retransmits: number;
  readonly timers: Readonly<Record<TcpTimerName, TcpTimer>>;
}
