/** Policies and profiles: policy-rule-match, policy-rule-blocks, policy-groups, policy-order, profiles. */
import type { RuleMarks } from '../../../core/cni/calico/felix/mark-bits';
import { policyChainConfig, policyRuleToRules } from '../../../core/cni/calico/felix/policy-chain';
import { groupChain, isInlined, type PolicyGroup } from '../../../core/cni/calico/felix/policy-group';
import type {
  IcmpType,
  PolicyRule,
  PolicyRuleAction,
  Protocol,
} from '../../../core/cni/calico/felix/policy-rule';
import { policyRuleMatch } from '../../../core/cni/calico/felix/policy-rule.match';
import { ruleFragment, textOfRule, type Rule } from '../../../core/cni/calico/felix/rule';
import { sortPolicies, sortTiers } from '../../../core/cni/calico/policy-order';
import { namespaceProfile, serviceAccountProfile } from '../../../core/cni/calico/profile';
import { compared } from '../compare';
import type { Json, JsonObject } from '../json';
import { isObject, member, objectsOf, textOf } from '../json';
import type { Played } from '../played';
import { directionOf } from './names';
import { bitsOf, familyOf, policyOf, portsOf, textsOf } from './read';
import { featuresOf } from './rules';

export function marksOf(input: JsonObject): RuleMarks {
  const marks = member(input, 'marks');
  return {
    accept: bitsOf(marks, 'accept'),
    pass: bitsOf(marks, 'pass'),
    drop: bitsOf(marks, 'drop'),
    scratch0: bitsOf(marks, 'scratch0'),
    scratch1: bitsOf(marks, 'scratch1'),
  };
}

function protocolOf(value: Json | undefined): Protocol | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function icmpOf(value: Json | undefined): IcmpType | undefined {
  if (!isObject(value)) return undefined;
  const type = Number(value['type']);
  return value['code'] === undefined ? { type } : { type, code: Number(value['code']) };
}

const ACTIONS: readonly PolicyRuleAction[] = ['', 'allow', 'deny', 'pass', 'next-tier', 'log'];

/** Members that are not there stay away. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(members) as { [K in keyof T]: Exclude<T[K], undefined> };
}

export function policyRuleOf(rule: JsonObject, action: string): PolicyRule {
  return {
    action: ACTIONS.find((each) => each === action) ?? '',
    srcNets: textsOf(rule['srcNets']),
    srcPorts: portsOf(rule['srcPorts']),
    srcNamedPortSets: textsOf(rule['srcNamedPortIPSets']),
    srcIpSets: textsOf(rule['srcIPSets']),
    dstNets: textsOf(rule['dstNets']),
    dstPorts: portsOf(rule['dstPorts']),
    dstNamedPortSets: textsOf(rule['dstNamedPortIPSets']),
    dstIpSets: textsOf(rule['dstIPSets']),
    dstIpPortSets: textsOf(rule['dstIPPortSets']),
    notSrcNets: textsOf(rule['notSrcNets']),
    notSrcPorts: portsOf(rule['notSrcPorts']),
    notSrcNamedPortSets: textsOf(rule['notSrcNamedPortIPSets']),
    notSrcIpSets: textsOf(rule['notSrcIPSets']),
    notDstNets: textsOf(rule['notDstNets']),
    notDstPorts: portsOf(rule['notDstPorts']),
    notDstNamedPortSets: textsOf(rule['notDstNamedPortIPSets']),
    notDstIpSets: textsOf(rule['notDstIPSets']),
    ...present({
      protocol: protocolOf(rule['protocol']),
      notProtocol: protocolOf(rule['notProtocol']),
      icmp: icmpOf(rule['icmp']),
      notIcmp: icmpOf(rule['notIcmp']),
    }),
  };
}

const fragments = (rules: readonly Rule[]): readonly string[] =>
  rules.map((rule) => ruleFragment(textOfRule(rule, featuresOf([]))));

export function policyRuleMatches(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const family = familyOf(input);
  const config = policyChainConfig(marksOf(input));
  const rule = member(input, 'rule');
  const play = (action: string): readonly string[] =>
    fragments(policyRuleToRules(policyRuleOf(rule, action), family, config));
  if (member(golden, 'expected')['rules'] !== undefined) {
    return compared(golden['expected'], { rules: play('allow') });
  }
  return compared(golden['expected'], {
    match: policyRuleMatch(policyRuleOf(rule, 'allow'), family).join(' '),
    allow: play('allow'),
    pass: play('pass'),
    deny: play('deny'),
  });
}

export function policyRuleBlocks(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const rule = member(input, 'rule');
  const rules = policyRuleToRules(
    policyRuleOf(rule, textOf(rule, 'action')),
    familyOf(input),
    policyChainConfig(marksOf(input)),
  );
  return compared(
    golden['expected'],
    fragments(rules).map((fragment) => `-A ${textOf(input, 'chain')} ${fragment}`),
  );
}

export function groupOf(group: JsonObject): PolicyGroup {
  return {
    direction: directionOf(group),
    selector: textOf(group, 'selector'),
    policies: objectsOf(group['policies']).map(policyOf),
  };
}

export function policyGroups(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const group = groupOf(member(input, 'group'));
  const { name, rules } = groupChain(group, marksOf(input));
  return compared(golden['expected'], {
    inlinedInEndpointChain: isInlined(group),
    chain: name,
    rules: fragments(rules),
  });
}

function orderOf(value: JsonObject): number | null {
  return typeof value['order'] === 'number' ? value['order'] : null;
}

export function policyOrder(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const sorted =
    input['tiers'] === undefined
      ? sortPolicies(
          objectsOf(input['policies']).map((policy) => ({ ...policyOf(policy), order: orderOf(policy) })),
        )
      : sortTiers(
          objectsOf(input['tiers']).map((tier) => ({
            name: textOf(tier, 'name'),
            order: orderOf(tier),
            valid: tier['valid'] !== false,
          })),
        );
  return compared(
    golden['expected'],
    sorted.map(({ name }) => name),
  );
}

export function profiles(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const [namespace, account] = [textOf(input, 'namespace'), textOf(input, 'serviceAccount')];
  const given = member(input, 'labels');
  const labels = Object.fromEntries(Object.keys(given).map((label) => [label, textOf(given, label)]));
  const profile =
    account === '' ? namespaceProfile(namespace, labels) : serviceAccountProfile(namespace, account, labels);
  const capital = ({ action }: PolicyRule): JsonObject => ({
    action: action.slice(0, 1).toUpperCase() + action.slice(1),
  });
  return compared(golden['expected'], {
    profile: profile.name,
    ingress: profile.ingress.map(capital),
    egress: profile.egress.map(capital),
    labelsToApply: profile.labelsToApply,
  });
}
