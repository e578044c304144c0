/**
 * Chains of policies and profiles. They answer by bits of the mark: accept, pass, or neither; the endpoint's chain reads
 * them. Source: calico felix/rules/policy.go.
 */
import { DROP, RETURN, setMark, type Action } from './action';
import { policyChainName, profileChainName, type Direction } from './chain-name';
import type { RuleMarks } from './mark-bits';
import { match } from './match';
import { isStaged, policyTitle, type PolicyId } from './policy-id';
import { ruleOfFamily, type PolicyRule } from './policy-rule';
import { splitPolicyRule } from './policy-rule.blocks';
import { policyRuleMatch } from './policy-rule.match';
import { rule as makeRule, type Chain, type Rule } from './rule';

export interface PolicyChainConfig {
  readonly marks: RuleMarks;
  /** FelixConfiguration iptablesFilterDenyAction: DROP or REJECT. */
  readonly denyAction: Action;
  /** FelixConfiguration logPrefix. */
  readonly logPrefix: string;
}

export const LOG_PREFIX = 'calico-packet';

/** The bit an action sets, and what is done with a packet that has it. */
function verdictOf(rule: PolicyRule, config: PolicyChainConfig): readonly [number, Action] | null {
  const { accept, pass, drop } = config.marks;
  switch (rule.action) {
    case '':
    case 'allow':
      return [accept, RETURN];
    case 'pass':
    case 'next-tier':
      return [pass, RETURN];
    case 'deny':
      return [drop, config.denyAction];
    case 'log':
      return null;
  }
}

/** The rules of iptables for one rule of a policy; none where it says nothing about the family. */
export function policyRuleToRules(
  policyRule: PolicyRule,
  family: 4 | 6,
  config: PolicyChainConfig,
): readonly Rule[] {
  const own = ruleOfFamily(policyRule, family);
  if (own === null) return [];
  const { blocks, rest, blockMatch } = splitPolicyRule(own, family, config.marks);
  const condition = [...policyRuleMatch(rest, family), ...blockMatch];
  const verdict = verdictOf(own, config);
  if (verdict === null) {
    return [...blocks, makeRule(condition, { kind: 'log', prefix: config.logPrefix })];
  }
  const [bit, action] = verdict;
  // Up to v3.29 there was no bit for a denied packet: it was dropped in the line that matched.
  if (bit === 0) return [...blocks, makeRule(condition, action)];
  return [...blocks, makeRule(condition, setMark(bit)), makeRule([match.markSingleBitSet(bit)], action)];
}

/** All rules of a policy in one direction, the title as a comment on the first. */
function chainRules(
  policyRules: readonly PolicyRule[],
  family: 4 | 6,
  config: PolicyChainConfig,
  title: string,
): readonly Rule[] {
  const rules = policyRules.flatMap((each) => policyRuleToRules(each, family, config));
  // A return at the end of a chain does nothing.
  while (rules.at(-1)?.action?.kind === 'return') rules.pop();
  const [first = makeRule([], null), ...others] = rules;
  return [{ ...first, comments: [...first.comments, title] }, ...others];
}

export interface PolicyRules {
  readonly inbound: readonly PolicyRule[];
  readonly outbound: readonly PolicyRule[];
}

const TITLES: readonly (readonly [Direction, string])[] = [
  ['inbound', 'ingress'],
  ['outbound', 'egress'],
];

/** A staged policy has none. */
export function policyChains(
  policy: PolicyId,
  rules: PolicyRules,
  family: 4 | 6,
  config: PolicyChainConfig,
): readonly Chain[] {
  if (isStaged(policy)) return [];
  return TITLES.map(([direction, word]) => ({
    name: policyChainName(direction, policy),
    rules: chainRules(rules[direction], family, config, `${policyTitle(policy)} ${word}`),
  }));
}

export function profileChains(
  profile: string,
  rules: PolicyRules,
  family: 4 | 6,
  config: PolicyChainConfig,
): readonly Chain[] {
  return TITLES.map(([direction, word]) => ({
    name: profileChainName(direction, profile),
    rules: chainRules(rules[direction], family, config, `Profile ${profile} ${word}`),
  }));
}

/** What felix does without any configuration. */
export function policyChainConfig(marks: RuleMarks): PolicyChainConfig {
  return { marks, denyAction: DROP, logPrefix: LOG_PREFIX };
}
