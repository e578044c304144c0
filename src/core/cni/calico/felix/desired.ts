/**
 * What a node's rules and sets ought to be, from the objects of the cluster: which pods are here, which policies select
 * them, whom those policies name. Source: calico felix/calc (ActiveRulesCalculator, PolicyResolver, RuleScanner).
 */
import type { PolicyId } from './policy-id';
import type { PolicyRules } from './policy-chain';
import { policyChainConfig } from './policy-chain';
import type { PolicyGroup } from './policy-group';
import type { Direction } from './chain-name';
import { ACCEPT } from './action';
import { allocateMarkBits, MARK_MASK } from './mark-bits';
import { askedIpsets, nodeRuleset, type NodeRules, type TableRules } from './ruleset';
import { scanRule, type ScannedSet } from './rule-scanner';
import type { FelixSettings } from './settings';
import { staticConfig } from './static-config';
import { WIREGUARD_DEVICE, type TunnelKind } from './tunnels-in-use';
import { IPSET_ID, mainIpsetName } from './ipset-name';
import type { WorkloadEndpoint } from './endpoint-chain';
import { convertKubernetesPolicy, type CalicoPolicy, type CalicoRule, type KubernetesPolicy } from '../knp';
import { sortPolicies } from '../policy-order';
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

export interface PolicyFacts {
  readonly node: string;
  /** Of the whole cluster. */
  readonly pods: readonly PolicyPod[];
  /** Labels of namespaces by name. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly policies: readonly KubernetesPolicy[];
  readonly pools: readonly { readonly cidr: string; readonly natOutgoing: boolean }[];
  readonly tunnels: readonly TunnelKind[];
  /** This node's devices of tunnels that have an address of their own. */
  readonly tunnelDevices: readonly string[];
  readonly settings: FelixSettings;
  readonly nodeAddresses: readonly string[];
  readonly otherVteps: readonly string[];
  readonly ownAddresses: readonly string[];
}

export interface DesiredSet {
  readonly name: string;
  readonly type: 'hash:net' | 'hash:ip,port';
  readonly members: readonly string[];
}

export interface Desired {
  readonly tables: readonly TableRules[];
  readonly sets: readonly DesiredSet[];
}

const FAMILY = 4;

interface ActivePolicy extends PolicyId {
  readonly order: number;
  readonly policy: CalicoPolicy;
  readonly selector: string;
  readonly rules: PolicyRules;
  readonly sets: readonly ScannedSet[];
}

/** The labels by which policies know a pod: its own, where it is, and those of its namespace. */
function labelsOf(pod: PolicyPod, facts: PolicyFacts): ReadonlyMap<string, string> {
  const { labelsToApply } = namespaceProfile(pod.namespace, facts.namespaces.get(pod.namespace) ?? {});
  return new Map(
    Object.entries({
      ...labelsToApply,
      ...pod.labels,
      'projectcalico.org/namespace': pod.namespace,
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

function activePolicies({ policies }: PolicyFacts): readonly ActivePolicy[] {
  const all = policies.map((each): ActivePolicy => {
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
  });
  return sortPolicies(all);
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

function memberTexts(set: ScannedSet, pods: readonly PolicyPod[], facts: PolicyFacts): readonly string[] {
  const { selector, namedPort } = set;
  const chosen = pods.filter((pod) => selects(selector, labelsOf(pod, facts)));
  if (namedPort === null) return chosen.map(({ address }) => address);
  return chosen.flatMap(({ address, ports }) =>
    ports
      .filter(({ name, protocol }) => name === namedPort.name && protocol === namedPort.protocol)
      .map(({ protocol, port }) => `${address},${protocol}:${String(port)}`),
  );
}

export function desiredRules(facts: PolicyFacts): Desired {
  const bits = allocateMarkBits({
    mask: MARK_MASK,
    wireguard: facts.settings.wireguard.enabled,
    dropBit: true,
  });
  if (!bits.ok) return { tables: [], sets: [] };
  const marks = bits.value;
  const { settings } = facts;
  const policies = activePolicies(facts);
  const here = facts.pods.filter(({ node }) => node === facts.node);
  const selecting = new Set<ActivePolicy>();
  const workloads = here.map((pod): WorkloadEndpoint => {
    const labels = labelsOf(pod, facts);
    const own = policies.filter(({ selector }) => {
      const parsed = parseSelector(selector);
      return parsed.ok && selects(parsed.value, labels);
    });
    for (const each of own) selecting.add(each);
    const [inbound, outbound] = [groupsOf(own, 'inbound'), groupsOf(own, 'outbound')];
    const tiers =
      own.length === 0 ? [] : [{ name: 'default', defaultAction: 'Deny' as const, inbound, outbound }];
    return { device: pod.device, adminUp: true, tiers, profiles: profilesOf(pod) };
  });
  const fixed = {
    ...staticConfig(marks),
    // FELIX_DEFAULTENDPOINTTOHOSTACTION of the manifest.
    endpointToHostAction: ACCEPT,
    ipip: facts.tunnels.includes('ipip'),
    vxlan: facts.tunnels.includes('vxlan'),
    wireguard: settings.wireguard.enabled,
    wireguardPort: settings.wireguard.port,
    vxlanPort: settings.vxlanPort,
    // Its address comes later, and felix does not wait for it.
    tunnelDevices: [...facts.tunnelDevices, ...(settings.wireguard.enabled ? [WIREGUARD_DEVICE] : [])],
    denyAction: settings.denyAction,
    filterAllowAction: settings.filterAllowAction,
    mangleAllowAction: settings.mangleAllowAction,
  };
  const active = policies.filter((each) => selecting.has(each));
  const rules: NodeRules = {
    fixed,
    endpoints: {
      ...{ marks, denyAction: fixed.denyAction, allowAction: fixed.filterAllowAction },
      vxlanPort: settings.vxlanPort,
      disableConntrackInvalid: settings.disableConntrackInvalid,
      allowVxlanFromWorkloads: settings.allowVxlanFromWorkloads,
      allowIpipFromWorkloads: settings.allowIpipFromWorkloads,
    },
    policyConfig: { ...policyChainConfig(marks), denyAction: settings.denyAction },
    natOutgoing: settings.natOutgoing,
    natOutgoingActive: facts.pools.some(({ natOutgoing }) => natOutgoing),
    insertMode: settings.insertMode,
    workloads,
    policies: active,
    profiles: [...new Set(here.flatMap(profilesOf))].sort().map((name) => profileRules(name)),
  };
  const tables = nodeRuleset(rules);
  return { tables, sets: setsFor(tables, active, facts) };
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

function setsFor(
  tables: readonly TableRules[],
  policies: readonly ActivePolicy[],
  facts: PolicyFacts,
): readonly DesiredSet[] {
  const fixedMembers = new Map<string, readonly string[]>([
    [IPSET_ID.natOutgoingMasqPools, facts.pools.flatMap((pool) => (pool.natOutgoing ? [pool.cidr] : []))],
    [IPSET_ID.networkPools, facts.pools.map(({ cidr }) => cidr)],
    [IPSET_ID.allHostNets, facts.nodeAddresses],
    [IPSET_ID.allVxlanSourceNets, facts.otherVteps],
    [IPSET_ID.thisHostIps, facts.ownAddresses],
    [IPSET_ID.dscpEndpoints, []],
  ]);
  const wanted = new Map<string, DesiredSet>();
  for (const [id, members] of fixedMembers) {
    const name = mainIpsetName(id, FAMILY);
    wanted.set(name, { name, type: 'hash:net', members });
  }
  for (const set of policies.flatMap(({ sets }) => sets)) {
    const name = mainIpsetName(set.id, FAMILY);
    const type = set.namedPort === null ? 'hash:net' : 'hash:ip,port';
    if (!wanted.has(name)) wanted.set(name, { name, type, members: memberTexts(set, facts.pods, facts) });
  }
  return askedIpsets(tables).flatMap((name) => wanted.get(name) ?? []);
}
