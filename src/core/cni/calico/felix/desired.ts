/**
 * What a node's rules and sets ought to be, from the objects of the cluster: which pods are here, which policies select
 * them, whom those policies name. Chains of what did not change are not rendered again.
 * Source: calico felix/calc (ActiveRulesCalculator, PolicyResolver, RuleScanner), felix/dataplane/linux/endpoint_mgr.go.
 */
import { remembered, rememberedText } from '../../../base/remember';
import type { PolicyId } from './policy-id';
import type { PolicyRules } from './policy-chain';
import { policyChainConfig, policyChains, profileChains } from './policy-chain';
import { groupChain, type PolicyGroup } from './policy-group';
import type { Direction } from './chain-name';
import { ACCEPT } from './action';
import { workloadDispatchChains } from './dispatch';
import { hooksHash } from './hook-steps';
import type { HookRules, Table } from './hooks';
import { allocateMarkBits, MARK_MASK } from './mark-bits';
import { keptOf, planned, plannedBefore, type Planned } from './planned';
import type { DesiredSet, PlannedEndpoint, ProgrammedRules } from './kept';
import {
  fixedChains,
  groupsOf as ownGroups,
  inOrder,
  reachable,
  tableHooks,
  TABLES,
  type FixedRules,
  type NodeRules,
  type PodChains,
} from './ruleset';
import { scanRule, type ScannedSet } from './rule-scanner';
import type { FelixSettings } from './settings';
import { staticConfig } from './static-config';
import { WIREGUARD_DEVICE, type TunnelKind } from './tunnels-in-use';
import { IPSET_ID, mainIpsetName } from './ipset-name';
import { workloadEndpointChains, type EndpointConfig, type WorkloadEndpoint } from './endpoint-chain';
import { convertKubernetesPolicy, type CalicoPolicy, type CalicoRule, type KubernetesPolicy } from '../knp';
import { policySelector } from '../policy-selector';
import { namespaceProfile } from '../profile';
import { selects } from '../selector';
import { parseSelector } from '../selector.parse';

export interface PolicyPod {
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  readonly address: string;
  readonly device: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly port: number }[];
}

/** A policy as felix calculates with it. */
export interface ActivePolicy extends PolicyId {
  readonly order: number;
  readonly policy: CalicoPolicy;
  readonly selector: string;
  readonly rules: PolicyRules;
  readonly sets: readonly ScannedSet[];
}

export interface PolicyFacts {
  /** Those of this node. */
  readonly pods: readonly PolicyPod[];
  /** By which labels policies know a pod. */
  readonly labelsOf: (pod: PolicyPod) => ReadonlyMap<string, string>;
  /** Of the whole cluster, in their order. */
  readonly policies: readonly ActivePolicy[];
  /** Who in the cluster belongs to a set. */
  readonly membersOf: (set: ScannedSet) => readonly string[];
  readonly pools: readonly { readonly cidr: string; readonly natOutgoing: boolean }[];
  readonly tunnels: readonly TunnelKind[];
  /** This node's devices of tunnels that have an address of their own. */
  readonly tunnelDevices: readonly string[];
  readonly settings: FelixSettings;
  readonly nodeAddresses: readonly string[];
  readonly otherVteps: readonly string[];
  readonly ownAddresses: readonly string[];
}

export interface PlannedTable {
  readonly table: Table;
  readonly chains: readonly Planned[];
  readonly hooks: readonly HookRules[];
  readonly hooksHash: string;
}

export interface Desired extends Pick<ProgrammedRules, 'endpoints' | 'dispatch'> {
  readonly tables: readonly PlannedTable[];
  readonly sets: readonly DesiredSet[];
}

const FAMILY = 4;

/** The labels by which policies know a pod: its own, where it is, and those of its namespace. */
export function policyLabels(
  { namespace, labels }: PolicyPod,
  ofNamespace: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  const { labelsToApply } = namespaceProfile(namespace, ofNamespace);
  return new Map(
    Object.entries({
      ...labelsToApply,
      ...labels,
      'projectcalico.org/namespace': namespace,
      'projectcalico.org/orchestrator': 'k8s',
      'projectcalico.org/serviceaccount': 'default',
    }),
  );
}

/** A rule with a selector that cannot be read is left out. */
function scanned(rules: readonly CalicoRule[], namespace: string) {
  const read = rules.flatMap((rule) => {
    const result = scanRule(rule, namespace);
    return result.ok ? [result.value] : [];
  });
  return { rules: read.map(({ rule }) => rule), sets: read.flatMap(({ sets }) => sets) };
}

export function activePolicy(each: KubernetesPolicy): ActivePolicy {
  const policy = convertKubernetesPolicy(each);
  const inbound = scanned(policy.ingress, policy.namespace);
  const outbound = scanned(policy.egress, policy.namespace);
  return {
    kind: policy.kind,
    namespace: policy.namespace,
    name: policy.name,
    order: policy.order,
    policy,
    selector: policySelector(policy.selector, policy.namespace),
    rules: { inbound: inbound.rules, outbound: outbound.rules },
    sets: [...inbound.sets, ...outbound.sets],
  };
}

/** Consecutive policies with the same selector stand together. */
function groupsOf(policies: readonly ActivePolicy[], direction: Direction): readonly PolicyGroup[] {
  const type = direction === 'inbound' ? 'Ingress' : 'Egress';
  const groups: PolicyGroup[] = [];
  for (const { policy, selector, kind, namespace, name } of policies) {
    if (!policy.types.includes(type)) continue;
    const last = groups.at(-1);
    const id: PolicyId = { kind, namespace, name };
    if (last?.selector === selector) groups.splice(-1, 1, { ...last, policies: [...last.policies, id] });
    else groups.push({ direction, selector, policies: [id] });
  }
  return groups;
}

const KEPT_MAX = 256;
const selectorOf = rememberedText(KEPT_MAX, parseSelector);

function workloadsOf(
  { pods, policies, labelsOf }: PolicyFacts,
  selecting: Set<ActivePolicy>,
): readonly WorkloadEndpoint[] {
  return pods.map((pod): WorkloadEndpoint => {
    const profiles = profilesOf(pod);
    const plain = { device: pod.device, adminUp: true, profiles };
    if (policies.length === 0) return { ...plain, tiers: [] };
    const labels = labelsOf(pod);
    const own = policies.filter(({ selector }) => {
      const parsed = selectorOf(selector);
      return parsed.ok && selects(parsed.value, labels);
    });
    for (const each of own) selecting.add(each);
    const [inbound, outbound] = [groupsOf(own, 'inbound'), groupsOf(own, 'outbound')];
    const tiers =
      own.length === 0 ? [] : [{ name: 'default', defaultAction: 'Deny' as const, inbound, outbound }];
    return { ...plain, tiers };
  });
}

type Marks = NonNullable<Extract<ReturnType<typeof allocateMarkBits>, { readonly ok: true }>>['value'];

function fixedRules({ settings, tunnels, tunnelDevices, pools }: PolicyFacts, marks: Marks): FixedRules {
  return {
    fixed: {
      ...staticConfig(marks),
      // FELIX_DEFAULTENDPOINTTOHOSTACTION of the manifest.
      endpointToHostAction: ACCEPT,
      ipip: tunnels.includes('ipip'),
      vxlan: tunnels.includes('vxlan'),
      wireguard: settings.wireguard.enabled,
      wireguardPort: settings.wireguard.port,
      vxlanPort: settings.vxlanPort,
      // Its address comes later, and felix does not wait for it.
      tunnelDevices: [...tunnelDevices, ...(settings.wireguard.enabled ? [WIREGUARD_DEVICE] : [])],
      denyAction: settings.denyAction,
      filterAllowAction: settings.filterAllowAction,
      mangleAllowAction: settings.mangleAllowAction,
    },
    natOutgoing: settings.natOutgoing,
    natOutgoingActive: pools.some(({ natOutgoing }) => natOutgoing),
    insertMode: settings.insertMode,
  };
}

/** Nodes that are configured alike have the same. */
const plannedFixed = rememberedText(KEPT_MAX, (key: string) => {
  const rules = JSON.parse(key) as FixedRules;
  return TABLES.map((table) => {
    const { first, last } = fixedChains(table, rules);
    const plan = (chains: typeof first): readonly Planned[] => chains.map((chain) => planned(table, chain));
    const hooks = tableHooks(table, rules);
    return { table, first: plan(first), last: plan(last), hooks, hooksHash: hooksHash(hooks) };
  });
});

const plannedGroup = rememberedText(KEPT_MAX, (key: string) => {
  const [group, marks] = JSON.parse(key) as [PolicyGroup, Marks];
  return planned('filter', groupChain(group, marks));
});

const plannedProfile = rememberedText(KEPT_MAX, (key: string) => {
  const [name, config] = JSON.parse(key) as [string, NodeRules['policyConfig']];
  return profileChains(name, profileRules(name).rules, FAMILY, config).map((chain) =>
    planned('filter', chain),
  );
});

const plannedPolicy = remembered((policy: ActivePolicy) =>
  rememberedText(KEPT_MAX, (key: string) =>
    policyChains(policy, policy.rules, FAMILY, JSON.parse(key) as NodeRules['policyConfig']).map((chain) =>
      planned('filter', chain),
    ),
  ),
);

/** The chains of one device, as they were when nothing of what makes them has changed. */
function plannedWorkload(
  workload: WorkloadEndpoint,
  config: EndpointConfig,
  configKey: string,
  before: ProgrammedRules['endpoints'],
): { readonly chains: readonly Planned[]; readonly kept: PlannedEndpoint } {
  const { device, tiers, profiles } = workload;
  const madeOf = JSON.stringify([profiles, tiers]) + configKey;
  const known = before.get(device);
  if (known?.madeOf === madeOf) {
    const made = (at: number) => (): ReturnType<typeof workloadEndpointChains>[number] =>
      workloadEndpointChains(workload, config)[at] ?? { name: '', rules: [] };
    return { chains: known.chains.map((chain, at) => plannedBefore('filter', chain, made(at))), kept: known };
  }
  const chains = workloadEndpointChains(workload, config).map((chain) => planned('filter', chain));
  return { chains, kept: { madeOf, chains: chains.map(keptOf) } };
}

function plannedDispatch(
  devices: readonly string[],
  denyAction: NodeRules['fixed']['denyAction'],
  before: PlannedEndpoint,
): { readonly chains: readonly Planned[]; readonly kept: PlannedEndpoint } {
  const madeOf = `${JSON.stringify(denyAction)} ${[...devices].sort().join(' ')}`;
  if (before.madeOf === madeOf) {
    const made = (at: number) => (): ReturnType<typeof workloadDispatchChains>[number] =>
      workloadDispatchChains(devices, denyAction)[at] ?? { name: '', rules: [] };
    return {
      chains: before.chains.map((chain, at) => plannedBefore('filter', chain, made(at))),
      kept: before,
    };
  }
  const chains = workloadDispatchChains(devices, denyAction).map((chain) => planned('filter', chain));
  return { chains, kept: { madeOf, chains: chains.map(keptOf) } };
}

/** `before`: what was planned the last time. */
export function desiredRules(facts: PolicyFacts, before: ProgrammedRules): Desired {
  const bits = allocateMarkBits({
    mask: MARK_MASK,
    wireguard: facts.settings.wireguard.enabled,
    dropBit: true,
  });
  if (!bits.ok) return { tables: [], sets: [], endpoints: new Map(), dispatch: before.dispatch };
  const marks = bits.value;
  const { settings } = facts;
  const rules = fixedRules(facts, marks);
  const { denyAction } = rules.fixed;
  const endpointConfig: EndpointConfig = {
    ...{ marks, denyAction, allowAction: rules.fixed.filterAllowAction },
    vxlanPort: settings.vxlanPort,
    disableConntrackInvalid: settings.disableConntrackInvalid,
    allowVxlanFromWorkloads: settings.allowVxlanFromWorkloads,
    allowIpipFromWorkloads: settings.allowIpipFromWorkloads,
  };
  const policyConfig = { ...policyChainConfig(marks), denyAction: settings.denyAction };
  const selecting = new Set<ActivePolicy>();
  const workloads = workloadsOf(facts, selecting);
  const active = facts.policies.filter((each) => selecting.has(each));
  const [endpointKey, policyKey] = [JSON.stringify(endpointConfig), JSON.stringify(policyConfig)];
  const own = workloads.map((each) => plannedWorkload(each, endpointConfig, endpointKey, before.endpoints));
  const devices = workloads.map(({ device }) => device);
  const dispatch = plannedDispatch(devices, denyAction, before.dispatch);
  const profiles = [...new Set(facts.pods.flatMap(profilesOf))].sort();
  const pods: PodChains<Planned> = {
    policies: active.flatMap((policy) => plannedPolicy(policy)(policyKey)),
    groups: ownGroups(workloads).map((group) => plannedGroup(JSON.stringify([group, marks]))),
    workloads: own.flatMap(({ chains }) => chains),
    dispatch: dispatch.chains,
    profiles: profiles.flatMap((name) => plannedProfile(JSON.stringify([name, policyConfig]))),
  };
  const tables = plannedFixed(JSON.stringify(rules)).map((fixed): PlannedTable => {
    const { table, hooks } = fixed;
    const all = inOrder(fixed, table === 'filter' ? pods : null);
    return {
      table,
      hooks,
      hooksHash: fixed.hooksHash,
      chains: reachable(all, hooks, ({ leadsTo }) => leadsTo),
    };
  });
  const endpoints = new Map(
    workloads.flatMap(({ device }, i) => {
      const kept = own[i]?.kept;
      return kept === undefined ? [] : [[device, kept] as const];
    }),
  );
  return { tables, sets: setsFor(tables, active, facts), endpoints, dispatch: dispatch.kept };
}

function profilesOf({ namespace }: PolicyPod): readonly string[] {
  return [`kns.${namespace}`, `ksa.${namespace}.default`];
}

/** The profile of a service account brings labels only. */
function profileRules(name: string): NodeRules['profiles'][number] {
  if (!name.startsWith('kns.')) return { name, rules: { inbound: [], outbound: [] } };
  const { ingress, egress } = namespaceProfile(name.slice('kns.'.length), {});
  return { name, rules: { inbound: ingress, outbound: egress } };
}

const natPools = remembered((pools: PolicyFacts['pools']) =>
  pools.flatMap((pool) => (pool.natOutgoing ? [pool.cidr] : [])),
);
const allPools = remembered((pools: PolicyFacts['pools']) => pools.map(({ cidr }) => cidr));
const NOBODY: readonly string[] = [];

/** Those that a rule asks, by name. */
function setsFor(
  tables: readonly PlannedTable[],
  policies: readonly ActivePolicy[],
  facts: PolicyFacts,
): readonly DesiredSet[] {
  const fixedMembers: readonly (readonly [string, readonly string[]])[] = [
    [IPSET_ID.natOutgoingMasqPools, natPools(facts.pools)],
    [IPSET_ID.networkPools, allPools(facts.pools)],
    [IPSET_ID.allHostNets, facts.nodeAddresses],
    [IPSET_ID.allVxlanSourceNets, facts.otherVteps],
    [IPSET_ID.thisHostIps, facts.ownAddresses],
    [IPSET_ID.dscpEndpoints, NOBODY],
  ];
  const asked = new Set(tables.flatMap(({ chains }) => chains.flatMap(({ asks }) => asks)));
  const wanted = new Map<string, DesiredSet>();
  for (const [id, members] of fixedMembers) {
    const name = mainIpsetName(id, FAMILY);
    wanted.set(name, { name, type: 'hash:net', members });
  }
  for (const set of policies.flatMap(({ sets }) => sets)) {
    const name = mainIpsetName(set.id, FAMILY);
    const type = set.namedPort === null ? 'hash:net' : 'hash:ip,port';
    if (!wanted.has(name)) wanted.set(name, { name, type, members: facts.membersOf(set) });
  }
  return [...asked].sort().flatMap((name) => wanted.get(name) ?? []);
}
