/** Beginning, ending and repeating associations. Source: net/sctp/sm_sideeffect.c, sm_statefuns.c sctp_sf_t1_init_timer_expire and the like. */
import { nextU32 } from '../../../base/prng';
import type { SctpSocket } from '../../../model/sctp';
import type { Errno } from '../../../model/op';
import type { TcpTimerName } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import { SCTP_COOKIE_ECHO, SCTP_INIT } from '../../../wire/sctp.chunk';
import type { Ctx } from '../../ctx';
import { putSocket } from '../../write';
import { wakeOwner } from '../tcp/state';
import { isDue, isRunning, setTimer, stopTimer } from '../tcp/timers';
import {
  ASSOCIATION_RETRIES,
  INIT_RETRIES,
  RTO_INIT_NS,
  RTO_MAX_NS,
  initialWindow,
  pathMtuOf,
} from './limits';
import { initChunk, repeatData, sendSack, sendShutdown, sendShutdownAck, transmit } from './output';
import type { SctpDraft, SctpEnds } from './table';
import { draftOf, store } from './table';

const IDLE = { dueNs: 0, eventNs: 0 };
const NOTHING = new Uint8Array(0);

/** A tag or first number of a chunk; a tag is never 0. */
export function drawNumber(ctx: Ctx, ns: Netns): number {
  return nextU32(ctx.random(ns.id, 'sctp.tag')) || 1;
}

export function newAssociation(
  ends: SctpEnds,
  more: Pick<SctpSocket, 'pid' | 'listener' | 'state' | 'ownTag' | 'nextTsn' | 'pathMtu'>,
): Omit<SctpSocket, 'id'> {
  const { local, port, remote, remotePort } = ends;
  const pathMtu = pathMtuOf(more.pathMtu);
  return {
    ...{ kind: 'sctp', local, port, remote, remotePort, ...more, pathMtu },
    ...{ error: null, peerTag: 0, cookie: NOTHING },
    ...{ streamSeq: 0, unacked: [], unsent: [], peerRwnd: 0, cwnd: initialWindow(pathMtu) },
    ...{ cumTsn: 0, recvQueue: NOTHING, ended: false, sackOwed: false, sackNeeded: true },
    ...{ rtoNs: RTO_INIT_NS, retransmits: 0 },
    timers: { retransmit: IDLE, ack: IDLE, linger: IDLE },
  };
}

/** The association is over; it stays for its process until that closes it. */
export function finish(ctx: Ctx, ns: Netns, sk: SctpDraft, error: Errno | null): void {
  stopTimer(ctx, ns, sk, 'retransmit');
  stopTimer(ctx, ns, sk, 'ack');
  sk.state = 'CLOSED';
  sk.error = error;
  sk.ended = true;
  sk.unacked = [];
  sk.unsent = [];
  store(ctx, ns, sk);
  if (sk.pid === 0 && sk.listener === 0) putSocket(ctx, ns, sk.id, undefined);
  wakeOwner(ctx, ns, sk);
}

/** All that was given out has arrived: what was put off until then. */
export function afterLastChunk(ctx: Ctx, ns: Netns, sk: SctpDraft): void {
  if (sk.unacked.length > 0 || sk.unsent.length > 0) return;
  if (sk.state === 'SHUTDOWN_PENDING') {
    sk.state = 'SHUTDOWN_SENT';
    setTimer(ctx, ns, sk, 'retransmit', sk.rtoNs);
    sendShutdown(ctx, ns, sk);
  } else if (sk.state === 'SHUTDOWN_RECEIVED') {
    sk.state = 'SHUTDOWN_ACK_SENT';
    setTimer(ctx, ns, sk, 'retransmit', sk.rtoNs);
    sendShutdownAck(ctx, ns, sk);
  }
}

export function sctpTimer(ctx: Ctx, ns: Netns, id: number, timer: TcpTimerName): void {
  const sk = draftOf(ns, id);
  if (sk === null) return;
  const due = isDue(ctx, ns, sk, timer);
  if (due === 'stale') return;
  if (due === 'due' && timer === 'ack' && sk.sackOwed) sendSack(ctx, ns, sk);
  if (due === 'due' && timer === 'retransmit') timedOut(ctx, ns, sk);
  store(ctx, ns, sk);
}

/** No answer in time. */
function timedOut(ctx: Ctx, ns: Netns, sk: SctpDraft): void {
  const early = sk.state === 'COOKIE_WAIT' || sk.state === 'COOKIE_ECHOED';
  if (sk.retransmits >= (early ? INIT_RETRIES : ASSOCIATION_RETRIES)) {
    finish(ctx, ns, sk, 'ETIMEDOUT');
    return;
  }
  sk.retransmits += 1;
  sk.rtoNs = Math.min(sk.rtoNs * 2, RTO_MAX_NS);
  setTimer(ctx, ns, sk, 'retransmit', sk.rtoNs);
  store(ctx, ns, sk);
  switch (sk.state) {
    case 'COOKIE_WAIT':
      transmit(ctx, ns, sk, 0, [initChunk(SCTP_INIT, sk.ownTag, sk.nextTsn)], true);
      return;
    case 'COOKIE_ECHOED':
      transmit(ctx, ns, sk, sk.peerTag, [{ type: SCTP_COOKIE_ECHO, flags: 0, value: sk.cookie }], true);
      return;
    case 'SHUTDOWN_SENT':
      sendShutdown(ctx, ns, sk, true);
      return;
    case 'SHUTDOWN_ACK_SENT':
      sendShutdownAck(ctx, ns, sk, true);
      return;
    default:
      sk.cwnd = sk.pathMtu;
      if (sk.unacked.length > 0) repeatData(ctx, ns, sk);
      else if (isRunning(sk, 'retransmit')) stopTimer(ctx, ns, sk, 'retransmit');
  }
}
