/**
 * The route look-up: policy rules, then tables, longest prefix first, then one of several ways.
 * Source: net/ipv4/fib_frontend.c fib_lookup, route.c ip_route_output_key_hash_rcu, fib_semantics.c fib_result_prefsrc.
 */
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, asIpv4, inCidr } from '../wire/addr';
import type { Ifindex, Link } from '../model/link';
import type { Route } from '../model/route';
import { SCOPE_HOST, SCOPE_LINK, TABLE_LOCAL, TABLE_MAIN, routeTableName } from '../model/route';
import type { Skb } from '../model/skb';
import type { Netns } from '../model/world';
import type { Candidate, RouteKey, RuleVisit } from '../trace/kinds';
import type { Ctx } from './ctx';
import { linkOf } from './ctx';
import { routeLosers } from './fib.evidence';
import type { ChosenPath } from './fib.multipath';
import { choosePath } from './fib.multipath';
import type { RouteErrno } from './fib.rules';
import { walkRules } from './fib.rules';
import { lookupOnce, tableLookup } from './fib.table';

/** The winner and the table it came from; `route` null when no rule led to one. */
export interface FibResult {
  readonly route: Route | null;
  readonly table: number;
  /** What a sender is told when there is no way, null when there is one. */
  readonly errno: RouteErrno | null;
}

type LookupCtx = Pick<Ctx, 'trace' | 'emit'>;

/** Looks up a route through the policy rules and records what was asked and found. */
export function fibLookup(ctx: LookupCtx, ns: Netns, key: RouteKey, skb: Skb | null): FibResult {
  if (!ctx.trace.on) return fibPeek(ns, key);
  const visits: RuleVisit[] = [];
  const found = walkRules(ns, key, 0, visits);
  const path = found.route === null ? null : choosePath(ns, found.route, key);
  const result = path === null ? found : { ...found, route: path.route };
  traceLookup(ctx, ns, key, skb, found, visits, path);
  return result;
}

function traceLookup(
  ctx: LookupCtx,
  ns: Netns,
  key: RouteKey,
  skb: Skb | null,
  { route, table, errno }: FibResult,
  rules: readonly RuleVisit[],
  path: ChosenPath | null,
): void {
  const last = rules[rules.length - 1];
  const name = routeTableName(route === null ? (last?.table ?? TABLE_MAIN) : table);
  const candidates: readonly Candidate<Route>[] | null = ctx.trace.evidence
    ? routeLosers(ns, key, route, rules)
    : null;
  const told = {
    key,
    table: { name, size: route === null ? 0 : (last?.size ?? 0) },
    match: path?.route ?? route,
    considered: rules.reduce((sum, { size, outcome }) => sum + (outcome === 'selector' ? 0 : size), 0),
    rules,
  };
  const chosen = path === null ? told : { ...told, choice: path.choice };
  const detail = candidates === null ? chosen : { ...chosen, candidates };
  ctx.emit(
    'route.lookup',
    verdictOf(route, errno, last),
    ns.id,
    (path?.route ?? route)?.dev ?? 0,
    skb,
    detail,
  );
}

function verdictOf(
  route: Route | null,
  errno: RouteErrno | null,
  last: RuleVisit | undefined,
): 'unicast' | 'local' | 'broadcast' | 'unreachable' | 'blackhole' | 'prohibit' | 'none' {
  if (route !== null) return route.type === 'throw' ? 'none' : route.type;
  // A rule answered by itself.
  if (last?.outcome !== 'hit') return 'none';
  return errno === 'EACCES' ? 'prohibit' : errno === 'EINVAL' ? 'blackhole' : 'unreachable';
}

/**
 * The entry of the local table for an address, which says whether it is one of our own.
 * Source: net/ipv4/fib_frontend.c inet_addr_type.
 */
export function localType(ns: Netns, addr: Ipv4Addr): 'local' | 'broadcast' | null {
  const route = localRoute(ns, addr);
  return route?.type === 'local' || route?.type === 'broadcast' ? route.type : null;
}

/** The same for an address that is asked for once and never again: nothing is remembered for it. */
export function localTypeOnce(ns: Netns, addr: Ipv4Addr): 'local' | 'broadcast' | null {
  const table = ns.routeTables.get(TABLE_LOCAL);
  if (table === undefined) return null;
  const route = lookupOnce(ns, table, { dst: addr, tos: 0, oif: 0 });
  return route?.type === 'local' || route?.type === 'broadcast' ? route.type : null;
}

/** The entry of the local table for an address, null when it is nobody's here. */
export function localRoute(ns: Netns, addr: Ipv4Addr): Route | null {
  const table = ns.routeTables.get(TABLE_LOCAL);
  if (table === undefined) return null;
  return tableLookup(ns, table, { dst: addr, tos: 0, oif: 0 }, 0);
}

/**
 * A look-up that leaves no record: for checks the kernel makes in passing (ARP, source validation, gateways).
 * Routes of a wider scope than `minScope` do not count.
 */
export function fibPeek(ns: Netns, key: RouteKey, minScope = 0): FibResult {
  const found = walkRules(ns, key, minScope, null);
  const path = found.route === null ? null : choosePath(ns, found.route, key);
  return path === null ? found : { ...found, route: path.route };
}

/** An address that was looked at as the source, and whether it was taken. */
export interface SourceCandidate {
  readonly addr: Ipv4Addr;
  readonly dev: Ifindex;
  readonly taken: boolean;
}

export interface SourceChoice {
  readonly chosen: Ipv4Addr;
  readonly verdict: 'prefsrc' | 'device' | 'other-device' | 'none';
  readonly candidates: readonly SourceCandidate[];
}

/**
 * Source address for packets towards `nexthop` through `link`: a primary address of the device that shares the next
 * hop's subnet, else its first primary, else any other device's. Source: net/ipv4/devinet.c inet_select_addr.
 */
export function selectSource(ns: Netns, link: Link | null, nexthop: Ipv4Addr, scope: number): SourceChoice {
  const candidates: { addr: Ipv4Addr; dev: Ifindex; taken: boolean }[] = [];
  let chosen = -1;
  for (const addr of link?.addrs ?? []) {
    if (addr.secondary || Math.min(addr.scope, SCOPE_LINK) > scope) continue;
    const fits = nexthop === 0 || inCidr(nexthop, { addr: addr.local, len: addr.len });
    candidates.push({ addr: addr.local, dev: link?.ifindex ?? 0, taken: false });
    if (fits) {
      chosen = candidates.length - 1;
      break;
    }
    if (chosen === -1) chosen = 0;
  }
  if (chosen !== -1) return choice(candidates, chosen, 'device');
  for (const other of ns.links) {
    if (other === undefined || other === link) continue;
    for (const addr of other.addrs) {
      if (addr.secondary || addr.scope === SCOPE_LINK || addr.scope > scope) continue;
      candidates.push({ addr: addr.local, dev: other.ifindex, taken: false });
      return choice(candidates, candidates.length - 1, 'other-device');
    }
  }
  return { chosen: ANY_IPV4, verdict: 'none', candidates };
}

function choice(
  candidates: { addr: Ipv4Addr; dev: Ifindex; taken: boolean }[],
  index: number,
  verdict: SourceChoice['verdict'],
): SourceChoice {
  const taken = candidates[index];
  if (taken !== undefined) taken.taken = true;
  return { chosen: taken?.addr ?? ANY_IPV4, verdict, candidates };
}

/** Source address a route gives to packets made here. Source: fib_semantics.c fib_result_prefsrc. */
export function routeSource(ns: Netns, route: Route, dst: Ipv4Addr): SourceChoice {
  if (route.prefsrc !== 0) return { chosen: route.prefsrc, verdict: 'prefsrc', candidates: [] };
  if (route.type === 'local') return { chosen: dst, verdict: 'prefsrc', candidates: [] };
  const scope = route.scope > SCOPE_HOST ? SCOPE_HOST : route.scope;
  return selectSource(ns, linkOf(ns, route.dev), route.gateway, scope);
}

/** Whether packets go to the gateway. Source: net/ipv4/route.c rt_set_nexthop, which asks for a gateway of scope link. */
export function usesGateway(route: Route): boolean {
  return route.gateway !== 0 && route.ownGateway !== true;
}

/** The address to resolve on the link: the gateway, or the destination itself. */
export function nexthopOf(route: Route, dst: Ipv4Addr): Ipv4Addr {
  return usesGateway(route) ? asIpv4(route.gateway) : dst;
}
