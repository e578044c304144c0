/** What an acknowledgment means to the sender. Source: net/ipv4/tcp_input.c tcp_ack, tcp_rtt_estimator; RFC 5681, 6298, 6582. */
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import type { TcpDraft } from './draft';
import { CWND_MAX, DUP_ACKS, RTO_MAX_NS, RTO_MIN_NS } from './limits';
import { armTimer, probeAnswered } from './loss-probe';
import { dataEnd, retransmit } from './output';
import { after, before, distance } from './seq';
import type { TcpSegment } from './segment';
import { wakeOwner } from './state';
import { stopTimer } from './timers';

/** Takes the acknowledgment and the window of a segment that belongs to the connection. */
export function takeAck(ctx: Ctx, ns: Netns, sk: TcpDraft, segment: TcpSegment): void {
  const { ack, seq } = segment;
  const window = segment.window << (segment.syn ? 0 : sk.sndScale);
  const news = after(ack, sk.sndUna);
  const sameWindow = window === sk.sndWnd;
  if (news || after(seq, sk.sndWl1) || (seq === sk.sndWl1 && (window > sk.sndWnd || window === 0))) {
    sk.sndWnd = window;
    sk.sndWl1 = seq;
  }
  const again = !news && isDuplicate(sk, segment, sameWindow);
  if (news || again) probeAnswered(ctx, ns, sk, ack, news);
  if (news) acknowledged(ctx, ns, sk, ack);
  else if (again) duplicate(ctx, ns, sk);
  // An answer to a probe, or what opens the window: the probing begins anew.
  if (!news && sk.sndUna === sk.sndNxt && sk.retransmits > 0) {
    sk.retransmits = 0;
    if (sk.sndWnd > 0) stopTimer(ctx, ns, sk, 'retransmit');
  }
}

/** The peer lacks something: it says the same again, without having been sent anything else to say. */
function isDuplicate(sk: TcpDraft, { ack, data, fin }: TcpSegment, sameWindow: boolean): boolean {
  return ack === sk.sndUna && sk.sndNxt !== sk.sndUna && data.length === 0 && !fin && sameWindow;
}

function acknowledged(ctx: Ctx, ns: Netns, sk: TcpDraft, ack: number): void {
  const { nowNs } = ctx.world;
  const packets = Math.max(1, Math.ceil(distance(sk.sndUna, ack) / sk.sendMss));
  sk.sndUna = ack;
  const data = Math.min(distance(sk.sendSeq, ack), sk.sendQueue.length);
  if (data > 0) {
    sk.sendQueue = sk.sendQueue.subarray(data);
    sk.sendSeq = (sk.sendSeq + data) >>> 0;
  }
  if (sk.timedNs !== 0 && !before(ack, sk.timedSeq)) {
    measure(sk, nowNs - sk.timedNs);
    sk.timedNs = 0;
  }
  sk.rtoNs = rtoOf(sk);
  sk.retransmits = 0;
  sk.dupAcks = 0;
  sk.softError = null;
  // Progress shows that the neighbour is there.
  sk.confirm = true;
  if (sk.recover !== null && before(ack, sk.recover)) {
    // Not all of what was lost has arrived: the next one is missing as well.
    retransmit(ctx, ns, sk);
  } else {
    sk.recover = null;
    grow(sk, packets);
  }
  if (sk.sndUna === sk.sndNxt) stopTimer(ctx, ns, sk, 'retransmit');
  else armTimer(ctx, ns, sk);
  if (sk.wantsRoom) {
    sk.wantsRoom = false;
    wakeOwner(ctx, ns, sk);
  }
}

/** Slow start doubles per round trip, afterwards it is one segment. */
function grow(sk: TcpDraft, packets: number): void {
  if (sk.cwnd < sk.ssthresh) {
    sk.cwnd = Math.min(sk.cwnd + packets, CWND_MAX);
    return;
  }
  sk.cwndCount += packets;
  if (sk.cwndCount < sk.cwnd) return;
  sk.cwndCount -= sk.cwnd;
  sk.cwnd = Math.min(sk.cwnd + 1, CWND_MAX);
}

/** The third duplicate says that a segment is lost: it is repeated without waiting for the timer. */
function duplicate(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  sk.dupAcks += 1;
  if (sk.dupAcks !== DUP_ACKS || sk.recover !== null) return;
  shrink(sk);
  sk.cwnd = sk.ssthresh;
  retransmit(ctx, ns, sk);
}

/** Something was lost: what is on its way now is counted as the point up to which repeating goes on. */
export function shrink(sk: TcpDraft): void {
  const flying = Math.ceil(distance(sk.sndUna, sk.sndNxt) / sk.sendMss);
  sk.ssthresh = Math.max(2, Math.floor(flying / 2));
  sk.cwndCount = 0;
  sk.recover = sk.sndNxt;
}

/** RFC 6298, with the kernel's least. */
export function measure(sk: TcpDraft, rttNs: number): void {
  if (sk.srttNs === 0) {
    sk.srttNs = Math.max(1, rttNs);
    sk.rttvarNs = Math.floor(rttNs / 2);
    return;
  }
  const error = Math.abs(rttNs - sk.srttNs);
  sk.rttvarNs = Math.floor(sk.rttvarNs + (error - sk.rttvarNs) / 4);
  sk.srttNs = Math.max(1, Math.floor(sk.srttNs + (rttNs - sk.srttNs) / 8));
}

export function rtoOf(sk: TcpDraft): number {
  if (sk.srttNs === 0) return sk.rtoNs;
  return Math.min(RTO_MAX_NS, sk.srttNs + Math.max(RTO_MIN_NS, 4 * sk.rttvarNs));
}

/** Whether the peer has acknowledged the FIN of this side. */
export function finAcked(sk: TcpDraft): boolean {
  return sk.finQueued && after(sk.sndUna, dataEnd(sk));
}
