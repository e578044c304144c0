/** Sending packets. Source: net/sctp/output.c sctp_packet_transmit, sm_make_chunk.c sctp_make_init, sctp_make_sack; outqueue.c. */
import { fromHex, setU16, setU32 } from '../../../base/bytes';
import type { SctpOut } from '../../../model/sctp';
import type { Netns } from '../../../model/world';
import { PROTO_SCTP } from '../../../wire/ipv4';
import { SCTP_HEADER_LEN, emitSctp, fillSctpChecksum } from '../../../wire/sctp';
import {
  SCTP_CHUNK_NAMES,
  SCTP_DATA,
  SCTP_DATA_BEGIN,
  SCTP_DATA_END,
  SCTP_INIT,
  SCTP_SACK,
  SCTP_SHUTDOWN,
  SCTP_SHUTDOWN_ACK,
  emitSctpChunk,
  sctpChunkSize,
  sctpInit,
  type SctpChunk,
} from '../../../wire/sctp.chunk';
import type { Ctx } from '../../ctx';
import { defaultTtl, ipLocalOut } from '../../ip4/output';
import { routeOutput } from '../../ip4/route';
import { allocSkb } from '../../skb';
import { plus } from '../tcp/seq';
import { isRunning, setTimer, stopTimer } from '../tcp/timers';
import { DATA_HEADER_LEN, HEADERS_LEN, IN_STREAMS, OUT_STREAMS, RECV_WINDOW } from './limits';
import type { SctpDraft, SctpEnds } from './table';
import { store } from './table';

/** Supported addresses: IPv4; ECN; FORWARD TSN (parameters 12, 0x8000, 0xc000). */
const CAPABILITIES = fromHex('000c000600050000' + '80000004' + 'c0000004');
/** ECT(0), as every packet of SCTP carries it. */
const TOS_ECT0 = 2;

/** Builds a packet of chunks and hands it to IP, which may cut it only when it is longer than `mtu`. What follows from it is a branch of its own. */
export function transmit(
  ctx: Ctx,
  ns: Netns,
  ends: SctpEnds,
  tag: number,
  chunks: readonly SctpChunk[],
  again = false,
  mtu = Infinity,
): void {
  const size = chunks.reduce((sum, chunk) => sum + sctpChunkSize(chunk), SCTP_HEADER_LEN);
  const skb = allocSkb(ctx, size);
  const fits = size - SCTP_HEADER_LEN <= mtu - HEADERS_LEN;
  const cause = ctx.cause;
  const flow = { dst: ends.remote, src: ends.local, oif: 0, tos: 0, mark: 0 };
  const route = routeOutput(ctx, ns, flow, skb);
  if (ctx.trace.on) {
    const errno = route.kind === 'error' ? route.errno : null;
    ctx.emit('sock.send', errno === null ? 'sent' : 'refused', ns.id, 0, skb, {
      ...{ socket: 'sctp', to: ends.remote, port: ends.remotePort, errno, lenBytes: dataLen(chunks) },
      ...{ flags: chunks.map(({ type }) => SCTP_CHUNK_NAMES.get(type) ?? String(type)).join(', '), again },
    });
  }
  if (route.kind === 'route') {
    let at = skb.head + emitSctp({ srcPort: ends.port, dstPort: ends.remotePort, tag }, skb.data, skb.head);
    for (const chunk of chunks) at += emitSctpChunk(chunk, skb.data, at);
    fillSctpChecksum(skb.data, skb.head, skb.tail);
    const options = { dst: ends.remote, proto: PROTO_SCTP, ttl: defaultTtl(ns), tos: TOS_ECT0, df: fits };
    ipLocalOut(ctx, ns, route, options, skb);
  }
  ctx.cause = cause;
}

function dataLen(chunks: readonly SctpChunk[]): number {
  return chunks.reduce(
    (sum, { type, value }) => sum + (type === SCTP_DATA ? value.length - (DATA_HEADER_LEN - 4) : 0),
    0,
  );
}

/** INIT, or with a cookie behind the others INIT ACK. */
export function initChunk(
  type: Parameters<typeof sctpInit>[0],
  tag: number,
  tsn: number,
  cookie: Uint8Array | null = null,
): SctpChunk {
  const cookieParam = cookie === null ? new Uint8Array(0) : new Uint8Array(4 + cookie.length);
  if (cookie !== null) {
    setU16(cookieParam, 0, 7);
    setU16(cookieParam, 2, cookieParam.length);
    cookieParam.set(cookie, 4);
  }
  const able = type === SCTP_INIT ? CAPABILITIES : CAPABILITIES.subarray(8);
  const params = new Uint8Array(cookieParam.length + able.length);
  params.set(cookieParam);
  params.set(able, cookieParam.length);
  return sctpInit(type, {
    ...{ tag, rwnd: RECV_WINDOW, outStreams: OUT_STREAMS, inStreams: IN_STREAMS, tsn, params },
  });
}

/** What has come in order, and how much more is taken. */
function sackChunk(sk: SctpDraft): SctpChunk {
  const value = new Uint8Array(12);
  setU32(value, 0, sk.cumTsn);
  setU32(value, 4, Math.max(0, RECV_WINDOW - sk.recvQueue.length));
  return { type: SCTP_SACK, flags: 0, value };
}

function dataChunk({ tsn, streamSeq, flags, data }: SctpOut): SctpChunk {
  const value = new Uint8Array(DATA_HEADER_LEN - 4 + data.length);
  setU32(value, 0, tsn);
  setU16(value, 6, streamSeq);
  value.set(data, DATA_HEADER_LEN - 4);
  return { type: SCTP_DATA, flags, value };
}

/** A SACK goes along with whatever is sent while one is owed. */
function owedSack(ctx: Ctx, ns: Netns, sk: SctpDraft): readonly SctpChunk[] {
  if (!sk.sackOwed) return [];
  sk.sackOwed = false;
  sk.sackNeeded = false;
  stopTimer(ctx, ns, sk, 'ack');
  return [sackChunk(sk)];
}

export function sendSack(ctx: Ctx, ns: Netns, sk: SctpDraft): void {
  sk.sackOwed = true;
  const sack = owedSack(ctx, ns, sk);
  store(ctx, ns, sk);
  transmit(ctx, ns, sk, sk.peerTag, sack);
}

/** Cuts a message into chunks as long as the path allows. */
export function enqueue(sk: SctpDraft, message: Uint8Array): void {
  const room = sk.pathMtu - HEADERS_LEN - DATA_HEADER_LEN;
  const pieces: SctpOut[] = [];
  for (let at = 0; at < message.length; at += room) {
    const data = message.slice(at, at + room);
    const first = at === 0 ? SCTP_DATA_BEGIN : 0;
    const last = at + room >= message.length ? SCTP_DATA_END : 0;
    pieces.push({ tsn: sk.nextTsn, streamSeq: sk.streamSeq, flags: first | last, data });
    sk.nextTsn = plus(sk.nextTsn, 1);
  }
  sk.streamSeq = (sk.streamSeq + 1) & 0xffff;
  sk.unsent = [...sk.unsent, ...pieces];
}

function onTheirWay({ unacked }: SctpDraft): number {
  return unacked.reduce((sum, { data }) => sum + data.length, 0);
}

/** Sends what windows allow, several chunks to a packet. */
export function flush(ctx: Ctx, ns: Netns, sk: SctpDraft): void {
  let room = Math.min(sk.cwnd, sk.peerRwnd) - onTheirWay(sk);
  while (sk.unsent.length > 0 && (room > 0 || sk.unacked.length === 0)) {
    const chunks = [...owedSack(ctx, ns, sk)];
    let left = sk.pathMtu - HEADERS_LEN - chunks.reduce((sum, chunk) => sum + sctpChunkSize(chunk), 0);
    let [next] = sk.unsent;
    // One that is longer than the path has become goes alone, and IP cuts it (sctp_packet_will_fit).
    while (next !== undefined && (chunks.length === 0 || sctpChunkSize(dataChunk(next)) <= left)) {
      const chunk = dataChunk(next);
      chunks.push(chunk);
      left -= sctpChunkSize(chunk);
      room -= next.data.length;
      sk.unacked = [...sk.unacked, next];
      sk.unsent = sk.unsent.slice(1);
      [next] = room > 0 ? sk.unsent : [];
    }
    if (sk.unacked.length > 0 && !isRunning(sk, 'retransmit')) setTimer(ctx, ns, sk, 'retransmit', sk.rtoNs);
    store(ctx, ns, sk);
    transmit(ctx, ns, sk, sk.peerTag, chunks, false, sk.pathMtu);
  }
}

/** Once more, what fits into one packet. */
export function repeatData(ctx: Ctx, ns: Netns, sk: SctpDraft): void {
  const chunks: SctpChunk[] = [];
  let left = sk.pathMtu - HEADERS_LEN;
  for (const out of sk.unacked) {
    const chunk = dataChunk(out);
    left -= sctpChunkSize(chunk);
    if (left < 0 && chunks.length > 0) break;
    chunks.push(chunk);
  }
  transmit(ctx, ns, sk, sk.peerTag, chunks, true, sk.pathMtu);
}

/** SHUTDOWN, with the last chunk that came. */
export function sendShutdown(ctx: Ctx, ns: Netns, sk: SctpDraft, again = false): void {
  const value = new Uint8Array(4);
  setU32(value, 0, sk.cumTsn);
  const chunks = [...owedSack(ctx, ns, sk), { type: SCTP_SHUTDOWN, flags: 0, value }];
  store(ctx, ns, sk);
  transmit(ctx, ns, sk, sk.peerTag, chunks, again);
}

export function sendShutdownAck(ctx: Ctx, ns: Netns, sk: SctpDraft, again = false): void {
  bare(ctx, ns, sk, SCTP_SHUTDOWN_ACK, again);
}

/** A chunk without a value. */
export function bare(ctx: Ctx, ns: Netns, sk: SctpDraft, type: number, again = false): void {
  store(ctx, ns, sk);
  transmit(ctx, ns, sk, sk.peerTag, [{ type, flags: 0, value: new Uint8Array(0) }], again);
}
