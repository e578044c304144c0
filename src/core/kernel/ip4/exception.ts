/**
 * What ICMP has taught about single destinations: path MTUs and better gateways, kept beside the next hop for a while.
 * How it is learned is in exception.learn.ts. Source: net/ipv4/route.c find_exception.
 */
import type { Ipv4Addr } from '../../wire/addr';
import type { Link } from '../../model/link';
import type { Route, RouteException } from '../../model/route';
import { exceptionKey } from '../../model/route';
import type { Netns } from '../../model/world';
import { readNetnsSysctl } from '../sysctl.netns';

/** An MTU that is locked is no more than this behind a gateway (ip_dst_mtu_maybe_forward). */
const LOCKED_MTU = 576;

/** What is known about `dst` behind the next hop of `route`, null when nothing that still counts. */
export function findException(ns: Netns, nowNs: number, route: Route, dst: Ipv4Addr): RouteException | null {
  if (ns.routeExceptions.entries.size === 0) return null;
  const key = exceptionKey({ dev: route.dev, via: route.gateway, dst });
  const found = ns.routeExceptions.entries.get(key);
  return found === undefined || nowNs > found.expiresNs ? null : found;
}

export interface PathMtu {
  readonly mtu: number;
  /** Packets go without DF, and nothing that is heard changes the MTU. */
  readonly locked: boolean;
}

/**
 * The MTU of a path. What was learned counts for packets made here; for those of others only with
 * `ip_forward_use_pmtu`, or when it is locked. Source: include/net/ip.h ip_dst_mtu_maybe_forward.
 */
export function pathMtu(
  ns: Netns,
  route: Route,
  link: Link,
  exception: RouteException | null,
  forwarding: boolean,
): PathMtu {
  const locked = route.mtuLocked === true || exception?.locked === true;
  const learned = exception?.mtu ?? 0;
  const counts =
    learned !== 0 && (!forwarding || locked || readNetnsSysctl(ns, 'net/ipv4/ip_forward_use_pmtu') !== 0);
  if (counts) return { mtu: learned, locked };
  if (route.mtu !== undefined) return { mtu: route.mtu, locked };
  return { mtu: locked && route.gateway !== 0 ? Math.min(link.mtu, LOCKED_MTU) : link.mtu, locked };
}
