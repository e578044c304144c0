/**
 * Choosing a translated tuple nobody else uses.
 * Source: net/netfilter/nf_nat_core.c get_unique_tuple, find_appropriate_src, find_best_ips_proto,
 * nf_nat_l4proto_unique_tuple.
 */
import { nextBelow } from '../../base/prng';
import type { CtEntry, CtTuple } from '../../model/conntrack';
import type { NatRange } from '../../model/netfilter.target';
import type { Netns } from '../../model/world';
import type { Ipv4Addr } from '../../wire/addr';
import { asIpv4 } from '../../wire/addr';
import { PROTO_ICMP } from '../../wire/ipv4';
import type { Ctx } from '../ctx';
import { findByTuple } from './conntrack';
import { jhash2 } from './jhash';
import { invert, sameTuple, tracksPorts } from './tuple';
import { PORT_MAX, inRange } from './values';

export type NatSide = 'source' | 'destination';

const ID_MAX = 0xffff;
const ATTEMPTS = 128;
const ATTEMPTS_MIN = 16;

/** The tuple of the flow as it is to leave; the clashing one when none is free, which confirmation then refuses. */
export function uniqueTuple(
  ctx: Ctx,
  ns: Netns,
  entry: CtEntry,
  current: CtTuple,
  range: NatRange,
  side: NatSide,
): CtTuple {
  const free = (tuple: CtTuple): boolean => isFree(ns, tuple, entry);
  const chance = range.random || range.randomFully;
  if (side === 'source' && !chance) {
    // A source that is right already stays; one of the same client keeps the mapping it has.
    if (sourceInRange(current, range)) {
      if (free(current)) return current;
    } else {
      const like = mappingOf(ns, current, range);
      if (like !== null && free(like)) return like;
    }
  }
  const wanted = bestAddress(current, range, side);
  if (!chance && range.base === undefined) {
    const { ports } = range;
    const port = side === 'source' ? wanted.srcPort : wanted.dstPort;
    if (ports === null ? free(wanted) : inRange(port, ports) && (ports.min === ports.max || free(wanted))) {
      return wanted;
    }
  }
  return freePort(ctx, ns, wanted, range, side, free);
}

/** Whether nobody else's answers look like the answers to this tuple. Source: nf_conntrack_tuple_taken. */
function isFree(ns: Netns, tuple: CtTuple, own: CtEntry): boolean {
  const holder = findByTuple(ns, invert(tuple));
  return holder === null || holder.id === own.id || sameTuple(holder.original, own.original);
}

function sourceInRange(tuple: CtTuple, { addrs, ports }: NatRange): boolean {
  if (addrs !== null && (tuple.src < addrs.min || tuple.src > addrs.max)) return false;
  return ports === null || inRange(tuple.srcPort, ports);
}

/** The source that the same client, address and port, already has towards others. */
function mappingOf(ns: Netns, tuple: CtTuple, range: NatRange): CtTuple | null {
  for (const { original, reply } of ns.conntrack.entries.values()) {
    const same =
      original.proto === tuple.proto && original.src === tuple.src && original.srcPort === tuple.srcPort;
    if (!same) continue;
    const mapped = tupleWith(tuple, reply.dst, reply.dstPort, tuple.dst, tuple.dstPort);
    if (sourceInRange(mapped, range)) return mapped;
  }
  return null;
}

/** Among several addresses one by a hash of source and destination; with --persistent of the source alone. */
function bestAddress(tuple: CtTuple, { addrs, persistent }: NatRange, side: NatSide): CtTuple {
  if (addrs === null) return tuple;
  const addr = addrs.min === addrs.max ? addrs.min : hashed(tuple, addrs, persistent);
  const { src, srcPort, dst, dstPort } = tuple;
  return side === 'source'
    ? tupleWith(tuple, addr, srcPort, dst, dstPort)
    : tupleWith(tuple, src, srcPort, addr, dstPort);
}

/** Spelled out: flows keep these, and what is built alike is compared several times faster. */
function tupleWith(
  { proto, icmpType }: CtTuple,
  src: Ipv4Addr,
  srcPort: number,
  dst: Ipv4Addr,
  dstPort: number,
): CtTuple {
  return { src, dst, proto, srcPort, dstPort, icmpType };
}

function hashed(
  tuple: CtTuple,
  { min, max }: { min: Ipv4Addr; max: Ipv4Addr },
  persistent: boolean,
): Ipv4Addr {
  // The kernel hashes the address as it lies in memory, all 16 bytes; IPv6's are zero.
  const hash = jhash2([swap(tuple.src), 0, 0, 0], persistent ? 0 : swap(tuple.dst));
  const distance = max - min + 1;
  return asIpv4(min + Number((BigInt(hash) * BigInt(distance)) >> 32n));
}

/** The bytes of a 32-bit number in the other order. */
function swap(value: number): number {
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}

/** A source port stays in its class: below 512, below 1024, the rest. */
function portRange(tuple: CtTuple, { ports }: NatRange): readonly [number, number] {
  if (ports !== null) return [ports.min, ports.max];
  if (tuple.proto === PROTO_ICMP) return [0, ID_MAX];
  if (tuple.srcPort < 512) return [1, 511];
  return tuple.srcPort < 1024 ? [600, 1023] : [1024, 65_535];
}

function freePort(
  ctx: Ctx,
  ns: Netns,
  wanted: CtTuple,
  range: NatRange,
  side: NatSide,
  free: (tuple: CtTuple) => boolean,
): CtTuple {
  const isIcmp = wanted.proto === PROTO_ICMP;
  if (!isIcmp && !tracksPorts(wanted.proto)) return wanted;
  // A destination port is never chosen freely.
  if (side === 'destination' && range.ports === null && !isIcmp) return wanted;
  const [min, max] = portRange(wanted, range);
  const size = max - min + 1;
  const { base } = range;
  const port = side === 'source' ? wanted.srcPort : wanted.dstPort;
  const byChance = range.random || range.randomFully || side === 'source';
  // A shifted range begins where the port lies behind its base; below it the count goes round, in sixteen bits.
  let offset =
    base !== undefined
      ? ((port - base) & PORT_MAX) % size
      : byChance
        ? nextBelow(ctx.random(ns.id, 'nat'), size)
        : 0;
  let last = wanted;
  for (let attempts = Math.min(size, ATTEMPTS); ; attempts = Math.floor(attempts / 2)) {
    for (let i = 0; i < attempts; i += 1) {
      last = withPort(wanted, min + ((offset + i) % size), side);
      if (free(last)) return last;
    }
    if (attempts >= size || attempts < ATTEMPTS_MIN) return last;
    offset = nextBelow(ctx.random(ns.id, 'nat'), size);
  }
}

/** An ICMP echo has one identifier for both sides. */
function withPort(tuple: CtTuple, port: number, side: NatSide): CtTuple {
  const { proto, src, srcPort, dst, dstPort } = tuple;
  if (proto === PROTO_ICMP) return tupleWith(tuple, src, port, dst, port);
  return side === 'source'
    ? tupleWith(tuple, src, port, dst, dstPort)
    : tupleWith(tuple, src, srcPort, dst, port);
}
