/** Tuples: reading one from a packet, inverting, comparing. Source: net/netfilter/nf_conntrack_core.c nf_ct_get_tuple. */
import { getU16 } from '../../base/bytes';
import type { CtEntry, CtTuple } from '../../model/conntrack';
import type { Skb } from '../../model/skb';
import { ANY_IPV4 } from '../../wire/addr';
import { ICMP_ECHO, ICMP_ECHO_REPLY, icmpEchoId, icmpType } from '../../wire/icmp4';
import {
  PROTO_ICMP,
  PROTO_SCTP,
  PROTO_TCP,
  PROTO_UDP,
  ipDst,
  ipFragOffset,
  ipHeaderLen,
  ipProto,
  ipSrc,
} from '../../wire/ipv4';
import { networkOffset } from '../skb';

const TRANSPORT_MIN = 8;

/** Whether flows of the protocol are told apart, and translated, by ports: those of DCCP and UDP-Lite are not. */
export function tracksPorts(proto: number): boolean {
  return proto === PROTO_UDP || proto === PROTO_TCP || proto === PROTO_SCTP;
}

type Draft = { -readonly [K in keyof CtTuple]: CtTuple[K] };

/** Spelled out: flows keep these, and what is built alike is compared several times faster. */
export function copyTuple({ src, dst, proto, srcPort, dstPort, icmpType }: CtTuple): Draft {
  return { src, dst, proto, srcPort, dstPort, icmpType };
}

const draft: Draft = { src: ANY_IPV4, dst: ANY_IPV4, proto: 0, srcPort: 0, dstPort: 0, icmpType: 0 };

/**
 * The tuple of a packet to look for, good until the next one is read: nearly all packets find their flow, and no object is made
 * for them. Null for what is not tracked (ICMP errors, later fragments, cut headers).
 */
export function tupleOf(skb: Skb): CtTuple | null {
  return readTuple(skb.data, networkOffset(skb), skb.tail) ? draft : null;
}

/** A tuple to keep, of the IPv4 packet at `at`, which may be quoted in an ICMP error and therefore cut. */
export function tupleAt(data: Uint8Array, at: number, end: number): CtTuple | null {
  return readTuple(data, at, end) ? copyTuple(draft) : null;
}

/** False for what is not tracked. */
function readTuple(data: Uint8Array, at: number, end: number): boolean {
  const transport = at + ipHeaderLen(data, at);
  if (ipFragOffset(data, at) !== 0 || transport + TRANSPORT_MIN > end) return false;
  const proto = ipProto(data, at);
  draft.src = ipSrc(data, at);
  draft.dst = ipDst(data, at);
  draft.proto = proto;
  draft.icmpType = 0;
  if (tracksPorts(proto)) {
    draft.srcPort = getU16(data, transport);
    draft.dstPort = getU16(data, transport + 2);
    return true;
  }
  draft.srcPort = 0;
  draft.dstPort = 0;
  if (proto !== PROTO_ICMP) return true;
  const type = icmpType(data, transport);
  if (type !== ICMP_ECHO && type !== ICMP_ECHO_REPLY) return false;
  draft.icmpType = type;
  draft.srcPort = icmpEchoId(data, transport);
  draft.dstPort = draft.srcPort;
  return true;
}

/** What an answer to the tuple looks like. */
export function invert(tuple: CtTuple): CtTuple {
  const { src, dst, proto, srcPort, dstPort, icmpType: type } = tuple;
  const answer = proto !== PROTO_ICMP ? 0 : type === ICMP_ECHO ? ICMP_ECHO_REPLY : ICMP_ECHO;
  return { src: dst, dst: src, proto, srcPort: dstPort, dstPort: srcPort, icmpType: answer };
}

/** Whether answers to the packet look like `answers`: it is already as its flow demands. */
export function isAnsweredBy(skb: Skb, answers: CtTuple): boolean {
  const at = networkOffset(skb);
  // Nearly always an address tells, and no tuple has to be made.
  if (ipSrc(skb.data, at) !== answers.dst || ipDst(skb.data, at) !== answers.src) return false;
  const tuple = tupleOf(skb);
  return tuple !== null && sameTuple(tuple, invert(answers));
}

export function sameTuple(a: CtTuple, b: CtTuple): boolean {
  return (
    a.src === b.src &&
    a.dst === b.dst &&
    a.proto === b.proto &&
    a.srcPort === b.srcPort &&
    a.dstPort === b.dstPort &&
    a.icmpType === b.icmpType
  );
}

/** A 32-bit hash, for the index. */
export function hashTuple(tuple: CtTuple): number {
  let hash = Math.imul(tuple.src, 0x9e3779b1) ^ Math.imul(tuple.dst, 0x85ebca77);
  hash = Math.imul(hash ^ ((tuple.srcPort << 16) | tuple.dstPort), 0xc2b2ae3d);
  return Math.imul(hash ^ (tuple.proto << 8) ^ tuple.icmpType, 0x27d4eb2f) >>> 0;
}

/** Whether packets of the flow leave with another destination than they came with. */
export function isDestinationNat({ original, reply }: CtEntry): boolean {
  return original.dst !== reply.src || (original.proto !== PROTO_ICMP && original.dstPort !== reply.srcPort);
}

/** Whether packets of the flow leave with another source than they came with. */
export function isSourceNat({ original, reply }: CtEntry): boolean {
  return original.src !== reply.dst || original.srcPort !== reply.dstPort;
}
