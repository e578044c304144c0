/**
 * Routing decisions: for received packets and for packets made here.
 * Source: net/ipv4/route.c ip_route_input_slow, ip_route_output_key_hash_rcu; fib_frontend.c fib_validate_source.
 */
import { getU16 } from '../../base/bytes';
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4, LIMITED_BROADCAST, isLoopbackIpv4, isMulticastIpv4, isZeronetIpv4 } from '../../wire/addr';
import { hasPorts, ipDst, ipHeaderLen, ipIsFragment, ipProto, ipSrc, ipTos } from '../../wire/ipv4';
import type { Ifindex, Link } from '../../model/link';
import type { Errno } from '../../model/op';
import type { Route, RouteException } from '../../model/route';
import { SCOPE_LINK } from '../../model/route';
import type { Skb } from '../../model/skb';
import { keepWay, recallWay, waysOf, type Ways } from '../../model/ways';
import type { Netns } from '../../model/world';
import type { DropReason } from '../../trace/drop';
import type { RouteKey } from '../../trace/kinds';
import { nullSink } from '../../trace/sink';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { or } from '../conf';
import { fibLookup, localType, nexthopOf, routeSource, selectSource, usesGateway } from '../fib';
import { hashNeedsPorts } from '../fib.multipath';
import { rulesAsk } from '../fib.plain';
import { inetAddrOnlink } from '../onlink';
import { networkOffset } from '../skb';
import { findException, pathMtu } from './exception';
import type { Refusal } from './source';
import { refused, validateSource } from './source';

export type InputRoute =
  | { readonly kind: 'local' | 'broadcast' }
  | ForwardRoute
  /** Silent drop; martians are not even counted. */
  | Refusal
  /** Nowhere to go; `tell` says which ICMP unreachable the sender gets, null for none. */
  | {
      readonly kind: 'unreachable';
      readonly reason: DropReason;
      readonly tell: 'net' | 'host' | 'filtered' | null;
    };

/** A packet for somebody else, and where it goes on. */
export interface ForwardRoute {
  readonly kind: 'forward';
  readonly route: Route;
  /** Table the route stands in. */
  readonly table: number;
  /** What a redirect or a frag-needed error taught about the destination. */
  readonly exception: RouteException | null;
  /** It leaves by the device it came by, and its sender could have reached the next hop itself. */
  readonly redirect: boolean;
}

const LOCAL: InputRoute = { kind: 'local' };
const BROADCAST: InputRoute = { kind: 'broadcast' };

/** Whether look-ups must be told protocol and ports. */
function wantsPorts(ns: Netns): boolean {
  return rulesAsk(ns.ipRules).ports || hashNeedsPorts(ns);
}

/** Protocol and ports of a packet. Source: route.c fib_multipath_hash (skb_flow_dissect_flow_keys). */
function portsOf({ data, tail }: Skb, at: number): Pick<RouteKey, 'proto' | 'sport' | 'dport'> {
  const proto = ipProto(data, at);
  const transport = at + ipHeaderLen(data, at);
  const has = hasPorts(proto) && !ipIsFragment(data, at) && transport + 4 <= tail;
  return has ? { proto, sport: getU16(data, transport), dport: getU16(data, transport + 2) } : { proto };
}

/** What look-ups need of the context: time, and somebody to tell. */
export type RouteCtx = Pick<Ctx, 'world' | 'trace' | 'emit'>;

/** A context whose look-ups leave no record. */
export function quietly({ world }: Pick<Ctx, 'world'>): RouteCtx {
  return { world, trace: nullSink, emit: () => undefined };
}

/** Where a received packet goes, in the kernel's order of checks. */
export function routeInput(ctx: Ctx, ns: Netns, link: Link, skb: Skb): InputRoute {
  // Packets over `lo` carry the route of their sending with them: they are not looked up again.
  if (link.kind === 'loopback') return LOCAL;
  const at = networkOffset(skb);
  const ways = waysBefore(ctx, ns);
  if (ways === null) return inputRoute(ctx, ns, link, inputKey(ns, link, skb, at), skb);
  const { data, mark } = skb;
  const src = ipSrc(data, at) | 0;
  const dst = ipDst(data, at) | 0;
  const tos = ipTos(data, at);
  const iif = link.ifindex;
  const before = recallWay(ways, src, dst, iif, tos, mark);
  // Nothing else is kept there.
  if (before !== undefined) return before as InputRoute;
  const route = inputRoute(ctx, ns, link, inputKey(ns, link, skb, at), skb);
  if (route.kind === 'forward' || route.kind === 'local') keepWay(ways, { src, dst, iif, tos, mark }, route);
  return route;
}

/** The ways of packets that came before; null where each has to be looked up. */
function waysBefore(ctx: RouteCtx, ns: Netns): Ways | null {
  // Records tell of each look-up; and what was learned of single destinations ends by itself.
  const tells = ctx.trace.on || ns.routeExceptions.entries.size > 0;
  return tells ? null : waysOf(ns, wantsPorts);
}

/** The same for a question without a packet (ARP, `ip route get … iif`). Source: route.c ip_route_input_slow. */
export function inputRoute(ctx: RouteCtx, ns: Netns, link: Link, key: RouteKey, skb: Skb | null): InputRoute {
  const { src, dst } = key;
  if (isMulticastIpv4(src) || src === LIMITED_BROADCAST) return refused('IP_INVALID_SOURCE');
  if (dst === LIMITED_BROADCAST || (dst === ANY_IPV4 && src === ANY_IPV4)) {
    return validateBroadcast(ns, link, key);
  }
  if (isZeronetIpv4(src)) return refused('IP_INVALID_SOURCE');
  if (isZeronetIpv4(dst)) return refused('IP_INVALID_DEST');
  if ((isLoopbackIpv4(dst) || isLoopbackIpv4(src)) && !or(ns, link, 'route_localnet'))
    return refused('IP_LOCALNET');
  // Multicast groups are not joined by anything here; 224.0.0.0/4 ends at the host.
  if (isMulticastIpv4(dst)) return refused('IP_INVALID_DEST');
  const { route, table, errno } = fibLookup(ctx, ns, key, skb);
  const forwarding = link.inet.forwarding !== 0;
  if (route?.type === 'broadcast') return validateBroadcast(ns, link, key);
  if (route?.type === 'local') {
    const source = validateSource(ns, link, key, 0);
    return source.kind === 'refused' ? source : LOCAL;
  }
  if (!forwarding) return refused('IP_INADDRERRORS', 'IpInAddrErrors');
  if (errno !== null) return { kind: 'unreachable', reason: 'IP_INNOROUTES', tell: TELL[errno] };
  if (route === null) return { kind: 'unreachable', reason: 'IP_INNOROUTES', tell: 'net' };
  return forward(ctx, ns, link, key, route, table);
}

/** What a router answers for each way there is none. Source: route.c ip_error. */
const TELL = { ENETUNREACH: 'net', EHOSTUNREACH: 'host', EACCES: 'filtered', EINVAL: null } as const;

function inputKey(ns: Netns, link: Link, skb: Skb, at: number): RouteKey {
  const { data, mark } = skb;
  const dst = ipDst(data, at);
  const src = ipSrc(data, at);
  const key: RouteKey = { dst, src, iif: link.ifindex, oif: 0, tos: ipTos(data, at), mark };
  return wantsPorts(ns) ? { ...key, ...portsOf(skb, at) } : key;
}

/** Source: route.c __mkroute_input. */
function forward(
  ctx: RouteCtx,
  ns: Netns,
  link: Link,
  key: RouteKey,
  route: Route,
  table: number,
): InputRoute {
  const source = validateSource(ns, link, key, route.dev);
  if (source.kind === 'refused') return source;
  const exception = findException(ns, ctx.world.nowNs, route, key.dst);
  const redirect = mayRedirect(ns, link, key, route, source.onlink);
  return { kind: 'forward', route, table, exception, redirect };
}

function mayRedirect(ns: Netns, link: Link, key: RouteKey, route: Route, onlink: boolean): boolean {
  if (route.dev !== link.ifindex || !onlink || !or(ns, link, 'send_redirects')) return false;
  return or(ns, link, 'shared_media') || inetAddrOnlink(link, key.src, route.gateway);
}

/** One's own broadcast, reflected by a bridge port in hairpin mode, is a martian as well. */
function validateBroadcast(ns: Netns, link: Link, key: RouteKey): InputRoute {
  if (isZeronetIpv4(key.src)) return BROADCAST;
  const source = validateSource(ns, link, key, 0);
  return source.kind === 'refused' ? source : BROADCAST;
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
  /** What fits: the path's MTU where one was learned, else the route's or the device's. */
  readonly mtu: number;
  /** The path's MTU is not to be trusted: packets go without DF. */
  readonly locked: boolean;
  /** What fits whatever was learned (IP_PMTUDISC_PROBE). */
  readonly devMtu: number;
  /** The entry that won, and its table. */
  readonly route: Route;
  readonly table: number;
  readonly exception: RouteException | null;
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
  /** Absent where nobody asks: rules and the choice among several ways may. */
  readonly proto?: number;
  readonly sport?: number;
  readonly dport?: number;
}

function portsOfFlow({ proto, sport, dport }: OutputFlow): Pick<RouteKey, 'proto' | 'sport' | 'dport'> {
  return {
    ...(proto === undefined ? {} : { proto }),
    ...(sport === undefined || dport === undefined ? {} : { sport, dport }),
  };
}

/** Where a packet made here goes. `skb` only ties the records to a packet. */
export function routeOutput(
  ctx: RouteCtx,
  ns: Netns,
  flow: OutputFlow,
  skb: Skb | null,
): OutputRoute | OutputError {
  const ways = waysBefore(ctx, ns);
  if (ways === null) return outputRoute(ctx, ns, flow, skb);
  const { tos, mark } = flow;
  const src = flow.src | 0;
  const dst = flow.dst | 0;
  // It came by no device: of such packets the ways are kept below zero.
  const iif = -1 - flow.oif;
  const before = recallWay(ways, src, dst, iif, tos, mark);
  // Nothing else is kept there.
  if (before !== undefined) return before as OutputRoute;
  const route = outputRoute(ctx, ns, flow, skb);
  if (route.kind === 'route') keepWay(ways, { src, dst, iif, tos, mark }, route);
  return route;
}

/** Source: route.c ip_route_output_key_hash_rcu. */
function outputRoute(ctx: RouteCtx, ns: Netns, flow: OutputFlow, skb: Skb | null): OutputRoute | OutputError {
  const dst = flow.dst === ANY_IPV4 ? flow.src : flow.dst;
  if (flow.src !== ANY_IPV4 && localType(ns, flow.src) !== 'local')
    return { kind: 'error', errno: 'ENETUNREACH' };
  const { src: from, oif, tos, mark } = flow;
  const asked: RouteKey = { dst, src: from, iif: 0, oif, tos, mark };
  const key = wantsPorts(ns) ? { ...asked, ...portsOfFlow(flow) } : asked;
  const { route, table, errno } = fibLookup(ctx, ns, key, skb);
  if (errno !== null) return oifAlone(ctx, ns, flow, skb, errno);
  if (route === null) return { kind: 'error', errno: 'ENETUNREACH' };
  const local = route.type === 'local';
  // What goes to everybody on the link goes past the gateway (__mkroute_output).
  const direct = local || dst === LIMITED_BROADCAST;
  const dev = local ? loopbackOf(ns) : linkOf(ns, route.dev);
  // A loopback that is down loses what it is given, and nobody is told.
  if (dev === null || !(dev.up || local)) return { kind: 'error', errno: 'ENETUNREACH' };
  // Addresses of the loopback leave by no other device (__mkroute_output).
  if (isLoopbackIpv4(flow.src) && dev.kind !== 'loopback' && !or(ns, dev, 'route_localnet'))
    return { kind: 'error', errno: 'EINVAL' };
  const src = flow.src === ANY_IPV4 ? chooseSource(ctx, ns, route, dst, skb) : flow.src;
  const exception = direct ? null : findException(ns, ctx.world.nowNs, route, dst);
  const redirected = exception !== null && exception.gateway !== 0;
  const way = direct ? { ...route, gateway: ANY_IPV4 } : route;
  const { mtu, locked } = pathMtu(ns, way, dev, exception, false);
  return {
    kind: 'route',
    dev: dev.ifindex,
    nexthop: direct ? dst : redirected ? exception.gateway : nexthopOf(route, dst),
    viaGateway: !direct && (redirected || usesGateway(route)),
    src,
    local,
    broadcast: route.type === 'broadcast' || dst === LIMITED_BROADCAST,
    mtu,
    locked,
    devMtu: dev.mtu,
    route,
    table,
    exception,
  };
}

/**
 * No route, but a device that was asked for: the destination is taken to be on its link.
 * Source: route.c ip_route_output_key_hash_rcu ("Apparently, routing tables are wrong").
 */
function oifAlone(
  ctx: RouteCtx,
  ns: Netns,
  flow: OutputFlow,
  skb: Skb | null,
  errno: Errno,
): OutputRoute | OutputError {
  const dev = flow.oif === 0 ? null : linkOf(ns, flow.oif);
  if (dev?.up !== true) return { kind: 'error', errno };
  const { dst, oif } = flow;
  const route: Route = {
    ...{ dst, len: 32, type: 'unicast', tos: 0, metric: 0, gateway: ANY_IPV4, dev: oif, prefsrc: ANY_IPV4 },
    ...{ scope: SCOPE_LINK, protocol: 'kernel', onlink: false, op: 0 },
  };
  const src = flow.src === ANY_IPV4 ? chooseSource(ctx, ns, route, dst, skb) : flow.src;
  const { mtu } = dev;
  const way = { kind: 'route' as const, dev: oif, nexthop: dst, viaGateway: false, src, local: false };
  return { ...way, broadcast: false, mtu, locked: false, devMtu: mtu, route, table: 0, exception: null };
}

function loopbackOf(ns: Netns): Link | null {
  return linkOf(ns, 1);
}

function chooseSource(ctx: RouteCtx, ns: Netns, route: Route, dst: Ipv4Addr, skb: Skb | null): Ipv4Addr {
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
