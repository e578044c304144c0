/**
 * flanneld as a pure step: what it knows and what happened → what it does and what it knows then. Whoever runs it (a
 * control loop of the cluster) hands over the node as it is and has the effects done, see perform.ts.
 *
 *   startAgent ─► effects, state        once; after it onNode for every Node there is
 *   onNode, onRouteTimer (10 s), onRuleTimer (5 s), onDeviceGone
 *
 * Source: flannel main.go; pkg/subnet/kube/kube.go; pkg/backend/vxlan/vxlan_network.go reCreateVxlan.
 */
import { err, ok, type Result } from '../../base/result';
import { linkByName } from '../../kernel/ctx';
import { prefixKey } from '../../model/route';
import type { Netns } from '../../model/world';
import { formatIpv4, type Cidr4 } from '../../wire/addr';
import { annotationKeys, DEFAULT_PREFIX, type AnnotationKeys } from './annotations';
import { backendOf } from './backend';
import type { Plainly, Running, StartFacts } from './backend/backend';
import { readBackend, type BackendFault } from './backend-conf';
import { logged, type Effect } from './effect';
import { findExtIface } from './ext-iface';
import { usableAddrs } from './host';
import { acquireLease, leaseEventOf, nodeToLease, type NodeChange } from './kube-lease';
import { reachesBackend, type Lease, type LeaseEvent } from './lease';
import { NO_SUBNET, type News, type NewsOf } from './message-list';
import { parseNetConf, type NetConf } from './net-conf';
import { annotationsOf, type NodeObject } from './node-object';
import { ruleView } from './rule-view';
import { ensureRules, setUpRules, type RulesConf } from './rules';
import { readSubnetFile, SUBNET_FILE, subnetFileText } from './subnet-env';
import { tunnelOf } from './tunnel';
import { storedMac } from './vtep-mac';

/** The daemon's flags, as far as a lab has a use for them. */
export interface AgentFlags {
  readonly ipMasq: boolean;
  readonly ipMasqFullyRandomDisable: boolean;
  readonly iptablesForwardRules: boolean;
  readonly iface: readonly string[];
  readonly ifaceCanReach: string;
  readonly publicIp: string;
  readonly kubeAnnotationPrefix: string;
  readonly setNodeNetworkUnavailable: boolean;
}

/** Those of Documentation/kube-flannel.yml. */
export const MANIFEST_FLAGS: AgentFlags = {
  ipMasq: true,
  ipMasqFullyRandomDisable: false,
  iptablesForwardRules: true,
  iface: [],
  ifaceCanReach: '',
  publicIp: '',
  kubeAnnotationPrefix: DEFAULT_PREFIX,
  setNodeNetworkUnavailable: true,
};

/** Seconds between two looks at routes (route_network.go) and rules (`--iptables-resync`). */
export const ROUTE_CHECK_SEC = 10;
export const RULE_CHECK_SEC = 5;

/** The node at the moment of a start. */
export interface AgentFacts {
  readonly ns: Netns;
  /** Its own Node object. */
  readonly node: NodeObject;
  readonly file: (path: string) => string | null;
  readonly random: (count: number) => Uint8Array;
  /** Whether br_netfilter is loaded. */
  readonly bridgeNetfilter: boolean;
}

/** What the running daemon knows. Plain data: it is kept in the World. */
export interface AgentState {
  readonly node: string;
  readonly prefix: string;
  readonly keys: AnnotationKeys;
  readonly running: Running;
  /** Its own lease. */
  readonly subnet: Cidr4;
  readonly rules: RulesConf;
}

export interface AgentStart {
  /** Done in this order; those before an end are done as well. */
  readonly effects: readonly Effect[];
  /** What it ended with (it is then started again after a while), or what it knows now. */
  readonly outcome: Result<AgentState, BackendFault>;
}

export function startAgent(netConf: string, flags: AgentFlags, facts: AgentFacts): AgentStart {
  const effects: Effect[] = [];
  const outcome = start(netConf, flags, facts, effects);
  return { effects, outcome };
}

function ends(text: string): Result<never, BackendFault> {
  return err({ by: 'flanneld', text });
}

function start(
  netConf: string,
  flags: AgentFlags,
  facts: AgentFacts,
  effects: Effect[],
): Result<AgentState, BackendFault> {
  const { ns, node } = facts;
  const read = parseNetConf(netConf);
  if (!read.ok) return ends(`Failed to create SubnetManager: error parsing subnet config: ${read.error}`);
  const conf = read.value;
  const keys = annotationKeys(flags.kubeAnnotationPrefix);
  if (!keys.ok) return ends(`Failed to create SubnetManager: error creating network manager: ${keys.error}`);
  const info = (text: string): void => void effects.push(logged('info', text));
  info(`Found network config - Backend type: ${conf.backendType}`);
  const ext = findInterface(conf, flags, facts, keys.value, info);
  if (!ext.ok) return ends(ext.error);
  const { name, ifaceAddr, extAddr } = ext.value;
  info(`Using interface with name ${name} and address ${formatIpv4(ifaceAddr)}`);
  if (extAddr !== ifaceAddr) info(`Using ${formatIpv4(extAddr)} as external address`);
  const backendConf = readBackend(conf, ext.value.mtu);
  if (!backendConf.ok) return backendConf;
  const backend = backendOf(backendConf.value.type);
  const prefix = flags.kubeAnnotationPrefix;
  const startFacts: StartFacts = {
    ns,
    ext: ext.value,
    network: conf.network,
    storedMac: storedMac(annotationsOf(node), prefix),
    file: facts.file,
    random: facts.random,
  };
  const registered = backend.register(startFacts, backendConf.value);
  if (!registered.ok) return ends(registered.error);
  effects.push(...registered.value.effects);

  const acquired = acquireLease(node, keys.value, conf.network, registered.value.attrs);
  if (acquired.notice !== null) info(acquired.notice);
  if (acquired.patch !== null) effects.push({ kind: 'annotate', annotations: acquired.patch });
  if (!acquired.lease.ok) {
    return ends(`Error registering network: failed to acquire lease: ${acquired.lease.error}`);
  }
  const lease = acquired.lease.value;
  const running: Running = {
    conf: backendConf.value,
    ext: ext.value,
    network: conf.network,
    device: registered.value.device,
  };
  const configured = backend.configure(startFacts, running, lease);
  if (!configured.ok) return ends(configured.error);
  const rules: RulesConf = {
    nftables: conf.enableNftables,
    ipMasq: flags.ipMasq,
    forward: flags.iptablesForwardRules,
    randomFully: !flags.ipMasqFullyRandomDisable,
    network: conf.network,
    subnet: lease.subnet,
  };
  effects.push(...configured.value, ...rulesOf(facts, rules), ...ready(flags, running, lease));
  return ok({ node: node.metadata.name, prefix, keys: keys.value, running, subnet: lease.subnet, rules });
}

/** The checks before a backend is chosen, and the interface. */
function findInterface(
  conf: NetConf,
  flags: AgentFlags,
  { ns, node, bridgeNetfilter }: AgentFacts,
  keys: AnnotationKeys,
  log: (text: string) => void,
): ReturnType<typeof findExtIface> {
  const family = conf.enableIpv4 ? 'iptables' : conf.enableIpv6 ? 'ip6tables' : null;
  if (family !== null && !conf.enableNftables && !bridgeNetfilter) {
    const path = `/proc/sys/net/bridge/bridge-nf-call-${family}`;
    return err(`Failed to check br_netfilter: stat ${path}: no such file or directory`);
  }
  const annotated = annotationsOf(node)[keys.nodePublicIp] ?? '';
  const publicIp = annotated === '' ? flags.publicIp : annotated;
  const options = { iface: flags.iface, canReach: flags.ifaceCanReach, publicIp };
  return findExtIface(ns, options, conf, log);
}

function rulesOf({ ns, file }: AgentFacts, rules: RulesConf): readonly Effect[] {
  const text = file(SUBNET_FILE);
  const previous = {
    network: readSubnetFile(text, 'FLANNEL_NETWORK'),
    subnet: readSubnetFile(text, 'FLANNEL_SUBNET'),
  };
  return setUpRules(rules, previous, ruleView(ns));
}

/** The CNI plugin may begin, and the node is no longer without a network. */
function ready(flags: AgentFlags, { conf, ext, network }: Running, { subnet }: Lease): readonly Effect[] {
  const { mtu } = tunnelOf(conf, ext.mtu);
  const text = subnetFileText({ network, subnet, mtu, ipMasq: flags.ipMasq });
  const condition: Effect = {
    kind: 'condition',
    condition: {
      type: 'NetworkUnavailable',
      status: 'False',
      reason: 'FlannelIsUp',
      message: 'Flannel is running on this node',
    },
  };
  return [
    { kind: 'file', path: SUBNET_FILE, text },
    logged('info', `Wrote subnet file to ${SUBNET_FILE}`),
    logged('info', 'flannel is ready'),
    logged('info', 'Running backend.'),
    ...(flags.setNodeNetworkUnavailable ? [condition] : []),
  ];
}

export interface NodeStep {
  readonly effects: readonly Effect[];
  /** What the backend was told, null for nothing. */
  readonly event: LeaseEvent | null;
}

/** A Node came, changed or went. One at a time: what is done for one may depend on what was done for another. */
export function onNode(state: AgentState, ns: Netns, change: NodeChange): NodeStep {
  const seen = leaseEventOf(change, state.keys, state.node);
  if (seen === null) return { effects: [], event: null };
  if ('complaint' in seen) return { effects: [logged('info', seen.complaint)], event: null };
  if (!reachesBackend(state.subnet, seen.event)) return { effects: [], event: null };
  const { running } = state;
  return { effects: backendOf(running.conf.type).onLease(ns, running, seen.event), event: seen.event };
}

/**
 * How changes of Nodes are read where they come to nothing but messages that depend on nothing else; null where they may come
 * to more. A lease of the node's own subnet is for the caller to leave out.
 */
export function plainNews({ keys, running }: AgentState): NewsOf<NodeObject> | null {
  const plainly = backendOf(running.conf.type).plainly?.(running) ?? null;
  if (plainly === null) return null;
  if (reader?.keys !== keys || reader.plainly !== plainly) {
    reader = { keys, plainly, news: newsReader(keys, plainly) };
  }
  return reader.news;
}

/** All nodes of a cluster read alike. */
let reader: {
  readonly keys: AnnotationKeys;
  readonly plainly: Plainly;
  readonly news: NewsOf<NodeObject>;
} | null = null;

function newsReader(keys: AnnotationKeys, plainly: Plainly): NewsOf<NodeObject> {
  return (before, after, version) => {
    const seen = leaseEventOf({ before, after }, keys, '');
    if (seen === null) return version === 0 ? NO_NEWS : { ...NO_NEWS, version };
    if ('complaint' in seen) return null;
    const { subnet } = seen.event.lease;
    const messages = plainly(seen.event);
    return messages && { messages, subnet: prefixKey(subnet.addr, subnet.len), version };
  };
}

const NO_NEWS: News = { messages: [], subnet: NO_SUBNET, version: 0 };

/** Puts back routes to the other nodes; only backends made of routes do so. */
export function onRouteTimer(state: AgentState, ns: Netns, nodes: readonly NodeObject[]): readonly Effect[] {
  const { running, keys, node: self, subnet } = state;
  const backend = backendOf(running.conf.type);
  if (backend.recover === undefined) return [];
  const leases = nodes.flatMap((node) => {
    const managed = annotationsOf(node)[keys.subnetKubeManaged] === 'true';
    const lease = managed ? nodeToLease(node, keys, self) : null;
    const foreign = lease?.ok === true && reachesBackend(subnet, { type: 'added', lease: lease.value });
    return foreign ? [lease.value] : [];
  });
  return backend.recover(ns, running, leases);
}

/** Puts back rules somebody took away. */
export function onRuleTimer(state: AgentState, ns: Netns): readonly Effect[] {
  return ensureRules(state.rules, ruleView(ns));
}

/**
 * The vxlan device was deleted: it is made again, on the interface as it is now. What it had for the other nodes is not
 * put back. The other backends do not watch their device.
 */
export function onDeviceGone(state: AgentState, facts: AgentFacts, name: string): readonly Effect[] {
  const { running, subnet } = state;
  if (running.conf.type !== 'vxlan' || running.device !== name) return [];
  const link = linkByName(facts.ns, running.ext.name);
  const addr = link === null ? undefined : usableAddrs(link)[0];
  const told = [
    logged('info', `Interface ${name} deleted`),
    logged('info', 'vxlan device missing, attempting to recreate...'),
  ];
  if (link === null || addr === undefined) {
    const missing = `external interface ${running.ext.name} not found, retrying in 1s`;
    return [...told, logged('info', missing)];
  }
  const ext = { ...running.ext, ifindex: link.ifindex, mtu: link.mtu, extAddr: addr };
  const startFacts: StartFacts = {
    ns: facts.ns,
    ext,
    network: running.network,
    storedMac: storedMac(annotationsOf(facts.node), state.prefix),
    file: facts.file,
    random: facts.random,
  };
  const backend = backendOf('vxlan');
  const registered = backend.register(startFacts, running.conf);
  const lease: Lease = { subnet, publicIp: addr, backendType: 'vxlan', backendData: '' };
  const configured = backend.configure(startFacts, { ...running, ext }, lease);
  const made = registered.ok && configured.ok ? [...registered.value.effects, ...configured.value] : [];
  return [...told, ...made.map(withoutEnd)];
}

/** A running daemon does not end because of a device. */
function withoutEnd(effect: Effect): Effect {
  if (effect.kind !== 'net') return effect;
  return { ...effect, complaint: effect.complaint.replace('Error registering network: ', '') };
}
