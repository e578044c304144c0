/**
 * Connection tracking: look-up at the beginning of a hook's way, confirmation at its end.
 * Source: net/netfilter/nf_conntrack_core.c nf_conntrack_in, __nf_conntrack_confirm; nf_conntrack_proto_{icmp,udp,generic}.c.
 */
import type { CtEntry, CtTuple } from '../../model/conntrack';
import type { NfHook } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { PROTO_ICMP, PROTO_UDP } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { putConntrack, putConntrackHash } from '../write';
import { hashTuple, invert, sameTuple, tupleOf } from './tuple';

const NS_PER_SEC = 1_000_000_000;
/** `nf_conntrack_{icmp,udp,udp_stream,generic}_timeout`, s. */
const ICMP_SEC = 30;
const UDP_SEC = 30;
const GENERIC_SEC = 600;

/** Whether the namespace tracks at all: somebody must need it, and what needs it here is the nat table. */
export function tracks(ns: Netns): boolean {
  return ns.nfTables.has('nat');
}

/** Finds the flow of a packet, or begins one that travels with it until it is confirmed. */
export function conntrackIn(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb): void {
  // Packets that come back over `lo` bring their entry along.
  if (skb.ct !== null) return;
  const tuple = tupleOf(skb);
  if (tuple === null) return;
  const found = findByTuple(ns, tuple);
  if (found === null) {
    skb.ct = { entry: newEntry(ctx, ns, tuple), confirmed: false, isReply: false };
    trace(ctx, ns, hook, skb, skb.ct.entry, 'new');
    return;
  }
  const isReply = !sameTuple(found.original, tuple);
  const entry = seen(ctx, ns, found, isReply);
  skb.ct = { entry, confirmed: true, isReply };
  trace(ctx, ns, hook, skb, entry, isReply ? 'reply' : 'original');
}

function trace(
  ctx: Ctx,
  ns: Netns,
  hook: NfHook,
  skb: Skb,
  entry: CtEntry,
  verdict: 'new' | 'original' | 'reply',
): void {
  if (!ctx.trace.on) return;
  ctx.emit('ct.lookup', verdict, ns.id, skb.iif, skb, { entry, hook, size: ns.conntrack.entries.size });
}

function newEntry(ctx: Ctx, ns: Netns, original: CtTuple): CtEntry {
  const id = ns.nextConntrack;
  ns.nextConntrack = id + 1;
  const expiresNs = ctx.world.nowNs + timeoutNs(original.proto);
  return { id, original, reply: invert(original), seenReply: false, expiresNs };
}

function timeoutNs(proto: number): number {
  const seconds = proto === PROTO_ICMP ? ICMP_SEC : proto === PROTO_UDP ? UDP_SEC : GENERIC_SEC;
  return seconds * NS_PER_SEC;
}

/** A further packet of a flow prolongs it. */
function seen(ctx: Ctx, ns: Netns, entry: CtEntry, isReply: boolean): CtEntry {
  const expiresNs = ctx.world.nowNs + timeoutNs(entry.original.proto);
  const next = { ...entry, expiresNs, seenReply: entry.seenReply || isReply };
  putConntrack(ctx, ns, entry.id, next);
  return next;
}

/** The entry one of whose tuples this is, or null. */
export function findByTuple(ns: Netns, tuple: CtTuple): CtEntry | null {
  for (const id of ns.conntrackHash.entries.get(hashTuple(tuple)) ?? []) {
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
  if (ct === null || ct.confirmed) return true;
  const { entry } = ct;
  if (alreadyConfirmed(ns, skb)) return true;
  if (findByTuple(ns, entry.original) !== null || findByTuple(ns, entry.reply) !== null) return false;
  putConntrack(ctx, ns, entry.id, entry);
  for (const hash of hashesOf(entry)) {
    putConntrackHash(ctx, ns, hash, [...(ns.conntrackHash.entries.get(hash) ?? []), entry.id]);
  }
  skb.ct = { ...ct, confirmed: true };
  startTimer(ctx, ns, entry);
  return true;
}

/** Copies of a flooded frame share their flow: once one of them is through, it is confirmed for all. */
export function alreadyConfirmed(ns: Netns, skb: Skb): boolean {
  const { ct } = skb;
  const entry = ct === null ? undefined : ns.conntrack.entries.get(ct.entry.id);
  if (ct === null || entry === undefined) return false;
  skb.ct = { ...ct, entry, confirmed: true };
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
  if (entry.expiresNs > ctx.world.nowNs) {
    startTimer(ctx, ns, entry);
    return;
  }
  putConntrack(ctx, ns, id, undefined);
  for (const hash of hashesOf(entry)) {
    const left = (ns.conntrackHash.entries.get(hash) ?? []).filter((other) => other !== id);
    putConntrackHash(ctx, ns, hash, left.length === 0 ? undefined : left);
  }
}
