/**
 * What tunnels of all kinds do with an outer packet: how deep they may lead through one another, what of its length they
 * tell to whom, how it leaves.
 * Source: net/ipv4/ip_tunnel_core.c iptunnel_xmit, skb_tunnel_check_pmtu, iptunnel_pmtud_build_icmp (Linux 6.18).
 */
import { ANY_IPV4, isLoopbackIpv4, isMulticastIpv4, isZeronetIpv4, LIMITED_BROADCAST } from '../wire/addr';
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, emitEthernet, ethDst, ethSrc, ethType } from '../wire/ethernet';
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
import { learnMtu } from './ip4/exception';
import { icmpSend } from './ip4/icmp.error';
import { ipSend } from './ip4/output';
import type { OutputRoute } from './ip4/route';
import { kernelLog } from './klog';
import { allocSkb, drop, networkOffset } from './skb';
import { countDropped, countFrame, countSnmp } from './write';

/** Devices and tunnels a packet may be inside of at once (IP_TUNNEL_RECURSION_LIMIT). */
const TUNNEL_DEPTH_MAX = 5;
const CRITICAL = 2;
/** An error packet is never longer than this. */
const ERROR_LEN_MAX = 576;

/** Tunnels that lead through one another end here: false, and the packet is gone. Asked before the outer header is put on. */
export function mayTunnel(ctx: Ctx, ns: Netns, link: Link, skb: Skb): boolean {
  if (ctx.xmitDepth <= TUNNEL_DEPTH_MAX) return true;
  kernelLog(ctx, ns, `ip_tunnel_core: Dead loop on virtual device ${link.name}, fix it urgently!`, CRITICAL);
  countDropped(ctx, ns, link, 'tx');
  drop(ctx, ns, link.ifindex, skb, 'PW_TUNNEL_LOOP');
  return false;
}

/**
 * Sends a packet that has its outer header. One that must not be cut and is longer than its path ends here, and nobody
 * but this machine itself is told (ip_fragment).
 */
export function tunnelSend(ctx: Ctx, ns: Netns, link: Link, route: OutputRoute, skb: Skb): void {
  const lenBytes = skbLength(skb);
  if (lenBytes > route.mtu && ipDf(skb.data, skb.head)) {
    countSnmp(ctx, ns, 'IpFragFails');
    traceTooBig(ctx, ns, link, skb, route.mtu, lenBytes);
    const cause = ctx.cause;
    icmpSend(ctx, ns, link, skb, ICMP_UNREACHABLE, ICMP_FRAG_NEEDED, route.mtu, 'PKT_TOO_BIG');
    ctx.cause = cause;
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_BIG');
    return;
  }
  ctx.xmitDepth += 1;
  ipSend(ctx, ns, route, skb);
  ctx.xmitDepth -= 1;
  // What becomes of the outer packet is no answer to who sent the inner one.
  skb.refused = null;
}

export function traceTooBig(ctx: Ctx, ns: Netns, link: Link, skb: Skb, mtu: number, lenBytes: number): void {
  if (ctx.trace.on)
    ctx.emit('ip.fragment', 'too-big', ns.id, link.ifindex, skb, { mtu, lenBytes, pieces: 0 });
}

/**
 * `mtu` bytes are left for the inner packet on the outer route. What this host routed into the tunnel, it remembers; a
 * device that is a bridge's port answers the sender in the name of the destination, and then the packet is gone: false.
 */
export function fitsTunnel(ctx: Ctx, ns: Netns, link: Link, skb: Skb, mtu: number): boolean {
  const at = networkOffset(skb);
  if (skb.tail - at <= mtu || ethType(skb.data, skb.head) !== ETHERTYPE_IPV4) return true;
  rememberMtu(ctx, ns, link, skb, mtu);
  if (link.master === 0 || !mayAnswer(skb, at, mtu)) return true;
  traceTooBig(ctx, ns, link, skb, mtu, skb.tail - at);
  answer(ctx, ns, link, skb, mtu);
  drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_BIG');
  return false;
}

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

/** Source: iptunnel_pmtud_check_icmp. */
function mayAnswer({ data, tail }: Skb, at: number, mtu: number): boolean {
  if (mtu < ERROR_LEN_MAX || !ipDf(data, at) || ipMf(data, at) || ipFragOffset(data, at) !== 0) return false;
  const [src, dst] = [ipSrc(data, at), ipDst(data, at)];
  if (dst === LIMITED_BROADCAST || isMulticastIpv4(dst)) return false;
  if (isZeronetIpv4(src) || isLoopbackIpv4(src) || src === LIMITED_BROADCAST || isMulticastIpv4(src))
    return false;
  const transport = at + ipHeaderLen(data, at);
  return ipProto(data, at) !== PROTO_ICMP || transport >= tail || !isIcmpErrorType(icmpType(data, transport));
}

/** The destination's own address says that the packet does not fit; it comes back out of the device. */
function answer(ctx: Ctx, ns: Netns, link: Link, skb: Skb, mtu: number): void {
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
  ctx.schedule({ kind: 'frame.arrive', netns: ns.id, ifindex: link.ifindex, skb: error }, SOFTIRQ_DELAY_NS);
}
