/**
 * What flanneld asks the kernel of its node. Source: flannel pkg/ip/iface.go; netlink's RouteListFiltered looks at the
 * main table only.
 */
import { ANY_IPV4, formatIpv4, isLoopbackIpv4, isMulticastIpv4, LIMITED_BROADCAST } from '../../wire/addr';
import type { Cidr4, Ipv4Addr } from '../../wire/addr';
import { linkOf } from '../../kernel/ctx';
import { fibPeek, routeSource } from '../../kernel/fib';
import type { Link } from '../../model/link';
import type { Route } from '../../model/route';
import { TABLE_MAIN, prefixKey } from '../../model/route';
import type { Netns } from '../../model/world';

/** Routes of the main table to exactly this network, best first. */
export function routesTo(ns: Netns, dst: Cidr4): readonly Route[] {
  return ns.routeTables.get(TABLE_MAIN)?.byPrefix.get(prefixKey(dst.addr, dst.len)) ?? [];
}

/** The interface of the default route. Source: GetDefaultGatewayInterface. */
export function defaultInterface(ns: Netns): Link | string {
  const [route] = routesTo(ns, { addr: ANY_IPV4, len: 0 });
  if (route === undefined) return 'unable to find default route';
  return linkOf(ns, route.dev) ?? 'found default route but could not determine interface';
}

/** `ip route get`: the way to an address, null when there is none. */
export function routeGet(
  ns: Netns,
  dst: Ipv4Addr,
): { readonly route: Route; readonly source: Ipv4Addr } | null {
  const { route } = fibPeek(ns, { dst, src: ANY_IPV4, iif: 0, oif: 0, tos: 0, mark: 0 });
  const ends = route !== null && ['unreachable', 'blackhole', 'prohibit', 'throw'].includes(route.type);
  return route === null || ends ? null : { route, source: routeSource(ns, route, dst).chosen };
}

/** Whether a peer is on a link of this node: one route, no gateway. Text when there is no route at all. */
export function directRouting(ns: Netns, peer: Ipv4Addr): boolean | string {
  const found = routeGet(ns, peer);
  if (found === null) return `couldn't lookup route to ${formatIpv4(peer)}: network is unreachable`;
  return found.route.gateway === ANY_IPV4;
}

/** Addresses of an interface that other nodes could use, those of the link's own range last. */
export function usableAddrs(link: Link): readonly Ipv4Addr[] {
  const all = link.addrs.map(({ local }) => local).filter(isUsable);
  return [...all.filter((addr) => !isLinkLocal(addr)), ...all.filter(isLinkLocal)];
}

function isUsable(addr: Ipv4Addr): boolean {
  return addr !== ANY_IPV4 && addr !== LIMITED_BROADCAST && !isLoopbackIpv4(addr) && !isMulticastIpv4(addr);
}

/** 169.254.0.0/16 */
function isLinkLocal(addr: Ipv4Addr): boolean {
  return addr >>> 16 === 0xa9fe;
}
