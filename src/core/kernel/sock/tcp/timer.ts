/** Timers that fire: repeating what was not acknowledged, delayed acknowledgments, the end of TIME_WAIT. Source: net/ipv4/tcp_timer.c. */
import type { TcpTimerName } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Verdict } from '../../../trace/kinds';
import { TCP_ACK } from '../../../wire/tcp';
import type { Ctx } from '../../ctx';
import { countSnmp } from '../../write';
import { shrink } from './ack';
import type { TcpDraft } from './draft';
import { draftOf, store } from './draft';
import { ATO_MIN_NS, DATA_RETRIES, ORPHAN_RETRIES, RTO_MAX_NS } from './limits';
import { SYNACK_RETRIES, SYN_LINEAR_TIMEOUTS, SYN_RETRIES } from './limits';
import { newTxHash } from './new';
import { takeProbe } from './loss-probe';
import { resendLast, retransmit, sendAck, sendControl } from './output';
import { plus } from './seq';
import { appOf, finish } from './state';
import { isDue, setTimer, synAckDelay } from './timers';

export function tcpTimer(ctx: Ctx, ns: Netns, id: number, timer: TcpTimerName): void {
  const sk = draftOf(ns, id);
  if (sk === null) return;
  const due = isDue(ctx, ns, sk, timer);
  if (due === 'stale') return;
  if (due === 'due') fire(ctx, ns, sk, timer);
  store(ctx, ns, sk);
}

function fire(ctx: Ctx, ns: Netns, sk: TcpDraft, timer: TcpTimerName): void {
  switch (timer) {
    case 'ack':
      delayedAck(ctx, ns, sk);
      return;
    case 'linger':
      trace(ctx, ns, sk, 'forgotten', 0);
      finish(ctx, ns, sk, null);
      return;
    case 'retransmit':
      timedOut(ctx, ns, sk);
  }
}

/** Nothing came to carry the acknowledgment. Source: tcp_delack_timer_handler. */
function delayedAck(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  if (!sk.ackPending) return;
  if (sk.pingpong) {
    sk.pingpong = false;
    sk.atoNs = ATO_MIN_NS;
  } else {
    sk.atoNs = Math.min(sk.atoNs * 2, sk.rtoNs);
  }
  countSnmp(ctx, ns, 'TcpExtDelayedACKs');
  trace(ctx, ns, sk, 'delayed-ack', 0);
  sendAck(ctx, ns, sk);
}

/** No acknowledgment in time. Source: tcp_retransmit_timer, tcp_write_timeout, tcp_probe_timer. */
function timedOut(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  const probe = sk.lossProbe;
  if (takeProbe(ctx, ns, sk)) {
    trace(ctx, ns, sk, 'loss-probe', sk.rtoNs);
    resendLast(ctx, ns, sk);
  }
  if (probe) return;
  if (sk.retransmits >= triesOf(sk)) {
    if (sk.state !== 'SYN_RECV') countSnmp(ctx, ns, 'TcpExtTCPAbortOnTimeout');
    trace(ctx, ns, sk, 'give-up', 0);
    finish(ctx, ns, sk, sk.softError ?? 'ETIMEDOUT');
    return;
  }
  sk.probedEnd = null;
  const probing = sk.sndUna === sk.sndNxt;
  if (backsOff(sk)) sk.rtoNs = Math.min(sk.rtoNs * 2, RTO_MAX_NS);
  if (sk.retransmits === 0 && !probing && sk.state !== 'SYN_RECV') countSnmp(ctx, ns, 'TcpExtTCPTimeouts');
  sk.retransmits += 1;
  trace(ctx, ns, sk, probing ? 'probe' : 'retransmit', sk.rtoNs);
  setTimer(ctx, ns, sk, 'retransmit', sk.state === 'SYN_RECV' ? synAckDelay(sk.rtoNs) : sk.rtoNs);
  if (probing) {
    // A number that is acknowledged already: the answer tells the window.
    sendControl(ctx, ns, sk, TCP_ACK, plus(sk.sndUna, -1), true);
    return;
  }
  // Another way through the network may be better (sk_rethink_txhash).
  sk.txHash = newTxHash(ctx, ns);
  if (sk.state !== 'SYN_SENT' && sk.state !== 'SYN_RECV') {
    shrink(sk);
    sk.cwnd = 1;
    sk.dupAcks = 0;
  }
  retransmit(ctx, ns, sk);
}

/** Whether the next repetition waits longer than this one did: of a SYN the first ones do not (since Linux 6.5). */
function backsOff({ state, retransmits }: TcpDraft): boolean {
  return state !== 'SYN_SENT' || retransmits + 1 > SYN_LINEAR_TIMEOUTS;
}

function triesOf({ state, pid, listener }: TcpDraft): number {
  if (state === 'SYN_SENT') return SYN_RETRIES + SYN_LINEAR_TIMEOUTS;
  if (state === 'SYN_RECV') return SYNACK_RETRIES;
  return pid === 0 && listener === 0 ? ORPHAN_RETRIES : DATA_RETRIES;
}

function trace(ctx: Ctx, ns: Netns, sk: TcpDraft, verdict: Verdict<'tcp.timer'>, nextNs: number): void {
  store(ctx, ns, sk);
  if (!ctx.trace.on) return;
  ctx.emit('tcp.timer', verdict, ns.id, 0, null, {
    ...{ socket: sk.id, app: appOf(ns, sk.pid), state: sk.state },
    ...{ remote: sk.remote, remotePort: sk.remotePort, attempt: sk.retransmits, nextNs },
  });
}
