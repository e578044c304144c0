/**
 * Connection tracking: look-up at the beginning of a hook's way, confirmation at its end.
 * Source: net/netfilter/nf_conntrack_core.c nf_conntrack_in, __nf_conntrack_confirm.
 */
import type { CtEntry, CtTuple, SkbConntrack } from '../../model/conntrack';
import type { Ifindex } from '../../model/link';
import type { CtStateName } from '../../model/netfilter.match';
import type { NfHook } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ICMP_HEADER_LEN, ICMP_TYPE_MAX, icmpType, isIcmpErrorType } from '../../wire/icmp4';
import type { Ipv4Addr } from '../../wire/addr';
import { IPV4_HEADER_LEN, PROTO_ICMP, ipDst, ipProto } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { networkOffset } from '../skb';
import { countSnmp, putConntrack, putConntrackHash } from '../write';
import { kernelLog } from '../klog';
import { tellOfFlow } from '../sock/ctnetlink';
import { counted, firstSeen } from './conntrack.acct';
import { isDamaged } from './conntrack.checksum';
import { beginFlow, continueFlow, livesOn } from './conntrack.proto';
import { nftNeedsConntrack } from '../nftables/tracks';
import { CT, conntrackSetting } from './conntrack.settings';
import { needsConntrack } from './needs';
import { transportAt } from './transport';
import { copyTuple, hashTuple, invert, sameTuple, tupleAt, tupleOf } from './tuple';

/** Whether the namespace tracks at all: a rule must need it. Source: nf_conntrack_proto.c nf_ct_netns_get. */
export function tracks(ns: Netns): boolean {
  return needsConntrack(ns) || nftNeedsConntrack(ns);
}

/**
 * Finds the flow of a packet, or begins one that travels with it until it is confirmed. What belongs to no flow goes on
 * without one: it is INVALID. False when the packet must be dropped.
 */
export function conntrackIn(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb): boolean {
  // Packets that come back over `lo` bring their entry along.
  if (skb.ct !== null || skb.untracked) return true;
  if (hook === 'PREROUTING' && conntrackSetting(ns, CT.checksum) !== 0 && isDamaged(skb)) {
    const icmp = ipProto(skb.data, networkOffset(skb)) === PROTO_ICMP;
    invalid(ctx, ns, hook, skb, icmp ? 'error' : 'invalid');
    return true;
  }
  const error = icmpErrorAt(skb);
  if (error !== -1) return relatedIn(ctx, ns, hook, skb, error);
  const tuple = tupleOf(skb);
  if (tuple === null) invalid(ctx, ns, hook, skb, isUnknownIcmp(skb) ? 'error' : 'invalid');
  else if (!known(ctx, ns, hook, skb, tuple)) return begin(ctx, ns, hook, skb, copyTuple(tuple));
  return true;
}

/** Whether the packet belongs to a flow in the table, or at least is none that begins one. */
function known(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, tuple: CtTuple): boolean {
  const found = findByTuple(ns, tuple);
  if (found === null) return false;
  const isReply = !sameTuple(found.original, tuple);
  if (livesOn(ctx, ns, found, isReply)) {
    skb.ct = { entry: found, confirmed: true, isReply, state: found.seenReply ? 'ESTABLISHED' : 'NEW' };
    return true;
  }
  const news = continueFlow(ns, skb, found, isReply, ctx.world.nowNs);
  if (news.kind === 'over') {
    forget(ctx, ns, found);
    if (news.again) return false;
  }
  const counts = news.kind === 'update' && news.counts;
  const entry = news.kind === 'over' ? found : counts ? counted(news.entry, skb, isReply) : news.entry;
  if (entry !== found) {
    putConntrack(ctx, ns, found.id, entry);
    tellOfFlow(ctx, ns, found, entry);
    // A connection that closes is forgotten sooner than it was to be.
    if (entry.expiresNs < found.expiresNs) startTimer(ctx, ns, entry);
  }
  if (news.kind === 'invalid') {
    invalid(ctx, ns, hook, skb);
    return true;
  }
  const state = isReply || found.seenReply ? 'ESTABLISHED' : 'NEW';
  attach(ctx, ns, hook, skb, { entry, confirmed: true, isReply, state }, isReply ? 'reply' : 'original');
  return true;
}

/** False when there is no room for another flow. */
function begin(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, original: CtTuple): boolean {
  const { nowNs } = ctx.world;
  if (isFull(ns)) return refuseNew(ctx, ns);
  const entry = beginFlow(
    ns,
    skb,
    {
      id: ns.nextConntrack,
      original,
      reply: invert(original),
      seenReply: false,
      assured: false,
      tcp: null,
      track: null,
      sctp: null,
      mark: 0,
      masqDev: 0,
      seen: conntrackSetting(ns, CT.acct) === 0 ? null : firstSeen(skb),
      sinceNs: nowNs,
      expiresNs: nowNs,
      generation: 0,
    },
    nowNs,
  );
  if (entry === null) {
    invalid(ctx, ns, hook, skb);
    return true;
  }
  ns.nextConntrack += 1;
  attach(ctx, ns, hook, skb, { entry, confirmed: false, isReply: false, state: 'NEW' }, 'new');
  return true;
}

/** Source: nf_conntrack_core.c __nf_conntrack_alloc. */
function isFull(ns: Netns): boolean {
  const max = conntrackSetting(ns, CT.max);
  return max !== 0 && ns.conntrack.entries.size >= max;
}

function refuseNew(ctx: Ctx, ns: Netns): false {
  countSnmp(ctx, ns, 'Conntrack_drop');
  kernelLog(ctx, ns, 'nf_conntrack: nf_conntrack: table full, dropping packet');
  return false;
}

/** ICMP that is too short, or of a type beyond the known ones. Source: nf_conntrack_proto_icmp.c nf_conntrack_icmpv4_error. */
function isUnknownIcmp(skb: Skb): boolean {
  if (ipProto(skb.data, networkOffset(skb)) !== PROTO_ICMP) return false;
  const at = transportAt(skb, PROTO_ICMP, ICMP_HEADER_LEN);
  return at === -1 || icmpType(skb.data, at) > ICMP_TYPE_MAX;
}

/** Where the quoted packet of an ICMP error begins, -1 when the packet is no such error. */
function icmpErrorAt(skb: Skb): number {
  const at = transportAt(skb, PROTO_ICMP, ICMP_HEADER_LEN);
  return at !== -1 && isIcmpErrorType(icmpType(skb.data, at)) ? at + ICMP_HEADER_LEN : -1;
}

/**
 * An ICMP error belongs to the flow of the packet it quotes, and must go to whoever sent that.
 * Source: nf_conntrack_proto_icmp.c nf_conntrack_inet_error.
 */
function relatedIn(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, quote: number): boolean {
  const inner = quote + IPV4_HEADER_LEN > skb.tail ? null : tupleAt(skb.data, quote, skb.tail);
  const answer = inner === null ? null : invert(inner);
  const entry = answer === null ? null : findByTuple(ns, answer);
  if (answer === null || entry === null) {
    invalid(ctx, ns, hook, skb, 'error');
    return true;
  }
  const isReply = !sameTuple(entry.original, answer);
  if ((isReply ? entry.reply : entry.original).dst !== ipDst(skb.data, networkOffset(skb))) {
    countSnmp(ctx, ns, 'Conntrack_error');
    return false;
  }
  attach(ctx, ns, hook, skb, { entry, confirmed: true, isReply, state: 'RELATED' }, 'related');
  return true;
}

type Verdict = 'new' | 'original' | 'reply' | 'related' | 'invalid';

function attach(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, ct: SkbConntrack, verdict: Verdict): void {
  skb.ct = ct;
  trace(ctx, ns, hook, skb, ct.entry, verdict);
}

/**
 * No flow for the packet. What the look at ICMP's header or at the packet it quotes finds is an `error` in the statistics,
 * everything else `invalid` (nf_conntrack_core.c nf_conntrack_handle_icmp).
 */
function invalid(
  ctx: Ctx,
  ns: Netns,
  hook: NfHook,
  skb: Skb,
  counter: 'error' | 'invalid' = 'invalid',
): void {
  countSnmp(ctx, ns, counter === 'error' ? 'Conntrack_error' : 'Conntrack_invalid');
  trace(ctx, ns, hook, skb, null, 'invalid');
}

function trace(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb, entry: CtEntry | null, verdict: Verdict): void {
  if (!ctx.trace.on) return;
  ctx.emit('ct.lookup', verdict, ns.id, skb.iif, skb, { entry, hook, size: ns.conntrack.entries.size });
}

/** What `--ctstate` says of a packet. */
export function ctState(skb: Skb): CtStateName {
  if (skb.untracked) return 'UNTRACKED';
  return skb.ct === null ? 'INVALID' : skb.ct.state;
}

/** The flow of a packet as it is now; null without one. */
export function entryOf(ns: Netns, skb: Skb): CtEntry | null {
  const { ct } = skb;
  if (ct === null) return null;
  return ct.confirmed ? (ns.conntrack.entries.get(ct.entry.id) ?? ct.entry) : ct.entry;
}

/** Marks the flow of a packet (`-j CONNMARK`). */
export function setEntryMark(ctx: Ctx, ns: Netns, skb: Skb, mark: number): void {
  const entry = entryOf(ns, skb);
  if (entry === null || skb.ct === null || entry.mark === mark) return;
  const marked = { ...entry, mark };
  skb.ct = { ...skb.ct, entry: marked };
  if (!ns.conntrack.entries.has(entry.id)) return;
  putConntrack(ctx, ns, entry.id, marked);
  tellOfFlow(ctx, ns, entry, marked);
}

/** The entry one of whose tuples this is, or null. */
export function findByTuple(ns: Netns, tuple: CtTuple): CtEntry | null {
  const ids = ns.conntrackHash.entries.get(hashTuple(tuple));
  if (ids === undefined) return null;
  for (const id of ids) {
    const entry = ns.conntrack.entries.get(id);
    if (entry !== undefined && (sameTuple(entry.original, tuple) || sameTuple(entry.reply, tuple)))
      return entry;
  }
  return null;
}

/**
 * The first packet of a flow made it to the end: the entry enters the table. False when another flow took one of its
 * tuples meanwhile; the packet is then dropped.
 */
export function conntrackConfirm(ctx: Ctx, ns: Netns, skb: Skb): boolean {
  const { ct } = skb;
  // What goes the other way is an answer to a packet that did not make it itself.
  if (ct === null || ct.confirmed || ct.isReply) return true;
  const { entry } = ct;
  if (alreadyConfirmed(ns, skb)) return true;
  if (findByTuple(ns, entry.original) !== null || findByTuple(ns, entry.reply) !== null) {
    countSnmp(ctx, ns, 'Conntrack_insert_failed');
    countSnmp(ctx, ns, 'Conntrack_drop');
    return false;
  }
  putConntrack(ctx, ns, entry.id, entry);
  tellOfFlow(ctx, ns, null, entry);
  for (const hash of hashesOf(entry)) {
    putConntrackHash(ctx, ns, hash, [...(ns.conntrackHash.entries.get(hash) ?? []), entry.id]);
  }
  skb.ct = { entry, confirmed: true, isReply: ct.isReply, state: ct.state };
  startTimer(ctx, ns, entry);
  return true;
}

/** Copies of a flooded frame share their flow: once one of them is through, it is confirmed for all. */
export function alreadyConfirmed(ns: Netns, skb: Skb): boolean {
  const { ct } = skb;
  const entry = ct === null ? undefined : ns.conntrack.entries.get(ct.entry.id);
  if (ct === null || entry === undefined) return false;
  skb.ct = { entry, confirmed: true, isReply: ct.isReply, state: ct.state };
  return true;
}

function hashesOf(entry: CtEntry): ReadonlySet<number> {
  return new Set([hashTuple(entry.original), hashTuple(entry.reply)]);
}

function startTimer(ctx: Ctx, ns: Netns, entry: CtEntry): void {
  const delayNs = entry.expiresNs - ctx.world.nowNs;
  ctx.schedule({ kind: 'conntrack.timer', netns: ns.id, id: entry.id }, delayNs, true);
}

/** Forgets an entry nobody used for its time. */
export function conntrackTimer(ctx: Ctx, ns: Netns, id: number): void {
  const entry = ns.conntrack.entries.get(id);
  if (entry === undefined) return;
  if (entry.expiresNs > ctx.world.nowNs) startTimer(ctx, ns, entry);
  else forget(ctx, ns, entry);
}

/** Takes a flow out of the table. */
export function forget(ctx: Ctx, ns: Netns, entry: CtEntry, byHand = false): void {
  putConntrack(ctx, ns, entry.id, undefined);
  tellOfFlow(ctx, ns, entry, null, byHand);
  for (const hash of hashesOf(entry)) {
    const left = (ns.conntrackHash.entries.get(hash) ?? []).filter((other) => other !== entry.id);
    putConntrackHash(ctx, ns, hash, left.length === 0 ? undefined : left);
  }
}

/**
 * A device went down, or lost an address: flows that took its address by masquerading end. `addr` null for all of them.
 * Source: net/netfilter/nf_nat_masquerade.c masq_device_event, masq_inet_event.
 */
export function forgetMasqueraded(ctx: Ctx, ns: Netns, dev: Ifindex, addr: Ipv4Addr | null): void {
  for (const entry of [...ns.conntrack.entries.values()]) {
    if (entry.masqDev === dev && (addr === null || entry.reply.dst === addr)) forget(ctx, ns, entry);
  }
}

/** Takes flows out by hand; one that is gone already is no fault. */
export function deleteFlows(ctx: Ctx, ns: Netns, ids: readonly number[]): null {
  for (const id of ids) {
    const entry = ns.conntrack.entries.get(id);
    if (entry !== undefined) forget(ctx, ns, entry, true);
  }
  return null;
}
