/** The routes the kernel keeps for an address. Source: net/ipv4/fib_frontend.c fib_add_ifaddr, fib_del_ifaddr, fib_magic. */
import type { Ipv4Addr } from '../../wire/addr';
import { asIpv4, isZeronetIpv4, maskOf, networkOf } from '../../wire/addr';
import type { Ifaddr, Link } from '../../model/link';
import type { Route, RouteType } from '../../model/route';
import { SCOPE_HOST, SCOPE_LINK, TABLE_LOCAL, TABLE_MAIN, prefixKey } from '../../model/route';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putRoutes } from '../write';
import { onlyRoute } from './route-alone';
import { withRoute } from './route-order';

/** Adds local, broadcast and connected routes of `address`; all but the local one only while the link is up. */
export function addInterfaceRoutes(ctx: Ctx, ns: Netns, link: Link, address: Ifaddr): void {
  for (const route of routesOf(link, address)) {
    const tableId = tableOf(route.type);
    const key = prefixKey(route.dst, route.len);
    const present = ns.routeTables.get(tableId)?.byPrefix.get(key);
    if (present?.some((other) => sameRoute(other, route)) === true) continue;
    // Only loopbacks are alike in many namespaces.
    const alone = link.kind === 'loopback' ? onlyRoute(route) : [route];
    const routes = present === undefined ? alone : withRoute(present, route);
    putRoutes(ctx, ns, tableId, key, routes);
  }
}

/** Removes what `addInterfaceRoutes` added, except what another address of the link still needs. */
export function removeInterfaceRoutes(ctx: Ctx, ns: Netns, link: Link, address: Ifaddr): void {
  const needed = link.addrs.filter((other) => other !== address).flatMap((other) => routesOf(link, other));
  for (const route of routesOf(link, address)) {
    if (needed.some((other) => sameRoute(other, route))) continue;
    const tableId = tableOf(route.type);
    const key = prefixKey(route.dst, route.len);
    const present = ns.routeTables.get(tableId)?.byPrefix.get(key) ?? [];
    const left = present.filter((other) => !sameRoute(other, route));
    if (left.length !== present.length)
      putRoutes(ctx, ns, tableId, key, left.length === 0 ? undefined : left);
  }
}

function tableOf(type: RouteType): number {
  return type === 'unicast' ? TABLE_MAIN : TABLE_LOCAL;
}

function sameRoute(a: Route, b: Route): boolean {
  const same = a.dst === b.dst && a.len === b.len && a.type === b.type && a.dev === b.dev;
  return same && a.protocol === 'kernel' && a.prefsrc === b.prefsrc && a.metric === b.metric;
}

function routesOf(link: Link, address: Ifaddr): readonly Route[] {
  const { local, len, secondary } = address;
  const primary = secondary ? primaryOf(link, address) : address;
  const routes = [kernelRoute(link, primary, 'local', local, 32)];
  if (!link.up) return routes;
  const network = networkOf(local, len);
  const { broadcast } = address;
  if (broadcast !== undefined && broadcast !== asIpv4(0xffff_ffff)) {
    routes.push(kernelRoute(link, primary, 'broadcast', broadcast, 32));
  }
  if (isZeronetIpv4(network) || secondary || (network === local && len === 32)) return routes;
  routes.push(kernelRoute(link, primary, link.kind === 'loopback' ? 'local' : 'unicast', network, len));
  if (len < 31) {
    const last = asIpv4((network | ~maskOf(len)) >>> 0);
    if (last !== broadcast) routes.push(kernelRoute(link, primary, 'broadcast', last, 32));
  }
  return routes;
}

/** The primary address whose subnet a secondary one lies in. */
function primaryOf(link: Link, address: Ifaddr): Ifaddr {
  const network = networkOf(address.local, address.len);
  const found = link.addrs.find(
    (other) => !other.secondary && other.len === address.len && networkOf(other.local, other.len) === network,
  );
  return found ?? address;
}

function kernelRoute(link: Link, primary: Ifaddr, type: RouteType, dst: Ipv4Addr, len: number): Route {
  return {
    dst,
    len,
    type,
    tos: 0,
    metric: 0,
    gateway: asIpv4(0),
    dev: link.ifindex,
    prefsrc: primary.local,
    scope: type === 'local' ? SCOPE_HOST : SCOPE_LINK,
    protocol: 'kernel',
    onlink: false,
    op: primary.op,
  };
}
