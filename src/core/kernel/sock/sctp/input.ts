/** Receiving packets. Source: net/sctp/input.c sctp_rcv, sctp_rcv_ootb; sm_statefuns.c; ipv4's ICMP errors in sctp_v4_err. */
import { getU16, getU32, joinBytes } from '../../../base/bytes';
import type { Link } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import type { Netns } from '../../../model/world';
import { ICMP_FRAG_NEEDED, ICMP_PROT_UNREACH, ICMP_UNREACHABLE } from '../../../wire/icmp4';
import { ipDst, ipSrc } from '../../../wire/ipv4';
import { SCTP_HEADER_LEN, parseSctp } from '../../../wire/sctp';
import {
  SCTP_ABORT,
  SCTP_CHUNK_HEADER_LEN,
  SCTP_COOKIE_ACK,
  SCTP_COOKIE_ECHO,
  SCTP_DATA,
  SCTP_FLAG_T,
  SCTP_HEARTBEAT,
  SCTP_HEARTBEAT_ACK,
  SCTP_INIT,
  SCTP_INIT_ACK,
  SCTP_SACK,
  SCTP_SHUTDOWN,
  SCTP_SHUTDOWN_ACK,
  SCTP_SHUTDOWN_COMPLETE,
  afterSctpChunk,
  parseSctpChunk,
  readSctpInit,
  type SctpChunk,
} from '../../../wire/sctp.chunk';
import type { Ctx } from '../../ctx';
import { routeOutput } from '../../ip4/route';
import { drop, networkOffset } from '../../skb';
import { putSocket } from '../../write';
import { traceDeliver } from '../deliver';
import { after, plus } from '../tcp/seq';
import { wakeOwner } from '../tcp/state';
import { isRunning, setTimer, stopTimer } from '../tcp/timers';
import { readCookie, writeCookie, type Cookie } from './cookie';
import { DATA_HEADER_LEN, RECV_WINDOW, RTO_MIN_NS, SACK_DELAY_NS, initialWindow, pathMtuOf } from './limits';
import {
  bare,
  flush,
  initChunk,
  repeatData,
  sendSack,
  sendShutdown,
  sendShutdownAck,
  transmit,
} from './output';
import { afterLastChunk, drawNumber, finish, newAssociation } from './state';
import type { SctpDraft, SctpEnds } from './table';
import { addSocket, draftOf, findAssociation, findListener, store } from './table';

const NOTHING = new Uint8Array(0);

/** A packet of SCTP for this host. `transport` is the offset of its header. */
export function sctpReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number): void {
  const header = parseSctp(skb.data, transport, skb.tail);
  const chunks = header.ok ? chunksOf(skb.data, transport + SCTP_HEADER_LEN, skb.tail) : [];
  const [first] = chunks;
  if (!header.ok || first === undefined) {
    const short = !header.ok && header.error.code === 'truncated';
    drop(ctx, ns, link.ifindex, skb, short ? 'PKT_TOO_SMALL' : 'NOT_SPECIFIED');
    return;
  }
  const at = networkOffset(skb);
  const { srcPort, dstPort, tag } = header.value;
  const [local, remote] = [ipDst(skb.data, at), ipSrc(skb.data, at)];
  const ends = { local, port: dstPort, remote, remotePort: srcPort };
  const known = findAssociation(ns, ends);
  const socket = known ?? findListener(ns, local, dstPort);
  const lenBytes = chunks.reduce(
    (sum, { type, value }) => sum + (type === SCTP_DATA ? value.length - 12 : 0),
    0,
  );
  if (socket === null) {
    answerStranger(ctx, ns, ends, tag, first);
    drop(ctx, ns, link.ifindex, skb, 'NO_SOCKET');
    return;
  }
  traceDeliver(ctx, ns, link, skb, socket, dstPort, lenBytes);
  const cause = ctx.cause;
  if (known !== null) {
    const sk = { ...known };
    if (!tagFits(sk, tag, first)) return;
    for (const chunk of chunks) takeChunk(ctx, ns, sk, ends, tag, chunk);
    afterPacket(ctx, ns, sk, chunks);
  } else if (first.type === SCTP_INIT && tag === 0) answerInit(ctx, ns, ends, first.value);
  else if (first.type !== SCTP_COOKIE_ECHO || !accept(ctx, ns, ends, tag, first.value, chunks.slice(1)))
    answerStranger(ctx, ns, ends, tag, first);
  ctx.cause = cause;
}

/** As far as they are whole. */
function chunksOf(b: Uint8Array, from: number, end: number): readonly SctpChunk[] {
  const chunks: SctpChunk[] = [];
  for (let at = from; at < end; at = afterSctpChunk(b, at)) {
    const chunk = parseSctpChunk(b, at, end);
    if (!chunk.ok) break;
    chunks.push(chunk.value);
  }
  return chunks;
}

/** Out of the blue: no association, and nobody who listens (RFC 9260 section 8.4). */
function answerStranger(ctx: Ctx, ns: Netns, ends: SctpEnds, tag: number, first: SctpChunk): void {
  const { type, value } = first;
  if (type === SCTP_ABORT || type === SCTP_SHUTDOWN_COMPLETE || type === SCTP_COOKIE_ACK) return;
  const cause = ctx.cause;
  if (type === SCTP_INIT) {
    if (tag === 0)
      transmit(ctx, ns, ends, readSctpInit(value).tag, [{ type: SCTP_ABORT, flags: 0, value: NOTHING }]);
  } else {
    const answer = type === SCTP_SHUTDOWN_ACK ? SCTP_SHUTDOWN_COMPLETE : SCTP_ABORT;
    transmit(ctx, ns, ends, tag, [{ type: answer, flags: SCTP_FLAG_T, value: NOTHING }]);
  }
  ctx.cause = cause;
}

/** INIT ACK: nothing is remembered. */
function answerInit(ctx: Ctx, ns: Netns, ends: SctpEnds, value: Uint8Array): void {
  const { tag: peerTag, tsn: peerTsn, rwnd: peerRwnd, outStreams, inStreams } = readSctpInit(value);
  if (peerTag === 0 || outStreams === 0 || inStreams === 0) {
    transmit(ctx, ns, ends, peerTag, [{ type: SCTP_ABORT, flags: 0, value: NOTHING }]);
    return;
  }
  const [ownTag, ownTsn] = [drawNumber(ctx, ns), drawNumber(ctx, ns)];
  const cookie = writeCookie({ ownTag, ownTsn, peerTag, peerTsn, peerRwnd });
  transmit(ctx, ns, ends, peerTag, [initChunk(SCTP_INIT_ACK, ownTag, ownTsn, cookie)]);
}

/** The cookie comes back: now there is an association. False when it is none of ours. */
function accept(
  ctx: Ctx,
  ns: Netns,
  ends: SctpEnds,
  tag: number,
  value: Uint8Array,
  behind: readonly SctpChunk[],
): boolean {
  const cookie = readCookie(value);
  const listener = findListener(ns, ends.local, ends.port);
  if (cookie?.ownTag !== tag || listener === null || listener.waiting.length > listener.backlog) return false;
  const route = routeOutput(ctx, ns, { dst: ends.remote, src: ends.local, oif: 0, tos: 0, mark: 0 }, null);
  if (route.kind === 'error') return true;
  const fresh = newAssociation(ends, {
    ...{ pid: 0, listener: listener.id, state: 'ESTABLISHED' as const },
    ...{ ownTag: cookie.ownTag, nextTsn: cookie.ownTsn, pathMtu: route.mtu },
  });
  const sk: SctpDraft = { ...addSocket(ctx, ns, (id) => ({ ...fresh, id })) };
  putSocket(ctx, ns, listener.id, { ...listener, waiting: [...listener.waiting, sk.id] });
  takePeer(sk, cookie);
  bare(ctx, ns, sk, SCTP_COOKIE_ACK);
  wakeOwner(ctx, ns, listener);
  for (const chunk of behind) takeChunk(ctx, ns, sk, ends, tag, chunk);
  afterPacket(ctx, ns, sk, behind);
  return true;
}

function takePeer(sk: SctpDraft, { peerTag, peerTsn, peerRwnd }: Omit<Cookie, 'ownTag' | 'ownTsn'>): void {
  sk.peerTag = peerTag;
  sk.cumTsn = plus(peerTsn, -1);
  sk.peerRwnd = peerRwnd;
}

/** RFC 9260 section 8.5. */
function tagFits(sk: SctpDraft, tag: number, { type, flags }: SctpChunk): boolean {
  if (type === SCTP_INIT) return tag === 0;
  if (type === SCTP_COOKIE_ECHO) return true;
  const reflects = type === SCTP_ABORT || type === SCTP_SHUTDOWN_COMPLETE;
  return tag === (reflects && (flags & SCTP_FLAG_T) !== 0 ? sk.peerTag : sk.ownTag);
}

function takeChunk(ctx: Ctx, ns: Netns, sk: SctpDraft, ends: SctpEnds, tag: number, chunk: SctpChunk): void {
  const { type, value } = chunk;
  if (sk.state === 'CLOSED') return;
  switch (type) {
    case SCTP_INIT:
      answerInit(ctx, ns, ends, value);
      return;
    case SCTP_INIT_ACK:
      if (sk.state === 'COOKIE_WAIT') initAcknowledged(ctx, ns, sk, value);
      return;
    case SCTP_COOKIE_ECHO:
      cookieAgain(ctx, ns, sk, tag, value);
      return;
    case SCTP_COOKIE_ACK:
      if (sk.state !== 'COOKIE_ECHOED') return;
      sk.state = 'ESTABLISHED';
      answered(ctx, ns, sk);
      wakeOwner(ctx, ns, sk);
      return;
    case SCTP_DATA:
      takeData(ctx, ns, sk, value);
      return;
    case SCTP_SACK:
      sk.peerRwnd = getU32(value, 4);
      acknowledge(ctx, ns, sk, getU32(value, 0));
      return;
    case SCTP_HEARTBEAT:
      store(ctx, ns, sk);
      transmit(ctx, ns, sk, sk.peerTag, [{ type: SCTP_HEARTBEAT_ACK, flags: 0, value }]);
      return;
    case SCTP_ABORT: {
      const early = sk.state === 'COOKIE_WAIT' || sk.state === 'COOKIE_ECHOED';
      finish(ctx, ns, sk, early ? 'ECONNREFUSED' : 'ECONNRESET');
      return;
    }
    case SCTP_SHUTDOWN:
      takeShutdown(ctx, ns, sk, getU32(value, 0));
      return;
    case SCTP_SHUTDOWN_ACK:
      if (sk.state !== 'SHUTDOWN_SENT' && sk.state !== 'SHUTDOWN_ACK_SENT') return;
      bare(ctx, ns, sk, SCTP_SHUTDOWN_COMPLETE);
      finish(ctx, ns, sk, null);
      return;
    case SCTP_SHUTDOWN_COMPLETE:
      if (sk.state === 'SHUTDOWN_ACK_SENT') finish(ctx, ns, sk, null);
      return;
    default:
  }
}

/** The parameter with the cookie (7), null when there is none. */
function cookieOf(params: Uint8Array): Uint8Array | null {
  for (let at = 0; at + 4 <= params.length;) {
    const len = getU16(params, at + 2);
    if (len < 4 || at + len > params.length) return null;
    if (getU16(params, at) === 7) return params.slice(at + SCTP_CHUNK_HEADER_LEN, at + len);
    at += (len + 3) & ~3;
  }
  return null;
}

function initAcknowledged(ctx: Ctx, ns: Netns, sk: SctpDraft, value: Uint8Array): void {
  const { tag: peerTag, tsn: peerTsn, rwnd: peerRwnd, params } = readSctpInit(value);
  const cookie = cookieOf(params);
  if (peerTag === 0 || cookie === null) {
    finish(ctx, ns, sk, 'ECONNREFUSED');
    return;
  }
  takePeer(sk, { peerTag, peerTsn, peerRwnd });
  sk.cookie = cookie;
  sk.state = 'COOKIE_ECHOED';
  answered(ctx, ns, sk);
  setTimer(ctx, ns, sk, 'retransmit', sk.rtoNs);
  store(ctx, ns, sk);
  transmit(ctx, ns, sk, peerTag, [{ type: SCTP_COOKIE_ECHO, flags: 0, value: cookie }]);
}

/** A cookie of an association that there is: it is repeated, or the peer began anew (section 5.2.4, cases D and A). */
function cookieAgain(ctx: Ctx, ns: Netns, sk: SctpDraft, tag: number, value: Uint8Array): void {
  const cookie = readCookie(value);
  if (cookie?.ownTag !== tag) return;
  if (cookie.ownTag !== sk.ownTag) {
    stopTimer(ctx, ns, sk, 'retransmit');
    takePeer(sk, cookie);
    sk.ownTag = cookie.ownTag;
    sk.nextTsn = cookie.ownTsn;
    sk.streamSeq = 0;
    sk.unacked = [];
    sk.unsent = [];
    sk.cwnd = initialWindow(sk.pathMtu);
  }
  if (sk.state === 'COOKIE_WAIT' || sk.state === 'COOKIE_ECHOED') {
    sk.state = 'ESTABLISHED';
    wakeOwner(ctx, ns, sk);
  }
  bare(ctx, ns, sk, SCTP_COOKIE_ACK);
}

/** The peer has answered. */
function answered(ctx: Ctx, ns: Netns, sk: SctpDraft): void {
  sk.retransmits = 0;
  sk.rtoNs = RTO_MIN_NS;
  stopTimer(ctx, ns, sk, 'retransmit');
}

function takeData(ctx: Ctx, ns: Netns, sk: SctpDraft, value: Uint8Array): void {
  if (sk.state === 'SHUTDOWN_RECEIVED' || sk.state === 'SHUTDOWN_ACK_SENT') return;
  const data = value.subarray(DATA_HEADER_LEN - 4);
  const inOrder = getU32(value, 0) === plus(sk.cumTsn, 1);
  if (!inOrder || sk.recvQueue.length + data.length > RECV_WINDOW) {
    // Twice, or before its turn: that has to be told.
    sk.sackNeeded = true;
    return;
  }
  sk.cumTsn = plus(sk.cumTsn, 1);
  sk.recvQueue = joinBytes(sk.recvQueue, data);
  wakeOwner(ctx, ns, sk);
}

/** `cum` and everything before it has arrived. */
function acknowledge(ctx: Ctx, ns: Netns, sk: SctpDraft, cum: number): void {
  const left = sk.unacked.filter(({ tsn }) => after(tsn, cum));
  if (left.length === sk.unacked.length) return;
  answered(ctx, ns, sk);
  sk.unacked = left;
  sk.cwnd += sk.pathMtu;
  if (left.length > 0) setTimer(ctx, ns, sk, 'retransmit', sk.rtoNs);
}

function takeShutdown(ctx: Ctx, ns: Netns, sk: SctpDraft, cum: number): void {
  acknowledge(ctx, ns, sk, cum);
  switch (sk.state) {
    case 'ESTABLISHED':
    case 'SHUTDOWN_PENDING':
      sk.state = 'SHUTDOWN_RECEIVED';
      sk.ended = true;
      wakeOwner(ctx, ns, sk);
      return;
    case 'SHUTDOWN_SENT':
      sk.state = 'SHUTDOWN_ACK_SENT';
      sk.ended = true;
      sendShutdownAck(ctx, ns, sk);
      return;
    case 'SHUTDOWN_ACK_SENT':
      sendShutdownAck(ctx, ns, sk, true);
      return;
    default:
  }
}

/** All chunks of a packet are taken: what they come to together. */
function afterPacket(ctx: Ctx, ns: Netns, sk: SctpDraft, chunks: readonly SctpChunk[]): void {
  if (sk.state === 'CLOSED') return;
  if (chunks.some(({ type }) => type === SCTP_DATA)) {
    sk.sackOwed = true;
    if (sk.state === 'SHUTDOWN_SENT') sendShutdown(ctx, ns, sk);
    else if (sk.sackNeeded) sendSack(ctx, ns, sk);
    else {
      sk.sackNeeded = true;
      if (!isRunning(sk, 'ack')) setTimer(ctx, ns, sk, 'ack', SACK_DELAY_NS);
    }
  }
  if (sk.state !== 'COOKIE_WAIT' && sk.state !== 'COOKIE_ECHOED') flush(ctx, ns, sk);
  afterLastChunk(ctx, ns, sk);
  store(ctx, ns, sk);
}

/**
 * An ICMP error about a packet of an association. That nobody there speaks SCTP ends it, while it begins; a shorter path is
 * used from now on, and what is on its way goes again (sctp_icmp_frag_needed). `mtu` is the one told, 0 for none.
 */
export function sctpError(ctx: Ctx, ns: Netns, id: number, type: number, code: number, mtu: number): void {
  const sk = draftOf(ns, id);
  if (sk === null || type !== ICMP_UNREACHABLE) return;
  if (code === ICMP_PROT_UNREACH && sk.state === 'COOKIE_WAIT') finish(ctx, ns, sk, 'ENOPROTOOPT');
  const pathMtu = pathMtuOf(mtu);
  if (code !== ICMP_FRAG_NEEDED || pathMtu >= sk.pathMtu) return;
  sk.pathMtu = pathMtu;
  store(ctx, ns, sk);
  if (sk.unacked.length > 0) repeatData(ctx, ns, sk);
}
