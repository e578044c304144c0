/** Sending IPv4: headers for packets made here, fragmentation, then the neighbour. Source: net/ipv4/ip_output.c. */
import { nextU32 } from '../../base/prng';
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4 } from '../../wire/addr';
import { icmpType } from '../../wire/icmp4';
import {
  IPV4_HEADER_LEN,
  PROTO_ICMP,
  emitIpv4Header,
  ipDst,
  ipSrc,
  ipTos,
  ipTotalLen,
} from '../../wire/ipv4';
import type { Link } from '../../model/link';
import { isBareIp } from '../../model/link';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Errno } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { localType } from '../fib';
import { neighOutput } from '../neigh';
import { runHook } from '../netfilter/hooks';
import { drop, networkOffset, pushHead } from '../skb';
import { countIcmpOut, countTransmitted } from '../snmp';
import { readNetnsSysctl } from '../sysctl.netns';
import { countSnmp } from '../write';
import { countRequest } from '../write.packets';
import { cutting } from './fragment.part';
import type { OutputRoute } from './route';
import { routeOutput } from './route';

export const DEFAULT_TTL_KEY = 'net/ipv4/ip_default_ttl';
const DEFAULT_TTL = 64;

/** `ip_default_ttl` of a netns. */
export function defaultTtl(ns: Netns): number {
  return ns.sysctl.entries.get(DEFAULT_TTL_KEY) ?? DEFAULT_TTL;
}

/** Whether packets of sockets may be cut unless the socket says otherwise (`ip_no_pmtu_disc`; af_inet.c inet_create). */
export function cutsByDefault(ns: Netns): boolean {
  return readNetnsSysctl(ns, 'net/ipv4/ip_no_pmtu_disc') !== 0;
}

export interface IpSendOptions {
  readonly dst: Ipv4Addr;
  readonly proto: number;
  readonly ttl: number;
  readonly tos: number;
  readonly df: boolean;
  /** Keeps DF on a packet that does not fit: it is then refused, not cut. */
  readonly dfAlways?: boolean;
}

/**
 * Puts an IPv4 header in front of the transport bytes of `skb` and sends it along `route`.
 * Source: ip_output.c __ip_queue_xmit / ip_push_pending_frames.
 */
export function ipLocalOut(ctx: Ctx, ns: Netns, route: OutputRoute, options: IpSendOptions, skb: Skb): void {
  if (options.proto === PROTO_ICMP) countIcmpOut(ctx, ns, icmpType(skb.data, skb.head));
  pushIpHeader(ctx, ns, route, options, skb);
  ipSend(ctx, ns, route, skb);
}

/**
 * The same for a socket that is told whether it went out: null, or the errno (not that something on the way dropped it).
 * Source: ip_output.c ip_send_skb; raw.c raw_send_hdrinc.
 */
export function ipSocketOut(
  ctx: Ctx,
  ns: Netns,
  route: OutputRoute,
  options: IpSendOptions,
  skb: Skb,
): Errno | null {
  ipLocalOut(ctx, ns, route, options, skb);
  if (skb.refused !== null) countSnmp(ctx, ns, 'IpOutDiscards');
  return skb.refused;
}

/** Puts the header on; DF only when it is wanted and the packet fits the route. */
export function pushIpHeader(
  ctx: Ctx,
  ns: Netns,
  route: OutputRoute,
  options: IpSendOptions,
  skb: Skb,
): void {
  pushHead(skb, IPV4_HEADER_LEN);
  const totalLen = skbLength(skb);
  const id = nextU32(ctx.random(ns.id, 'ip.id')) & 0xffff;
  const { dst, proto, ttl, tos } = options;
  const df = options.df && (options.dfAlways === true || (totalLen <= route.mtu && !route.locked));
  const headerLen = IPV4_HEADER_LEN;
  emitIpv4Header(
    { src: route.src, dst, ttl, proto, id, tos, df, mf: false, fragOffset: 0, totalLen, headerLen },
    skb.data,
    skb.head,
  );
  skb.l3 = true;
  skb.summed = -1;
}

/** Sends a packet made here that has its header. Source: ip_output.c ip_local_out. */
export function ipSend(ctx: Ctx, ns: Netns, route: OutputRoute, skb: Skb): void {
  countRequest(ctx, ns);
  const { mark } = skb;
  const dst = ipDst(skb.data, networkOffset(skb));
  const point = { in: 0, out: route.dev, nexthop: route.nexthop };
  if (!runHook(ctx, ns, 'OUTPUT', skb, point)) {
    skb.refused = 'EPERM';
    return;
  }
  const same = skb.mark === mark && ipDst(skb.data, networkOffset(skb)) === dst;
  const way = same ? route : reroute(ctx, ns, route, skb);
  const link = way === null ? null : linkOf(ns, way.dev);
  if (way !== null && link !== null) {
    const { nexthop, viaGateway, mtu } = way;
    ipFinishOutput(ctx, ns, { link, nexthop, viaGateway, mtu }, skb);
  } else if (way !== null) drop(ctx, ns, way.dev, skb, 'DEV_READY');
}

/** OUTPUT changed destination or mark: another way may be right. Null when there is none. Source: net/ipv4/netfilter.c ip_route_me_harder. */
function reroute(ctx: Ctx, ns: Netns, route: OutputRoute, skb: Skb): OutputRoute | null {
  const at = networkOffset(skb);
  const src = ipSrc(skb.data, at);
  const flow = {
    dst: ipDst(skb.data, at),
    src: localType(ns, src) === 'local' ? src : ANY_IPV4,
    oif: 0,
    tos: ipTos(skb.data, at),
    mark: skb.mark,
  };
  const way = routeOutput(ctx, ns, flow, skb);
  if (way.kind === 'route') return way;
  drop(ctx, ns, route.dev, skb, 'IP_OUTNOROUTES');
  return null;
}

/** Where a packet leaves, and what fits there. */
export interface OutputWay {
  readonly link: Link;
  readonly nexthop: Ipv4Addr;
  readonly viaGateway: boolean;
  readonly mtu: number;
}

/** Cuts what is too long and hands the packet to the neighbour layer. Source: ip_output.c ip_finish_output. */
export function ipFinishOutput(ctx: Ctx, ns: Netns, way: OutputWay, skb: Skb): void {
  const { link, nexthop, viaGateway, mtu } = way;
  if (!runHook(ctx, ns, 'POSTROUTING', skb, { in: skb.iif, out: link.ifindex, nexthop })) {
    // What a socket sends is refused by a rule as by a route. Source: net/netfilter/core.c nf_hook_slow.
    skb.refused = 'EPERM';
    return;
  }
  const lenBytes = ipTotalLen(skb.data, networkOffset(skb));
  if (ctx.trace.on) {
    const verdict = link.kind === 'loopback' ? 'loopback' : isBareIp(link) ? 'no-address' : 'neighbour';
    const detail = { dev: link.ifindex, nexthop, viaGateway, lenBytes, mtu };
    ctx.emit('ip.output', verdict, ns.id, link.ifindex, skb, detail);
  }
  // What was put together on the way is cut again as it came, even where it would fit.
  if (lenBytes <= mtu && skb.fragMaxBytes === 0) {
    toDevice(ctx, ns, link, nexthop, skb);
    return;
  }
  const pieces = cutting.content.fragment(ctx, ns, link, skb, Math.min(mtu, skb.fragMaxBytes || mtu));
  const cause = ctx.cause;
  for (const piece of pieces) {
    ctx.cause = cause;
    toDevice(ctx, ns, link, nexthop, piece);
    if (piece.refused === null) continue;
    // The others are not sent any more.
    skb.refused = piece.refused;
    return;
  }
}

/** A device of bare IP needs no neighbour's address: it gets the next hop itself. */
function toDevice(ctx: Ctx, ns: Netns, link: Link, nexthop: Ipv4Addr, skb: Skb): void {
  countTransmitted(ctx, ns, skb);
  if (!isBareIp(link)) {
    neighOutput(ctx, ns, link, nexthop, skb);
    return;
  }
  skb.nexthop = nexthop;
  ctx.stack.transmit(ctx, ns, link, skb);
}
