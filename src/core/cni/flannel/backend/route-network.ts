/**
 * Routes to other nodes' subnets, for host-gw and ipip: a route that leads elsewhere is replaced, a missing one put
 * back. Source: flannel pkg/backend/route_network.go routeAdd, routeEqual, checkSubnetExistInRoutes.
 */
import { ANY_IPV4, formatCidr4, formatIpv4, type Ipv4Addr } from '../../../wire/addr';
import { linkOf } from '../../../kernel/ctx';
import type { RouteSpec } from '../../../model/op';
import type { Route } from '../../../model/route';
import type { Netns } from '../../../model/world';
import { logged, may, must, type Effect } from '../effect';
import { routesTo } from '../host';
import type { LeaseEvent } from '../lease';

/** A route as this backend sees it, of either family. */
export interface GatewayRoute<A extends number | bigint> {
  readonly dst: { readonly addr: A; readonly len: number };
  readonly via: A;
  readonly dev: string;
}

/** flannel compares destination, gateway and device, and nothing else. */
export function sameRoute<A extends number | bigint>(a: GatewayRoute<A>, b: GatewayRoute<A>): boolean {
  return a.dst.addr === b.dst.addr && a.dst.len === b.dst.len && a.via === b.via && a.dev === b.dev;
}

/** Of the routes to a destination only the first is looked at. */
export function planRoute<A extends number | bigint, R extends GatewayRoute<A>>(
  present: readonly R[],
  wanted: GatewayRoute<A>,
): { readonly remove: R | null; readonly add: boolean } {
  const [first, second] = present;
  const wrong = first !== undefined && !sameRoute<A>(first, wanted);
  const left = wrong ? second : first;
  return { remove: wrong ? first : null, add: left === undefined || !sameRoute<A>(left, wanted) };
}

/** A route to a lease's subnet; `onlink` where the gateway is beyond the device's own networks. */
export interface LeaseRoute extends GatewayRoute<Ipv4Addr> {
  readonly onlink: boolean;
}

/** What a lease that came or went means for the routes. `routeOf` says which way leads to it. */
export function onRouteLease(
  ns: Netns,
  backendType: string,
  event: LeaseEvent,
  routeOf: (event: LeaseEvent) => LeaseRoute,
): readonly Effect[] {
  const { lease } = event;
  if (lease.backendType !== backendType) {
    return [logged('warning', `Ignoring non-${backendType} subnet: type=${lease.backendType}`)];
  }
  const wanted = routeOf(event);
  const dst = formatCidr4(lease.subnet);
  if (event.type === 'removed') {
    return [
      logged('info', `Subnet removed: ${dst}`),
      may({ kind: 'route.del', route: specOf(wanted) }, `Error deleting route to ${dst}: `),
    ];
  }
  return [logged('info', `Subnet added: ${dst} via ${formatIpv4(lease.publicIp)}`), ...addRoute(ns, wanted)];
}

function addRoute(ns: Netns, wanted: LeaseRoute): readonly Effect[] {
  const present = routesTo(ns, wanted.dst).map((route) => ({ ...viewOf(ns, route), route }));
  const { remove, add } = planRoute(present, wanted);
  const text = textOf(ns, wanted);
  const effects: Effect[] = [];
  if (remove !== null) {
    effects.push(
      logged('warning', `Replacing existing route to ${textOf(ns, remove)} with ${text}`),
      must(
        { kind: 'route.del', route: selectorOf(remove, remove.route) },
        `Effor deleteing route to ${formatCidr4(wanted.dst)}: `,
      ),
    );
  }
  effects.push(
    add
      ? must({ kind: 'route.add', route: specOf(wanted) }, `Error adding route to ${text}: `)
      : logged('info', `Route to ${text} already exists, skipping.`),
  );
  return effects;
}

/** Puts back what is missing of `wanted`. */
export function recoverRoutes(ns: Netns, wanted: readonly LeaseRoute[]): readonly Effect[] {
  return wanted
    .filter((route) => !routesTo(ns, route.dst).some((other) => sameRoute(viewOf(ns, other), route)))
    .map((route) => {
      const [dst, via] = [formatCidr4(route.dst), formatIpv4(route.via)];
      const complaint = `Error recovering route to ${dst}: ${via}, `;
      return may({ kind: 'route.add', route: specOf(route) }, complaint, {
        success: `Route recovered ${dst} : ${via}`,
      });
    });
}

function viewOf(ns: Netns, route: Route): GatewayRoute<Ipv4Addr> {
  return {
    dst: { addr: route.dst, len: route.len },
    via: route.gateway,
    dev: linkOf(ns, route.dev)?.name ?? '',
  };
}

function specOf({ dst, via, dev, onlink }: LeaseRoute): RouteSpec {
  return { dst, via, dev, ...(onlink && { onlink }) };
}

/** Names a route as it stands, so that no other is deleted. */
function selectorOf({ dst, via, dev }: GatewayRoute<Ipv4Addr>, { type }: Route): RouteSpec {
  return {
    dst,
    ...(type !== 'unicast' && { type }),
    ...(via !== ANY_IPV4 && { via }),
    ...(dev !== '' && { dev }),
  };
}

/** As netlink's Route.String prints one. */
function textOf(ns: Netns, { dst, via, dev }: GatewayRoute<Ipv4Addr>): string {
  const ifindex = ns.links.find((link) => link?.name === dev)?.ifindex ?? 0;
  const gw = via === ANY_IPV4 ? '<nil>' : formatIpv4(via);
  return `{Ifindex: ${String(ifindex)} Dst: ${formatCidr4(dst)} Src: <nil> Gw: ${gw} Flags: [] Table: 0 Realm: 0}`;
}
