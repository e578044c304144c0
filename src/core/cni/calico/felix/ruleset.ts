/**
 * All rules of a node: the fixed chains, those of its pods and their policies, and the ways into them. A chain that no rule
 * leads to is not programmed. Source: calico felix/dataplane/linux/int_dataplane.go, felix/iptables/table.go.
 */
import type { Features } from './action';
import { CHAIN } from './chain-name';
import { hostDispatchChains, workloadDispatchChains } from './dispatch';
import { workloadEndpointChains, type EndpointConfig, type WorkloadEndpoint } from './endpoint-chain';
import { hookRules, type ChainInsertMode, type HookRules, type Table } from './hooks';
import { floatingDnatChain, floatingSnatChain, natOutgoingChain, type NatOutgoingConfig } from './nat';
import { policyChains, profileChains, type PolicyChainConfig, type PolicyRules } from './policy-chain';
import { groupChain, isInlined, type PolicyGroup } from './policy-group';
import type { PolicyId } from './policy-id';
import { chainLines, ruleHashes, ruleLine, textOfRule, type Chain, type Rule } from './rule';
import type { StaticConfig } from './static-config';
import { staticFilterChains } from './static-filter';
import { staticMangleChains, staticNatChains, staticRawChains } from './static-others';

export interface NodeRules {
  readonly fixed: StaticConfig;
  readonly endpoints: EndpointConfig;
  readonly policyConfig: PolicyChainConfig;
  readonly natOutgoing: NatOutgoingConfig;
  /** There is a pool whose pods are masqueraded. */
  readonly natOutgoingActive: boolean;
  readonly insertMode: ChainInsertMode;
  readonly workloads: readonly WorkloadEndpoint[];
  readonly policies: readonly (PolicyId & { readonly rules: PolicyRules })[];
  readonly profiles: readonly { readonly name: string; readonly rules: PolicyRules }[];
}

export interface TableRules {
  readonly table: Table;
  /** Felix's own. */
  readonly chains: readonly Chain[];
  readonly hooks: readonly HookRules[];
}

export const TABLES: readonly Table[] = ['raw', 'mangle', 'nat', 'filter'];

const empty = (name: string): Chain => ({ name, rules: [] });

/** What is the same on all nodes that are configured alike. */
export type FixedRules = Pick<NodeRules, 'fixed' | 'natOutgoing' | 'natOutgoingActive' | 'insertMode'>;

/** The chains of a table that depend on no pod; in `filter` others stand before the last ones. */
export function fixedChains(
  table: Table,
  { fixed, natOutgoing, natOutgoingActive }: FixedRules,
): { readonly first: readonly Chain[]; readonly last: readonly Chain[] } {
  const none = new Map<string, string>();
  switch (table) {
    case 'raw':
      return { first: staticRawChains(fixed), last: hostDispatchChains([], false) };
    case 'mangle':
      return {
        first: staticMangleChains(fixed),
        last: [...hostDispatchChains([], false), empty(CHAIN.egressDscp)],
      };
    case 'nat':
      return {
        first: staticNatChains(fixed),
        last: [
          floatingDnatChain(none),
          floatingSnatChain(none),
          natOutgoingChain(natOutgoingActive, fixed.family, natOutgoing),
        ],
      };
    case 'filter':
      return {
        first: staticFilterChains(fixed),
        // Without host endpoints nothing is asked of the host's own devices.
        last: [...hostDispatchChains([], true), empty(CHAIN.cidrBlock)],
      };
  }
}

/** Chains of table filter that there are because of pods, in their order. */
export interface PodChains<C> {
  readonly policies: readonly C[];
  readonly groups: readonly C[];
  readonly workloads: readonly C[];
  readonly dispatch: readonly C[];
  readonly profiles: readonly C[];
}

export function inOrder<C>(
  { first, last }: { readonly first: readonly C[]; readonly last: readonly C[] },
  pods: PodChains<C> | null,
): readonly C[] {
  if (pods === null) return [...first, ...last];
  const { policies, groups, workloads, dispatch, profiles } = pods;
  return [...first, ...policies, ...groups, ...workloads, ...dispatch, ...profiles, ...last];
}

function podChains(node: NodeRules): PodChains<Chain> {
  const { fixed, endpoints, policyConfig } = node;
  return {
    policies: node.policies.flatMap((policy) =>
      policyChains(policy, policy.rules, fixed.family, policyConfig),
    ),
    groups: groupsOf(node.workloads).map((group) => groupChain(group, endpoints.marks)),
    workloads: node.workloads.flatMap((workload) => workloadEndpointChains(workload, endpoints)),
    dispatch: workloadDispatchChains(
      node.workloads.map(({ device }) => device),
      fixed.denyAction,
    ),
    profiles: node.profiles.flatMap(({ name, rules }) =>
      profileChains(name, rules, fixed.family, policyConfig),
    ),
  };
}

/** Groups of policies that have a chain of their own. */
export function groupsOf(workloads: readonly WorkloadEndpoint[]): readonly PolicyGroup[] {
  return workloads
    .flatMap(({ tiers }) => tiers.flatMap(({ inbound, outbound }) => [...inbound, ...outbound]))
    .filter((group) => !isInlined(group));
}

/** Chains that the rules lead to. */
export function targetsOf(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({ action }) =>
    action?.kind === 'jump' || action?.kind === 'goto' ? [action.target] : [],
  );
}

/** Sets that the rules ask. */
export function setsAsked(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({ match }) =>
    match.flatMap((fragment) => /--match-set (\S+)/.exec(fragment)?.[1] ?? []),
  );
}

/** Chains that packets can come to, each once, in the order they were given. */
export function reachable<C extends { readonly name: string }>(
  chains: readonly C[],
  hooks: readonly HookRules[],
  leadsTo: (chain: C) => readonly string[],
): readonly C[] {
  const byName = new Map(chains.map((chain) => [chain.name, chain]));
  const reached = new Set<string>();
  const visit = (names: readonly string[]): void => {
    for (const name of names) {
      if (reached.has(name)) continue;
      reached.add(name);
      const chain = byName.get(name);
      if (chain !== undefined) visit(leadsTo(chain));
    }
  };
  visit(hooks.flatMap(({ rules }) => targetsOf(rules)));
  return [...byName.values()].filter(({ name }) => reached.has(name));
}

export function tableHooks(table: Table, { fixed, insertMode }: FixedRules): readonly HookRules[] {
  return hookRules(fixed, insertMode).filter((hook) => hook.table === table);
}

export function nodeRuleset(node: NodeRules): readonly TableRules[] {
  return TABLES.map((table) => {
    const hooks = tableHooks(table, node);
    const all = inOrder(fixedChains(table, node), table === 'filter' ? podChains(node) : null);
    return { table, hooks, chains: reachable(all, hooks, ({ rules }) => targetsOf(rules)) };
  });
}

function hookLines({ chain, position, hashedAs, rules }: HookRules, features: Features): readonly string[] {
  const texts = rules.map((rule) => textOfRule(rule, features));
  const hashes = ruleHashes(hashedAs, texts);
  const command = position === 'insert' ? '-I' : '-A';
  return texts.map((text, i) => ruleLine(command, chain, hashes[i] ?? '', text));
}

/** What felix hands to `iptables-restore --noflush` for a table that has none of its rules. */
export function restoreLines({ chains, hooks }: TableRules, features: Features): readonly string[] {
  return [
    ...chains.map(({ name }) => `:${name} - -`),
    ...chains.flatMap((chain) => chainLines(chain, features)),
    ...hooks.flatMap((hook) => hookLines(hook, features)),
  ];
}

/** Names of the IP sets that rules ask, sorted. */
export function askedIpsets(tables: readonly TableRules[]): readonly string[] {
  const names = tables.flatMap(({ chains, hooks }) =>
    [...chains, ...hooks].flatMap(({ rules }) => setsAsked(rules)),
  );
  return [...new Set(names)].sort();
}
