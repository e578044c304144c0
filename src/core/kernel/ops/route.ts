/** `ip route add|replace|append|del`. Source: net/ipv4/fib_semantics.c fib_create_info, fib_trie.c fib_table_insert. */
import { ANY_IPV4, networkOf } from '../../wire/addr';
import type { Ipv4Addr } from '../../wire/addr';
import type { Link } from '../../model/link';
import type { NetOp, NexthopSpec, OpError, RouteSpec } from '../../model/op';
import type { Nexthop, Route, RouteType } from '../../model/route';
import { SCOPE_GLOBAL, SCOPE_HOST, SCOPE_LINK, TABLE_LOCAL, TABLE_MAIN, prefixKey } from '../../model/route';
import type { Netns } from '../../model/world';
import { Alike } from '../alike';
import type { Ctx } from '../ctx';
import { linkByName, linkOf } from '../ctx';
import { fibPeek, localType, localTypeOnce } from '../fib';
import { putRoutes } from '../write';
import { onlyRoute } from './route-alone';
import { withRoute } from './route-order';
import { explain, noDevice, refuse } from './error';

type RouteOp = NetOp & { kind: 'route.add' | 'route.replace' | 'route.append' | 'route.del' };

const WITHOUT_DEVICE: readonly RouteType[] = ['unreachable', 'blackhole', 'prohibit', 'throw'];

export function routeOp(ctx: Ctx, ns: Netns, op: RouteOp, opId: number): OpError | null {
  const spec = op.route;
  const { addr, len } = spec.dst;
  if (networkOf(addr, len) !== addr) return explain('EINVAL', 'Invalid prefix for given prefix length');
  const named = spec.dev === undefined ? null : linkByName(ns, spec.dev);
  if (spec.dev !== undefined && named === null) return noDevice(spec.dev);
  const table = spec.table ?? defaultTable(spec.type ?? 'unicast');
  if (op.kind === 'route.del') return deleteRoute(ctx, ns, table, spec);
  const route = makeRoute(ns, spec, named, opId);
  return 'errno' in route ? route : insertRoute(ctx, ns, table, route, op.kind);
}

/** iproute2 puts local and broadcast routes into the local table. */
function defaultTable(type: RouteType): number {
  return type === 'local' || type === 'broadcast' ? TABLE_LOCAL : TABLE_MAIN;
}

/** iproute2's default: nearer for routes without gateway. */
function defaultScope(type: RouteType, via: Ipv4Addr): number {
  if (type === 'local') return SCOPE_HOST;
  if (type === 'broadcast') return SCOPE_LINK;
  return type === 'unicast' && via === ANY_IPV4 ? SCOPE_LINK : SCOPE_GLOBAL;
}

/** `named` is the device that the route is said to leave by. */
function makeRoute(ns: Netns, spec: RouteSpec, named: Link | null, op: number): Route | OpError {
  const type = spec.type ?? 'unicast';
  const hops = spec.nexthops;
  if (hops === undefined && !WITHOUT_DEVICE.includes(type)) {
    if (spec.onlink === true && spec.src === undefined) return makeOnlink(ns, spec, named, op);
    const hop = makeNexthop(ns, spec, named);
    return 'errno' in hop ? hop : routeOf(ns, spec, type, [hop], op);
  }
  const made = WITHOUT_DEVICE.includes(type) ? [] : makeNexthops(ns, hops ?? [spec]);
  return 'errno' in made ? made : routeOf(ns, spec, type, made, op);
}

/**
 * A route whose gateway is taken for being on the link: once that is accepted it depends on the device's number alone, and a
 * message that goes to a thousand nodes makes one value.
 */
function makeOnlink(ns: Netns, spec: RouteSpec, named: Link | null, op: number): Route | OpError {
  const link = findNexthop(ns, spec, spec.via ?? ANY_IPV4, named);
  if ('errno' in link) return link;
  const known = ONLINK.recall(op);
  if (known?.spec === spec && known.route.op === op && known.route.dev === link.ifindex) return known.route;
  const hop = makeNexthop(ns, spec, named);
  const route = 'errno' in hop ? hop : routeOf(ns, spec, spec.type ?? 'unicast', [hop], op);
  if (!('errno' in route)) ONLINK.remember(op, { spec, route });
  return route;
}

const ONLINK = new Alike<{ readonly spec: RouteSpec; readonly route: Route }>();

function routeOf(
  ns: Netns,
  spec: RouteSpec,
  type: RouteType,
  hops: readonly Nexthop[],
  op: number,
): Route | OpError {
  if (spec.src !== undefined && localType(ns, spec.src) !== 'local') {
    return explain('EINVAL', 'Invalid prefsrc address');
  }
  if (spec.via !== undefined && spec.nexthops !== undefined)
    return explain('EINVAL', 'Nexthop gateway does not match RTA_GATEWAY or RTA_VIA');
  const one = hops[0];
  const via = (spec.nexthops?.[0] ?? spec).via ?? ANY_IPV4;
  const route: { -readonly [K in keyof Route]: Route[K] } = {
    dst: spec.dst.addr,
    len: spec.dst.len,
    type,
    tos: spec.tos ?? 0,
    metric: spec.metric ?? 0,
    gateway: one?.gateway ?? ANY_IPV4,
    dev: one?.dev ?? 0,
    prefsrc: spec.src ?? ANY_IPV4,
    scope: spec.scope ?? defaultScope(type, via),
    protocol: spec.protocol ?? 'boot',
    onlink: one?.onlink ?? false,
    op,
  };
  // What few routes have is put on afterwards: to build all of them by spreading takes several times as long (V8).
  if (one?.ownGateway === true) route.ownGateway = true;
  // A single one is an ordinary gateway, whatever way it was written.
  if (hops.length > 1) route.nexthops = hops;
  if (spec.mtu !== undefined) route.mtu = spec.mtu;
  if (spec.mtuLocked === true) route.mtuLocked = true;
  if (spec.advmss !== undefined) route.advmss = spec.advmss;
  return route;
}

function makeNexthops(ns: Netns, specs: readonly NexthopSpec[]): readonly Nexthop[] | OpError {
  const made: Nexthop[] = [];
  for (const spec of specs) {
    const named = spec.dev === undefined ? null : linkByName(ns, spec.dev);
    if (spec.dev !== undefined && named === null) return noDevice(spec.dev);
    const hop = makeNexthop(ns, spec, named);
    if ('errno' in hop) return hop;
    made.push(hop);
  }
  return made;
}

function makeNexthop(ns: Netns, spec: NexthopSpec, named: Link | null): Nexthop | OpError {
  const gateway = spec.via ?? ANY_IPV4;
  const link = findNexthop(ns, spec, gateway, named);
  if ('errno' in link) return link;
  const onlink = spec.onlink ?? false;
  const own = gateway !== ANY_IPV4 && !onlink && localType(ns, gateway) === 'local';
  const hop = { gateway, dev: link.ifindex, weight: spec.weight ?? 1, onlink };
  return own ? { ...hop, ownGateway: true } : hop;
}

/** The device a route leaves by; a gateway must be on a link. Source: fib_semantics.c fib_check_nh. */
function findNexthop(ns: Netns, spec: NexthopSpec, via: Ipv4Addr, named: Link | null): Link | OpError {
  if (via === ANY_IPV4) {
    if (named === null) return refuse('ENODEV');
    return named.up ? named : explain('ENETDOWN', 'Device for nexthop is not up');
  }
  if (spec.onlink === true) {
    if (named === null) return explain('ENODEV', 'Nexthop device required for onlink');
    if (!named.up) return explain('ENETDOWN', 'Nexthop device is not up');
    return localTypeOnce(ns, via) === null ? named : explain('EINVAL', INVALID_GATEWAY);
  }
  if (named?.up === false) return explain('ENETDOWN', 'Device for nexthop is not up');
  const key = { dst: via, src: ANY_IPV4, iif: 0, oif: named?.ifindex ?? 0, tos: 0, mark: 0 };
  const found = fibPeek(ns, key, SCOPE_LINK).route;
  // An address of this machine is accepted; what a gateway of scope host means is told by usesGateway.
  const link = found?.type === 'unicast' || found?.type === 'local' ? linkOf(ns, found.dev) : null;
  if (link?.up === false) return explain('ENETDOWN', 'Nexthop device is not up');
  return (
    link ?? {
      ...explain('EINVAL', INVALID_GATEWAY),
      errno: found === null ? 'ENETUNREACH' : 'EINVAL',
    }
  );
}

const INVALID_GATEWAY = 'Nexthop has invalid gateway';

/** Source: fib_trie.c fib_table_insert. */
function insertRoute(
  ctx: Ctx,
  ns: Netns,
  table: number,
  route: Route,
  how: 'route.add' | 'route.replace' | 'route.append',
): OpError | null {
  const key = prefixKey(route.dst, route.len);
  const present = ns.routeTables.get(table)?.byPrefix.get(key);
  if (present === undefined) {
    // Only what depends on no address of its own is alike on many nodes, see `makeOnlink`.
    putRoutes(ctx, ns, table, key, route.onlink ? onlyRoute(route) : [route]);
    return null;
  }
  const equals = present.filter((other) => other.tos === route.tos && other.metric === route.metric);
  const first = equals[0];
  if (how === 'route.add' && first !== undefined) return refuse('EEXIST');
  if (how === 'route.append' && equals.some((other) => sameNexthop(other, route))) return refuse('EEXIST');
  if (how === 'route.replace' && first !== undefined) {
    putRoutes(
      ctx,
      ns,
      table,
      key,
      present.map((other) => (other === first ? route : other)),
    );
    return null;
  }
  putRoutes(ctx, ns, table, key, withRoute(present, route));
  return null;
}

function sameNexthop(a: Route, b: Route): boolean {
  return (
    a.type === b.type &&
    a.gateway === b.gateway &&
    a.dev === b.dev &&
    a.scope === b.scope &&
    a.prefsrc === b.prefsrc &&
    JSON.stringify(a.nexthops) === JSON.stringify(b.nexthops)
  );
}

/** Removes the first route that fits what was said. Source: fib_trie.c fib_table_delete. */
function deleteRoute(ctx: Ctx, ns: Netns, table: number, spec: RouteSpec): OpError | null {
  const key = prefixKey(spec.dst.addr, spec.dst.len);
  const present = ns.routeTables.get(table)?.byPrefix.get(key) ?? [];
  const dev = spec.dev === undefined ? null : linkByName(ns, spec.dev);
  const fits = (route: Route): boolean =>
    (spec.type === undefined || route.type === spec.type) &&
    (spec.tos === undefined || route.tos === spec.tos) &&
    (spec.metric === undefined || route.metric === spec.metric) &&
    (spec.via === undefined || route.gateway === spec.via) &&
    (spec.nexthops === undefined || sameHops(ns, route, spec.nexthops)) &&
    (dev === null || route.dev === dev.ifindex) &&
    (spec.src === undefined || route.prefsrc === spec.src) &&
    (spec.scope === undefined || route.scope === spec.scope) &&
    (spec.protocol === undefined || route.protocol === spec.protocol);
  const found = present.find(fits);
  if (found === undefined) return refuse('ESRCH');
  const left = present.filter((route) => route !== found);
  putRoutes(ctx, ns, table, key, left.length === 0 ? undefined : left);
  return null;
}

/** Source: fib_semantics.c fib_nh_match. */
function sameHops(ns: Netns, route: Route, specs: readonly NexthopSpec[]): boolean {
  const hops = route.nexthops ?? [{ ...route, weight: 1 }];
  return (
    hops.length === specs.length &&
    specs.every((spec, i) => {
      const hop = hops[i];
      const dev = spec.dev === undefined ? null : linkByName(ns, spec.dev);
      return (
        hop !== undefined &&
        (spec.via === undefined || hop.gateway === spec.via) &&
        (dev === null || hop.dev === dev.ifindex) &&
        (spec.weight === undefined || hop.weight === spec.weight)
      );
    })
  );
}
