/** Fixed chains of table filter. Source: calico felix/rules/static.go StaticFilterTableChains. */
import { clearMark, DROP, goTo, jump, RETURN, setMark } from './action';
import { CHAIN } from './chain-name';
import { actionWord } from './endpoint-chain';
import { failsafeInChain, failsafeOutChain } from './failsafe';
import { IPSET_ID, mainIpsetName } from './ipset-name';
import { policyBits } from './mark-bits';
import { match, WILDCARD } from './match';
import { rule, type Chain, type Rule } from './rule';
import type { StaticConfig } from './static-config';

const IPPROTO_IPIP = 4;
const IPPROTO_UDP = 17;
const IPPROTO_ICMPV6 = 58;

/** A packet that leaves the chain of host endpoints with the accept bit is let through. */
export const HOST_ACCEPTED = 'Host endpoint policy accepted packet.';

export function workloadDevices(config: StaticConfig): readonly string[] {
  return config.workloadPrefixes.map((prefix) => prefix + WILDCARD);
}

function udpTo(port: number): readonly string[] {
  return [match.protocolNum(IPPROTO_UDP), match.destPorts(port)];
}

/** Tunnels of other nodes come in; anybody else's do not. */
function tunnelInputRules(config: StaticConfig): readonly Rule[] {
  const { family, filterAllowAction, denyAction } = config;
  const set = (id: string): string => mainIpsetName(id, family);
  const here = match.destAddrType('LOCAL');
  const rules: Rule[] = [];
  if (config.ipip && family === 4) {
    const ipip = match.protocolNum(IPPROTO_IPIP);
    rules.push(
      rule(
        [ipip, match.sourceIpSet(set(IPSET_ID.allHostNets)), here],
        filterAllowAction,
        'Allow IPIP packets from Calico hosts',
      ),
      rule([ipip], denyAction, `${actionWord(denyAction)} IPIP packets from non-Calico hosts`),
    );
  }
  if (config.vxlan) {
    const vxlan = udpTo(config.vxlanPort);
    const version = `IPv${String(family)} VXLAN packets`;
    const source = match.sourceIpSet(set(IPSET_ID.allVxlanSourceNets));
    // For IPv4 the word and the deed are always to drop.
    const deny = family === 4 ? DROP : denyAction;
    rules.push(
      rule([...vxlan, source, here], filterAllowAction, `Allow ${version} from allowed hosts`),
      rule([...vxlan, here], deny, `${actionWord(deny)} ${version} from non-allowed hosts`),
    );
  }
  if (config.wireguard) {
    const title = `Allow incoming IPv${String(family)} Wireguard packets`;
    rules.push(rule([...udpTo(config.wireguardPort), here], filterAllowAction, title));
  }
  return rules;
}

/** No policy of the node itself may cut its own tunnels. */
function tunnelOutputRules(config: StaticConfig): readonly Rule[] {
  const { family, filterAllowAction } = config;
  const set = (id: string): string => mainIpsetName(id, family);
  const own = match.srcAddrType('LOCAL', false);
  const rules: Rule[] = [];
  if (config.ipip && family === 4) {
    const condition = [match.protocolNum(IPPROTO_IPIP), match.destIpSet(set(IPSET_ID.allHostNets)), own];
    rules.push(rule(condition, filterAllowAction, 'Allow IPIP packets to other Calico hosts'));
  }
  if (config.vxlan) {
    const condition = [...udpTo(config.vxlanPort), own, match.destIpSet(set(IPSET_ID.allVxlanSourceNets))];
    const title = `Allow IPv${String(family)} VXLAN packets to other allowed hosts`;
    rules.push(rule(condition, filterAllowAction, title));
  }
  if (config.wireguard) {
    const title = `Allow outgoing IPv${String(family)} Wireguard packets`;
    rules.push(rule([...udpTo(config.wireguardPort), own], filterAllowAction, title));
  }
  return rules;
}

function inputChain(config: StaticConfig): Chain {
  const accepted = [match.markSingleBitSet(config.marks.accept)];
  return {
    name: CHAIN.input,
    rules: [
      ...tunnelInputRules(config),
      ...workloadDevices(config).map((device) =>
        rule([match.inInterface(device)], goTo(CHAIN.workloadToHost)),
      ),
      rule(accepted, config.filterAllowAction),
      rule([], clearMark(policyBits(config.marks))),
      rule([], jump(CHAIN.fromHost)),
      rule(accepted, config.filterAllowAction, HOST_ACCEPTED),
    ],
  };
}

/** Listener reports, router and neighbour solicitations: without them a pod has no gateway. */
const ICMPV6_OF_EVERY_POD = [130, 131, 132, 133, 135, 136];

function workloadToHostChain(config: StaticConfig): Chain {
  const icmp = config.family === 6 ? ICMPV6_OF_EVERY_POD : [];
  return {
    name: CHAIN.workloadToHost,
    rules: [
      ...icmp.map((type) =>
        rule([match.protocolNum(IPPROTO_ICMPV6), match.icmpV6Type(type)], config.filterAllowAction),
      ),
      rule([], jump(CHAIN.fromWorkload)),
      rule([], config.endpointToHostAction, 'Configured DefaultEndpointToHostAction'),
    ],
  };
}

function forwardChain(config: StaticConfig): Chain {
  const { accept } = config.marks;
  return {
    name: CHAIN.forward,
    rules: [
      // The accept bit tells what tables raw and mangle decided.
      rule([], clearMark((policyBits(config.marks) & ~accept) >>> 0)),
      rule([match.markClear(accept)], jump(CHAIN.fromHostForward)),
      ...workloadDevices(config).flatMap((device) => [
        rule([match.inInterface(device)], jump(CHAIN.fromWorkload)),
        rule([match.outInterface(device)], jump(CHAIN.toWorkload)),
      ]),
      rule([], jump(CHAIN.toHostForward)),
      rule([], jump(CHAIN.cidrBlock)),
    ],
  };
}

/** What stands at the end of the kernel's own FORWARD. StaticFilterForwardAppendRules. */
export function forwardAppendRules(
  config: Pick<StaticConfig, 'marks' | 'filterAllowAction'>,
): readonly Rule[] {
  const { accept } = config.marks;
  return [
    rule([match.markSingleBitSet(accept)], config.filterAllowAction, 'Policy explicitly accepted packet.'),
    // Mangle POSTROUTING knows by it that the packet was forwarded.
    rule([], setMark(accept)),
  ];
}

function outputChain(config: StaticConfig): Chain {
  const accepted = [match.markSingleBitSet(config.marks.accept)];
  return {
    name: CHAIN.output,
    rules: [
      rule(accepted, config.filterAllowAction),
      // A node may always talk to its own pods.
      ...workloadDevices(config).map((device) => rule([match.outInterface(device)], RETURN)),
      ...tunnelOutputRules(config),
      rule([], clearMark(policyBits(config.marks))),
      // What was translated is judged in mangle POSTROUTING, where its device is known.
      rule([match.notConntrackState('DNAT')], jump(CHAIN.toHost)),
      rule(accepted, config.filterAllowAction, HOST_ACCEPTED),
    ],
  };
}

export function staticFilterChains(config: StaticConfig): readonly Chain[] {
  return [
    forwardChain(config),
    inputChain(config),
    workloadToHostChain(config),
    failsafeInChain('filter', config),
    outputChain(config),
    failsafeOutChain('filter', config),
  ];
}
