/**
 * Address translation: a tuple chosen once for a flow, written into each of its packets in both directions.
 * Source: net/netfilter/nf_nat_core.c nf_nat_setup_info, nf_nat_packet.
 */
import type { CtEntry, CtTuple } from '../../model/conntrack';
import type { Ifindex } from '../../model/link';
import type { NfHook } from '../../model/netfilter';
import type { NatRange } from '../../model/netfilter.target';
import { ANY_RANGE } from '../../model/netfilter.target';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { touch } from '../ctx';
import { networkOffset } from '../skb';
import { entryOf, forget } from './conntrack';
import { rewrite } from './nat.rewrite';
import type { NatSide } from './nat.tuple';
import { uniqueTuple } from './nat.tuple';
import { invert, isAnsweredBy, isDestinationNat, isSourceNat, sameTuple } from './tuple';

/** Which end a hook translates (HOOK2MANIP). */
export function sideOf(hook: NfHook): NatSide {
  return hook === 'POSTROUTING' || hook === 'INPUT' ? 'source' : 'destination';
}

/** Gives the flow of an unconfirmed packet another end. `masqDev`: the device whose address it takes. */
export function translate(
  ctx: Ctx,
  ns: Netns,
  skb: Skb,
  side: NatSide,
  range: NatRange,
  masqDev: Ifindex = 0,
): void {
  const { ct } = skb;
  if (ct === null || ct.confirmed) return;
  const current = invert(ct.entry.reply);
  const chosen = uniqueTuple(ctx, ns, ct.entry, current, range, side);
  const { confirmed, isReply, state } = ct;
  const reply = sameTuple(chosen, current) ? ct.entry.reply : invert(chosen);
  const entry = translated(ct.entry, reply, masqDev === 0 ? ct.entry.masqDev : masqDev);
  skb.ct = { entry, confirmed, isReply, state };
}

/** Spelled out: entries that are built alike are read several times faster. */
function translated(entry: CtEntry, reply: CtTuple, masqDev: Ifindex): CtEntry {
  const { id, original, seenReply, assured, tcp, track, sctp, mark, seen, sinceNs, expiresNs, generation } =
    entry;
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

/** No rule spoke: addresses stay; the port too, unless another flow has it (a null binding). */
export function keepFree(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb): void {
  if (skb.ct === null || skb.ct.confirmed) return;
  const side = sideOf(hook);
  const { reply } = skb.ct.entry;
  const addr = side === 'source' ? reply.dst : reply.src;
  translate(ctx, ns, skb, side, { ...ANY_RANGE, addrs: { min: addr, max: addr } });
}

/**
 * A masqueraded flow that leaves by another device than it began with: its address is wrong there. The flow is
 * forgotten. Source: nf_nat_core.c nf_nat_oif_changed.
 */
export function leavesElsewhere(ctx: Ctx, ns: Netns, skb: Skb, out: Ifindex): boolean {
  const { ct } = skb;
  // The device is that of the flow's first packet, and stays.
  if (ct === null || ct.isReply || ct.entry.masqDev === 0 || ct.entry.masqDev === out) return false;
  const entry = entryOf(ns, skb);
  if (entry === null) return false;
  forget(ctx, ns, entry);
  return true;
}

/** Whether this end of a packet is another than it came with. */
export function sideIsTranslated(entry: CtEntry, side: NatSide, isReply: boolean): boolean {
  // What was done to the source there is undone at the destination of the answer.
  return (side === 'source') === isReply ? isDestinationNat(entry) : isSourceNat(entry);
}

/** Rewrites a packet as its flow demands. */
export function natPacket(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb): void {
  const { ct } = skb;
  const side = sideOf(hook);
  if (ct === null || !sideIsTranslated(ct.entry, side, ct.isReply)) return;
  const { entry, isReply } = ct;
  const answers = isReply ? entry.original : entry.reply;
  // What came back over `lo` is rewritten already.
  if (isAnsweredBy(skb, answers)) return;
  rewriteSide(skb, side, answers);
  touch(skb);
  if (!ctx.trace.on) return;
  const from = isReply ? entry.reply : entry.original;
  ctx.emit('nat.apply', side, ns.id, skb.iif, skb, { hook, from, to: invert(answers), isReply });
}

/** Gives one side of a packet what answers to it are to have on the other. */
export function rewriteSide(skb: Skb, side: NatSide, answers: CtTuple): void {
  const at = networkOffset(skb);
  if (side === 'source') rewrite(skb.data, at, skb.tail, side, answers.dst, answers.dstPort);
  else rewrite(skb.data, at, skb.tail, side, answers.src, answers.srcPort);
}
