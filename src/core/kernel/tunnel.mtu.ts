/**
 * Packets that do not fit a tunnel: what this host remembers of that, and what a bridge's port answers in the name of the
 * destination. Source: net/ipv4/ip_tunnel_core.c skb_tunnel_check_pmtu, iptunnel_pmtud_build_icmp (Linux 6.18).
 */
import { ANY_IPV4, isLoopbackIpv4, isMulticastIpv4, isZeronetIpv4, LIMITED_BROADCAST } from '../wire/addr';
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, emitEthernet, ethDst, ethSrc } from '../wire/ethernet';
import {
  ICMP_FRAG_NEEDED,
  ICMP_HEADER_LEN,
  ICMP_UNREACHABLE,
  emitIcmp4,
  fillIcmpChecksum,
  icmpType,
  isIcmpErrorType,
} from '../wire/icmp4';
import {
  IPV4_HEADER_LEN,
  PROTO_ICMP,
  emitIpv4Header,
  ipDf,
  ipDst,
  ipFragOffset,
  ipHeaderLen,
  ipMf,
  ipProto,
  ipSrc,
  ipTos,
  ipTtl,
} from '../wire/ipv4';
import type { Link } from '../model/link';
import type { Skb } from '../model/skb';
import { skbLength } from '../model/skb';
import type { Netns } from '../model/world';
import type { Ctx } from './ctx';
import { SOFTIRQ_DELAY_NS, linkOf } from './ctx';
import { learnMtu } from './ip4/exception.learn';
import { allocSkb, networkOffset } from './skb';
import { countFrame } from './write';

/** An error packet is never longer than this. */
const ERROR_LEN_MAX = 576;

/** Frames that a bridge only passes on have no route that could learn. */
export function rememberMtu(ctx: Ctx, ns: Netns, link: Link, skb: Skb, mtu: number): void {
  if (link.master !== 0 && linkOf(ns, skb.iif)?.master === link.master) return;
  const at = networkOffset(skb);
  const oif = link.master === 0 ? link.ifindex : link.master;
  const key = {
    dst: ipDst(skb.data, at),
    src: ipSrc(skb.data, at),
    iif: 0,
    oif,
    tos: ipTos(skb.data, at),
    mark: skb.mark,
  };
  learnMtu(ctx, ns, key, mtu, ANY_IPV4, skb);
}

/** Whether the sender may be told. Source: iptunnel_pmtud_check_icmp. */
export function mayAnswer({ data, tail }: Skb, at: number, mtu: number): boolean {
  if (mtu < ERROR_LEN_MAX || !ipDf(data, at) || ipMf(data, at) || ipFragOffset(data, at) !== 0) return false;
  const [src, dst] = [ipSrc(data, at), ipDst(data, at)];
  if (dst === LIMITED_BROADCAST || isMulticastIpv4(dst)) return false;
  if (isZeronetIpv4(src) || isLoopbackIpv4(src) || src === LIMITED_BROADCAST || isMulticastIpv4(src))
    return false;
  const transport = at + ipHeaderLen(data, at);
  return ipProto(data, at) !== PROTO_ICMP || transport >= tail || !isIcmpErrorType(icmpType(data, transport));
}

/** The destination's own address says that the packet does not fit; it comes back out of the device. */
export function answerTooBig(ctx: Ctx, ns: Netns, link: Link, skb: Skb, mtu: number): void {
  const at = networkOffset(skb);
  const quoted = skb.data.subarray(
    at,
    Math.min(skb.tail, at + ERROR_LEN_MAX - IPV4_HEADER_LEN - ICMP_HEADER_LEN),
  );
  const totalLen = IPV4_HEADER_LEN + ICMP_HEADER_LEN + quoted.length;
  const error = allocSkb(ctx, ETHERNET_HEADER_LEN + totalLen);
  const { data, head } = error;
  const [src, dst] = [ipDst(skb.data, at), ipSrc(skb.data, at)];
  const frame = { dst: ethSrc(skb.data, skb.head), src: ethDst(skb.data, skb.head), type: ETHERTYPE_IPV4 };
  emitEthernet(frame, data, head);
  const ip = head + ETHERNET_HEADER_LEN;
  const header = {
    src,
    dst,
    ttl: ipTtl(skb.data, at),
    proto: PROTO_ICMP,
    id: 0,
    tos: 0,
    df: true,
    mf: false,
  };
  emitIpv4Header({ ...header, fragOffset: 0, totalLen, headerLen: IPV4_HEADER_LEN }, data, ip);
  const icmp = ip + IPV4_HEADER_LEN;
  emitIcmp4({ kind: 'error', type: ICMP_UNREACHABLE, code: ICMP_FRAG_NEEDED, rest: mtu }, data, icmp);
  data.set(quoted, icmp + ICMP_HEADER_LEN);
  fillIcmpChecksum(data, icmp, error.tail);
  Object.assign(error, { l2: true, l3: true });
  if (ctx.trace.on) {
    const cause = ctx.cause;
    const detail = {
      type: ICMP_UNREACHABLE,
      code: ICMP_FRAG_NEEDED,
      to: dst,
      from: src,
      about: 'PKT_TOO_BIG' as const,
    };
    ctx.emit('icmp.send', 'sent', ns.id, link.ifindex, skb, detail);
    error.traceRef.cause = ctx.cause;
    ctx.cause = cause;
  }
  countFrame(ctx, ns, link, 'tx', skbLength(error));
  ctx.arrive(ns.id, link.ifindex, error, SOFTIRQ_DELAY_NS);
}
