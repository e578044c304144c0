/** The conditions of one policy rule in one line. Source: calico felix/rules/policy.go CalculateRuleMatch. */
import { mainIpsetName } from './ipset-name';
import { match } from './match';
import { splitPortList } from './port-list';
import type { IcmpType, PolicyRule, Protocol } from './policy-rule';

export function protocolMatch(protocol: Protocol | undefined): readonly string[] {
  if (protocol === undefined) return [];
  return [typeof protocol === 'number' ? match.protocolNum(protocol) : match.protocol(protocol)];
}

function notProtocolMatch(protocol: Protocol | undefined): readonly string[] {
  if (protocol === undefined) return [];
  return [typeof protocol === 'number' ? match.notProtocolNum(protocol) : match.notProtocol(protocol)];
}

interface IcmpBuilders {
  readonly type: (type: number) => string;
  readonly typeAndCode: (type: number, code: number) => string;
}

const ICMP = { type: match.icmpType, typeAndCode: match.icmpTypeAndCode } as const;
const ICMP_V6 = { type: match.icmpV6Type, typeAndCode: match.icmpV6TypeAndCode } as const;
const NOT_ICMP = { type: match.notIcmpType, typeAndCode: match.notIcmpTypeAndCode } as const;
const NOT_ICMP_V6 = { type: match.notIcmpV6Type, typeAndCode: match.notIcmpV6TypeAndCode } as const;

function icmpMatch(icmp: IcmpType | undefined, { type, typeAndCode }: IcmpBuilders): readonly string[] {
  if (icmp === undefined) return [];
  return [icmp.code === undefined ? type(icmp.type) : typeAndCode(icmp.type, icmp.code)];
}

/**
 * First what must hold, then what must not, each time: protocol, source, destination, ICMP. Lists of networks and ports
 * that one line cannot hold have been taken out before, see policy-rule.blocks.ts.
 */
export function policyRuleMatch(rule: PolicyRule, family: 4 | 6): readonly string[] {
  const named = (ids: readonly string[] | undefined, builder: (set: string) => string): readonly string[] =>
    (ids ?? []).map((id) => builder(mainIpsetName(id, family)));
  const { srcPorts = [], dstPorts = [] } = rule;
  return [
    ...protocolMatch(rule.protocol),
    ...(rule.srcNets ?? []).map(match.sourceNet),
    ...named(rule.srcIpSets, match.sourceIpSet),
    ...(srcPorts.length > 0 ? [match.sourcePortRanges(...srcPorts)] : []),
    ...named(rule.srcNamedPortSets, match.sourceIpPortSet),
    ...(rule.dstNets ?? []).map(match.destNet),
    ...named(rule.dstIpSets, match.destIpSet),
    ...named(rule.dstIpPortSets, match.destIpPortSet),
    ...(dstPorts.length > 0 ? [match.destPortRanges(...dstPorts)] : []),
    ...named(rule.dstNamedPortSets, match.destIpPortSet),
    ...icmpMatch(rule.icmp, family === 4 ? ICMP : ICMP_V6),
    ...notProtocolMatch(rule.notProtocol),
    ...(rule.notSrcNets ?? []).map(match.notSourceNet),
    ...named(rule.notSrcIpSets, match.notSourceIpSet),
    ...splitPortList(rule.notSrcPorts ?? []).map((split) => match.notSourcePortRanges(...split)),
    ...named(rule.notSrcNamedPortSets, match.notSourceIpPortSet),
    ...(rule.notDstNets ?? []).map(match.notDestNet),
    ...named(rule.notDstIpSets, match.notDestIpSet),
    ...splitPortList(rule.notDstPorts ?? []).map((split) => match.notDestPortRanges(...split)),
    ...named(rule.notDstNamedPortSets, match.notDestIpPortSet),
    ...icmpMatch(rule.notIcmp, family === 4 ? NOT_ICMP : NOT_ICMP_V6),
  ];
}
