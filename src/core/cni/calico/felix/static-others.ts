/**
 * Fixed chains of tables nat, mangle and raw.
 * Source: calico felix/rules/static.go StaticNATTableChains, StaticMangleTableChains, StaticRawTableChains; the chain that
 * makes exceptions of the check for spoofed sources: felix/dataplane/linux/endpoint_mgr.go.
 */
import { ACCEPT, clearMark, jump, MASQUERADE, NOTRACK, RETURN, setMark } from './action';
import { CHAIN } from './chain-name';
import { failsafeInChain, failsafeOutChain } from './failsafe';
import { IPSET_ID, mainIpsetName } from './ipset-name';
import { policyBits } from './mark-bits';
import { match } from './match';
import { rule, type Chain, type Rule } from './rule';
import type { StaticConfig } from './static-config';
import { HOST_ACCEPTED, workloadDevices } from './static-filter';

/**
 * From the node into a tunnel with an address that is not the tunnel's, as when a process talks to a Service: the answer
 * would come back another way.
 */
function tunnelMasqueradeRule(device: string): Rule {
  return rule(
    [match.outInterface(device), match.notSrcAddrType('LOCAL', true), match.srcAddrType('LOCAL', false)],
    MASQUERADE,
  );
}

export function staticNatChains(config: StaticConfig): readonly Chain[] {
  const toFloating = [rule([], jump(CHAIN.floatingDnat))];
  return [
    { name: CHAIN.prerouting, rules: toFloating },
    { name: CHAIN.output, rules: toFloating },
    {
      name: CHAIN.postrouting,
      rules: [
        rule([], jump(CHAIN.floatingSnat)),
        rule([], jump(CHAIN.natOutgoing)),
        ...config.tunnelDevices.map(tunnelMasqueradeRule),
      ],
    },
  ];
}

export function staticMangleChains(config: StaticConfig): readonly Chain[] {
  const set = (id: string): string => mainIpsetName(id, config.family);
  const accepted = [match.markSingleBitSet(config.marks.accept)];
  const leavesCluster = [
    match.sourceIpSet(set(IPSET_ID.dscpEndpoints)),
    match.notDestIpSet(set(IPSET_ID.networkPools)),
    match.notDestIpSet(set(IPSET_ID.thisHostIps)),
  ];
  return [
    failsafeInChain('mangle', config),
    failsafeOutChain('mangle', config),
    {
      name: CHAIN.prerouting,
      rules: [
        rule([match.conntrackState('RELATED,ESTABLISHED')], config.mangleAllowAction),
        rule(accepted, config.mangleAllowAction),
        rule([], jump(CHAIN.fromHost)),
        rule(accepted, config.mangleAllowAction, HOST_ACCEPTED),
      ],
    },
    {
      name: CHAIN.postrouting,
      rules: [
        rule(leavesCluster, jump(CHAIN.egressDscp), 'set dscp for traffic leaving cluster.'),
        // Forwarded packets have the bit from the end of FORWARD.
        rule(accepted, RETURN),
        rule([], clearMark(policyBits(config.marks))),
        rule([match.conntrackState('DNAT')], jump(CHAIN.toHost)),
        rule(accepted, RETURN, HOST_ACCEPTED),
      ],
    },
  ];
}

/** Each direction of VXLAN has its own source ports, so conntrack would see two flows nobody answers. */
function vxlanNotrackRules(config: StaticConfig): readonly Rule[] {
  return config.vxlan ? [rule([match.protocol('udp'), match.destPort(config.vxlanPort)], NOTRACK)] : [];
}

export function staticRawChains(config: StaticConfig): readonly Chain[] {
  const { marks, denyAction } = config;
  const accepted = [match.markSingleBitSet(marks.accept)];
  const fromWorkload = match.markMatchesWithMask(marks.scratch0, marks.scratch0);
  const clear = rule([], clearMark(policyBits(marks)));
  return [
    failsafeInChain('raw', config),
    failsafeOutChain('raw', config),
    {
      name: CHAIN.prerouting,
      rules: [
        clear,
        ...vxlanNotrackRules(config),
        ...workloadDevices(config).map((device) =>
          rule([match.inInterface(device)], setMark(marks.scratch0)),
        ),
        rule([fromWorkload], jump(CHAIN.rpfSkip)),
        // A pod may not send with another's address.
        rule([fromWorkload, match.rpfCheckFailed()], denyAction),
        rule([match.markClear(marks.scratch0)], jump(CHAIN.fromHost)),
        rule(accepted, ACCEPT),
      ],
    },
    {
      name: CHAIN.output,
      rules: [clear, rule([], jump(CHAIN.toHost)), ...vxlanNotrackRules(config), rule(accepted, ACCEPT)],
    },
    { name: CHAIN.rpfSkip, rules: [] },
  ];
}
