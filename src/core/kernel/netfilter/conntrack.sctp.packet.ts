/**
 * What an SCTP packet does to its association.
 * Source: net/netfilter/nf_conntrack_proto_sctp.c nf_conntrack_sctp_packet, sctp_new, do_basic_checks (Linux 6.18).
 */
import type { CtEntry } from '../../model/conntrack';
import type { CtSctpState, CtSctpTrack, CtSctpWay } from '../../model/conntrack.sctp';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ipHeaderLen } from '../../wire/ipv4';
import { SCTP_HEADER_LEN, sctpTag } from '../../wire/sctp';
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
  SCTP_INIT_LEN,
  SCTP_SHUTDOWN_ACK,
  SCTP_SHUTDOWN_COMPLETE,
  afterSctpChunk,
  sctpChunkFlags,
  sctpChunkLen,
  sctpChunkType,
  sctpInitTag,
} from '../../wire/sctp.chunk';
import { networkOffset } from '../skb';
import type { FlowNews } from './conntrack.news';
import { nextSctpState } from './conntrack.sctp';
import { sctpTimeoutSec } from './conntrack.settings';

const NS_PER_SEC = 1_000_000_000;

/** A packet as conntrack reads it. */
interface Packet {
  readonly data: Uint8Array;
  readonly end: number;
  readonly tag: number;
  /** Where each chunk begins, and what it is. */
  readonly chunks: readonly { readonly at: number; readonly type: number }[];
}

interface Draft {
  state: CtSctpState | null;
  original: { -readonly [K in keyof CtSctpWay]: CtSctpWay[K] };
  reply: { -readonly [K in keyof CtSctpWay]: CtSctpWay[K] };
  strangeBeat: CtSctpTrack['strangeBeat'];
}

/** The first packet: null when no association can begin with it. */
export function beginSctp(ns: Netns, skb: Skb, entry: CtEntry, nowNs: number): CtEntry | null {
  const packet = packetOf(skb);
  if (packet === null) return null;
  const { chunks, tag, data, end } = packet;
  // What ends or confirms an association that nobody knows of (section 8.4).
  if ([SCTP_ABORT, SCTP_SHUTDOWN_COMPLETE, SCTP_COOKIE_ACK].some((type) => has(packet, type))) return null;
  const draft = draftOf(null);
  for (const { at, type } of chunks) {
    const next = nextSctpState(null, type, false);
    if (next === null || next === 'invalid') return null;
    if (type === SCTP_INIT) {
      if (tag !== 0 || at + SCTP_INIT_LEN > end) return null;
      draft.reply.tag = sctpInitTag(data, at);
    } else if (type === SCTP_HEARTBEAT) draft.original.tag = tag;
    else draft.reply.tag = tag;
  }
  const news = judge(ns, packet, entry, draft, false, nowNs, false);
  return news.kind === 'update' ? news.entry : null;
}

/** A further packet. */
export function continueSctp(ns: Netns, skb: Skb, entry: CtEntry, isReply: boolean, nowNs: number): FlowNews {
  const packet = packetOf(skb);
  if (packet === null || entry.sctp === null) return { kind: 'invalid', entry };
  return judge(ns, packet, entry, draftOf(entry.sctp), isReply, nowNs, true);
}

function draftOf(track: CtSctpTrack | null): Draft {
  return {
    state: track?.state ?? null,
    original: { tag: track?.original.tag ?? 0, init: track?.original.init ?? false },
    reply: { tag: track?.reply.tag ?? 0, init: track?.reply.init ?? false },
    strangeBeat: track?.strangeBeat ?? null,
  };
}

/** Null when it has no chunk, or chunks that may not stand where they do. */
function packetOf(skb: Skb): Packet | null {
  const { data, tail: end } = skb;
  const network = networkOffset(skb);
  const transport = network + ipHeaderLen(data, network);
  if (transport + SCTP_HEADER_LEN > end) return null;
  const chunks: { at: number; type: number }[] = [];
  let alone = false;
  for (
    let at = transport + SCTP_HEADER_LEN;
    at + SCTP_CHUNK_HEADER_LEN <= end;
    at = afterSctpChunk(data, at)
  ) {
    const type = sctpChunkType(data, at);
    alone ||= type === SCTP_INIT || type === SCTP_INIT_ACK || type === SCTP_SHUTDOWN_COMPLETE;
    const first = alone || type === SCTP_COOKIE_ACK || type === SCTP_COOKIE_ECHO;
    if ((first && chunks.length > 0) || sctpChunkLen(data, at) === 0) return null;
    chunks.push({ at, type });
  }
  return chunks.length === 0 ? null : { data, end, tag: sctpTag(data, transport), chunks };
}

function has({ chunks }: Packet, type: number): boolean {
  return chunks.some((chunk) => chunk.type === type);
}

/** Chunks whose tag is looked at one by one, if at all (section 8.5.1). */
const OWN_RULE: readonly number[] = [
  SCTP_INIT,
  SCTP_SHUTDOWN_COMPLETE,
  SCTP_COOKIE_ECHO,
  SCTP_ABORT,
  SCTP_SHUTDOWN_ACK,
  SCTP_HEARTBEAT,
  SCTP_HEARTBEAT_ACK,
];

/** What one chunk comes to: on to the next, over it, or the packet is no part of the association. */
type Passed = 'next' | 'skip' | 'invalid';

function judge(
  ns: Netns,
  packet: Packet,
  entry: CtEntry,
  draft: Draft,
  isReply: boolean,
  nowNs: number,
  confirmed: boolean,
): FlowNews {
  const { data, end, tag, chunks } = packet;
  const [own, other] = isReply ? [draft.reply, draft.original] : [draft.original, draft.reply];
  if (!OWN_RULE.some((type) => has(packet, type)) && tag !== own.tag) return { kind: 'invalid', entry };
  let { assured } = entry;
  let ignored = false;
  let state = draft.state;
  for (const { at, type } of chunks) {
    const passed = tagFits(packet, at, type, draft, isReply, ignored);
    if (passed === 'invalid') return spoilt(entry, draft);
    if (passed === 'skip') {
      ignored = true;
      continue;
    }
    const before = draft.state;
    const next = nextSctpState(before, type, isReply);
    if (next === 'invalid') return spoilt(entry, draft);
    state = next;
    if (type === SCTP_INIT || type === SCTP_INIT_ACK) {
      if (at + SCTP_INIT_LEN > end) return spoilt(entry, draft);
      const initTag = sctpInitTag(data, at);
      if (type === SCTP_INIT) {
        if (own.init && other.init) other.init = false;
        own.init = true;
        // Who repeats an INIT does not keep the entry alive by it.
        if (next === 'CLOSED' && before === 'CLOSED' && confirmed) ignored = true;
      } else if (refusesTag(own, other, initTag)) return spoilt(entry, draft);
      other.tag = initTag;
    }
    draft.state = state;
    if (before !== state && state === 'ESTABLISHED') assured = true;
  }
  const seconds = sctpTimeoutSec(ns, state ?? 'CLOSED');
  const expiresNs = ignored ? entry.expiresNs : nowNs + seconds * NS_PER_SEC;
  const seenReply = entry.seenReply || isReply;
  const sctp = trackOf(draft);
  return { kind: 'update', entry: { ...entry, sctp, assured, seenReply, expiresNs }, counts: !ignored };
}

/** An INIT ACK that answers another INIT than the one that was seen. */
function refusesTag(own: CtSctpWay, other: CtSctpWay, initTag: number): boolean {
  if (!other.init && other.tag !== 0 && other.tag !== initTag) return true;
  return own.init && other.init && other.tag !== initTag;
}

function tagFits(
  packet: Packet,
  at: number,
  type: number,
  draft: Draft,
  isReply: boolean,
  ignored: boolean,
): Passed {
  const { data, tag } = packet;
  const [own, other] = isReply ? [draft.reply, draft.original] : [draft.original, draft.reply];
  switch (type) {
    case SCTP_INIT:
      return tag === 0 ? 'next' : 'invalid';
    case SCTP_ABORT:
    case SCTP_SHUTDOWN_COMPLETE: {
      const reflected = (sctpChunkFlags(data, at) & SCTP_FLAG_T) !== 0;
      return tag === (reflected ? other.tag : own.tag) ? 'next' : 'invalid';
    }
    case SCTP_COOKIE_ECHO:
      return tag === own.tag ? 'next' : 'invalid';
    case SCTP_COOKIE_ACK:
      own.init = false;
      other.init = false;
      return 'next';
    case SCTP_HEARTBEAT:
    case SCTP_HEARTBEAT_ACK:
      return beatFits(packet, type, draft, isReply, ignored);
    default:
      return 'next';
  }
}

/** A HEARTBEAT may be the first thing that is seen of a path, or of an association that began anew. */
function beatFits(packet: Packet, type: number, draft: Draft, isReply: boolean, ignored: boolean): Passed {
  const [own, other] = isReply ? [draft.reply, draft.original] : [draft.original, draft.reply];
  const way = isReply ? 'reply' : 'original';
  if (own.tag === 0) own.tag = packet.tag;
  else if (packet.tag === own.tag) draft.strangeBeat = null;
  else {
    if (has(packet, SCTP_DATA) || ignored) return 'invalid';
    if (type === SCTP_HEARTBEAT) {
      draft.strangeBeat = way;
      return 'skip';
    }
    if (draft.strangeBeat === null || draft.strangeBeat === way) return 'invalid';
    draft.strangeBeat = null;
    own.tag = packet.tag;
    other.tag = 0;
  }
  return 'next';
}

/** No part of the association; what its first chunks taught is kept all the same. */
function spoilt(entry: CtEntry, draft: Draft): FlowNews {
  return { kind: 'invalid', entry: entry.sctp === null ? entry : { ...entry, sctp: trackOf(draft) } };
}

function trackOf({ state, original, reply, strangeBeat }: Draft): CtSctpTrack {
  return { state: state ?? 'CLOSED', original, reply, strangeBeat };
}
