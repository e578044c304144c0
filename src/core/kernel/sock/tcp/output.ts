/** Sending segments. Source: net/ipv4/tcp_output.c __tcp_transmit_skb, tcp_write_xmit, tcp_retransmit_skb, __tcp_select_window. */
import type { TcpSocket } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import { PROTO_TCP } from '../../../wire/ipv4';
import type { TcpHeader } from '../../../wire/tcp';
import {
  TCP_ACK,
  TCP_FIN,
  TCP_PSH,
  TCP_RST,
  TCP_SYN,
  emitTcp,
  fillTcpChecksum,
  tcpFlagNames,
  tcpHeaderLenOf,
} from '../../../wire/tcp';
import type { SackBlock, TcpOptions } from '../../../wire/tcp.options';
import { NO_TCP_OPTIONS, TCP_SACK_BLOCKS_MAX } from '../../../wire/tcp.options';
import type { Ctx } from '../../ctx';
import { cutsByDefault, defaultTtl, ipLocalOut } from '../../ip4/output';
import { routeOutput } from '../../ip4/route';
import { allocSkb } from '../../skb';
import { countSnmp } from '../../write';
import { confirmNexthop } from '../confirm';
import type { TcpDraft } from './draft';
import { store } from './draft';
import {
  ATO_MIN_NS,
  DELACK_MAX_NS,
  HEADERS_LEN,
  MSS_MIN,
  NS_PER_MS,
  RECV_BUFFER,
  TIMESTAMPS_LEN,
} from './limits';
import { armTimer, lastSegment, mayProbe } from './loss-probe';
import { after, before, distance, plus } from './seq';
import { isRunning, setTimer, stopTimer } from './timers';

const NOTHING = new Uint8Array(0);

const IPV4_LEN_MAX = 65_535;

/** Number behind the last byte the process gave. */
export function dataEnd(sk: TcpSocket): number {
  return plus(sk.sendSeq, sk.sendQueue.length);
}

/** Clock of the option timestamps, ms from a random beginning. */
function timestamp(ctx: Ctx, sk: TcpSocket): number {
  return plus(sk.tsOffset, Math.floor(ctx.world.nowNs / NS_PER_MS));
}

/** MTU of the path decides how long segments are. Source: tcp_output.c tcp_sync_mss, tcp_mtu_to_mss. */
export function syncMss(sk: TcpDraft, pathMtu: number): void {
  sk.pathMtu = pathMtu;
  const fits = Math.min(pathMtu - HEADERS_LEN, sk.peerMss);
  sk.sendMss = Math.max(MSS_MIN, fits) - (sk.timestamps ? TIMESTAMPS_LEN : 0);
}

interface Segment {
  readonly flags: number;
  readonly seq: number;
  readonly data: Uint8Array;
  readonly again: boolean;
}

/** Builds a segment and hands it to IP. What follows from it is a branch of its own. */
function transmit(ctx: Ctx, ns: Netns, sk: TcpDraft, { flags, seq, data, again }: Segment): void {
  const header: TcpHeader = {
    srcPort: sk.port,
    dstPort: sk.remotePort,
    seq,
    ack: (flags & TCP_ACK) === 0 ? 0 : sk.rcvNxt,
    flags,
    window: windowField(sk, flags),
    urgent: 0,
    options: optionsOf(ctx, sk, flags),
  };
  const headerLen = tcpHeaderLenOf(header);
  const skb = allocSkb(ctx, headerLen + data.length);
  if ((flags & TCP_ACK) !== 0) ackSent(ctx, ns, sk);
  store(ctx, ns, sk);
  const cause = ctx.cause;
  const flow = { dst: sk.remote, src: sk.local, oif: 0, tos: 0, mark: 0 };
  const route = routeOutput(ctx, ns, flow, skb);
  if (ctx.trace.on) {
    const errno = route.kind === 'error' ? route.errno : null;
    ctx.emit('sock.send', errno === null ? 'sent' : 'refused', ns.id, 0, skb, {
      socket: 'tcp',
      to: sk.remote,
      port: sk.remotePort,
      errno,
      lenBytes: data.length,
      flags: tcpFlagNames(flags),
      again,
    });
  }
  if (route.kind === 'route') {
    countSent(ctx, ns, sk, flags, data.length, again);
    emitTcp(header, skb.data, skb.head);
    skb.data.set(data, skb.head + headerLen);
    fillTcpChecksum(skb.data, skb.head, skb.tail, route.src, sk.remote);
    skb.hash = sk.txHash;
    if (sk.confirm) {
      sk.confirm = false;
      confirmNexthop(ctx, ns, sk.remote, sk.local);
    }
    const { ttl = defaultTtl(ns), tos = 0 } = sk;
    const options = { dst: sk.remote, proto: PROTO_TCP, ttl, tos, df: !cutsByDefault(ns) };
    ipLocalOut(ctx, ns, route, options, skb);
    if (route.mtu < sk.pathMtu) syncMss(sk, route.mtu);
  } else {
    // It counts as lost: the timer sends it again.
    sk.softError = route.errno;
  }
  ctx.cause = cause;
}

/**
 * What is sent again counts apart, the answer to a SYN in both; a probe, which has no place of its own, is nothing again.
 * Source: tcp_output.c __tcp_transmit_skb, __tcp_retransmit_skb, tcp_rtx_synack.
 */
function countSent(ctx: Ctx, ns: Netns, sk: TcpDraft, flags: number, length: number, again: boolean): void {
  const syn = (flags & TCP_SYN) !== 0;
  const repeated = again && (syn || length > 0 || (flags & TCP_FIN) !== 0);
  if (!repeated || sk.state === 'SYN_RECV') countSnmp(ctx, ns, 'TcpOutSegs');
  if ((flags & TCP_RST) !== 0) countSnmp(ctx, ns, 'TcpOutRsts');
  if (!repeated) return;
  countSnmp(ctx, ns, 'TcpRetransSegs');
  if (syn) countSnmp(ctx, ns, 'TcpExtTCPSynRetrans');
}

/** An acknowledgment went out, alone or with data. Source: tcp_output.c tcp_event_ack_sent, tcp_dec_quickack_mode. */
function ackSent(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  if (sk.quickAcks > 0 && sk.ackPending) {
    sk.quickAcks -= 1;
    // Out of quick acknowledgments: from now on they are delayed by the least.
    if (sk.quickAcks === 0) sk.atoNs = ATO_MIN_NS;
  }
  sk.ackPending = false;
  sk.pushed = 0;
  stopTimer(ctx, ns, sk, 'ack');
}

function optionsOf(ctx: Ctx, sk: TcpSocket, flags: number): TcpOptions {
  const timestamps = sk.timestamps ? { value: timestamp(ctx, sk), echo: sk.tsRecent } : null;
  if ((flags & TCP_SYN) !== 0) {
    const wscale = sk.rcvScale === 0 ? null : sk.rcvScale;
    // IPV4_MAX_PMTU: the loopback's MTU is more than any packet's length (route.c ipv4_default_advmss).
    const mss = Math.min(sk.pathMtu, IPV4_LEN_MAX) - HEADERS_LEN;
    return { mss, wscale, sackPermitted: sk.sack, timestamps, sack: [] };
  }
  return timestamps === null && sk.early.length === 0
    ? NO_TCP_OPTIONS
    : { ...NO_TCP_OPTIONS, timestamps, sack: sk.sack ? sackBlocks(sk) : [] };
}

/** What came early, joined where it touches; the block with the last one first (RFC 2018 section 4). */
function sackBlocks({ early }: TcpSocket): readonly SackBlock[] {
  const blocks: { from: number; to: number }[] = [];
  const last = early[early.length - 1];
  for (const { seq, data, fin } of [...early].sort((a, b) => distance(b.seq, a.seq))) {
    const to = plus(seq, data.length + (fin ? 1 : 0));
    const block = blocks[blocks.length - 1];
    if (block === undefined || after(seq, block.to)) blocks.push({ from: seq, to });
    else if (after(to, block.to)) block.to = to;
  }
  if (last === undefined) return [];
  const newest = blocks.filter(({ from, to }) => !before(last.seq, from) && before(last.seq, to));
  return [...newest, ...blocks.filter((block) => !newest.includes(block))].slice(0, TCP_SACK_BLOCKS_MAX);
}

/** Bytes of the window that was told and are still open. */
export function openWindow(sk: TcpSocket): number {
  return Math.max(0, distance(sk.rcvNxt, plus(sk.rcvWup, sk.rcvWnd)));
}

/** Window for what the process has room for, in steps of the scale. Source: __tcp_select_window. */
export function roomToTell(sk: TcpSocket): number {
  const unit = 1 << sk.rcvScale;
  const free = Math.min(RECV_BUFFER - sk.recvQueue.length, sk.rcvScale === 0 ? 65_535 : RECV_BUFFER);
  // No silly windows: what would not hold a segment is told as nothing (RFC 9293 section 3.8.6.2.2).
  if (free < Math.min(sk.rcvMss, RECV_BUFFER / 2)) return 0;
  return sk.rcvScale === 0 ? free : Math.ceil(free / unit) * unit;
}

/** A window once told is never taken back. Source: tcp_select_window. */
function windowField(sk: TcpDraft, flags: number): number {
  if ((flags & TCP_SYN) !== 0) {
    sk.rcvWup = sk.rcvNxt;
    return Math.min(sk.rcvWnd, 0xffff);
  }
  const unit = 1 << sk.rcvScale;
  const open = Math.ceil(openWindow(sk) / unit) * unit;
  const room = Math.max(open, Math.min(roomToTell(sk), Math.ceil(sk.rcvWnd / unit) * unit || RECV_BUFFER));
  sk.rcvWnd = room;
  sk.rcvWup = sk.rcvNxt;
  return Math.min(room >> sk.rcvScale, 0xffff);
}

/** A segment without data. */
export function sendControl(
  ctx: Ctx,
  ns: Netns,
  sk: TcpDraft,
  flags: number,
  seq: number,
  again = false,
): void {
  transmit(ctx, ns, sk, { flags, seq, data: NOTHING, again });
}

/** A bare acknowledgment. */
export function sendAck(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  sendControl(ctx, ns, sk, TCP_ACK, sk.sndNxt);
}

/** Tells the peer that the connection is over, as close(2) with unread data does. Source: tcp_send_active_reset. */
export function sendActiveReset(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  sendControl(ctx, ns, sk, TCP_RST | TCP_ACK, sk.sndNxt);
}

/** An acknowledgment within the delay, unless something else carries it before. Source: tcp_send_delayed_ack. */
export function delayAck(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  let delayNs = Math.max(sk.atoNs, ATO_MIN_NS);
  if (delayNs > ATO_MIN_NS) {
    let most = sk.pingpong || sk.pushed > 0 ? DELACK_MAX_NS : 2.5 * DELACK_MAX_NS;
    if (sk.srttNs > 0) most = Math.min(most, Math.max(sk.srttNs, ATO_MIN_NS));
    delayNs = Math.min(delayNs, most, DELACK_MAX_NS);
  }
  sk.ackPending = true;
  const { dueNs } = sk.timers.ack;
  if (dueNs !== 0 && dueNs <= ctx.world.nowNs + delayNs) return;
  setTimer(ctx, ns, sk, 'ack', delayNs);
}

/** The first segment not acknowledged, again: SYN, data or FIN. */
export function retransmit(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  // Karn: an answer would not tell which of the two it answers.
  sk.timedNs = 0;
  if (sk.state === 'SYN_SENT') {
    sendControl(ctx, ns, sk, TCP_SYN, sk.iss, true);
  } else if (sk.state === 'SYN_RECV') {
    sendControl(ctx, ns, sk, TCP_SYN | TCP_ACK, sk.iss, true);
  } else {
    const length = Math.min(sk.sendMss, distance(sk.sndUna, dataEnd(sk)), distance(sk.sndUna, sk.sndNxt));
    sendData(ctx, ns, sk, sk.sndUna, Math.max(0, length), true);
  }
}

/** The segment that was sent last, again. */
export function resendLast(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  sk.timedNs = 0;
  const seq = lastSegment(sk);
  const length = Math.min(distance(seq, dataEnd(sk)), distance(seq, sk.sndNxt));
  sendData(ctx, ns, sk, seq, Math.max(0, length), true);
}

/** All that is on its way and longer than the path takes, again and shorter. Source: tcp_input.c tcp_simple_retransmit. */
export function resendLong(ctx: Ctx, ns: Netns, sk: TcpDraft, lengthBefore: number): void {
  sk.timedNs = 0;
  const flying = distance(sk.sndUna, sk.sndNxt);
  const long = Math.floor(flying / lengthBefore) * lengthBefore;
  const end = plus(sk.sndUna, lengthBefore > sk.sendMss ? long : 0);
  // A last one that was shorter, but is too long all the same.
  const stop = flying - long > sk.sendMss ? sk.sndNxt : end;
  for (let seq = sk.sndUna; before(seq, stop); seq = plus(seq, sk.sendMss)) {
    const length = Math.min(sk.sendMss, distance(seq, stop), distance(seq, dataEnd(sk)));
    sendData(ctx, ns, sk, seq, Math.max(0, length), true);
  }
}

/** Data from `seq` on; with the last of it FIN and PSH. */
function sendData(ctx: Ctx, ns: Netns, sk: TcpDraft, seq: number, length: number, again: boolean): void {
  const from = distance(sk.sendSeq, seq);
  const data = sk.sendQueue.subarray(from, from + length);
  const last = from + length === sk.sendQueue.length;
  const fin = last && sk.finQueued && (!again || after(sk.sndNxt, dataEnd(sk)));
  const flags = TCP_ACK | (last && length > 0 ? TCP_PSH : 0) | (fin ? TCP_FIN : 0);
  transmit(ctx, ns, sk, { flags, seq, data, again });
}

/** Sends what windows, slow start and Nagle let through. Source: tcp_write_xmit. */
export function push(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  let sent = false;
  for (;;) {
    const left = distance(sk.sndNxt, dataEnd(sk));
    const finLeft = sk.finQueued && left >= 0;
    if (left <= 0 && !finLeft) break;
    const flying = distance(sk.sndUna, sk.sndNxt);
    if (Math.ceil(flying / sk.sendMss) >= sk.cwnd) break;
    const open = distance(sk.sndNxt, plus(sk.sndUna, sk.sndWnd));
    if (left > 0 && open <= 0) break;
    const length = Math.min(left, sk.sendMss, open > 0 ? open : 0);
    const withFin = finLeft && length === left;
    // One small segment on its way at most (RFC 9293 section 3.7.4), and no smaller one for a narrow window.
    const small = length < sk.sendMss && !withFin;
    if (small && flying > 0 && (length < left || after(sk.sndSmall, sk.sndUna))) break;
    const seq = sk.sndNxt;
    sk.sndNxt = plus(seq, length + (withFin ? 1 : 0));
    if (small) sk.sndSmall = sk.sndNxt;
    dataSent(ctx, sk);
    sendData(ctx, ns, sk, seq, length, false);
    sent = true;
  }
  if (sent && (mayProbe(sk) || !isRunning(sk, 'retransmit'))) armTimer(ctx, ns, sk);
  // A closed window is probed by the same timer.
  const waits = sk.sndUna === sk.sndNxt && before(sk.sndNxt, dataEnd(sk));
  if (waits && !isRunning(sk, 'retransmit')) armTimer(ctx, ns, sk);
}

/** Times one segment per round trip, and notices that data answers data. Source: tcp_output.c tcp_event_data_sent. */
function dataSent(ctx: Ctx, sk: TcpDraft): void {
  const { nowNs } = ctx.world;
  if (sk.timedNs === 0) {
    sk.timedSeq = sk.sndNxt;
    sk.timedNs = nowNs;
  }
  if (sk.atoNs > 0 && nowNs - sk.lastDataNs < sk.atoNs) sk.pingpong = true;
}
