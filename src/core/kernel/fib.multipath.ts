/**
 * Choosing among the ways of a route: by a hash of the flow, in proportion to the weights, so that a flow keeps its way.
 * Source: net/ipv4/route.c fib_multipath_hash, fib_semantics.c fib_select_multipath, fib_rebalance.
 */
import type { Route } from '../model/route';
import type { Netns } from '../model/world';
import type { NexthopChoice, RouteKey } from '../trace/kinds';
import { alive } from './fib.table';
import { mix } from './flow';

export const HASH_POLICY_KEY = 'net/ipv4/fib_multipath_hash_policy';

/** 0: addresses; 1: addresses, protocol and ports; 2: addresses (of a tunnelled packet the inner ones). */
function hashPolicy(ns: Netns): number {
  return ns.sysctl.entries.get(HASH_POLICY_KEY) ?? 0;
}

/** Whether the choice asks for protocol and ports. */
export function hashNeedsPorts(ns: Netns): boolean {
  return hashPolicy(ns) === 1;
}

/**
 * 31 bits, equal for both directions of a flow. The kernel's seed is random for each boot: which way a flow takes is not
 * to be known, only that it keeps it. Here the seed is the netns, so that routers in a row spread differently.
 */
function flowKeyHash(ns: Netns, key: RouteKey): number {
  const ports = hashPolicy(ns) === 1;
  const sport = ports ? (key.sport ?? 0) : 0;
  const dport = ports ? (key.dport ?? 0) : 0;
  const inOrder = key.src < key.dst || (key.src === key.dst && sport <= dport);
  let hash = mix(ns.id + 1, inOrder ? key.src : key.dst);
  hash = mix(hash, inOrder ? key.dst : key.src);
  if (ports) {
    hash = mix(hash, inOrder ? (sport << 16) | dport : (dport << 16) | sport);
    hash = mix(hash, key.proto ?? 0);
  }
  return finish(hash) >>> 1;
}

/** murmur3's last step: without it neighbouring addresses go the same way. */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export interface ChosenPath {
  /** The route with the gateway and device of the way that was taken. */
  readonly route: Route;
  readonly choice: NexthopChoice;
}

/** The way of `route` a packet takes; null when it has only one. */
export function choosePath(ns: Netns, route: Route, key: RouteKey): ChosenPath | null {
  const { nexthops } = route;
  if (nexthops === undefined) return null;
  const hash = flowKeyHash(ns, key);
  const total = nexthops.reduce((sum, hop) => sum + (alive(ns, hop, key) ? hop.weight : 0), 0);
  let reached = 0;
  let index = 0;
  for (const [i, hop] of nexthops.entries()) {
    if (!alive(ns, hop, key)) continue;
    index = i;
    // With a device asked for, the first way through it is taken.
    if (key.oif !== 0) break;
    reached += hop.weight;
    if (hash < Math.round((reached * 2 ** 31) / total)) break;
  }
  const hop = nexthops[index];
  if (hop === undefined) return null;
  const { ownGateway: _own, ...rest } = route;
  const { gateway, dev, onlink, ownGateway } = hop;
  const taken = { ...rest, gateway, dev, onlink, ...(ownGateway === undefined ? {} : { ownGateway }) };
  return { route: taken, choice: { hash, index, count: nexthops.length } };
}
