/** What an edit makes of the rules of one chain. Source: iptables 1.8.11 iptables/nft.c nft_rule_insert, nft_rule_delete_num. */
import type { NfRule } from '../../model/netfilter';
import type { NfStep, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import { printRule } from './text';

export const NO_RULE: OpError = {
  errno: 'ENOENT',
  message: 'iptables: Bad rule (does a matching rule exist in that chain?).',
};

const INSERTED_BEYOND: OpError = { errno: 'EINVAL', message: 'iptables: Index of insertion too big.' };
const DELETED_BEYOND: OpError = { errno: 'EINVAL', message: 'iptables: Index of deletion too big.' };

type RuleStep = Extract<NfStep, { do: 'append' | 'insert' | 'delete' | 'delete-number' | 'flush' }>;

export function isRuleStep(step: { readonly do: string }): step is RuleStep {
  return ['append', 'insert', 'delete', 'delete-number', 'flush'].includes(step.do);
}

/** Changes `rules` in place; answers which are gone. */
export function changeRules(ns: Netns, rules: NfRule[], step: RuleStep): readonly NfRule[] | OpError {
  switch (step.do) {
    case 'append':
    case 'insert': {
      const at = step.do === 'append' ? rules.length : (step.at ?? 1) - 1;
      if (at < 0 || at > rules.length) return INSERTED_BEYOND;
      rules.splice(at, 0, numberedRule(step.rule, nextId(ns)));
      return [];
    }
    case 'delete': {
      const text = printRule(step.chain, step.rule);
      const at = rules.findIndex((rule) => printRule(step.chain, rule) === text);
      return at < 0 ? NO_RULE : rules.splice(at, 1);
    }
    case 'delete-number':
      return rules[step.number - 1] === undefined ? DELETED_BEYOND : rules.splice(step.number - 1, 1);
    case 'flush':
      return rules.splice(0);
  }
}

/** A rule with its number, and what few have put on afterwards: V8 may give each result of a spread a shape of its own. */
export function numberedRule(rule: Omit<NfRule, 'id'>, id: number): NfRule {
  const { src, dst, in: from, out, proto, matches, target } = rule;
  const numbered = { id, src, dst, in: from, out, proto, matches, target };
  return rule.nft === undefined ? numbered : { ...numbered, nft: rule.nft };
}

export function nextId(ns: Netns): number {
  const id = ns.nextRule;
  ns.nextRule = id + 1;
  return id;
}
