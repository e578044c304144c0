/** Sending ICMP errors. Source: net/ipv4/icmp.c __icmp_send. */
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4, isLoopbackIpv4, isMulticastIpv4, isZeronetIpv4 } from '../../wire/addr';
import {
  ICMP_FRAG_NEEDED,
  ICMP_HEADER_LEN,
  ICMP_HOST_UNREACH,
  ICMP_REDIRECT,
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
  emitIcmp4,
  fillIcmpChecksum,
  icmpType,
  isIcmpErrorType,
} from '../../wire/icmp4';
import {
  IPV4_HEADER_LEN,
  PROTO_ICMP,
  fillIpChecksum,
  ipDst,
  ipFragOffset,
  ipHeaderLen,
  ipProto,
  ipSrc,
  ipTos,
  setIpSrc,
} from '../../wire/ipv4';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import { cloneSkb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { DropReason } from '../../trace/drop';
import type { Verdict } from '../../trace/kinds';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { localType } from '../fib';
import { allocSkb, networkOffset } from '../skb';
import { readNetnsSysctl } from '../sysctl.netns';
import { countSnmp } from '../write';
import { chargeIcmpError, mayTellAnybody, takeFromAll } from './icmp.limit';
import { defaultTtl, ipSocketOut } from './output';
import { routeOutput } from './route';

/** An error packet is never longer than this (RFC 1812 4.3.2.3), so that it fits every path. */
const ERROR_LEN_MAX = 576;
/** Precedence of error messages: internetwork control (`IPTOS_PREC_INTERNETCONTROL`). */
const TOS_ERROR = 0xc0;
const TOS_MASK = 0x1e;

/**
 * Tells the sender of `skb` what went wrong. `link` is the device the packet came in by (or was about to leave by when
 * it was made here), `rest` the next-hop MTU of a frag-needed error, the gateway of a redirect.
 */
export function icmpSend(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  type: number,
  code: number,
  rest: number,
  about: DropReason | null,
): void {
  const at = networkOffset(skb);
  const to = ipSrc(skb.data, at);
  const dst = ipDst(skb.data, at);
  const localDst = localType(ns, dst) === 'local';
  if (!mayTell(ns, skb, at)) {
    trace(ctx, ns, link, skb, 'suppressed', type, code, to, ANY_IPV4, about);
    return;
  }
  // Frag-needed is exempt. Redirects have a limit of their own.
  const limited = !(type === ICMP_UNREACHABLE && code === ICMP_FRAG_NEEDED) && isLimited(ns, type);
  const global = limited && linkOf(ns, skb.iif)?.kind !== 'loopback';
  if (global && !mayTellAnybody(ctx, ns)) {
    countSnmp(ctx, ns, 'IcmpOutRateLimitGlobal');
    trace(ctx, ns, link, skb, 'all-limited', type, code, to, ANY_IPV4, about);
    return;
  }
  const tos = (ipTos(skb.data, at) & TOS_MASK) | TOS_ERROR;
  const flow = { dst: to, src: localDst ? dst : ANY_IPV4, oif: 0, tos: tos & TOS_MASK, mark: 0 };
  const errorSkb = allocSkb(ctx, 0);
  const route = routeOutput(ctx, ns, flow, errorSkb);
  if (route.kind === 'error') {
    trace(ctx, ns, link, skb, 'suppressed', type, code, to, ANY_IPV4, about);
    return;
  }
  // What stays inside the host is exempt from its limit.
  const inside = linkOf(ns, route.dev)?.kind === 'loopback';
  if (global && !inside && !chargeIcmpError(ctx, ns, to)) {
    countSnmp(ctx, ns, 'IcmpOutRateLimitHost');
    trace(ctx, ns, link, skb, 'rate-limited', type, code, to, route.src, about);
    return;
  }
  if (global) takeFromAll(ctx, ns);
  trace(ctx, ns, link, skb, 'sent', type, code, to, route.src, about);
  const room = Math.min(route.mtu, ERROR_LEN_MAX) - IPV4_HEADER_LEN - ICMP_HEADER_LEN;
  const quoted = skb.data.subarray(at, Math.min(skb.tail, at + room));
  fillError(errorSkb, type, code, rest, quoted);
  // It goes back along the flow it is about, also along one that is not in the table yet (icmp_glue_bits, nf_ct_attach).
  if (skb.ct !== null) errorSkb.ct = { ...skb.ct, isReply: !skb.ct.isReply, state: 'RELATED' };
  const options = { dst: to, proto: PROTO_ICMP, ttl: defaultTtl(ns), tos, df: false };
  ipSocketOut(ctx, ns, route, options, errorSkb);
}

/** Whether errors of this type are counted (`icmp_ratemask`, a bit for each type). */
function isLimited(ns: Netns, type: number): boolean {
  return ((readNetnsSysctl(ns, 'net/ipv4/icmp_ratemask') >>> type) & 1) !== 0;
}

function fillError(skb: Skb, type: number, code: number, rest: number, quoted: Uint8Array): void {
  const data = new Uint8Array(skb.head + ICMP_HEADER_LEN + quoted.length);
  skb.data = data;
  skb.tail = data.length;
  emitIcmp4({ kind: 'error', type, code, rest }, data, skb.head);
  data.set(quoted, skb.head + ICMP_HEADER_LEN);
  fillIcmpChecksum(data, skb.head, skb.tail);
}

/** Errors about errors, about later fragments, about group traffic or to nobody in particular are never sent. */
function mayTell(ns: Netns, skb: Skb, at: number): boolean {
  const src = ipSrc(skb.data, at);
  const dst = ipDst(skb.data, at);
  if (skb.pktType === 'broadcast' || skb.pktType === 'multicast') return false;
  if (isMulticastIpv4(dst) || localType(ns, dst) === 'broadcast') return false;
  if (isMulticastIpv4(src) || isZeronetIpv4(src) || localType(ns, src) === 'broadcast') return false;
  if (isLoopbackIpv4(src) && skb.iif !== 0 && skb.iif !== 1) return false;
  if (ipFragOffset(skb.data, at) !== 0) return false;
  if (ipProto(skb.data, at) !== PROTO_ICMP) return true;
  const transport = at + ipHeaderLen(skb.data, at);
  return transport >= skb.tail || !isIcmpErrorType(icmpType(skb.data, transport));
}

/**
 * A device tells the sender of a packet why it cannot send it. The sender is who it was before a rule of this machine
 * put another source address there. Source: net/ipv4/icmp.c icmp_ndo_send.
 */
export function icmpFromDevice(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  code: number,
  mtu: number,
  about: DropReason,
): void {
  const source = skb.ct === null || skb.ct.isReply ? null : skb.ct.entry.original.src;
  const at = networkOffset(skb);
  const asked = source === null || source === ipSrc(skb.data, at) ? skb : cloneSkb(skb);
  if (asked !== skb && source !== null) {
    setIpSrc(asked.data, at, source);
    fillIpChecksum(asked.data, at);
  }
  const cause = ctx.cause;
  icmpSend(ctx, ns, linkOf(ns, skb.iif) ?? link, asked, ICMP_UNREACHABLE, code, mtu, about);
  ctx.cause = cause;
}

/** Nobody answered for the next hop of this packet. Source: net/ipv4/route.c ipv4_link_failure. */
export function linkFailure(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  icmpSend(ctx, ns, link, skb, ICMP_UNREACHABLE, ICMP_HOST_UNREACH, 0, 'NEIGH_FAILED');
}

function trace(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  verdict: Verdict<'icmp.send'>,
  type: number,
  code: number,
  to: Ipv4Addr,
  from: Ipv4Addr,
  about: DropReason | null,
): void {
  if (!ctx.trace.on) return;
  ctx.emit('icmp.send', verdict, ns.id, link.ifindex, skb, { type, code, to, from, about });
}

/** Whether an ICMP type reports about another packet in a way sockets hear of. */
export function concernsSocket(type: number): boolean {
  return type === ICMP_UNREACHABLE || type === ICMP_TIME_EXCEEDED || type === ICMP_REDIRECT;
}
