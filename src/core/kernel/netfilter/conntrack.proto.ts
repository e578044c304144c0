/**
 * What a packet does to its flow, by protocol: how long it is remembered, and whether the packet makes sense at all.
 * Source: net/netfilter/nf_conntrack_proto_{tcp,udp,icmp,sctp,generic}.c.
 */
import { Part } from '../../base/part';
import type { CtEntry } from '../../model/conntrack';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ICMP_ECHO } from '../../wire/icmp4';
import { PROTO_ICMP, PROTO_SCTP, PROTO_TCP, PROTO_UDP } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import type { FlowNews } from './conntrack.news';
import { CT, conntrackSetting } from './conntrack.settings';
import { sctpPackets } from './sctp.part';

const tcp = new Part('connections of TCP', () => import('./conntrack.tcp.packet'));

const NS_PER_SEC = 1_000_000_000;
/** A UDP flow that still goes on after this is a stream, ns. */
const UDP_STREAM_AFTER_NS = 2 * NS_PER_SEC;

/** The first packet: null when a flow cannot begin with it. */
export function beginFlow(ns: Netns, skb: Skb, entry: CtEntry, nowNs: number): CtEntry | null {
  const { proto, icmpType } = entry.original;
  if (proto === PROTO_ICMP && icmpType !== ICMP_ECHO) return null;
  if (proto === PROTO_TCP) return tcp.content.beginTcp(ns, skb, entry, nowNs);
  if (proto === PROTO_SCTP) return sctpPackets.content.beginSctp(ns, skb, entry, nowNs);
  const expiresNs = nowNs + secondsOf(ns, entry, nowNs) * NS_PER_SEC;
  return renewed(entry, entry.assured, entry.seenReply, expiresNs);
}

/** A further packet. */
export function continueFlow(ns: Netns, skb: Skb, entry: CtEntry, isReply: boolean, nowNs: number): FlowNews {
  const { proto } = entry.original;
  if (proto === PROTO_TCP) return tcp.content.continueTcp(ns, skb, entry, isReply, nowNs);
  if (proto === PROTO_SCTP) return sctpPackets.content.continueSctp(ns, skb, entry, isReply, nowNs);
  // What the answer changes counts from the next packet on.
  const assured = entry.assured || isStream(entry, nowNs);
  const expiresNs = nowNs + secondsOf(ns, entry, nowNs) * NS_PER_SEC;
  const seenReply = entry.seenReply || isReply;
  return { kind: 'update', entry: renewed(entry, assured, seenReply, expiresNs), counts: true };
}

/**
 * Whether a packet changes nothing of its flow but how long it lives, which then is done in place. Not where records are made,
 * which hold what was and what is.
 */
export function livesOn(ctx: Ctx, ns: Netns, entry: CtEntry, isReply: boolean): boolean {
  const { generation, nowNs } = ctx.world;
  if (ctx.trace.on || entry.generation !== generation || entry.seen !== null) return false;
  if (entry.tcp !== null || entry.sctp !== null) return false;
  if ((isReply && !entry.seenReply) || (!entry.assured && isStream(entry, nowNs))) return false;
  const expiresNs = nowNs + secondsOf(ns, entry, nowNs) * NS_PER_SEC;
  // A timer that is to come sooner has to be set.
  if (expiresNs < entry.expiresNs) return false;
  entry.expiresNs = expiresNs;
  return true;
}

function secondsOf(ns: Netns, entry: CtEntry, nowNs: number): number {
  switch (entry.original.proto) {
    case PROTO_ICMP:
      return conntrackSetting(ns, CT.icmp_timeout);
    case PROTO_UDP:
      return conntrackSetting(ns, isStream(entry, nowNs) ? CT.udp_timeout_stream : CT.udp_timeout);
    default:
      return conntrackSetting(ns, CT.generic_timeout);
  }
}

function isStream({ original, seenReply, sinceNs }: CtEntry, nowNs: number): boolean {
  return original.proto === PROTO_UDP && seenReply && nowNs > sinceNs + UDP_STREAM_AFTER_NS;
}

/** Spelled out: nearly every packet makes one, several times faster than by spreading. */
function renewed(entry: CtEntry, assured: boolean, seenReply: boolean, expiresNs: number): CtEntry {
  const { id, original, reply, tcp, track, sctp, mark, masqDev, seen, sinceNs, generation } = entry;
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
