/**
 * The chain of one endpoint in one direction: connections that are known, then tier by tier the policies that select it,
 * then its profiles, then nothing more. Source: calico felix/rules/endpoints.go endpointIptablesChain.
 */
import { clearMark, jump, NOTRACK, RETURN, setMark, type Action } from './action';
import {
  CHAIN,
  ENDPOINT_PREFIX,
  endpointChainName,
  policyChainName,
  profileChainName,
  type Direction,
} from './chain-name';
import type { PolicyMarks } from './mark-bits';
import { match } from './match';
import { enforced, groupName, isInlined, type PolicyGroup } from './policy-group';
import { rule, type Chain, type Rule } from './rule';

export interface TierGroups {
  readonly name: string;
  /** What becomes of a packet that policies saw and none decided. */
  readonly defaultAction: 'Deny' | 'Pass';
  readonly inbound: readonly PolicyGroup[];
  readonly outbound: readonly PolicyGroup[];
}

export interface EndpointConfig {
  readonly marks: PolicyMarks;
  /** FelixConfiguration iptablesFilterDenyAction: DROP or REJECT. */
  readonly denyAction: Action;
  /** FelixConfiguration iptablesFilterAllowAction: ACCEPT or RETURN. */
  readonly allowAction: Action;
  readonly disableConntrackInvalid: boolean;
  readonly vxlanPort: number;
  /** Whether pods may send what looks like the nodes' own tunnels. */
  readonly allowVxlanFromWorkloads: boolean;
  readonly allowIpipFromWorkloads: boolean;
}

/** What a chain judges; each has its own table. */
export type EndpointChainType = 'normal' | 'untracked' | 'preDNAT' | 'forward';

interface ChainOptions {
  readonly device: string;
  readonly prefix: string;
  readonly direction: Direction;
  readonly type: EndpointChainType;
  readonly tiers: readonly TierGroups[];
  readonly profiles: readonly string[];
  /** A chain that lets through what keeps the node reachable, or '' for none. */
  readonly failsafe: string;
  readonly allowAction: Action;
  readonly allowVxlan: boolean;
  readonly allowIpip: boolean;
}

const IPPROTO_IPIP = 4;
const IPPROTO_UDP = 17;

/** How comments call an action. */
export function actionWord(action: Action): string {
  return action.kind === 'reject' ? 'Reject' : 'Drop';
}

function conntrackRules(allow: Action, config: EndpointConfig): readonly Rule[] {
  const known = match.conntrackState('RELATED,ESTABLISHED');
  return [
    // Whoever reads on after a return has to know that the packet is allowed.
    ...(allow.kind === 'accept' ? [] : [rule([known], setMark(config.marks.accept))]),
    rule([known], allow),
    ...(config.disableConntrackInvalid ? [] : [rule([match.conntrackState('INVALID')], config.denyAction)]),
  ];
}

/** A pod that wraps packets itself could reach what its policies forbid. */
function encapsulationRules(
  { allowVxlan, allowIpip }: ChainOptions,
  { denyAction, vxlanPort }: EndpointConfig,
): readonly Rule[] {
  const word = actionWord(denyAction);
  const vxlan = [match.protocolNum(IPPROTO_UDP), match.destPorts(vxlanPort)];
  const from = 'encapped packets originating in workloads';
  return [
    ...(allowVxlan ? [] : [rule(vxlan, denyAction, `${word} VXLAN ${from}`)]),
    ...(allowIpip ? [] : [rule([match.protocolNum(IPPROTO_IPIP)], denyAction, `${word} IPinIP ${from}`)]),
  ];
}

function groupRules(group: PolicyGroup, type: EndpointChainType, marks: PolicyMarks): readonly Rule[] {
  const policies = enforced(group);
  const chains = isInlined(group)
    ? policies.map((policy) => policyChainName(group.direction, policy))
    : [groupName(group)];
  const accepted = [match.markSingleBitSet(marks.accept)];
  return chains.flatMap((chain) => [
    rule([match.markClear(marks.pass)], jump(chain)),
    ...(type === 'untracked' ? [rule(accepted, NOTRACK)] : []),
    rule(accepted, RETURN, 'Return if policy accepted'),
  ]);
}

function tierRules(
  tier: TierGroups,
  { direction, type }: ChainOptions,
  { marks, denyAction }: EndpointConfig,
): readonly Rule[] {
  const groups = tier[direction];
  if (groups.length === 0) return [];
  const judged = groups.some((group) => enforced(group).length > 0);
  // Before NAT and tracking a packet has other rules ahead of it.
  const ends = (type === 'normal' || type === 'forward') && judged && tier.defaultAction !== 'Pass';
  const end = `End of tier ${tier.name}. ${actionWord(denyAction)} if no policies passed packet`;
  return [
    rule([], clearMark(marks.pass), `Start of tier ${tier.name}`),
    ...groups.flatMap((group) => groupRules(group, type, marks)),
    ...(ends ? [rule([match.markClear(marks.pass)], denyAction, end)] : []),
  ];
}

function profileRules(
  { profiles, direction }: ChainOptions,
  { marks, denyAction }: EndpointConfig,
): readonly Rule[] {
  const accepted = [match.markSingleBitSet(marks.accept)];
  return [
    ...profiles.flatMap((profile) => [
      rule([], jump(profileChainName(direction, profile))),
      rule(accepted, RETURN, 'Return if profile accepted'),
    ]),
    rule([], denyAction, `${actionWord(denyAction)} if no profiles matched`),
  ];
}

function endpointChain(options: ChainOptions, config: EndpointConfig): Chain {
  const { type, tiers } = options;
  const { accept, pass } = config.marks;
  return {
    name: endpointChainName(options.prefix, options.device),
    rules: [
      ...(type === 'untracked' ? [] : conntrackRules(options.allowAction, config)),
      ...(options.failsafe === '' ? [] : [rule([], jump(options.failsafe))]),
      rule([], clearMark((accept | pass) >>> 0)),
      ...encapsulationRules(options, config),
      ...tiers.flatMap((tier) => tierRules(tier, options, config)),
      ...(type === 'forward' && tiers.length === 0
        ? [
            rule([], setMark(accept), 'Allow forwarded traffic by default'),
            rule([], RETURN, 'Return for accepted forward traffic'),
          ]
        : []),
      ...(type === 'normal' ? profileRules(options, config) : []),
    ],
  };
}

export interface WorkloadEndpoint {
  readonly device: string;
  readonly adminUp: boolean;
  readonly tiers: readonly TierGroups[];
  readonly profiles: readonly string[];
}

/** To the workload, then from it. WorkloadEndpointToIptablesChains. */
export function workloadEndpointChains(endpoint: WorkloadEndpoint, config: EndpointConfig): readonly Chain[] {
  const { device, adminUp, tiers, profiles } = endpoint;
  const both = [
    [ENDPOINT_PREFIX.toWorkload, 'inbound'],
    [ENDPOINT_PREFIX.fromWorkload, 'outbound'],
  ] as const;
  return both.map(([prefix, direction]) => {
    if (!adminUp) {
      const name = endpointChainName(prefix, device);
      return { name, rules: [rule([], config.denyAction, 'Endpoint admin disabled')] };
    }
    const options: ChainOptions = {
      ...{ device, prefix, direction, type: 'normal', tiers, profiles, failsafe: '' },
      allowAction: config.allowAction,
      allowVxlan: direction === 'inbound' || config.allowVxlanFromWorkloads,
      allowIpip: direction === 'inbound' || config.allowIpipFromWorkloads,
    };
    return endpointChain(options, config);
  });
}

export interface HostEndpoint {
  readonly device: string;
  readonly tiers: readonly TierGroups[];
  readonly profiles: readonly string[];
}

/**
 * A host's own device, out and in. Policies of a host call out of the host outbound. `forward` judges packets that only
 * pass through, `untracked` in table raw, `preDNAT` in table mangle (in only).
 * HostEndpointToFilterChains, …RawChains, …MangleIngressChains.
 */
export function hostEndpointChains(
  { device, tiers, profiles }: HostEndpoint,
  type: EndpointChainType,
  config: EndpointConfig,
): readonly Chain[] {
  const forward = type === 'forward';
  const out = forward ? ENDPOINT_PREFIX.toHostForward : ENDPOINT_PREFIX.toHost;
  const into = forward ? ENDPOINT_PREFIX.fromHostForward : ENDPOINT_PREFIX.fromHost;
  const options = { device, tiers, profiles, type, allowVxlan: true, allowIpip: true };
  const allowAction = type === 'untracked' ? ({ kind: 'accept' } as const) : config.allowAction;
  const chains: ChainOptions[] = [
    {
      ...options,
      prefix: into,
      direction: 'inbound',
      failsafe: forward ? '' : CHAIN.failsafeIn,
      allowAction,
    },
  ];
  if (type !== 'preDNAT') {
    const failsafe = forward ? '' : CHAIN.failsafeOut;
    chains.unshift({ ...options, prefix: out, direction: 'outbound', failsafe, allowAction });
  }
  return chains.map((each) => endpointChain(each, config));
}
