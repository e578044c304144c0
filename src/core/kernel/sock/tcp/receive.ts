/** Data that arrives, and when it is acknowledged. Source: net/ipv4/tcp_input.c tcp_data_queue, tcp_event_data_recv, __tcp_ack_snd_check, tcp_fin. */
import { joinBytes } from '../../../base/bytes';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import type { TcpDraft } from './draft';
import { ATO_MIN_NS, EARLY_MAX, QUICKACKS_MAX, RECV_BUFFER } from './limits';
import { delayAck, openWindow, roomToTell, sendAck } from './output';
import { after, before, distance, plus } from './seq';
import type { TcpSegment } from './segment';
import { setState, timeWait, wakeOwner } from './state';

/** What a segment brings: in order it can be read at once, early it is kept, old it is told again. */
export function takeData(ctx: Ctx, ns: Netns, sk: TcpDraft, segment: TcpSegment): 'taken' | 'old' | 'early' {
  const { seq, end, data, fin } = segment;
  if (!after(end, sk.rcvNxt)) {
    answerAtOnce(sk);
    return 'old';
  }
  if (after(seq, sk.rcvNxt)) {
    if (sk.early.length < EARLY_MAX && !sk.early.some((other) => other.seq === seq)) {
      sk.early = [...sk.early, { seq, data: data.slice(), fin }];
    }
    answerAtOnce(sk);
    return 'early';
  }
  noteData(ctx, sk, segment);
  append(sk, seq, data, fin);
  takeEarly(sk);
  if (sk.recvQueue.length > 0 || sk.finReceived) wakeOwner(ctx, ns, sk);
  if (sk.finReceived) peerClosed(ctx, ns, sk);
  return 'taken';
}

/** Bytes from `seq` on that were not there yet. */
function append(sk: TcpDraft, seq: number, data: Uint8Array, fin: boolean): void {
  const fresh = data.subarray(Math.min(data.length, distance(seq, sk.rcvNxt)));
  if (fresh.length > 0) {
    sk.recvQueue = joinBytes(sk.recvQueue, fresh);
    sk.rcvNxt = plus(sk.rcvNxt, fresh.length);
  }
  if (!fin) return;
  sk.rcvNxt = plus(sk.rcvNxt, 1);
  sk.finReceived = true;
}

/** What waited for the segment that has come now. */
function takeEarly(sk: TcpDraft): void {
  const next = [...sk.early].sort((a, b) => distance(b.seq, a.seq));
  for (const { seq, data, fin } of next) {
    if (after(seq, sk.rcvNxt) || sk.finReceived) continue;
    if (after(plus(seq, data.length + (fin ? 1 : 0)), sk.rcvNxt)) append(sk, seq, data, fin);
  }
  if (sk.early.length > 0) sk.early = sk.early.filter(({ seq }) => after(seq, sk.rcvNxt));
}

/** Learns how fast data comes, to know how long an acknowledgment may wait. Source: tcp_event_data_recv. */
function noteData(ctx: Ctx, sk: TcpDraft, { data, psh }: TcpSegment): void {
  const { nowNs } = ctx.world;
  sk.ackPending = true;
  if (data.length >= sk.rcvMss) sk.rcvMss = data.length;
  else if (psh) sk.pushed += 1;
  if (sk.atoNs === 0) {
    // The sender begins slowly: it is not held up.
    quickAcks(sk);
    sk.atoNs = ATO_MIN_NS;
  } else {
    const gapNs = nowNs - sk.lastDataNs;
    if (gapNs <= ATO_MIN_NS / 2) sk.atoNs = Math.floor(sk.atoNs / 2) + ATO_MIN_NS / 2;
    else if (gapNs < sk.atoNs) sk.atoNs = Math.min(Math.floor(sk.atoNs / 2) + gapNs, sk.rtoNs);
    else if (gapNs > sk.rtoNs) quickAcks(sk);
  }
  sk.lastDataNs = nowNs;
}

function quickAcks(sk: TcpDraft): void {
  const count = Math.floor(sk.rcvWnd / (2 * sk.rcvMss)) || 2;
  sk.quickAcks = Math.max(sk.quickAcks, Math.min(count, QUICKACKS_MAX));
}

/** Something is wrong with the order: the sender hears of it without delay. Source: tcp_enter_quickack_mode. */
function answerAtOnce(sk: TcpDraft): void {
  quickAcks(sk);
  sk.pingpong = false;
  sk.atoNs = ATO_MIN_NS;
  sk.ackPending = true;
}

/** The peer sends no more. Source: tcp_fin. */
function peerClosed(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  sk.ackPending = true;
  switch (sk.state) {
    case 'SYN_RECV':
    case 'ESTABLISHED':
      setState(ctx, ns, sk, 'CLOSE_WAIT');
      // Most processes close now: the acknowledgment waits to go with their FIN.
      sk.pingpong = true;
      return;
    case 'FIN_WAIT1':
      sendAck(ctx, ns, sk);
      setState(ctx, ns, sk, 'CLOSING');
      return;
    case 'FIN_WAIT2':
      sendAck(ctx, ns, sk);
      timeWait(ctx, ns, sk);
      return;
    default:
  }
}

/** Acknowledges what came, now or a little later. Source: __tcp_ack_snd_check. */
export function answer(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  if (!sk.ackPending || sk.state === 'CLOSE') return;
  const unacked = distance(sk.rcvWup, sk.rcvNxt);
  const full = unacked > sk.rcvMss && (sk.recvQueue.length === 0 || roomToTell(sk) >= sk.rcvWnd);
  const quick = sk.quickAcks > 0 && !sk.pingpong;
  if (full || quick || sk.early.length > 0) sendAck(ctx, ns, sk);
  else delayAck(ctx, ns, sk);
}

/** The process took bytes: what it owes may go out, and the peer may send more. Source: net/ipv4/tcp.c __tcp_cleanup_rbuf. */
export function afterRead(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  if (sk.state === 'CLOSE' || sk.state === 'TIME_WAIT') return;
  const pushed = sk.pushed > 1 || (sk.pushed > 0 && !sk.pingpong);
  const owed =
    sk.ackPending && (distance(sk.rcvWup, sk.rcvNxt) > sk.rcvMss || (pushed && sk.recvQueue.length === 0));
  const open = openWindow(sk);
  const opens =
    !sk.finReceived && 2 * open <= RECV_BUFFER && roomToTell(sk) >= 2 * open && roomToTell(sk) > 0;
  if (owed || opens) sendAck(ctx, ns, sk);
}

/** Whether a segment lies, at least in part, where the peer may send. Source: tcp_sequence. */
export function inWindow(sk: TcpDraft, { seq, end }: TcpSegment): boolean {
  return !before(end, sk.rcvWup) && !after(seq, plus(sk.rcvNxt, openWindow(sk)));
}
