/**
 * Whether a segment lies in the windows of both ends, as far as somebody between them can know. Four conditions hold
 * for a segment of a sender (S) to a receiver (R):
 *
 *     I.   seq <= S.maxEnd                      no more than R said it would take
 *     II.  end >= S.end - R.maxWin              no older than what R may still ask for
 *     III. sack <= R.end                        acknowledges only what R sent
 *     IV.  sack >= R.end - max(S.maxWin, 66000) no acknowledgment that is too old
 *
 * Source: net/netfilter/nf_conntrack_proto_tcp.c tcp_in_window (Linux 6.x), after Guido van Rooij, Real Stateful TCP
 * Packet Filtering in IP Filter.
 */
import type { CtTcpState } from '../../model/conntrack';
import type { CtTcpEnd, CtTcpTrack } from '../../model/conntrack.tcp';
import { CT_TCP } from '../../model/conntrack.tcp';
import { TCP_ACK, TCP_RST, TCP_SYN } from '../../wire/tcp';
import { after, before } from '../sock/tcp/seq';
import { highestSack, synOptions, type Segment } from './conntrack.tcp.segment';

type Draft<T> = { -readonly [K in keyof T]: T[K] };
export type EndDraft = Draft<CtTcpEnd>;
/** A copy of what is remembered that one packet may write to. */
export type TrackDraft = Draft<Omit<CtTcpTrack, 'original' | 'reply'>> & {
  readonly original: EndDraft;
  readonly reply: EndDraft;
};

/** `ignore`: the segment passes as one of the flow and changes nothing. */
export type WindowVerdict = 'accept' | 'ignore' | 'invalid';

/** Bytes that an acknowledgment may lie behind at least. */
const MAX_ACK_WINDOW = 66_000;

/** Spelled out: nearly every segment makes them, several times faster than by spreading. */
export function draftOf(track: CtTcpTrack): TrackDraft {
  const { lastSignal, lastIsReply, lastSeq, lastAck, lastEnd, lastWin, lastScale, lastFlags } = track;
  return {
    original: endOf(track.original),
    reply: endOf(track.reply),
    lastSignal,
    lastIsReply,
    lastSeq,
    lastAck,
    lastEnd,
    lastWin,
    lastScale,
    lastFlags,
    retrans: track.retrans,
  };
}

function endOf({ end, maxEnd, maxWin, maxAck, scale, flags }: CtTcpEnd): EndDraft {
  return { end, maxEnd, maxWin, maxAck, scale, flags };
}

/** Nothing is known of an end any more. */
export function resetEnd(end: EndDraft): void {
  end.end = 0;
  end.maxEnd = 0;
  end.maxWin = 0;
  end.maxAck = 0;
  end.scale = 0;
  end.flags &= CT_TCP.beLiberal;
}

/** Takes over what a SYN says of its sender. */
export function startEnd(sender: EndDraft, segment: Segment): void {
  sender.end = segment.end;
  sender.maxEnd = segment.end;
  sender.maxWin = Math.max(segment.win, 1);
  // A header without options leaves what an earlier SYN said.
  if (segment.optionsAt === segment.optionsEnd) return;
  const { flags, scale } = synOptions(segment);
  sender.scale = scale;
  sender.flags = (sender.flags & CT_TCP.beLiberal) | flags;
}

/** Windows are scaled only when both SYNs say so (RFC 7323 section 2.2). */
function startSender(sender: EndDraft, receiver: EndDraft, segment: Segment, isReply: boolean): void {
  startEnd(sender, segment);
  if (!isReply || (sender.flags & receiver.flags & CT_TCP.windowScale) !== 0) return;
  sender.scale = 0;
  receiver.scale = 0;
}

/** A connection whose beginning nobody saw: what the segment says must do. */
function pickUpSender(sender: EndDraft, receiver: EndDraft, { end, win }: Segment, sack: number): void {
  sender.end = end;
  sender.maxWin = Math.max(win * 2 ** sender.scale, 1);
  sender.maxEnd = (end + sender.maxWin) >>> 0;
  if (receiver.maxWin === 0) {
    receiver.end = sack;
    receiver.maxEnd = sack;
  } else if (sack === (receiver.end + 1) >>> 0) {
    // Likely the answer to a keepalive.
    receiver.end = sack;
  }
}

/**
 * Judges a segment, and brings `track` up to it. `state` is the one before the segment; `liberal` takes for good what lies
 * outside (`nf_conntrack_tcp_be_liberal`).
 */
export function inWindow(
  track: TrackDraft,
  state: CtTcpState | null,
  segment: Segment,
  isReply: boolean,
  liberal: boolean,
): WindowVerdict {
  const sender = isReply ? track.reply : track.original;
  const receiver = isReply ? track.original : track.reply;
  const { flags } = segment;
  let { seq, ack, end } = segment;
  let sack = (receiver.flags & CT_TCP.sackPerm) === 0 ? ack : highestSack(segment);
  const hasSyn = (flags & TCP_SYN) !== 0;
  const hasAck = (flags & TCP_ACK) !== 0;
  const hasRst = (flags & TCP_RST) !== 0;

  if (sender.maxWin === 0) {
    if (hasSyn) {
      startSender(sender, receiver, segment, isReply);
      // Both open at once.
      if (!hasAck) return 'accept';
    } else pickUpSender(sender, receiver, segment, sack);
  } else if (hasSyn && after(end, sender.end) && (state === 'SYN_SENT' || state === 'SYN_RECV')) {
    // Who begins again takes numbers larger than those before (RFC 9293 section 3.4.1).
    startSender(sender, receiver, segment, isReply);
    if (isReply && !hasAck) return 'accept';
  }
  // Without an acknowledgment, or with the 0 that some put into a reset, the best one is assumed.
  if (!hasAck || (hasRst && ack === 0)) {
    ack = receiver.end;
    sack = ack;
  }
  // The reset that answers a SYN.
  if (hasRst && seq === 0 && state === 'SYN_SENT') {
    seq = sender.end;
    end = seq;
  }

  const outside = liberal || (sender.flags & CT_TCP.beLiberal) !== 0 ? 'accept' : null;
  const oldest = (sender.end - receiver.maxWin - 1) >>> 0;
  const oldestAck = (receiver.end - Math.max(sender.maxWin, MAX_ACK_WINDOW) - 1) >>> 0;
  const ackSeen = before(sack, (receiver.end + 1) >>> 0);
  if (!before(seq, (sender.maxEnd + 1) >>> 0)) {
    const overshot = (end - sender.maxEnd + 1) >>> 0;
    const inReceiverWindow = receiver.maxWin !== 0 && after(end, oldest);
    if (inReceiverWindow && after(sack, oldestAck) && overshot <= receiver.maxWin && ackSeen) {
      // Some send more than they may: should it be acknowledged, that must not be held against the other end.
      sender.end = end;
      sender.flags |= CT_TCP.dataUnacknowledged;
      return outside ?? 'ignore';
    }
    return outside ?? 'invalid';
  }
  if (!ackSeen) return outside ?? 'invalid';
  if (receiver.maxWin !== 0 && !after(end, oldest)) return outside ?? 'ignore';
  if (!after(sack, oldestAck)) return outside ?? 'ignore';

  const win = hasSyn ? segment.win : segment.win * 2 ** sender.scale;
  takeSender(sender, end, ack, hasAck, (win + (sack - ack)) >>> 0);
  takeReceiver(sender, receiver, end, ack, (sack + win) >>> 0, win);
  if (segment.signal === 'ack') countRepeated(track, segment, seq, ack, end, isReply);
  return 'accept';
}

function takeSender(sender: EndDraft, end: number, ack: number, hasAck: boolean, win: number): void {
  if (sender.maxWin < win) sender.maxWin = win;
  if (after(end, sender.end)) {
    sender.end = end;
    sender.flags |= CT_TCP.dataUnacknowledged;
  }
  if (!hasAck) return;
  if ((sender.flags & CT_TCP.maxAckSet) === 0) {
    sender.maxAck = ack;
    sender.flags |= CT_TCP.maxAckSet;
  } else if (after(ack, sender.maxAck)) sender.maxAck = ack;
}

function takeReceiver(
  sender: EndDraft,
  receiver: EndDraft,
  end: number,
  ack: number,
  mayEnd: number,
  win: number,
): void {
  if (receiver.maxWin !== 0 && after(end, sender.maxEnd))
    receiver.maxWin = (receiver.maxWin + (end - sender.maxEnd)) >>> 0;
  if (after(mayEnd, (receiver.maxEnd - 1) >>> 0)) receiver.maxEnd = win === 0 ? (mayEnd + 1) >>> 0 : mayEnd;
  if (ack === receiver.end) receiver.flags &= ~CT_TCP.dataUnacknowledged;
}

function countRepeated(
  track: TrackDraft,
  { win }: Segment,
  seq: number,
  ack: number,
  end: number,
  isReply: boolean,
): void {
  if (
    track.lastIsReply === isReply &&
    track.lastSeq === seq &&
    track.lastAck === ack &&
    track.lastEnd === end &&
    track.lastWin === win
  ) {
    track.retrans += 1;
    return;
  }
  track.lastIsReply = isReply;
  track.lastSeq = seq;
  track.lastAck = ack;
  track.lastEnd = end;
  track.lastWin = win;
  track.retrans = 0;
}
