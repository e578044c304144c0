/**
 * calico-node as a control loop, one on every node: its init container, its start-up script and felix.
 *
 *   waits    the ConfigMap, the Node or every IPPool is missing
 *   running  felix: whatever it hears of leads to one application, 10 ms later, of all that changed meanwhile
 *
 * Source: calico manifests/calico.yaml; node/pkg/lifecycle/startup, node/pkg/allocateip; felix/dataplane/linux.
 */
import type { ControllerIo, ControllerKind } from '../../../cluster/controller';
import { ANNOTATION } from '../../../cluster/objects/calico';
import { rfc3339 } from '../../../base/instant';
import { asJson } from '../../../base/json';
import { asKind, type ApiObject, type ControllerRequest, type Node } from '../../../model/cluster';
import type { Link } from '../../../model/link';
import { formatCidr4, parseIpv4, type Cidr4 } from '../../../wire/addr';
import { desiredRules } from '../felix/desired';
import { podMtu, tunnelMtus } from '../felix/mtu';
import { networkEntries, type KernelEntry } from '../felix/network';
import { NOTHING_PROGRAMMED, type ProgrammedRules } from '../felix/kept';
import { programRules, type Looks } from '../felix/program';
import { felixSettings, type FelixSettings } from '../felix/settings';
import { tunnelsInUse } from '../felix/tunnels-in-use';
import { allocateMarkBits, MARK_MASK } from '../felix/mark-bits';
import { wireguardEntries } from '../felix/wireguard';
import { blocksOf } from '../ipam/assign';
import { NODENAME_FILE } from '../ipam/plugin';
import { MTU_FILE } from '../plugin';
import { endBird, keepBird } from './confd';
import { calicoNodes, clusterNow, configText, policyFacts, poolsIn } from './facts';
import { ensureTunnel, tunnelAddresses, tunnelAnnotations, wireguardAddress } from './tunnels';
import { ensureWireguard, wireguardAnnotations } from './wireguard';
import { act } from './act';
import { isThere } from './is-there';
import { intervalNs, lookTimer, REPAIRS, WATCHED, watchedBy, waysToMend, type Watched } from './repair';
import { KIND, partOf, partsFrom, watchesOf, type Part } from './watches';

interface CalicoNodeState {
  readonly phase: 'waits' | 'running';
  /** What the application that is on its way has to look after; none is when it is empty. */
  readonly dirty: readonly Part[];
  /** `bird`, `vxlan`, or `none` where another daemon moves the packets. */
  readonly backend: string;
  readonly rules: ProgrammedRules;
  readonly entries: readonly KernelEntry[];
  /** Faults of Calico's objects that its log has. */
  readonly told: readonly string[];
  /** From then on it looks after what is in the kernel, every so many seconds. */
  readonly startedNs: number;
  /** What it will look after next time, because somebody was at it. */
  readonly looks: readonly Watched[];
}

const NAMESPACE = 'kube-system';
/** Of calico.yaml and of canal.yaml. */
const CONFIG_MAPS: Readonly<Record<string, string>> = {
  'calico-config': '/etc/cni/net.d/10-calico.conflist',
  'canal-config': '/etc/cni/net.d/10-canal.conflist',
};
const APPLY = 'apply';
/** Felix gathers what it hears of. */
const THROTTLE_NS = 10_000_000;
const EVERYTHING: readonly Part[] = ['all'];
const READS_ALL: Looks = { at: ['iptables', 'ipsets'], mends: () => undefined };

export const calicoNode: ControllerKind<CalicoNodeState> = {
  kind: KIND,
  initial: {
    phase: 'waits',
    dirty: [],
    backend: '',
    rules: NOTHING_PROGRAMMED,
    entries: [],
    told: [],
    startedNs: 0,
    looks: [],
  },
  watches: watchesOf((object) => configFile(object) !== null),
  stopped: endBird,
  watchesOp: (op) => watchedBy(op.kind).length > 0,
  several(io, state, deliveries, from) {
    const parts = state.phase === 'running' ? partsFrom(deliveries, from) : [];
    return { count: parts.length, state: parts.reduce((now, part) => soon(io, now, part), state) };
  },
  reconcile(io, state, request) {
    switch (request.reason) {
      case 'start':
        // A process remembers nothing of the one before it; timers that were due meanwhile came to nobody.
        return begin(io, { ...state, dirty: [], looks: [] });
      case 'timer':
        return onTimer(io, state, request.timer);
      case 'added':
      case 'modified':
      case 'deleted':
        return onObject(io, state, request);
      case 'kernel':
        return lookLater(io, state, watchedBy(request.op));
      case 'file':
      case 'link':
        return state;
    }
  },
};

function onTimer(io: ControllerIo, state: CalicoNodeState, timer: string): CalicoNodeState {
  if (timer === APPLY) return apply(io, { ...state, dirty: [] }, state.dirty);
  const due = WATCHED.find((each) => timer === lookTimer(each));
  return due === undefined
    ? state
    : lookAfter(io, { ...state, looks: state.looks.filter((each) => each !== due) }, due);
}

/** It looks at fixed times; what nobody has touched needs no event. */
function lookLater(io: ControllerIo, state: CalicoNodeState, which: readonly Watched[]): CalicoNodeState {
  if (state.phase !== 'running') return state;
  const settings = felixSettings(io, io.node);
  const fresh = which.filter(
    (each) => intervalNs(each, settings, state.backend) > 0 && !state.looks.includes(each),
  );
  for (const each of fresh) {
    const everyNs = intervalNs(each, settings, state.backend);
    const passedNs = (io.ctx.world.nowNs - state.startedNs) % everyNs;
    io.after(lookTimer(each), everyNs - passedNs, true);
  }
  return fresh.length === 0 ? state : { ...state, looks: [...state.looks, ...fresh] };
}

function lookAfter(io: ControllerIo, state: CalicoNodeState, due: Watched): CalicoNodeState {
  const node = asKind(io.get('Node', '', io.node), 'Node');
  const card = node === null ? null : cardOf(io, node);
  if (state.phase !== 'running' || node === null || card === null) return state;
  if (due === 'devices') {
    devices(io, node, card, state.backend, null);
    return state;
  }
  let silent = true;
  const mends = (): void => {
    if (silent) io.decide('acts', REPAIRS[due], { node: io.node });
    silent = false;
  };
  const facts = policyFacts(io, state.backend);
  if (due === 'routes') {
    for (const op of waysToMend(io, state.entries, facts.pods, facts.settings)) {
      mends();
      act(io, op);
    }
    return state;
  }
  const desired = desiredRules(facts, state.rules);
  const done = programRules(io, state.rules, due === 'ipsets' ? { ...desired, tables: [] } : desired, {
    at: [due],
    mends,
  });
  for (const message of done.faults) io.decide('fails', 'calicoLog', { node: io.node, message });
  return { ...state, rules: done.now };
}

function configFile({ metadata }: ApiObject): string | null {
  return metadata.namespace === NAMESPACE ? (CONFIG_MAPS[metadata.name] ?? null) : null;
}

function onObject(
  io: ControllerIo,
  state: CalicoNodeState,
  request: Extract<ControllerRequest, { readonly object: ApiObject }>,
): CalicoNodeState {
  if (state.phase === 'waits') {
    const awaited = ['ConfigMap', 'Node', 'IPPool'].includes(request.object.kind);
    return awaited && request.reason !== 'deleted' ? begin(io, state) : state;
  }
  return soon(io, state, partOf(request.object));
}

function soon(io: ControllerIo, state: CalicoNodeState, part: Part): CalicoNodeState {
  if (state.dirty.includes(part) || state.dirty.includes('all')) return state;
  if (state.dirty.length === 0) io.after(APPLY, THROTTLE_NS);
  return { ...state, dirty: part === 'all' ? EVERYTHING : [...state.dirty, part] };
}

// -------------------------------------------------------------------------------------------------------- starting

function begin(io: ControllerIo, state: CalicoNodeState): CalicoNodeState {
  const node = asKind(io.get('Node', '', io.node), 'Node');
  if (node === null) return { ...state, phase: 'waits' };
  const config = Object.keys(CONFIG_MAPS)
    .map((name) => io.get('ConfigMap', NAMESPACE, name))
    .find((one) => one !== null);
  if (config === undefined) {
    const message = 'configmap "calico-config" not found';
    io.decide('waits', 'calicoWaits', { node: io.node, message });
    return { ...state, phase: 'waits' };
  }
  const backend = configText(config, 'calico_backend');
  const { pools } = poolsIn(clusterNow(io));
  if (backend !== 'none' && pools.length === 0) {
    io.decide('waits', 'calicoWaits', { node: io.node, message: 'no IP pool' });
    return { ...state, phase: 'waits' };
  }
  const card = cardOf(io, node);
  if (card === null) {
    const message =
      "Couldn't autodetect an IPv4 address. If auto-detecting, choose a different autodetection method. Otherwise provide an explicit address.";
    io.decide('waits', 'calicoWaits', { node: io.node, message });
    return { ...state, phase: 'waits' };
  }
  io.decide('acts', 'calicoStart', {
    node: io.node,
    address: formatCidr4(card.address),
    device: card.link.name,
  });
  io.op(
    io.netns,
    { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 1 },
    'sysctl -w net.ipv4.ip_forward=1',
  );
  io.writeFile(NODENAME_FILE, io.node);
  const own = backend === 'none' ? {} : { [ANNOTATION.address]: formatCidr4(card.address) };
  const running = apply(
    io,
    { ...state, phase: 'running', backend, startedNs: io.ctx.world.nowNs },
    EVERYTHING,
    { card, annotations: own },
  );
  install(io, config);
  report(io, node);
  return running;
}

const ownNode = (io: ControllerIo) => ({ kind: 'Node', namespace: '', name: io.node, status: true }) as const;

interface Card {
  readonly link: Link;
  readonly address: Cidr4;
}

/** The card that has the node's own address. */
function cardOf(io: ControllerIo, node: Node): Card | null {
  const internal = node.status.addresses?.find(({ type }) => type === 'InternalIP');
  const wanted = parseIpv4(internal?.address ?? '');
  if (!wanted.ok) return null;
  for (const link of io.ctx.own(io.netns).links) {
    const found = link?.addrs.find(({ local }) => local === wanted.value);
    if (link !== undefined && found !== undefined) {
      return { link, address: { addr: found.local, len: found.len } };
    }
  }
  return null;
}

/** The last of it: with this file the kubelet finds a network. */
function install(io: ControllerIo, config: ApiObject): void {
  const file = configFile(config);
  if (file === null) return;
  io.decide('acts', 'calicoInstall', { node: io.node, file });
  const text = configText(config, 'cni_network_config')
    .replaceAll('__KUBERNETES_NODE_NAME__', io.node)
    .replaceAll('__CNI_MTU__', configText(config, 'veth_mtu') || '0')
    .replaceAll('__KUBECONFIG_FILEPATH__', '/etc/cni/net.d/calico-kubeconfig');
  io.writeFile(file, text);
}

function report(io: ControllerIo, node: Node): void {
  const others = (node.status.conditions ?? []).filter(({ type }) => type !== 'NetworkUnavailable');
  const now = rfc3339(io.ctx.world.nowNs);
  const condition = {
    ...{ type: 'NetworkUnavailable', status: 'False', reason: 'CalicoIsUp' },
    ...{ message: 'Calico is running on this node', lastHeartbeatTime: now, lastTransitionTime: now },
  };
  io.patch(ownNode(io), { status: { conditions: [...others.map(asJson), condition] } });
}

// ----------------------------------------------------------------------------------------------------------- felix

/** What a start has found out before the first application. */
interface Starting {
  readonly card: Card;
  readonly annotations: Readonly<Record<string, string | null>>;
}

/** Brings devices, rules, sets, neighbours, routes and BIRD's configuration to what the objects ask for, as far as they changed. */
function apply(
  io: ControllerIo,
  state: CalicoNodeState,
  dirty: readonly Part[],
  starting: Starting | null = null,
): CalicoNodeState {
  const node = asKind(io.get('Node', '', io.node), 'Node');
  const card = starting?.card ?? (node === null ? null : cardOf(io, node));
  if (state.phase !== 'running' || node === null || card === null) return state;
  const concerns = (part: Part): boolean => dirty.includes(part) || dirty.includes('all');
  if (concerns('all')) devices(io, node, card, state.backend, starting);
  const rules = concerns('rules');
  const facts = rules ? policyFacts(io, state.backend) : null;
  if (facts !== null) {
    const { length: pods } = facts.pods;
    io.decide('acts', 'calicoApply', { node: io.node, pods, policies: facts.policies.length });
  }
  const entries = concerns('ways') ? ways(io, state, starting) : state.entries;
  if (facts !== null && starting !== null)
    for (const op of waysToMend(io, entries, facts.pods, facts.settings)) act(io, op);
  const looks = starting === null ? null : READS_ALL;
  const done = facts === null ? null : programRules(io, state.rules, desiredRules(facts, state.rules), looks);
  for (const message of done?.faults ?? []) io.decide('fails', 'calicoLog', { node: io.node, message });
  const told = state.backend === 'bird' && concerns('bgp') ? keepBird(io, state.told) : state.told;
  return { ...state, rules: done?.now ?? state.rules, entries, told };
}

function devices(io: ControllerIo, node: Node, card: Card, backend: string, starting: Starting | null): void {
  if (backend !== 'none') {
    tunnels(io, node, card, felixSettings(io, io.node), starting?.annotations ?? {});
    return;
  }
  // Flannel's tunnel takes as much as felix's own would.
  const { vxlan } = tunnelMtus({ hostMtu: card.link.mtu, aksHostEncryption: false });
  tell(io, MTU_FILE, String(vxlan));
}

/**
 * Neighbours, fdb entries and routes of VXLAN, peers and routes of WireGuard: only what differs is written. Whoever starts
 * does not know what is there, and adds nothing before it has looked.
 */
function ways(io: ControllerIo, state: CalicoNodeState, starting: Starting | null): readonly KernelEntry[] {
  const wanted = entriesFor(io, state.backend);
  const keys = new Set(wanted.map(({ key }) => key));
  const known = new Set(state.entries.map(({ key }) => key));
  const places = new Set(wanted.flatMap(({ place }) => place ?? []));
  for (const { key, place, add, del } of [...state.entries].reverse()) {
    if (keys.has(key) || (place !== undefined && places.has(place))) continue;
    // What went with its device is not there to be taken away.
    if (isThere(io.ctx.own(io.netns), add)) act(io, del);
  }
  if (starting === null) for (const { key, add } of wanted) if (!known.has(key)) act(io, add);
  return wanted;
}

/** Addresses, annotations and devices of the tunnels that the pools need, and what they leave of the MTU. */
function tunnels(
  io: ControllerIo,
  { metadata }: Node,
  { link, address }: Card,
  settings: FelixSettings,
  more: Starting['annotations'],
): void {
  const { annotations: present = {} } = metadata;
  const addresses = tunnelAddresses(io);
  const mtus = tunnelMtus({ hostMtu: link.mtu, aksHostEncryption: false });
  const wireguardMtu = settings.wireguard.mtu ?? mtus.wireguard;
  const wireguard = wireguardAddress(io, settings.wireguard.enabled);
  const wanted = { mark: wireguardMark(settings), mtu: wireguardMtu, address: wireguard };
  const key = ensureWireguard(io, settings.wireguard, wanted);
  const annotations = {
    ...more,
    ...tunnelAnnotations(present, addresses),
    ...wireguardAnnotations(present, key, wireguard),
  };
  if (Object.keys(annotations).length > 0) io.patch(ownNode(io), { metadata: { annotations } });
  const inUse = tunnelsInUse(poolsIn(clusterNow(io)).pools, settings);
  const parent = { dev: link.name, address: address.addr, mtu: link.mtu };
  for (const kind of inUse) {
    const tunnel = addresses[kind];
    if (tunnel !== null) ensureTunnel(io, kind, tunnel, parent, settings);
  }
  const enabled = key === null ? inUse : ([...inUse, 'wireguard'] as const);
  tell(io, MTU_FILE, String(podMtu(link.mtu, { ...mtus, wireguard: wireguardMtu }, enabled)));
}

/** The bit that felix's rules leave to outer packets. */
function wireguardMark({ wireguard }: FelixSettings): number {
  const bits = allocateMarkBits({ mask: MARK_MASK, wireguard: wireguard.enabled, dropBit: true });
  return bits.ok ? bits.value.wireguard : 0;
}

/** Writes a file unless it says so already. */
function tell(io: ControllerIo, path: string, text: string): void {
  if (io.readFile(path) !== text) io.writeFile(path, text);
}

function entriesFor(io: ControllerIo, backend: string): readonly KernelEntry[] {
  const { pools } = poolsIn(clusterNow(io));
  if (backend === 'none') return [];
  const { all: nodes, byName } = calicoNodes(clusterNow(io));
  const node = byName.get(io.node);
  if (node === undefined) return [];
  const card = io.ctx
    .own(io.netns)
    .links.find((link) => link?.addrs.some(({ local }) => local === node.address.addr) === true);
  const settings = felixSettings(io, io.node);
  const { enabled } = settings.wireguard;
  const needed = enabled || pools.some(({ vxlanMode }) => vxlanMode !== 'Never');
  const blocks = needed ? blocksOf(io, null) : [];
  return [
    ...networkEntries({ node, device: card?.name ?? '', nodes, byName, blocks, pools }),
    ...wireguardEntries({
      ...{ node: io.node, nodes, blocks, settings: settings.wireguard },
      mark: wireguardMark(settings),
    }),
  ];
}
