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
import { groupChain, isInlined } from './policy-group';
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

const TABLES: readonly Table[] = ['raw', 'mangle', 'nat', 'filter'];

const empty = (name: string): Chain => ({ name, rules: [] });

function filterChains(node: NodeRules): readonly Chain[] {
  const { fixed, endpoints, policyConfig } = node;
  const { family, denyAction } = fixed;
  const groups = node.workloads
    .flatMap(({ tiers }) => tiers.flatMap(({ inbound, outbound }) => [...inbound, ...outbound]))
    .filter((group) => !isInlined(group));
  return [
    ...staticFilterChains(fixed),
    ...node.policies.flatMap((policy) => policyChains(policy, policy.rules, family, policyConfig)),
    ...groups.map((group) => groupChain(group, endpoints.marks)),
    ...node.workloads.flatMap((workload) => workloadEndpointChains(workload, endpoints)),
    ...workloadDispatchChains(
      node.workloads.map(({ device }) => device),
      denyAction,
    ),
    ...node.profiles.flatMap(({ name, rules }) => profileChains(name, rules, family, policyConfig)),
    // Without host endpoints nothing is asked of the host's own devices.
    ...hostDispatchChains([], true),
    empty(CHAIN.cidrBlock),
  ];
}

function allChains(table: Table, node: NodeRules): readonly Chain[] {
  const { fixed } = node;
  const none = new Map<string, string>();
  switch (table) {
    case 'raw':
      return [...staticRawChains(fixed), ...hostDispatchChains([], false)];
    case 'mangle':
      return [...staticMangleChains(fixed), ...hostDispatchChains([], false), empty(CHAIN.egressDscp)];
    case 'nat':
      return [
        ...staticNatChains(fixed),
        floatingDnatChain(none),
        floatingSnatChain(none),
        natOutgoingChain(node.natOutgoingActive, fixed.family, node.natOutgoing),
      ];
    case 'filter':
      return filterChains(node);
  }
}

function targets(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({ action }) =>
    action?.kind === 'jump' || action?.kind === 'goto' ? [action.target] : [],
  );
}

/** Chains that packets can come to, each once, in the order they were given. */
function referenced(chains: readonly Chain[], hooks: readonly HookRules[]): readonly Chain[] {
  const byName = new Map(chains.map((chain) => [chain.name, chain]));
  const reached = new Set<string>();
  const visit = (names: readonly string[]): void => {
    for (const name of names) {
      if (reached.has(name)) continue;
      reached.add(name);
      visit(targets(byName.get(name)?.rules ?? []));
    }
  };
  visit(hooks.flatMap(({ rules }) => targets(rules)));
  return [...byName.values()].filter(({ name }) => reached.has(name));
}

export function nodeRuleset(node: NodeRules): readonly TableRules[] {
  const all = hookRules(node.fixed, node.insertMode);
  return TABLES.map((table) => {
    const hooks = all.filter((hook) => hook.table === table);
    return { table, hooks, chains: referenced(allChains(table, node), hooks) };
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
  const fragments = tables.flatMap(({ chains, hooks }) =>
    [...chains, ...hooks].flatMap(({ rules }) => rules.flatMap(({ match }) => match)),
  );
  const names = fragments.flatMap((fragment) => /--match-set (\S+)/.exec(fragment)?.[1] ?? []);
  return [...new Set(names)].sort();
}
