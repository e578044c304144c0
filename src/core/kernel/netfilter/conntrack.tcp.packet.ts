/**
 * What a TCP segment does to its connection. Source: net/netfilter/nf_conntrack_proto_tcp.c nf_conntrack_tcp_packet,
 * tcp_new, nf_tcp_handle_invalid (Linux 6.x).
 */
import type { CtEntry, CtTcpState } from '../../model/conntrack';
import type { CtTcpEnd, CtTcpTrack } from '../../model/conntrack.tcp';
import { CT_TCP } from '../../model/conntrack.tcp';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { before } from '../sock/tcp/seq';
import type { FlowNews } from './conntrack.news';
import { CT, conntrackSetting, tcpTimeoutSec } from './conntrack.settings';
import { nextTcpState } from './conntrack.tcp';
import { segmentOf, synOptions, type Segment } from './conntrack.tcp.segment';
import { draftOf, inWindow, resetEnd, startEnd, type TrackDraft } from './conntrack.tcp.window';

const NS_PER_SEC = 1_000_000_000;
/** An entry that ends sooner than this is left alone by what is invalid, ns. */
const SHORTENED_ABOVE_NS = 120 * NS_PER_SEC;

const UNSEEN: CtTcpEnd = { end: 0, maxEnd: 0, maxWin: 0, maxAck: 0, scale: 0, flags: 0 };
const UNTRACKED: CtTcpTrack = {
  original: UNSEEN,
  reply: UNSEEN,
  lastSignal: 'none',
  lastIsReply: false,
  lastSeq: 0,
  lastAck: 0,
  lastEnd: 0,
  lastWin: 0,
  lastScale: 0,
  lastFlags: 0,
  retrans: 0,
};

/** The first segment: null when no connection can begin with it. */
export function beginTcp(ns: Netns, skb: Skb, entry: CtEntry, nowNs: number): CtEntry | null {
  const segment = segmentOf(skb);
  if (segment === null) return null;
  const state = nextTcpState(null, segment.flags, false);
  if (state === 'invalid') return null;
  const track = draftOf(UNTRACKED);
  const { original, reply } = track;
  if (state === 'SYN_SENT') startEnd(original, segment);
  else {
    // With tcp_loose a bare ACK of a connection nobody saw begin is taken as established.
    if (conntrackSetting(ns, CT.tcp_loose) === 0) return null;
    original.end = segment.end;
    original.maxWin = Math.max(segment.win, 1);
    original.maxEnd = (segment.end + original.maxWin) >>> 0;
    // Scales are not known: windows are not insisted on.
    original.flags = CT_TCP.sackPerm | CT_TCP.beLiberal;
    reply.flags = original.flags;
  }
  const news = judge(ns, segment, entry, track, false, nowNs);
  return news.kind === 'update' ? news.entry : null;
}

/** A further segment. */
export function continueTcp(ns: Netns, skb: Skb, entry: CtEntry, isReply: boolean, nowNs: number): FlowNews {
  const segment = segmentOf(skb);
  if (segment === null || entry.track === null) return { kind: 'invalid', entry };
  return judge(ns, segment, entry, draftOf(entry.track), isReply, nowNs);
}

/** `track` is the entry's, to be written to. */
function judge(
  ns: Netns,
  segment: Segment,
  entry: CtEntry,
  track: TrackDraft,
  isReply: boolean,
  nowNs: number,
): FlowNews {
  const { signal } = segment;
  const was = entry.tcp;
  let from = was;
  let next = nextTcpState(was, segment.flags, isReply);
  if (next === 'invalid') return { kind: 'invalid', entry };
  const reopens = next === 'SYN_SENT' && (was === 'TIME_WAIT' || was === 'CLOSE');
  if (reopens && mayReopen(track, isReply)) return { kind: 'over', again: true };
  if (reopens || next === 'ignore') {
    if (!answersPassedSyn(track, segment, isReply)) {
      note(track, segment, was, isReply);
      return passed(entry, was, track, isReply);
    }
    // Both ends agree, and it was conntrack that was out of step.
    resync(track, isReply);
    from = 'SYN_SENT';
    next = 'SYN_RECV';
  }
  if (next === 'TIME_WAIT' && was === 'LAST_ACK' && isChallengeAck(track, segment, isReply)) {
    track.lastFlags &= ~CT_TCP.challengeAck;
    return passed(entry, was, track, isReply);
  }
  if (next === 'SYN_SENT2') track.lastFlags |= CT_TCP.simultaneousOpen;
  if (next === 'SYN_RECV' && isReply && signal === 'ack' && has(track.lastFlags, CT_TCP.simultaneousOpen))
    next = 'ESTABLISHED';
  const reset =
    next === 'CLOSE' && signal === 'rst' ? judgeReset(ns, segment, entry, track, isReply) : 'check';
  if (reset === 'invalid') return { kind: 'invalid', entry };
  if (reset === 'challenge' && was !== null) next = was;
  const liberal = conntrackSetting(ns, CT.tcp_be_liberal) !== 0;
  const verdict = reset === 'accept' ? 'accept' : inWindow(track, was, segment, isReply, liberal);
  if (verdict === 'ignore') return passed(entry, was, track, isReply);
  if (verdict === 'invalid') return refused(ns, segment, entry, track, isReply, nowNs);
  return accepted(ns, segment, entry, track, { from, next, isReply, nowNs });
}

function has(flags: number, bit: number): boolean {
  return (flags & bit) !== 0;
}

/** A SYN after a close in order, or from the end that reset the connection, begins another. */
function mayReopen(track: TrackDraft, isReply: boolean): boolean {
  return (
    has(track.original.flags | track.reply.flags, CT_TCP.closeInit) ||
    (track.lastIsReply === isReply && track.lastSignal === 'rst')
  );
}

/** A SYN-ACK for a SYN that did not fit the state and was let pass. */
function answersPassedSyn(track: TrackDraft, { signal, ack }: Segment, isReply: boolean): boolean {
  return (
    signal === 'synack' &&
    track.lastSignal === 'syn' &&
    track.lastIsReply !== isReply &&
    ack === track.lastEnd
  );
}

/** Goes on from the SYN that was let pass; `isReply` is that of its answer. */
function resync(track: TrackDraft, isReply: boolean): void {
  const opener = isReply ? track.original : track.reply;
  opener.end = track.lastEnd;
  opener.maxEnd = track.lastEnd;
  opener.maxWin = Math.max(track.lastWin, 1);
  opener.scale = track.lastScale;
  track.lastFlags &= ~CT_TCP.challengeAck;
  opener.flags = track.lastFlags;
  resetEnd(isReply ? track.reply : track.original);
}

/** Notes down a segment that passes although it does not fit: the answer will tell. */
function note(track: TrackDraft, segment: Segment, was: CtTcpState | null, isReply: boolean): void {
  track.lastSignal = segment.signal;
  track.lastIsReply = isReply;
  track.lastSeq = segment.seq;
  track.lastEnd = segment.end;
  track.lastWin = segment.win;
  if (segment.signal === 'syn' && !isReply) {
    const { flags, scale } = synOptions(segment);
    track.lastFlags = flags;
    track.lastScale = scale;
    if (was === 'LAST_ACK') track.lastFlags |= CT_TCP.challengeAck;
  }
  if (was === 'SYN_SENT' && segment.signal === 'ack' && isReply) track.lastAck = segment.ack;
}

/** An ACK that answers a SYN out of place (RFC 5961 section 4), and not the last FIN. */
function isChallengeAck(track: TrackDraft, { signal }: Segment, isReply: boolean): boolean {
  return (
    signal === 'ack' &&
    track.lastIsReply !== isReply &&
    track.lastSignal === 'syn' &&
    has(track.lastFlags, CT_TCP.challengeAck)
  );
}

function isClosing(state: CtTcpState | null): boolean {
  return (
    state === 'FIN_WAIT' ||
    state === 'CLOSE_WAIT' ||
    state === 'LAST_ACK' ||
    state === 'TIME_WAIT' ||
    state === 'CLOSE'
  );
}

/**
 * Resets that are blind guesses close nothing. `accept` needs no look at windows; `challenge` is one whose receiver may
 * answer with an ACK (RFC 5961 section 3): the state stays.
 */
function judgeReset(
  ns: Netns,
  { seq, ack }: Segment,
  entry: CtEntry,
  track: TrackDraft,
  isReply: boolean,
): 'accept' | 'invalid' | 'check' | 'challenge' {
  if (isClosing(entry.tcp)) return 'accept';
  const receiver = isReply ? track.original : track.reply;
  const { lastSignal } = track;
  if (has(receiver.flags, CT_TCP.maxAckSet) && lastSignal !== 'syn') {
    const established = entry.tcp === 'ESTABLISHED' && entry.assured;
    if (seq === 0 && !established) return 'check';
    if (before(seq, receiver.maxAck) && conntrackSetting(ns, CT.tcp_ignore_invalid_rst) === 0)
      return 'invalid';
    if (!established || seq === receiver.maxAck) return 'check';
    // It follows data of the same sender.
    if (lastSignal === 'ack' && track.lastIsReply === isReply && seq === track.lastEnd) return 'check';
    return 'challenge';
  }
  // It answers a SYN or an ACK that was let pass.
  const answers = (entry.seenReply && lastSignal === 'syn') || (!entry.assured && lastSignal === 'ack');
  return answers && ack === track.lastEnd ? 'accept' : 'check';
}

/** The segment passes as one of the flow; that is all. */
function passed(entry: CtEntry, tcp: CtTcpState | null, track: CtTcpTrack, isReply: boolean): FlowNews {
  return {
    kind: 'update',
    entry: updated(entry, tcp, track, entry.assured, isReply, entry.expiresNs),
    counts: false,
  };
}

/** When both ends sent a FIN or a reset that did not fit, the connection is likely over: it need not stay for days. */
function refused(
  ns: Netns,
  { signal }: Segment,
  entry: CtEntry,
  track: TrackDraft,
  isReply: boolean,
  nowNs: number,
): FlowNews {
  let { expiresNs } = entry;
  if (entry.assured && (signal === 'rst' || signal === 'fin')) {
    if (track.lastIsReply !== isReply && (track.lastSignal === 'fin' || track.lastSignal === 'rst')) {
      const shortNs = nowNs + conntrackSetting(ns, CT.tcp_timeout_unacknowledged) * NS_PER_SEC;
      if (expiresNs - nowNs >= SHORTENED_ABOVE_NS && expiresNs > shortNs) expiresNs = shortNs;
    } else {
      track.lastSignal = signal;
      track.lastIsReply = isReply;
    }
  }
  return { kind: 'invalid', entry: { ...entry, track, expiresNs } };
}

interface Step {
  readonly from: CtTcpState | null;
  readonly next: CtTcpState;
  readonly isReply: boolean;
  readonly nowNs: number;
}

/** The segment belongs to the connection. */
function accepted(
  ns: Netns,
  { signal }: Segment,
  entry: CtEntry,
  track: TrackDraft,
  { from, next, isReply, nowNs }: Step,
): FlowNews {
  track.lastSignal = signal;
  track.lastIsReply = isReply;
  if (from !== next && next === 'FIN_WAIT')
    (isReply ? track.reply : track.original).flags |= CT_TCP.closeInit;
  const established = next === 'ESTABLISHED';
  let { assured } = entry;
  let seconds = secondsOf(ns, track, next);
  if (entry.seenReply) assured ||= established && (from === 'SYN_RECV' || from === 'ESTABLISHED');
  else {
    // An answer that is nothing but a reset: there never was a connection.
    if (signal === 'rst') return { kind: 'over', again: false };
    // Who repeats a SYN does not keep the entry alive by it.
    if (signal === 'syn' && from === 'SYN_SENT') return passed(entry, next, track, isReply);
    if (established) seconds = Math.min(seconds, conntrackSetting(ns, CT.tcp_timeout_unacknowledged));
  }
  const expiresNs = nowNs + seconds * NS_PER_SEC;
  return {
    kind: 'update',
    entry: updated(entry, next, track, assured, isReply, expiresNs),
    counts: true,
  };
}

function secondsOf(ns: Netns, track: TrackDraft, state: CtTcpState): number {
  const seconds = tcpTimeoutSec(ns, state);
  const repeated = conntrackSetting(ns, CT.tcp_timeout_max_retrans);
  if (track.retrans >= conntrackSetting(ns, CT.tcp_max_retrans) && seconds > repeated) return repeated;
  if (track.lastSignal === 'rst') return conntrackSetting(ns, CT.tcp_timeout_close);
  const unacknowledged = conntrackSetting(ns, CT.tcp_timeout_unacknowledged);
  const waits = has(track.original.flags | track.reply.flags, CT_TCP.dataUnacknowledged);
  if (waits && seconds > unacknowledged) return unacknowledged;
  // A closed window.
  return track.lastWin === 0 && seconds > repeated ? repeated : seconds;
}

/** Spelled out: every segment makes one. */
function updated(
  entry: CtEntry,
  tcp: CtTcpState | null,
  track: CtTcpTrack,
  assured: boolean,
  isReply: boolean,
  expiresNs: number,
): CtEntry {
  const { id, original, reply, sctp, mark, masqDev, seen, sinceNs, generation } = entry;
  const seenReply = entry.seenReply || isReply;
  return {
    id,
    original,
    reply,
    seenReply,
    assured,
    tcp,
    track,
    sctp,
    mark,
    masqDev,
    seen,
    sinceNs,
    expiresNs,
    generation,
  };
}
