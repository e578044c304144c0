/** A connection as it begins, on either side. Source: net/ipv4/tcp.c tcp_init_sock, tcp_output.c tcp_connect_init, tcp_select_initial_window. */
import { nextU32 } from '../../../base/prng';
import type { TcpSocket } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import type { TcpDraft } from './draft';
import { CWND_INIT, MSS_DEFAULT, RECV_BUFFER, RTO_INIT_NS, SSTHRESH_INIT, WINDOW_SCALE } from './limits';
import { plus } from './seq';
import type { TcpSegment } from './segment';
import { syncMss } from './output';
import type { TcpEnds } from './table';

const NO_TIMER = { dueNs: 0, eventNs: 0 };

/** A socket without an id. What the other side can do is not known yet. */
export function newConnection(
  ctx: Ctx,
  ns: Netns,
  ends: TcpEnds,
  owner: Pick<TcpSocket, 'pid' | 'listener' | 'state'>,
): Omit<TcpSocket, 'id'> {
  const iss = nextU32(ctx.random(ns.id, 'tcp.isn'));
  const { local, port, remote, remotePort } = ends;
  return {
    ...{ kind: 'tcp', local, port, remote, remotePort, ...owner },
    txHash: newTxHash(ctx, ns),
    ...{ error: null, softError: null, confirm: false },
    ...{ iss, sndUna: iss, sndNxt: plus(iss, 1), sndWnd: 0, sndWl1: 0 },
    ...{ sendQueue: new Uint8Array(0), sendSeq: plus(iss, 1), finQueued: false, sndSmall: iss },
    ...{ wantsRoom: false, pathMtu: 0, peerMss: MSS_DEFAULT, sendMss: MSS_DEFAULT },
    ...{ cwnd: CWND_INIT, cwndCount: 0, ssthresh: SSTHRESH_INIT, dupAcks: 0, recover: null },
    ...{ irs: 0, rcvNxt: 0, rcvWup: 0, rcvWnd: 0, recvQueue: new Uint8Array(0), early: [] },
    ...{ finReceived: false, timestamps: true, tsOffset: nextU32(ctx.random(ns.id, 'tcp.ts')), tsRecent: 0 },
    ...{ sack: true, sndScale: 0, rcvScale: WINDOW_SCALE },
    ...{ ackPending: false, pushed: 0, quickAcks: 0, pingpong: false, atoNs: 0, lastDataNs: 0 },
    rcvMss: MSS_DEFAULT,
    ...{ srttNs: 0, rttvarNs: 0, rtoNs: RTO_INIT_NS, timedSeq: 0, timedNs: 0, retransmits: 0 },
    ...{ lossProbe: false, probedEnd: null },
    timers: { retransmit: NO_TIMER, ack: NO_TIMER, linger: NO_TIMER },
  };
}

/** Source: include/net/sock.h net_tx_rndhash. Never 0. */
export function newTxHash(ctx: Ctx, ns: Netns): number {
  return nextU32(ctx.random(ns.id, 'txhash')) || 1;
}

/** The window of the first segment: whole segments, as many as fit. */
export function initialWindow(mss: number): number {
  const whole = mss > 0 && mss < RECV_BUFFER ? Math.floor(RECV_BUFFER / mss) * mss : RECV_BUFFER;
  return Math.min(whole, 0xffff);
}

/** What the SYN of the other side says: where it begins, and what it understands. */
export function takeSynOptions(sk: TcpDraft, { seq, options, window }: TcpSegment): void {
  sk.irs = seq;
  sk.rcvNxt = plus(seq, 1);
  sk.rcvWup = sk.rcvNxt;
  sk.sndWnd = window;
  sk.sndWl1 = seq;
  sk.peerMss = options.mss ?? MSS_DEFAULT;
  sk.timestamps = sk.timestamps && options.timestamps !== null;
  sk.tsRecent = options.timestamps?.value ?? 0;
  sk.sack = sk.sack && options.sackPermitted;
  sk.sndScale = options.wscale ?? 0;
  if (options.wscale === null) sk.rcvScale = 0;
  if (sk.pathMtu > 0) syncMss(sk, sk.pathMtu);
}

/** The guess at the peer's segments begins low. Source: tcp_input.c tcp_initialize_rcv_mss. */
export function guessRcvMss(sk: TcpDraft): void {
  sk.rcvMss = Math.max(88, Math.min(sk.sendMss, Math.floor(sk.rcvWnd / 2), MSS_DEFAULT));
}
