/**
 * Source translation: choosing a free tuple once, rewriting every packet of the flow in both directions.
 * Source: net/netfilter/nf_nat_core.c get_unique_tuple, nf_nat_l4proto_unique_tuple; nf_nat_proto.c.
 */
import { getU16, setU16 } from '../../base/bytes';
import { nextBelow } from '../../base/prng';
import type { CtEntry, CtTuple } from '../../model/conntrack';
import type { NfHook } from '../../model/netfilter';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ipv4Addr } from '../../wire/addr';
import { updateChecksum16, updateChecksum32 } from '../../wire/checksum';
import { icmpChecksum, setIcmpChecksum, setIcmpEchoId } from '../../wire/icmp4';
import {
  PROTO_ICMP,
  PROTO_UDP,
  ipChecksum,
  ipDst,
  ipHeaderLen,
  ipProto,
  ipSrc,
  setIpChecksum,
  setIpDst,
  setIpSrc,
} from '../../wire/ipv4';
import { udpChecksum } from '../../wire/udp';
import type { Ctx } from '../ctx';
import { touch } from '../ctx';
import { networkOffset } from '../skb';
import { findByTuple } from './conntrack';
import { invert, sameTuple } from './tuple';

const ID_COUNT = 65_536;
/** Ports are looked for in the class of the original one: below 512, below 1024, the rest. */
const PORT_CLASSES: readonly (readonly [number, number])[] = [
  [1, 511],
  [600, 1023],
  [1024, 65_535],
];
const ATTEMPTS = 128;

/** Gives the flow of an unconfirmed packet a new source; false when no free tuple was found. */
export function translateSource(ctx: Ctx, ns: Netns, skb: Skb, source: Ipv4Addr, random: boolean): boolean {
  const { ct } = skb;
  if (ct === null || ct.confirmed) return ct !== null;
  const wanted: CtTuple = { ...invert(ct.entry.reply), src: source };
  const chosen = uniqueTuple(ctx, ns, wanted, random);
  if (chosen === null) return false;
  skb.ct = { ...ct, entry: { ...ct.entry, reply: invert(chosen) } };
  return true;
}

/** Keeps port or identifier when it is free and nobody asked for chance. */
function uniqueTuple(ctx: Ctx, ns: Netns, wanted: CtTuple, random: boolean): CtTuple | null {
  const free = (tuple: CtTuple): boolean => findByTuple(ns, invert(tuple)) === null;
  if (!random && free(wanted)) return wanted;
  const [min, max] = rangeOf(wanted);
  const count = max - min + 1;
  const start = nextBelow(ctx.random(ns.id, 'nat'), count);
  for (let i = 0; i < Math.min(ATTEMPTS, count); i += 1) {
    const tuple = withSourcePort(wanted, min + ((start + i) % count));
    if (free(tuple)) return tuple;
  }
  return null;
}

function rangeOf(tuple: CtTuple): readonly [number, number] {
  if (tuple.proto === PROTO_ICMP) return [0, ID_COUNT - 1];
  const [low, middle, high] = PORT_CLASSES;
  const range = tuple.srcPort < 512 ? low : tuple.srcPort < 1024 ? middle : high;
  return range ?? [1024, 65_535];
}

/** An ICMP echo has one identifier for both sides. */
function withSourcePort(tuple: CtTuple, port: number): CtTuple {
  return tuple.proto === PROTO_ICMP
    ? { ...tuple, srcPort: port, dstPort: port }
    : { ...tuple, srcPort: port };
}

/** Whether packets of the flow leave with other addresses than they came. */
export function isTranslated(entry: CtEntry): boolean {
  return !sameTuple(invert(entry.original), entry.reply);
}

/**
 * Rewrites a packet as its flow demands: the source on the way out, the destination of answers on the way in.
 * Source: nf_nat_core.c nf_nat_packet.
 */
export function natPacket(ctx: Ctx, ns: Netns, hook: NfHook, skb: Skb): void {
  const { ct } = skb;
  if (ct === null || !isTranslated(ct.entry)) return;
  const { entry, isReply } = ct;
  const sourceSide = hook === 'POSTROUTING' || hook === 'INPUT';
  if (sourceSide === isReply) return;
  const from = isReply ? entry.reply : entry.original;
  const to = isReply ? invert(entry.original) : invert(entry.reply);
  if (isReply) rewriteDestination(skb, to);
  else rewriteSource(skb, to);
  touch(skb);
  if (!ctx.trace.on) return;
  ctx.emit('nat.apply', isReply ? 'destination' : 'source', ns.id, skb.iif, skb, { hook, from, to, isReply });
}

function rewriteSource(skb: Skb, to: CtTuple): void {
  const at = networkOffset(skb);
  const old = ipSrc(skb.data, at);
  setIpSrc(skb.data, at, to.src);
  mendChecksums(skb, at, old, to.src, 0, to.srcPort);
}

function rewriteDestination(skb: Skb, to: CtTuple): void {
  const at = networkOffset(skb);
  const old = ipDst(skb.data, at);
  setIpDst(skb.data, at, to.dst);
  mendChecksums(skb, at, old, to.dst, 2, to.dstPort);
}

/** `portAt`: offset of the port in the transport header. The UDP checksum covers the addresses, ICMP's does not. */
function mendChecksums(
  skb: Skb,
  at: number,
  oldAddr: number,
  newAddr: number,
  portAt: number,
  port: number,
): void {
  const { data } = skb;
  setIpChecksum(data, at, updateChecksum32(ipChecksum(data, at), oldAddr, newAddr));
  const transport = at + ipHeaderLen(data, at);
  if (ipProto(data, at) === PROTO_ICMP) {
    const oldId = getU16(data, transport + 4);
    setIcmpEchoId(data, transport, port);
    setIcmpChecksum(data, transport, updateChecksum16(icmpChecksum(data, transport), oldId, port));
    return;
  }
  if (ipProto(data, at) !== PROTO_UDP) return;
  const oldPort = getU16(data, transport + portAt);
  setU16(data, transport + portAt, port);
  const before = udpChecksum(data, transport);
  // Zero means that the sender made none.
  if (before === 0) return;
  const mended = updateChecksum16(updateChecksum32(before, oldAddr, newAddr), oldPort, port);
  setU16(data, transport + 6, mended === 0 ? 0xffff : mended);
}
