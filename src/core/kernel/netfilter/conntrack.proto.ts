/**
 * What a packet does to its flow, by protocol: how long it is remembered, and whether the packet makes sense at all.
 * Source: net/netfilter/nf_conntrack_proto_{tcp,udp,icmp,generic}.c.
 */
import type { CtEntry } from '../../model/conntrack';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ICMP_ECHO } from '../../wire/icmp4';
import { PROTO_ICMP, PROTO_TCP, PROTO_UDP } from '../../wire/ipv4';
import { conntrackSetting, tcpTimeoutSec } from './conntrack.settings';
import { isReset, nextTcpState } from './conntrack.tcp';
import { transportAt } from './transport';

const NS_PER_SEC = 1_000_000_000;
/** A UDP flow that still goes on after this is a stream, ns. */
const UDP_STREAM_AFTER_NS = 2 * NS_PER_SEC;
const TCP_HEADER_MIN = 20;
const TCP_FLAGS_AT = 13;

export type FlowNews =
  /** The entry as it is now. */
  | { readonly kind: 'update'; readonly entry: CtEntry }
  /** The packet passes, and leaves the entry as it is. */
  | { readonly kind: 'ignore' }
  /** The packet is no part of the flow. */
  | { readonly kind: 'invalid' }
  /** The flow is over: forget it; `again` begins a new one with this packet. */
  | { readonly kind: 'over'; readonly again: boolean };

const INVALID: FlowNews = { kind: 'invalid' };

/** The first packet: null when a flow cannot begin with it. */
export function beginFlow(ns: Netns, skb: Skb, entry: CtEntry, nowNs: number): CtEntry | null {
  const { proto, icmpType } = entry.original;
  if (proto === PROTO_ICMP && icmpType !== ICMP_ECHO) return null;
  if (proto !== PROTO_TCP) return lasting(entry, nowNs, secondsOf(ns, entry, nowNs));
  const flags = tcpFlags(skb);
  const tcp = flags === null ? 'invalid' : nextTcpState(null, flags, false);
  if (tcp === 'ignore' || tcp === 'invalid') return null;
  const established = tcp === 'ESTABLISHED';
  // With tcp_loose a bare ACK of a connection nobody saw begin is taken as established.
  if (established && conntrackSetting(ns, 'tcp_loose') === 0) return null;
  const seconds = established ? conntrackSetting(ns, 'tcp_timeout_unacknowledged') : tcpTimeoutSec(ns, tcp);
  return lasting({ ...entry, tcp }, nowNs, seconds);
}

/** A further packet. */
export function continueFlow(ns: Netns, skb: Skb, entry: CtEntry, isReply: boolean, nowNs: number): FlowNews {
  const { proto } = entry.original;
  if (proto === PROTO_TCP) return continueTcp(ns, skb, entry, isReply, nowNs);
  // What the answer changes counts from the next packet on.
  const assured = entry.assured || isStream(entry, nowNs);
  const expiresNs = nowNs + secondsOf(ns, entry, nowNs) * NS_PER_SEC;
  return { kind: 'update', entry: renewed(entry, assured, entry.seenReply || isReply, expiresNs) };
}

function continueTcp(ns: Netns, skb: Skb, entry: CtEntry, isReply: boolean, nowNs: number): FlowNews {
  const flags = tcpFlags(skb);
  if (flags === null) return INVALID;
  const before = entry.tcp;
  const tcp = nextTcpState(before, flags, isReply);
  if (tcp === 'invalid') return INVALID;
  if (tcp === 'ignore') return { kind: 'ignore' };
  // A new connection in the place of one that is closed.
  if (tcp === 'SYN_SENT' && (before === 'TIME_WAIT' || before === 'CLOSE'))
    return { kind: 'over', again: true };
  // An answer that is nothing but a reset: there never was a connection.
  if (!entry.seenReply && isReset(flags)) return { kind: 'over', again: false };
  const established = tcp === 'ESTABLISHED';
  const assured =
    entry.assured || (entry.seenReply && established && (before === 'SYN_RECV' || before === 'ESTABLISHED'));
  const seconds =
    established && !entry.seenReply
      ? conntrackSetting(ns, 'tcp_timeout_unacknowledged')
      : tcpTimeoutSec(ns, tcp);
  const seenReply = entry.seenReply || isReply;
  return { kind: 'update', entry: lasting({ ...entry, tcp, assured, seenReply }, nowNs, seconds) };
}

function tcpFlags(skb: Skb): number | null {
  const at = transportAt(skb, PROTO_TCP, TCP_HEADER_MIN);
  return at === -1 ? null : (skb.data[at + TCP_FLAGS_AT] ?? 0);
}

function secondsOf(ns: Netns, entry: CtEntry, nowNs: number): number {
  switch (entry.original.proto) {
    case PROTO_ICMP:
      return conntrackSetting(ns, 'icmp_timeout');
    case PROTO_UDP:
      return conntrackSetting(ns, isStream(entry, nowNs) ? 'udp_timeout_stream' : 'udp_timeout');
    default:
      return conntrackSetting(ns, 'generic_timeout');
  }
}

function isStream({ original, seenReply, sinceNs }: CtEntry, nowNs: number): boolean {
  return original.proto === PROTO_UDP && seenReply && nowNs > sinceNs + UDP_STREAM_AFTER_NS;
}

/** Spelled out: nearly every packet makes one, several times faster than by spreading. */
function renewed(entry: CtEntry, assured: boolean, seenReply: boolean, expiresNs: number): CtEntry {
  const { id, original, reply, tcp, mark, masqDev, seen, sinceNs } = entry;
  return { id, original, reply, seenReply, assured, tcp, mark, masqDev, seen, sinceNs, expiresNs };
}

function lasting(entry: CtEntry, nowNs: number, seconds: number): CtEntry {
  return { ...entry, expiresNs: nowNs + seconds * NS_PER_SEC };
}
