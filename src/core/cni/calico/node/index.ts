/**
 * calico-node as a control loop, one on every node: its init container, its start-up script and felix.
 *
 *   waits    the ConfigMap, the Node or every IPPool is missing
 *   running  felix: whatever it hears of leads to one application, 10 ms later, of all that changed meanwhile
 *
 * Source: calico manifests/calico.yaml; node/pkg/lifecycle/startup, node/pkg/allocateip; felix/dataplane/linux.
 */
import type { ControllerIo, ControllerKind } from '../../../cluster/controller';
import { onEveryNode, type ObjectChange } from '../../../cluster/watch';
import { rfc3339 } from '../../../base/instant';
import { asJson } from '../../../base/json';
import { linkByName } from '../../../kernel/ctx';
import {
  asKind,
  type ApiObject,
  type ClusterState,
  type ControllerRequest,
  type Node,
} from '../../../model/cluster';
import type { Link } from '../../../model/link';
import { formatCidr4, formatIpv4, formatMac, parseIpv4, type Cidr4 } from '../../../wire/addr';
import { commandOf } from '../../flannel/op-text';
import { desiredRules, VXLAN_DEVICE, VXLAN_PORT } from '../felix/desired';
import { podMtu, tunnelMtus } from '../felix/mtu';
import { networkEntries, type KernelEntry } from '../felix/network';
import { NOTHING_PROGRAMMED, programRules, type ProgrammedRules } from '../felix/program';
import { assign, blocksOf } from '../ipam/assign';
import { holders } from '../ipam/block';
import { NODENAME_FILE } from '../ipam/plugin';
import { MTU_FILE } from '../plugin';
import { readPools } from '../pool';
import { vtepMac } from '../vtep-mac';
import { ANNOTATION, calicoNodes, configText, policyFacts } from './facts';

interface CalicoNodeState {
  readonly phase: 'waits' | 'running';
  /** An application is on its way. */
  readonly dirty: boolean;
  /** `bird`, `vxlan`, or `none` where another daemon moves the packets. */
  readonly backend: string;
  readonly rules: ProgrammedRules;
  readonly entries: readonly KernelEntry[];
}

const KIND = 'calico-node';
const NAMESPACE = 'kube-system';
/** Of calico.yaml and of canal.yaml. */
const CONFIG_MAPS: Readonly<Record<string, string>> = {
  'calico-config': '/etc/cni/net.d/10-calico.conflist',
  'canal-config': '/etc/cni/net.d/10-canal.conflist',
};
const APPLY = 'apply';
/** Felix gathers what it hears of. */
const THROTTLE_NS = 10_000_000;
const VNI = 4096;

const everyNode = onEveryNode(KIND);

export const calicoNode: ControllerKind<CalicoNodeState> = {
  kind: KIND,
  initial: { phase: 'waits', dirty: false, backend: '', rules: NOTHING_PROGRAMMED, entries: [] },
  watches: {
    ConfigMap: (object, cluster) => (configFile(object) === null ? [] : everyNode(object, cluster)),
    IPPool: everyNode,
    IPAMBlock: everyNode,
    NetworkPolicy: everyNode,
    Namespace: everyNode,
    Node: (object, cluster, change) => (annotationsChanged(object, change) ? everyNode(object, cluster) : []),
    Pod: podWatchers,
  },
  reconcile(io, state, request) {
    switch (request.reason) {
      case 'start':
        return begin(io, state);
      case 'timer':
        return request.timer === APPLY ? apply(io, { ...state, dirty: false }) : state;
      case 'added':
      case 'modified':
      case 'deleted':
        return onObject(io, state, request);
      case 'file':
      case 'link':
        return state;
    }
  },
};

function configFile({ metadata }: ApiObject): string | null {
  return metadata.namespace === NAMESPACE ? (CONFIG_MAPS[metadata.name] ?? null) : null;
}

function annotationsChanged({ metadata }: ApiObject, change: ObjectChange): boolean {
  return change.reason !== 'modified' || metadata.annotations !== change.before.metadata.annotations;
}

/** A pod counts from the moment it has an address; what else changes but its labels is nobody's business. */
function podWatchers(object: ApiObject, cluster: ClusterState, change: ObjectChange): readonly string[] {
  const { metadata } = object;
  if (change.reason !== 'modified') return change.reason === 'added' ? [] : everyNode(object, cluster);
  const before = change.before.metadata;
  const same = metadata.labels === before.labels && metadata.annotations === before.annotations;
  return same ? [] : everyNode(object, cluster);
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
  return soon(io, state);
}

function soon(io: ControllerIo, state: CalicoNodeState): CalicoNodeState {
  if (state.dirty) return state;
  io.after(APPLY, THROTTLE_NS);
  return { ...state, dirty: true };
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
  const pools = readPools(io.find('IPPool'));
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
  const vxlan = backend !== 'none' && pools.some(({ vxlanMode }) => vxlanMode !== 'Never');
  const mtus = tunnelMtus({ hostMtu: card.link.mtu, aksHostEncryption: false });
  io.op(
    io.netns,
    { kind: 'sysctl.set', key: 'net/ipv4/ip_forward', value: 1 },
    'sysctl -w net.ipv4.ip_forward=1',
  );
  io.writeFile(NODENAME_FILE, io.node);
  const tunnel = vxlan ? tunnelAddress(io) : null;
  const annotations = {
    ...(backend === 'none' ? {} : { [ANNOTATION.address]: formatCidr4(card.address) }),
    ...(tunnel === null ? {} : { [ANNOTATION.vxlanTunnel]: formatIpv4(tunnel.addr) }),
  };
  io.patch(own(io), { metadata: { annotations } });
  if (tunnel !== null) makeDevice(io, card.link.name, card.address, tunnel, mtus.vxlan);
  // Flannel's tunnel takes as much as felix's own would.
  const mtu = backend === 'none' ? mtus.vxlan : podMtu(card.link.mtu, mtus, vxlan ? ['vxlan'] : []);
  io.writeFile(MTU_FILE, String(mtu));
  const running = apply(io, { ...state, phase: 'running', backend });
  install(io, config);
  report(io, node);
  return running;
}

const own = (io: ControllerIo) => ({ kind: 'Node', namespace: '', name: io.node, status: true }) as const;

/** The card that has the node's own address. */
function cardOf(io: ControllerIo, node: Node): { readonly link: Link; readonly address: Cidr4 } | null {
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

/** From the pools, as for a pod; one that a former life was given is kept. */
function tunnelAddress(io: ControllerIo): Cidr4 | null {
  const handle_id = `vxlan-tunnel-addr-${io.node}`;
  const held = blocksOf(io, io.node)
    .flatMap(holders)
    .find(({ by }) => by.handle_id === handle_id);
  if (held !== undefined) return { addr: held.address, len: 32 };
  const pools = readPools(io.find('IPPool')).filter((pool) => pool.vxlanMode !== 'Never' && !pool.disabled);
  const by = { handle_id, secondary: { node: io.node, type: 'vxlanTunnelAddress' } };
  const given = assign(io, pools, io.node, by);
  if (given.ok) return { addr: given.value, len: 32 };
  io.decide('fails', 'calicoLog', { node: io.node, message: given.error });
  return null;
}

function makeDevice(io: ControllerIo, dev: string, address: Cidr4, tunnel: Cidr4, mtu: number): void {
  const name = VXLAN_DEVICE;
  if (linkByName(io.ctx.own(io.netns), name) !== null) return;
  io.decide('acts', 'calicoTunnel', { node: io.node, device: name, address: formatIpv4(tunnel.addr) });
  const mac = vtepMac(io.node, 4);
  io.op(
    io.netns,
    {
      kind: 'link.add',
      ...{ name, mac, mtu },
      spec: { kind: 'vxlan', vni: VNI, dev, local: address.addr, dstPort: VXLAN_PORT, learning: false },
    },
    `ip link add ${name} address ${formatMac(mac)} mtu ${mtu} type vxlan id ${VNI} dev ${dev} local ${formatIpv4(address.addr)} dstport ${VXLAN_PORT} nolearning`,
  );
  io.op(
    io.netns,
    { kind: 'addr.add', dev: name, addr: tunnel },
    `ip addr add ${formatCidr4(tunnel)} dev ${name}`,
  );
  io.op(io.netns, { kind: 'link.set', name, set: { up: true } }, `ip link set ${name} up`);
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
  io.patch(own(io), { status: { conditions: [...others.map(asJson), condition] } });
}

// ----------------------------------------------------------------------------------------------------------- felix

/** Brings rules, sets, neighbours and routes to what the objects ask for. */
function apply(io: ControllerIo, state: CalicoNodeState): CalicoNodeState {
  if (state.phase !== 'running') return state;
  const facts = policyFacts(io, state.backend);
  const desired = desiredRules(facts);
  const wanted = entriesFor(io, state.backend);
  const keys = new Set(wanted.map(({ key }) => key));
  const known = new Set(state.entries.map(({ key }) => key));
  const gone = state.entries.filter(({ key }) => !keys.has(key)).reverse();
  const fresh = wanted.filter(({ key }) => !known.has(key));
  io.decide('acts', 'calicoApply', {
    node: io.node,
    pods: facts.pods.filter(({ node }) => node === io.node).length,
    policies: facts.policies.length,
  });
  for (const { del } of gone) kernel(io, del);
  for (const { add } of fresh) kernel(io, add);
  const done = programRules(io, state.rules, desired);
  for (const message of done.faults) io.decide('fails', 'calicoLog', { node: io.node, message });
  return { ...state, rules: done.now, entries: wanted };
}

function kernel(io: ControllerIo, op: KernelEntry['add']): void {
  const error = io.op(io.netns, op, io.ctx.trace.on ? commandOf(op) : '');
  if (error !== null) io.decide('fails', 'calicoLog', { node: io.node, message: error.message });
}

function entriesFor(io: ControllerIo, backend: string): readonly KernelEntry[] {
  if (backend === 'none') return [];
  const nodes = calicoNodes(io);
  const node = nodes.find(({ name }) => name === io.node);
  if (node === undefined) return [];
  const card = io.ctx
    .own(io.netns)
    .links.find((link) => link?.addrs.some(({ local }) => local === node.address.addr) === true);
  const pools = readPools(io.find('IPPool'));
  return networkEntries({ node, device: card?.name ?? '', nodes, blocks: blocksOf(io, null), pools });
}
