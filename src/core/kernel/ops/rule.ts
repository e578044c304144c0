/** `ip rule add|del`. Source: net/core/fib_rules.c fib_newrule, fib_delrule, rule_find. */
import type { NetOp, OpError, RuleSpec } from '../../model/op';
import type { IpRule } from '../../model/route';
import { TABLE_MAIN } from '../../model/route';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putIpRules } from '../write';
import { explain, refuse } from './error';

export function ruleOp(
  ctx: Ctx,
  ns: Netns,
  { kind, rule }: NetOp & { kind: 'rule.add' | 'rule.del' },
  opId: number,
): OpError | null {
  return kind === 'rule.add' ? addRule(ctx, ns, rule, opId) : deleteRule(ctx, ns, rule);
}

function addRule(ctx: Ctx, ns: Netns, spec: RuleSpec, op: number): OpError | null {
  const action = spec.action ?? 'lookup';
  const pref = spec.pref ?? freePreference(ns.ipRules);
  if (action === 'goto' && (spec.target ?? 0) <= pref)
    return explain('EINVAL', 'Backward goto not supported');
  const rule: IpRule = {
    ...{ from: null, to: null, iif: null, oif: null, fwmark: null, fwmask: 0, protocol: 'boot' },
    ...spec,
    ...{ action, pref, op, table: action === 'lookup' ? (spec.table ?? TABLE_MAIN) : 0 },
  };
  if (ns.ipRules.some((other) => sameRule(other, rule))) return refuse('EEXIST');
  const at = ns.ipRules.findIndex((other) => other.pref > pref);
  const index = at === -1 ? ns.ipRules.length : at;
  putIpRules(ctx, ns, [...ns.ipRules.slice(0, index), rule, ...ns.ipRules.slice(index)]);
  return null;
}

/** One below the second rule's: new rules come first, right behind the table `local`. Source: fib_default_rule_pref. */
function freePreference(rules: readonly IpRule[]): number {
  const second = rules[1];
  return second === undefined || second.pref === 0 ? 0 : second.pref - 1;
}

/** Members that tell one rule from another. */
const SELECTORS = [
  ...(['action', 'table', 'target', 'not', 'from', 'to', 'iif', 'oif', 'fwmark', 'fwmask', 'tos'] as const),
  ...(['ipproto', 'sport', 'dport', 'uidrange', 'suppressPrefixlength', 'suppressIfgroup', 'pref'] as const),
];

function sameRule(a: IpRule, b: IpRule): boolean {
  return SELECTORS.every((name) => sameValue(a[name], b[name]));
}

function sameValue(a: IpRule[keyof IpRule], b: IpRule[keyof IpRule]): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The first rule that has everything that was said. */
function deleteRule(ctx: Ctx, ns: Netns, spec: RuleSpec): OpError | null {
  const said = SELECTORS.filter((name) => spec[name] !== undefined);
  const found = ns.ipRules.find((rule) => said.every((name) => sameValue(rule[name], spec[name])));
  if (found === undefined) return refuse('ENOENT');
  putIpRules(
    ctx,
    ns,
    ns.ipRules.filter((rule) => rule !== found),
  );
  return null;
}
