/**
 * How a host learns path MTUs and better gateways of single destinations from ICMP.
 * Source: net/ipv4/route.c update_or_create_fnhe, __ip_rt_update_pmtu, __ip_do_redirect.
 */
import type { Ipv4Addr } from '../../wire/addr';
import { LIMITED_BROADCAST, isMulticastIpv4, isZeronetIpv4 } from '../../wire/addr';
import type { Ifindex, Link } from '../../model/link';
import type { Route, RouteException } from '../../model/route';
import { exceptionKey } from '../../model/route';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { ExceptionReason, RouteKey } from '../../trace/kinds';
import { and, or } from '../conf';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { fibPeek, localType, nexthopOf } from '../fib';
import { isValid, neighProbe } from '../neigh';
import { inetAddrOnlink } from '../onlink';
import { readNetnsSysctl } from '../sysctl.netns';
import { hasNexthop, putException } from '../write';
import { findException, pathMtu } from './exception';

const NS_PER_SEC = 1_000_000_000;
/** How long a redirect counts (`net.ipv4.route.gc_timeout`), s. */
const REDIRECT_SEC = 300;

/** `mtu` bytes is what fits on the way of `key`, says `from`. */
export function learnMtu(
  ctx: Ctx,
  ns: Netns,
  key: RouteKey,
  mtu: number,
  from: Ipv4Addr,
  skb: Skb | null,
): void {
  const { route } = fibPeek(ns, key);
  const link = route === null ? null : linkOf(ns, route.dev);
  if (route?.type !== 'unicast' || link === null) return;
  const { nowNs } = ctx.world;
  const old = findException(ns, nowNs, route, key.dst);
  const path = pathMtu(ns, route, link, old, false);
  if (path.locked || path.mtu < mtu) {
    trace(ctx, ns, route.dev, key.dst, skb, {
      from,
      mtu: path.mtu,
      locked: path.locked,
      gateway: null,
      why: 'no-smaller',
    });
    return;
  }
  const least = readNetnsSysctl(ns, 'net/ipv4/route/min_pmtu');
  const locked = mtu < least;
  const counted = locked ? Math.min(path.mtu, least) : mtu;
  const lifeSec = readNetnsSysctl(ns, 'net/ipv4/route/mtu_expires');
  // What was learned less than half a life ago and says the same is not learned again.
  if (old?.mtu === counted && !locked && nowNs < old.expiresNs - (lifeSec / 2) * NS_PER_SEC) return;
  store(ctx, ns, route, key.dst, { mtu: counted, locked }, lifeSec);
  trace(ctx, ns, route.dev, key.dst, skb, { from, mtu: counted, locked, gateway: null, why: null });
}

/** `from` says that packets of `key` should go to `gateway`. `link` is where that was heard. */
export function learnRedirect(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  key: RouteKey,
  gateway: Ipv4Addr,
  from: Ipv4Addr,
  skb: Skb,
): void {
  const { route } = fibPeek(ns, key);
  const out = route === null ? null : linkOf(ns, route.dev);
  const note = (why: ExceptionReason | null): void => {
    const dev = route === null ? link.ifindex : route.dev;
    trace(ctx, ns, dev, key.dst, skb, { from, mtu: 0, locked: false, gateway, why });
  };
  if (route === null || out === null) {
    note('no-route');
    return;
  }
  const known = findException(ns, ctx.world.nowNs, route, key.dst);
  const present = known !== null && known.gateway !== 0 ? known.gateway : nexthopOf(route, key.dst);
  if (present !== from) {
    note('not-the-gateway');
    return;
  }
  if (!acceptsRedirect(ns, link, gateway, from)) {
    note('not-accepted');
    return;
  }
  const entry = out.neigh.entries.get(gateway);
  if (entry === undefined || !isValid(entry)) {
    note('unresolved');
    neighProbe(ctx, ns, out, gateway);
    return;
  }
  store(ctx, ns, route, key.dst, { gateway }, REDIRECT_SEC);
  note(null);
}

/** Source: route.c __ip_do_redirect, inetdevice.h IN_DEV_RX_REDIRECTS. */
function acceptsRedirect(ns: Netns, link: Link, gateway: Ipv4Addr, from: Ipv4Addr): boolean {
  const accepts =
    link.inet.forwarding !== 0 ? and(ns, link, 'accept_redirects') : or(ns, link, 'accept_redirects');
  if (gateway === from || !accepts) return false;
  if (isMulticastIpv4(gateway) || gateway === LIMITED_BROADCAST || isZeronetIpv4(gateway)) return false;
  if (or(ns, link, 'shared_media')) return localType(ns, gateway) === null;
  if (!inetAddrOnlink(link, gateway, from)) return false;
  return !or(ns, link, 'secure_redirects') || isConfigured(ns, link, gateway);
}

/** Whether some route leads to this gateway already. Source: fib_semantics.c ip_fib_check_default. */
function isConfigured(ns: Netns, link: Link, gateway: Ipv4Addr): boolean {
  for (const table of ns.routeTables.values()) {
    for (const routes of table.byPrefix.values()) {
      if (routes.some((route) => hasNexthop(route, link.ifindex, gateway))) return true;
    }
  }
  return false;
}

function store(
  ctx: Ctx,
  ns: Netns,
  route: Route,
  dst: Ipv4Addr,
  news: Partial<Pick<RouteException, 'gateway' | 'mtu' | 'locked'>>,
  lifeSec: number,
): void {
  const place = { dst, dev: route.dev, via: route.gateway };
  const old = findException(ns, ctx.world.nowNs, route, dst);
  const expiresNs = ctx.world.nowNs + lifeSec * NS_PER_SEC;
  const fresh = { gateway: 0 as Ipv4Addr, mtu: 0, locked: false, ...old, ...news };
  putException(ctx, ns, exceptionKey(place), { ...fresh, ...place, expiresNs });
}

/** Forgets everything (`ip route flush cache`). */
export function flushExceptions(ctx: Ctx, ns: Netns): void {
  for (const key of [...ns.routeExceptions.entries.keys()]) putException(ctx, ns, key, undefined);
}

function trace(
  ctx: Ctx,
  ns: Netns,
  dev: Ifindex,
  dst: Ipv4Addr,
  skb: Skb | null,
  news: {
    readonly from: Ipv4Addr;
    readonly mtu: number;
    readonly locked: boolean;
    readonly gateway: Ipv4Addr | null;
    readonly why: ExceptionReason | null;
  },
): void {
  if (!ctx.trace.on) return;
  const { gateway, why, ...rest } = news;
  const verdict = why !== null ? 'ignored' : gateway === null ? 'mtu' : 'redirect';
  const detail = { ...rest, dst, gateway: gateway ?? (0 as Ipv4Addr), why };
  ctx.emit('route.exception', verdict, ns.id, dev, skb, detail);
}
