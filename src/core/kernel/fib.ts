/**
 * The route look-up: policy rules, then tables, longest prefix first.
 * Source: net/ipv4/fib_rules.c, fib_trie.c fib_table_lookup, fib_semantics.c fib_result_prefsrc.
 */
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, asIpv4, inCidr, maskOf } from '../wire/addr';
import type { Ifindex, Link } from '../model/link';
import type { IpRule, Route, RouteTable } from '../model/route';
import { SCOPE_HOST, SCOPE_LINK, TABLE_LOCAL, TABLE_MAIN, prefixKey, routeTableName } from '../model/route';
import type { Skb } from '../model/skb';
import type { Netns } from '../model/world';
import type { Candidate, RouteKey, RuleVisit } from '../trace/kinds';
import type { Ctx } from './ctx';
import { linkOf } from './ctx';
import { routeLosers } from './fib.evidence';

/** The winner and the table it came from; `route` null when no rule led to one. */
export interface FibResult {
  readonly route: Route | null;
  readonly table: number;
}

const NOTHING: FibResult = { route: null, table: 0 };

/** Looks up a route through the policy rules and records what was asked and found. */
export function fibLookup(ctx: Ctx, ns: Netns, key: RouteKey, skb: Skb | null): FibResult {
  if (!ctx.trace.on) return fibPeek(ns, key);
  let result = NOTHING;
  let size = 0;
  let considered = 0;
  const visits: RuleVisit[] = [];
  for (const rule of ns.ipRules) {
    const table = ns.routeTables.get(rule.table);
    const selected = ruleMatches(ns, rule, key);
    const route = selected && table !== undefined ? tableLookup(ns, table, key) : null;
    const thrown = route?.type === 'throw';
    const hit = route !== null && !thrown;
    const count = table?.size ?? 0;
    considered += selected ? count : 0;
    const outcome = !selected ? 'selector' : thrown ? 'throw' : hit ? 'hit' : 'no-match';
    visits.push({ pref: rule.pref, table: rule.table, size: count, outcome });
    if (!hit) continue;
    size = count;
    result = { route, table: rule.table };
    break;
  }
  traceLookup(ctx, ns, key, skb, result, size, considered, visits);
  return result;
}

function traceLookup(
  ctx: Ctx,
  ns: Netns,
  key: RouteKey,
  skb: Skb | null,
  result: FibResult,
  size: number,
  considered: number,
  rules: readonly RuleVisit[],
): void {
  const { route, table } = result;
  const last = rules[rules.length - 1];
  const name = routeTableName(route === null ? (last?.table ?? TABLE_MAIN) : table);
  const candidates: readonly Candidate<Route>[] | null = ctx.trace.evidence
    ? routeLosers(ns, key, route, rules)
    : null;
  const verdict = route === null || route.type === 'throw' ? 'none' : route.type;
  ctx.emit('route.lookup', verdict, ns.id, route?.dev ?? 0, skb, {
    key,
    table: { name, size },
    match: route,
    considered,
    rules,
    ...(candidates === null ? {} : { candidates }),
  });
}

function ruleMatches(ns: Netns, rule: IpRule, key: RouteKey): boolean {
  if (rule.from !== null && !inCidr(key.src, rule.from)) return false;
  if (rule.to !== null && !inCidr(key.dst, rule.to)) return false;
  if (rule.fwmark !== null && (key.mark & rule.fwmask) >>> 0 !== rule.fwmark) return false;
  if (rule.iif !== null && rule.iif !== nameOf(ns, key.iif)) return false;
  return rule.oif === null || rule.oif === nameOf(ns, key.oif);
}

function nameOf(ns: Netns, ifindex: Ifindex): string {
  // Packets made here carry the loopback device as their input (`iif lo`).
  return linkOf(ns, ifindex === 0 ? 1 : ifindex)?.name ?? '';
}

/** Longest prefix, then TOS, metric and arrival: the first usable route. Null when nothing covers the destination. */
function tableLookup(ns: Netns, table: RouteTable, key: RouteKey, minScope = 0): Route | null {
  for (let len = 32; len >= 0; len -= 1) {
    if (table.lengths[len] === 0) continue;
    const network = (key.dst & maskOf(len)) >>> 0;
    const routes = table.byPrefix.get(prefixKey(network, len));
    if (routes === undefined) continue;
    for (const route of routes) if (route.scope >= minScope && usable(ns, route, key)) return route;
  }
  return null;
}

/** Source: fib_trie.c fib_table_lookup (the loop over aliases), fib_lookup_good_nhc. */
function usable(ns: Netns, route: Route, key: RouteKey): boolean {
  if (route.tos !== 0 && route.tos !== key.tos) return false;
  if (key.oif !== 0 && route.dev !== 0 && route.dev !== key.oif) return false;
  // An address stays ours while its device is down.
  return route.dev === 0 || route.type === 'local' || linkOf(ns, route.dev)?.up === true;
}

/**
 * The entry of the local table for an address, which says whether it is one of our own.
 * Source: net/ipv4/fib_frontend.c inet_addr_type.
 */
export function localType(ns: Netns, addr: Ipv4Addr): 'local' | 'broadcast' | null {
  const route = localRoute(ns, addr);
  return route?.type === 'local' || route?.type === 'broadcast' ? route.type : null;
}

/** The entry of the local table for an address, null when it is nobody's here. */
export function localRoute(ns: Netns, addr: Ipv4Addr): Route | null {
  const table = ns.routeTables.get(TABLE_LOCAL);
  if (table === undefined) return null;
  return tableLookup(ns, table, { dst: addr, src: ANY_IPV4, iif: 0, oif: 0, tos: 0, mark: 0 });
}

/**
 * A look-up that leaves no record: for checks the kernel makes in passing (ARP, source validation, gateways).
 * Routes of a wider scope than `minScope` do not count.
 */
export function fibPeek(ns: Netns, key: RouteKey, minScope = 0): FibResult {
  for (const rule of ns.ipRules) {
    const table = ns.routeTables.get(rule.table);
    if (table === undefined || !ruleMatches(ns, rule, key)) continue;
    const route = tableLookup(ns, table, key, minScope);
    if (route !== null && route.type !== 'throw') return { route, table: rule.table };
  }
  return NOTHING;
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
