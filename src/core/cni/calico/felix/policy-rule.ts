/** A rule of a policy as felix gets it. Source: calico felix/proto/felixbackend.proto Rule. */
import type { PortRange } from './port-list';

/** A name the kernel's tools know, or a number. */
export type Protocol = string | number;

export interface IcmpType {
  readonly type: number;
  /** Without one any code fits. */
  readonly code?: number;
}

/** `next-tier` is what the API calls Pass; '' is an allow. */
export type PolicyRuleAction = '' | 'allow' | 'deny' | 'pass' | 'next-tier' | 'log';

/** Conditions that are there must all hold; of a list one is enough, but for IP sets, which must all hold. */
export interface PolicyRule {
  readonly action: PolicyRuleAction;
  /** 0 where the rule is for both. */
  readonly ipVersion?: 0 | 4 | 6;
  readonly protocol?: Protocol;
  readonly srcNets?: readonly string[];
  readonly srcPorts?: readonly PortRange[];
  /** Sets of address and port. */
  readonly srcNamedPortSets?: readonly string[];
  readonly srcIpSets?: readonly string[];
  readonly dstNets?: readonly string[];
  readonly dstPorts?: readonly PortRange[];
  readonly dstNamedPortSets?: readonly string[];
  readonly dstIpSets?: readonly string[];
  /** Sets of address and port of a Service. */
  readonly dstIpPortSets?: readonly string[];
  readonly icmp?: IcmpType;
  readonly notProtocol?: Protocol;
  readonly notSrcNets?: readonly string[];
  readonly notSrcPorts?: readonly PortRange[];
  readonly notSrcNamedPortSets?: readonly string[];
  readonly notSrcIpSets?: readonly string[];
  readonly notDstNets?: readonly string[];
  readonly notDstPorts?: readonly PortRange[];
  readonly notDstNamedPortSets?: readonly string[];
  readonly notDstIpSets?: readonly string[];
  readonly notIcmp?: IcmpType;
}

type NetList = 'srcNets' | 'dstNets' | 'notSrcNets' | 'notDstNets';

const CATCH_ALL = { 4: '0.0.0.0/0', 6: '::/0' } as const;

/**
 * The rule with the networks of one family only; null where it says nothing about that family, because it is for the
 * other one, or because a list had networks and none is left, or excludes everything. FilterRuleToIPVersion.
 */
export function ruleOfFamily(rule: PolicyRule, family: 4 | 6): PolicyRule | null {
  if ((rule.ipVersion ?? 0) !== 0 && rule.ipVersion !== family) return null;
  const kept: Partial<Record<NetList, readonly string[]>> = {};
  for (const list of ['srcNets', 'notSrcNets', 'dstNets', 'notDstNets'] as const) {
    const nets = rule[list] ?? [];
    const own = nets.filter((net) => net.includes(':') === (family === 6));
    if (nets.length > 0 && own.length === 0) return null;
    if (list.startsWith('not') && own.includes(CATCH_ALL[family])) return null;
    kept[list] = own;
  }
  return { ...rule, ...kept };
}
