/**
 * Routing decisions: for received packets and for packets made here.
 * Source: net/ipv4/route.c ip_route_input_slow, ip_route_output_key_hash_rcu; fib_frontend.c fib_validate_source.
 */
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4, LIMITED_BROADCAST, isLoopbackIpv4, isMulticastIpv4, isZeronetIpv4 } from '../../wire/addr';
import { ipDst, ipSrc, ipTos } from '../../wire/ipv4';
import type { Ifindex, Link } from '../../model/link';
import type { Errno } from '../../model/op';
import type { Route } from '../../model/route';
import { SCOPE_LINK } from '../../model/route';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { DropReason } from '../../trace/drop';
import type { RouteKey } from '../../trace/kinds';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { fibLookup, fibPeek, localType, nexthopOf, routeSource, selectSource, usesGateway } from '../fib';
import { networkOffset } from '../skb';

export type InputRoute =
  | { readonly kind: 'local' | 'broadcast' }
  | { readonly kind: 'forward'; readonly route: Route }
  /** Silent drop; martians are not even counted. */
  | Refusal
  /** Nowhere to go; `tell` says which ICMP unreachable the sender gets, null for none. */
  | {
      readonly kind: 'unreachable';
      readonly reason: DropReason;
      readonly tell: 'net' | 'host' | 'filtered' | null;
    };

export interface Refusal {
  readonly kind: 'refused';
  readonly reason: DropReason;
  /** What `nstat` shows for it, null for nothing. */
  readonly counter: 'IpInAddrErrors' | 'TcpExtIPReversePathFilter' | null;
}

const LOCAL: InputRoute = { kind: 'local' };
const BROADCAST: InputRoute = { kind: 'broadcast' };

function refused(reason: DropReason, counter: Refusal['counter'] = null): Refusal {
  return { kind: 'refused', reason, counter };
}

/** Where a received packet goes, in the kernel's order of checks. */
export function routeInput(ctx: Ctx, ns: Netns, link: Link, skb: Skb): InputRoute {
  const at = networkOffset(skb);
  const src = ipSrc(skb.data, at);
  const dst = ipDst(skb.data, at);
  // Packets over `lo` carry the route of their sending with them: they are not looked up again.
  if (link.kind === 'loopback') return LOCAL;
  if (isMulticastIpv4(src) || src === LIMITED_BROADCAST) return refused('IP_INVALID_SOURCE');
  if (dst === LIMITED_BROADCAST || (dst === ANY_IPV4 && src === ANY_IPV4)) {
    return validateBroadcast(ns, link, src, dst);
  }
  if (isZeronetIpv4(src)) return refused('IP_INVALID_SOURCE');
  if (isZeronetIpv4(dst)) return refused('IP_INVALID_DEST');
  const localnet = ns.inetAll.route_localnet !== 0 || link.inet.route_localnet !== 0;
  if ((isLoopbackIpv4(dst) || isLoopbackIpv4(src)) && !localnet) return refused('IP_LOCALNET');
  // Multicast groups are not joined by anything here; 224.0.0.0/4 ends at the host.
  if (isMulticastIpv4(dst)) return refused('IP_INVALID_DEST');

  const key: RouteKey = { dst, src, iif: link.ifindex, oif: 0, tos: ipTos(skb.data, at), mark: skb.mark };
  const { route } = fibLookup(ctx, ns, key, skb);
  const forwarding = link.inet.forwarding !== 0;
  if (route === null) {
    return forwarding
      ? { kind: 'unreachable', reason: 'IP_INNOROUTES', tell: 'net' }
      : refused('IP_INADDRERRORS', 'IpInAddrErrors');
  }
  if (route.type === 'broadcast') return validateBroadcast(ns, link, src, dst);
  const wrongSource = validateSource(ns, link, src, dst);
  if (route.type === 'local') return wrongSource ?? LOCAL;
  if (!forwarding) return refused('IP_INADDRERRORS', 'IpInAddrErrors');
  switch (route.type) {
    case 'blackhole':
      return { kind: 'unreachable', reason: 'IP_INNOROUTES', tell: null };
    case 'unreachable':
      return { kind: 'unreachable', reason: 'IP_INNOROUTES', tell: 'host' };
    case 'prohibit':
      return { kind: 'unreachable', reason: 'IP_INNOROUTES', tell: 'filtered' };
    default:
      return wrongSource ?? { kind: 'forward', route };
  }
}

/** One's own broadcast, reflected by a bridge port in hairpin mode, is a martian as well. */
function validateBroadcast(ns: Netns, link: Link, src: Ipv4Addr, dst: Ipv4Addr): InputRoute {
  return (isZeronetIpv4(src) ? null : validateSource(ns, link, src, dst)) ?? BROADCAST;
}

/** Null when the source may arrive here, else why not. ARP requests are held to it as well. */
export function validateSource(ns: Netns, link: Link, src: Ipv4Addr, dst: Ipv4Addr): Refusal | null {
  const rpFilter = Math.max(ns.inetAll.rp_filter, link.inet.rp_filter);
  const acceptLocal = ns.inetAll.accept_local !== 0 || link.inet.accept_local !== 0;
  if (!acceptLocal && localType(ns, src) !== null) return refused('IP_LOCAL_SOURCE');
  if (rpFilter === 0) return null;
  const back = fibPeek(ns, { dst: src, src: dst, iif: link.ifindex, oif: 0, tos: 0, mark: 0 }).route;
  // A route that leads nowhere (unreachable and the like) is no way back.
  const reachable = back?.type === 'unicast' || back?.type === 'local';
  const strict = rpFilter === 1 && back?.dev !== link.ifindex;
  return reachable && !strict ? null : refused('IP_RPFILTER', 'TcpExtIPReversePathFilter');
}

/** A way out for a packet made here. */
export interface OutputRoute {
  readonly kind: 'route';
  readonly dev: Ifindex;
  readonly nexthop: Ipv4Addr;
  readonly viaGateway: boolean;
  readonly src: Ipv4Addr;
  /** The destination is an address of this host. */
  readonly local: boolean;
  /** It is for everybody on the link, which a socket must have been allowed to send. */
  readonly broadcast: boolean;
  readonly mtu: number;
}
export interface OutputError {
  readonly kind: 'error';
  readonly errno: Errno;
}

export interface OutputFlow {
  readonly dst: Ipv4Addr;
  /** 0 to let the route choose. */
  readonly src: Ipv4Addr;
  readonly oif: Ifindex;
  readonly tos: number;
  readonly mark: number;
}

/** Source: route.c ip_route_output_key_hash_rcu. `skb` only ties the records to a packet. */
export function routeOutput(
  ctx: Ctx,
  ns: Netns,
  flow: OutputFlow,
  skb: Skb | null,
): OutputRoute | OutputError {
  const dst = flow.dst === ANY_IPV4 ? flow.src : flow.dst;
  if (flow.src !== ANY_IPV4 && localType(ns, flow.src) !== 'local')
    return { kind: 'error', errno: 'ENETUNREACH' };
  const key: RouteKey = { dst, src: flow.src, iif: 0, oif: flow.oif, tos: flow.tos, mark: flow.mark };
  const { route } = fibLookup(ctx, ns, key, skb);
  if (route === null) return { kind: 'error', errno: 'ENETUNREACH' };
  switch (route.type) {
    case 'unreachable':
      return { kind: 'error', errno: 'EHOSTUNREACH' };
    case 'prohibit':
      return { kind: 'error', errno: 'EACCES' };
    case 'blackhole':
      return { kind: 'error', errno: 'EINVAL' };
    default:
  }
  const local = route.type === 'local';
  // What goes to everybody on the link goes past the gateway (__mkroute_output).
  const direct = local || dst === LIMITED_BROADCAST;
  const dev = local ? loopbackOf(ns) : linkOf(ns, route.dev);
  // A loopback that is down loses what it is given, and nobody is told.
  if (dev === null || !(dev.up || local)) return { kind: 'error', errno: 'ENETUNREACH' };
  const src = flow.src === ANY_IPV4 ? chooseSource(ctx, ns, route, dst, skb) : flow.src;
  return {
    kind: 'route',
    dev: dev.ifindex,
    nexthop: direct ? dst : nexthopOf(route, dst),
    viaGateway: !direct && usesGateway(route),
    src,
    local,
    broadcast: route.type === 'broadcast' || dst === LIMITED_BROADCAST,
    mtu: dev.mtu,
  };
}

function loopbackOf(ns: Netns): Link | null {
  return linkOf(ns, 1);
}

function chooseSource(ctx: Ctx, ns: Netns, route: Route, dst: Ipv4Addr, skb: Skb | null): Ipv4Addr {
  const choice = routeSource(ns, route, dst);
  if (ctx.trace.on) {
    const candidates = ctx.trace.evidence ? allSources(ns, route, choice.chosen) : choice.candidates;
    const detail = { dst, dev: route.dev, chosen: choice.chosen, candidates };
    ctx.emit('route.source', choice.verdict, ns.id, route.dev, skb, detail);
  }
  return choice.chosen;
}

/** For the explanation: all addresses of the device, not only those looked at. */
function allSources(
  ns: Netns,
  route: Route,
  chosen: Ipv4Addr,
): ReturnType<typeof selectSource>['candidates'] {
  const choice = selectSource(ns, linkOf(ns, route.dev), route.gateway, SCOPE_LINK);
  const rest = choice.candidates.filter((candidate) => candidate.addr !== chosen);
  return [
    { addr: chosen, dev: route.dev, taken: true },
    ...rest.map((candidate) => ({ ...candidate, taken: false })),
  ];
}
