/** Policy rules by ascending preference. Source: net/core/fib_rules.c fib_rules_lookup, net/ipv4/fib_rules.c. */
import { inCidr } from '../wire/addr';
import type { Ifindex } from '../model/link';
import type { IpRule, NumberRange, Route } from '../model/route';
import type { Netns } from '../model/world';
import type { RouteKey, RuleMisfit, RuleVisit } from '../trace/kinds';
import { rulesAsk } from './fib.plain';
import { sameTos, tableLookup } from './fib.table';

/** What a look-up answers where there is no way. */
export type RouteErrno = 'ENETUNREACH' | 'EHOSTUNREACH' | 'EACCES' | 'EINVAL';

/** The entry that won and its table, or why there is none. */
export interface RuleResult {
  readonly route: Route | null;
  readonly table: number;
  /** Null with a route that leads somewhere. */
  readonly errno: RouteErrno | null;
}

const NOTHING: RuleResult = { route: null, table: 0, errno: 'ENETUNREACH' };

/** What rules of these actions answer; fib_rules.c fib4_rule_action. */
const RULE_ERRNO = { unreachable: 'ENETUNREACH', prohibit: 'EACCES', blackhole: 'EINVAL' } as const;

/** What routes of these types answer. Source: fib_semantics.c fib_props. */
export function typeErrno(route: Route): RouteErrno | null {
  switch (route.type) {
    case 'unreachable':
      return 'EHOSTUNREACH';
    case 'prohibit':
      return 'EACCES';
    case 'blackhole':
      return 'EINVAL';
    default:
      return null;
  }
}

/** Goes through the rules until one decides; notes every one it looked at in `visits`. */
export function walkRules(
  ns: Netns,
  key: RouteKey,
  minScope: number,
  visits: RuleVisit[] | null,
): RuleResult {
  const rules = ns.ipRules;
  const { tables } = rulesAsk(rules);
  if (visits === null && tables !== null) return walkTables(ns, tables, key, minScope);
  for (let i = 0; i < rules.length; i += 1) {
    const rule = rules[i];
    if (rule === undefined) break;
    const { pref, table } = rule;
    const misfit = ruleMisfit(ns, rule, key);
    if (misfit !== null) {
      visits?.push({ pref, table, size: ns.routeTables.get(table)?.size ?? 0, outcome: 'selector', misfit });
      continue;
    }
    switch (rule.action) {
      case 'nop':
        visits?.push({ pref, table: 0, size: 0, outcome: 'nop' });
        continue;
      case 'goto': {
        const target = rule.target ?? 0;
        const at = rules.findIndex((other) => other.pref === target);
        visits?.push({ pref, table: 0, size: 0, outcome: at === -1 ? 'nop' : 'goto', target });
        // Rules only ever lead forward (`Backward goto not supported`).
        if (at > i) i = at - 1;
        continue;
      }
      case 'lookup':
        break;
      default:
        visits?.push({ pref, table: 0, size: 0, outcome: 'hit' });
        return { route: null, table: 0, errno: RULE_ERRNO[rule.action] };
    }
    const rows = ns.routeTables.get(table);
    const route = rows === undefined ? null : tableLookup(ns, rows, key, minScope);
    const outcome = outcomeOf(rule, route);
    visits?.push({ pref, table, size: rows?.size ?? 0, outcome });
    if (route !== null && outcome === 'hit') return { route, table, errno: typeErrno(route) };
  }
  return NOTHING;
}

/** As the rules lead where they ask for nothing. */
function walkTables(ns: Netns, tables: readonly number[], key: RouteKey, minScope: number): RuleResult {
  for (const table of tables) {
    const rows = ns.routeTables.get(table);
    const route = rows === undefined ? null : tableLookup(ns, rows, key, minScope);
    if (route !== null && route.type !== 'throw') return { route, table, errno: typeErrno(route) };
  }
  return NOTHING;
}

function outcomeOf(rule: IpRule, route: Route | null): 'hit' | 'no-match' | 'throw' | 'suppressed' {
  if (route === null) return 'no-match';
  if (route.type === 'throw') return 'throw';
  return suppressed(rule, route) ? 'suppressed' : 'hit';
}

/** Source: fib_rules.c fib4_rule_suppress; errors are not suppressed. */
function suppressed(rule: IpRule, route: Route): boolean {
  if (typeErrno(route) !== null) return false;
  const { suppressPrefixlength, suppressIfgroup } = rule;
  if (suppressPrefixlength !== undefined && route.len <= suppressPrefixlength) return true;
  // Every device is in group 0.
  return suppressIfgroup === 0 && route.dev !== 0;
}

/** The first selector that does not fit, null for a rule that is meant. */
export function ruleMisfit(ns: Netns, rule: IpRule, key: RouteKey): RuleMisfit | null {
  const misfit = firstMisfit(ns, rule, key);
  if (rule.not !== true) return misfit;
  return misfit === null ? 'not' : null;
}

function firstMisfit(ns: Netns, rule: IpRule, key: RouteKey): RuleMisfit | null {
  if (rule.iif !== null && rule.iif !== nameOf(ns, key.iif)) return 'iif';
  if (rule.oif !== null && (key.oif === 0 || rule.oif !== nameOf(ns, key.oif))) return 'oif';
  if (rule.fwmark !== null && (key.mark & rule.fwmask) >>> 0 !== rule.fwmark) return 'fwmark';
  // Everything here runs as root.
  if (rule.uidrange !== undefined && rule.uidrange.min > 0) return 'uidrange';
  if (rule.from !== null && !inCidr(key.src, rule.from)) return 'from';
  if (rule.to !== null && !inCidr(key.dst, rule.to)) return 'to';
  if (rule.tos !== undefined && rule.tos !== 0 && !sameTos(key.tos, rule.tos)) return 'tos';
  if (rule.ipproto !== undefined && rule.ipproto !== key.proto) return 'ipproto';
  if (rule.sport !== undefined && !within(key.sport, rule.sport)) return 'sport';
  return rule.dport !== undefined && !within(key.dport, rule.dport) ? 'dport' : null;
}

function within(port: number | undefined, { min, max }: NumberRange): boolean {
  return port !== undefined && port >= min && port <= max;
}

function nameOf(ns: Netns, ifindex: Ifindex): string {
  // Packets made here carry the loopback device as their input (`iif lo`).
  return ns.links[ifindex === 0 ? 1 : ifindex]?.name ?? '';
}
