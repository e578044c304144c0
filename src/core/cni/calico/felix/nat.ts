/** Chains of table nat that depend on pools and addresses. Source: calico felix/rules/nat.go. */
import { hostPort, MASQUERADE, RETURN, type Action } from './action';
import { CHAIN } from './chain-name';
import { IPSET_ID, mainIpsetName } from './ipset-name';
import { match } from './match';
import type { PortRange } from './port-list';
import { rule, type Chain } from './rule';

export interface NatOutgoingConfig {
  /** FelixConfiguration natOutgoingAddress: instead of the address of the device. */
  readonly address?: string;
  /** FelixConfiguration natPortRange. */
  readonly portRange?: PortRange;
  /** FelixConfiguration natOutgoingExclusions: whether nodes see pods' own addresses as well. */
  readonly exclusions: 'IPPoolsOnly' | 'IPPoolsAndHostIPs';
  /** FelixConfiguration iptablesNATOutgoingInterfaceFilter. */
  readonly outInterface?: string;
}

/** From a pool with natOutgoing to anywhere but a pool. `active` when there is such a pool. NATOutgoingChain. */
export function natOutgoingChain(active: boolean, family: 4 | 6, config: NatOutgoingConfig): Chain {
  const set = (id: string): string => mainIpsetName(id, family);
  const outside = [
    match.sourceIpSet(set(IPSET_ID.natOutgoingMasqPools)),
    match.notDestIpSet(set(IPSET_ID.networkPools)),
    ...(config.exclusions === 'IPPoolsAndHostIPs' ? [match.notDestIpSet(set(IPSET_ID.allHostNets))] : []),
  ];
  const device = config.outInterface === undefined ? [] : [match.outInterface(config.outInterface)];
  const { address, portRange } = config;
  const name = CHAIN.natOutgoing;
  if (!active) return { name, rules: [] };
  const plain: Action = address === undefined ? MASQUERADE : { kind: 'snat', to: address };
  const last = rule([...outside, ...device], plain);
  if (portRange === undefined) return { name, rules: [last] };
  const toPorts = `${String(portRange.first)}-${String(portRange.last)}`;
  const limited: Action =
    address === undefined
      ? { kind: 'masquerade', toPorts }
      : { kind: 'snat', to: hostPort(address, toPorts) };
  const ofProtocol = ['tcp', 'udp'].flatMap((protocol) => {
    const condition = [...outside, match.protocol(protocol), ...device];
    // Where no port of the range is free the packet keeps its own.
    return [rule(condition, limited), rule(condition, RETURN)];
  });
  return { name, rules: [...ofProtocol, last] };
}

const sorted = (addresses: ReadonlyMap<string, string>): readonly (readonly [string, string])[] =>
  [...addresses].sort(([a], [b]) => (a < b ? -1 : 1));

/** Floating addresses: `inside` of each outer one. DNATsToIptablesChains. */
export function floatingDnatChain(inside: ReadonlyMap<string, string>): Chain {
  return {
    name: CHAIN.floatingDnat,
    rules: sorted(inside).map(([outer, address]) => rule([match.destNet(outer)], { kind: 'dnat', address })),
  };
}

/** A pod that calls its own floating address: `outside` of each inner one. SNATsToIptablesChains. */
export function floatingSnatChain(outside: ReadonlyMap<string, string>): Chain {
  return {
    name: CHAIN.floatingSnat,
    rules: sorted(outside).map(([inner, to]) =>
      rule([match.destNet(inner), match.sourceNet(inner)], { kind: 'snat', to }),
    ),
  };
}
