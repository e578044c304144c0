/** TCP's sockets: those that listen and those that are one end of a connection. Immutable values, replaced on change. */
import type { Ipv4Addr } from '../wire/addr';
import type { Errno } from './op';

/** Where a connection stands (RFC 9293 section 3.3.2, in the kernel's spelling). */
export type TcpState =
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE';

/** A socket that waits for connections. */
export interface TcpListener {
  readonly kind: 'tcp-listen';
  readonly id: number;
  readonly pid: number;
  readonly local: Ipv4Addr;
  readonly port: number;
  /** What its connections begin with, see TcpSocket. */
  readonly ttl?: number;
  readonly tos?: number;
  /** Connections that may wait to be accepted, as given to listen(2). */
  readonly backlog: number;
  /** Sockets whose handshake is not complete. */
  readonly half: readonly number[];
  /** Sockets that wait for accept(2), the oldest first. */
  readonly waiting: readonly number[];
}

/** A segment that came before the ones in front of it. */
export interface EarlySegment {
  readonly seq: number;
  readonly data: Uint8Array;
  readonly fin: boolean;
}

/** A timer of a connection. `dueNs` is when it is to act, `eventNs` when its event comes, which may be sooner; 0 for none. */
export interface TcpTimer {
  readonly dueNs: number;
  readonly eventNs: number;
}

export type TcpTimerName = 'retransmit' | 'ack' | 'linger';

/** One end of a connection (`struct tcp_sock`). Sequence numbers are unsigned 32-bit, times ns. */
export interface TcpSocket {
  readonly kind: 'tcp';
  readonly id: number;
  /** 0 while nobody has accepted it, and after its process closed it. */
  readonly pid: number;
  readonly local: Ipv4Addr;
  readonly port: number;
  readonly remote: Ipv4Addr;
  readonly remotePort: number;
  readonly state: TcpState;
  /** The listener it is to be accepted from, else 0. */
  readonly listener: number;
  /** TTL and type of service of what it sends (IP_TTL, IP_TOS); absent for the usual ones. */
  readonly ttl?: number;
  readonly tos?: number;
  /** Random flow hash (`sk_txhash`); another one after each time-out. */
  readonly txHash: number;
  /** Why it ended, until the process is told. */
  readonly error: Errno | null;
  /** What an ICMP error said of a connection that goes on all the same (`sk_err_soft`). */
  readonly softError: Errno | null;
  /** Neighbour that the next segment confirms: the peer has answered. */
  readonly confirm: boolean;

  /** First sequence number sent, and first not acknowledged; next to be sent. */
  readonly iss: number;
  readonly sndUna: number;
  readonly sndNxt: number;
  /** Bytes the peer takes from `sndUna` on, and the segment that said so. */
  readonly sndWnd: number;
  readonly sndWl1: number;
  /** Bytes given by the process that are not acknowledged yet; the first has number `sendSeq`. */
  readonly sendQueue: Uint8Array;
  readonly sendSeq: number;
  /** The process has no more to send: a FIN follows the queue. */
  readonly finQueued: boolean;
  /** End of the last segment that was smaller than it could be (Minshall). */
  readonly sndSmall: number;
  /** The process was refused bytes and wants to know when there is room. */
  readonly wantsRoom: boolean;

  /** MTU of the path, and how many bytes of data a segment may have. */
  readonly pathMtu: number;
  /** Bytes the peer takes in one segment, as its SYN announced. */
  readonly peerMss: number;
  readonly sendMss: number;
  /** Segments that may be on their way, those counted towards the next one, and where slow start ends. */
  readonly cwnd: number;
  readonly cwndCount: number;
  readonly ssthresh: number;
  readonly dupAcks: number;
  /** While lost segments are being repeated: what had been sent when the loss was noticed. */
  readonly recover: number | null;

  /** First sequence number of the peer, next one expected. */
  readonly irs: number;
  readonly rcvNxt: number;
  /** What was told to the peer last: that `rcvWnd` bytes are taken from `rcvWup` on. */
  readonly rcvWup: number;
  readonly rcvWnd: number;
  /** In order, not read yet. */
  readonly recvQueue: Uint8Array;
  readonly early: readonly EarlySegment[];
  /** The peer has no more to send. */
  readonly finReceived: boolean;

  /** Agreed in the SYNs. */
  readonly timestamps: boolean;
  readonly tsOffset: number;
  readonly tsRecent: number;
  readonly sack: boolean;
  readonly sndScale: number;
  readonly rcvScale: number;

  /** An acknowledgment is owed. */
  readonly ackPending: boolean;
  /** A small segment came since the last acknowledgment; twice for two. */
  readonly pushed: number;
  /** Acknowledgments that still go out at once. */
  readonly quickAcks: number;
  /** Data and answers alternate: acknowledgments wait for an answer to ride on. */
  readonly pingpong: boolean;
  readonly atoNs: number;
  readonly lastDataNs: number;
  /** Guess at the peer's segment size. */
  readonly rcvMss: number;

  /** Round trip: smoothed, its variation, 0 before the first sample. */
  readonly srttNs: number;
  readonly rttvarNs: number;
  readonly rtoNs: number;
  /** The segment being timed: its end and when it left, 0 for none. */
  readonly timedSeq: number;
  readonly timedNs: number;
  /** The timer that runs is a tail loss probe's (`ICSK_TIME_LOSS_PROBE`). */
  readonly lossProbe: boolean;
  /** What had been sent when the last segment was sent again as a probe (`tlp_high_seq`), until that is answered. */
  readonly probedEnd: number | null;
  /** How often the first unacknowledged segment was repeated, or the closed window probed. */
  readonly retransmits: number;

  readonly timers: Readonly<Record<TcpTimerName, TcpTimer>>;
}
