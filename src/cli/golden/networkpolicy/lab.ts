/**
 * A cluster as a case describes it: Calico on one segment, no tunnel between its nodes, a router, and behind it one host
 * that has every address which is neither a pod's nor a node's. Pods get the addresses of the case by annotation.
 */
import type { JsonObject as CoreObject } from '../../../core/base/json';
import {
  createObject,
  getObject,
  patchObject,
  type ApiCaller,
  type ApiResult,
} from '../../../core/cluster/apiserver';
import type { Ctx } from '../../../core/kernel/ctx';
import { startCluster } from '../../../core/cluster/start';
import { IP_ADDRS_ANNOTATION } from '../../../core/cni/calico/requested-address';
import { createWorld } from '../../../core/kernel/netns';
import { runCommand } from '../../../core/shell';
import { Simulation } from '../../../core/simulator';
import { formatIpv4, networkOf } from '../../../core/wire/addr';
import { addr } from '../compare';
import type { JsonObject } from '../json';
import { member, textOf } from '../json';
import type { GoldenCluster, GoldenPod } from './case';

export const OUTSIDE = 'outside';
const ROUTER = 'router';
const SWITCH = 'lan';
/** Where a case names no nodes, and of what it does not name: ranges for benchmarks (RFC 2544), which no case uses. */
const NODE_PREFIX = '198.18.0.';
export const UPLINK = { router: '198.19.0.1', outside: '198.19.0.2' };
const TUNNELS = '198.19.128.0/17';
const SPARE_NODES = 2;
const EVENTS_MAX = 10_000_000;
const ROUTER_HOST = 251;

const CNI_CONFIG = {
  name: 'k8s-pod-network',
  cniVersion: '0.3.1',
  plugins: [{ type: 'calico', ipam: { type: 'calico-ipam' }, policy: { type: 'k8s' } }],
};

interface PlacedNode {
  readonly name: string;
  readonly ip: string;
  readonly labels: JsonObject;
}

export interface PolicyLab {
  readonly simulation: Simulation;
  readonly nodes: readonly PlacedNode[];
}

/** `outside`: the addresses beyond the router. */
export function policyLab(cluster: GoldenCluster, outside: readonly string[]): PolicyLab {
  const simulation = new Simulation(createWorld(1));
  const nodes = nodesOf(cluster);
  const length = prefixLength(nodes.map(({ ip }) => ip));
  const gateway = formatIpv4(addr(nodes[0]?.ip ?? ''))
    .split('.')
    .with(3, String(ROUTER_HOST))
    .join('.');
  addMachines(simulation, nodes, length, gateway, outside);
  startCluster(simulation.ctx, simulation.runtime, {
    ...{ podCIDR: '198.19.64.0/18', nodeCIDRMaskSize: 24, network: 'calico' },
  });
  const kubectl = simulation.caller(nodes[0]?.name ?? '', 'kubectl');
  for (const object of objectsOf(cluster)) accepted(createObject(kubectl, object));
  for (const namespace of cluster.namespaces) addNamespace(simulation.ctx, kubectl, namespace);
  settle(simulation);
  createPods({ simulation, nodes }, cluster.pods);
  return { simulation, nodes };
}

export function settle(simulation: Simulation): void {
  if (simulation.runUntilQuiet(EVENTS_MAX) !== 'quiet') throw new Error('the cluster does not come to rest');
}

/** Creates pods and teaches the router where each is. */
export function createPods({ simulation, nodes }: PolicyLab, pods: readonly GoldenPod[]): void {
  const kubectl = simulation.caller(nodes[0]?.name ?? '', 'kubectl');
  pods.forEach((pod, index) => {
    const node = nodes.find(({ name }) => name === pod.node) ?? nodes[index % nodes.length];
    const nodeName = node?.name ?? '';
    accepted(createObject(kubectl, manifestOf(pod, nodeName)));
    if (!pod.hostNetwork) type(simulation, ROUTER, `ip route replace ${pod.ip} via ${node?.ip ?? ''}`);
  });
  settle(simulation);
}

export function podName({ namespace, name }: GoldenPod): string {
  return `${namespace}/${name}`;
}

function nodesOf({ nodes }: GoldenCluster): readonly PlacedNode[] {
  const placed = nodes.map((node, index) => ({
    ...node,
    ip: node.ip === '' ? `${NODE_PREFIX}${String(101 + index)}` : node.ip,
  }));
  const spare = Array.from({ length: SPARE_NODES }, (_, i) => ({
    ...{ name: `node-${String(i + 1)}`, ip: `${NODE_PREFIX}${String(i + 1)}`, labels: {} },
  }));
  return placed.length > 0 ? placed : spare;
}

/** The longest one, up to 24, in which all addresses are neighbours. */
function prefixLength(texts: readonly string[]): number {
  const addresses = texts.map(addr);
  for (let length = 24; length > 0; length -= 1) {
    if (new Set(addresses.map((one) => networkOf(one, length))).size === 1) return length;
  }
  return 0;
}

function addMachines(
  simulation: Simulation,
  nodes: readonly PlacedNode[],
  length: number,
  gateway: string,
  outside: readonly string[],
): void {
  simulation.applyFabric({ kind: 'machine.add', name: SWITCH, role: 'switch' });
  type(simulation, SWITCH, 'ip link add sw0 type bridge');
  type(simulation, SWITCH, 'ip link set sw0 up');
  const join = (machine: string, port: string): void => {
    const ends = [
      { netns: machine, dev: 'eth0' },
      { netns: SWITCH, dev: port },
    ] as const;
    simulation.applyFabric({ kind: 'cable.add', ends });
    type(simulation, SWITCH, `ip link set ${port} master sw0 up`);
    type(simulation, machine, 'ip link set eth0 up');
  };
  nodes.forEach(({ name, ip }, index) => {
    simulation.applyFabric({ kind: 'machine.add', name, role: 'node' });
    join(name, `p${String(index)}`);
    type(simulation, name, `ip addr add ${ip}/${String(length)} dev eth0`);
    type(simulation, name, `ip route add default via ${gateway}`);
  });
  simulation.applyFabric({ kind: 'machine.add', name: ROUTER, role: 'router' });
  simulation.applyFabric({ kind: 'machine.add', name: OUTSIDE, role: 'host' });
  join(ROUTER, 'p-router');
  const uplink = [
    { netns: ROUTER, dev: 'eth1' },
    { netns: OUTSIDE, dev: 'eth0' },
  ] as const;
  simulation.applyFabric({ kind: 'cable.add', ends: uplink });
  type(simulation, ROUTER, `ip addr add ${gateway}/${String(length)} dev eth0`);
  // What a case calls outside may lie in the nodes' own network: the router answers for it.
  type(simulation, ROUTER, 'sysctl -w net.ipv4.conf.eth0.proxy_arp=1');
  type(simulation, ROUTER, 'sysctl -w net.ipv4.ip_forward=1');
  type(simulation, ROUTER, 'ip link set eth1 up');
  type(simulation, OUTSIDE, 'ip link set eth0 up');
  type(simulation, ROUTER, `ip addr add ${UPLINK.router}/30 dev eth1`);
  type(simulation, OUTSIDE, `ip addr add ${UPLINK.outside}/30 dev eth0`);
  type(simulation, OUTSIDE, `ip route add default via ${UPLINK.router}`);
  for (const one of new Set(outside)) {
    type(simulation, OUTSIDE, `ip addr add ${one}/32 dev lo`);
    type(simulation, ROUTER, `ip route add ${one} via ${UPLINK.outside}`);
  }
}

function* objectsOf({ pods }: GoldenCluster): Generator<CoreObject> {
  yield {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'calico-config', namespace: 'kube-system' },
    data: { calico_backend: 'vxlan', veth_mtu: '0', cni_network_config: JSON.stringify(CNI_CONFIG) },
  };
  yield pool('tunnels', TUNNELS, ['Tunnel']);
  const ranges = new Set(
    pods.filter(({ hostNetwork }) => !hostNetwork).map(({ ip }) => networkOf(addr(ip), 16)),
  );
  let number = 0;
  for (const range of ranges)
    yield pool(`pods-${String((number += 1))}`, `${formatIpv4(range)}/16`, ['Workload']);
}

/** Of a namespace that every cluster has, only the labels are the case's. */
export function addNamespace(ctx: Pick<Ctx, 'world'>, kubectl: ApiCaller, namespace: JsonObject): void {
  const [name, labels] = [textOf(namespace, 'name'), labelsOf(namespace)];
  const at = { kind: 'Namespace', namespace: '', name };
  accepted(
    getObject(ctx, 'Namespace', '', name) === null
      ? createObject(kubectl, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })
      : patchObject(kubectl, at, { metadata: { labels } }),
  );
}

export function labelsOf(object: JsonObject): CoreObject {
  return member(object, 'labels');
}

function pool(name: string, cidr: string, allowedUses: readonly string[]): CoreObject {
  return {
    apiVersion: 'projectcalico.org/v3',
    kind: 'IPPool',
    metadata: { name },
    spec: { cidr, vxlanMode: 'CrossSubnet', natOutgoing: false, blockSize: 26, allowedUses },
  };
}

function manifestOf(pod: GoldenPod, nodeName: string): CoreObject {
  const { namespace, name, labels, ip, hostNetwork, containers } = pod;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name, namespace, labels },
      ...(hostNetwork ? {} : { annotations: { [IP_ADDRS_ANNOTATION]: JSON.stringify([ip]) } }),
    },
    spec: {
      nodeName,
      ...(hostNetwork ? { hostNetwork } : {}),
      // Their names decide nothing, and in some cases two have the same.
      containers: containers.map(({ ports = [] }, index) => ({
        name: `c${String(index)}`,
        image: 'busybox:1.36',
        ports: ports as readonly CoreObject[],
      })),
    },
  };
}

/** Throws in the server's words when a case asks for what no cluster takes. */
export function accepted(result: ApiResult): void {
  if (!result.ok) throw new Error(`refused: ${result.error.message}`);
}

/** Runs a command that must succeed. */
export function type(simulation: Simulation, netns: string, command: string): void {
  const { exitCode, stderr } = runCommand(simulation.shell, netns, command);
  if (exitCode !== 0) throw new Error(`${netns}: ${command}: ${stderr.join(' ')}`);
}
