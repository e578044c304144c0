/** Whole clusters with flannel for tests: machines on a switch, nothing else but objects. */
import type { JsonObject } from '../base/json';
import { createObject } from '../cluster/apiserver';
import { controllerKinds } from '../cluster/controllers';
import { startCluster } from '../cluster/start';
import { flanneld } from '../cni/flannel/flanneld';
import { createWorld } from '../kernel/netns';
import type { ClusterConfig } from '../model/cluster';
import { runCommand } from '../shell';
import { Simulation } from '../simulator';
import { builtIn } from '../simulator.cluster';
import { nullSink } from '../trace/sink';
import { TraceStore } from '../trace/store';
import { accepted, podManifest } from './cluster';
import type { RunningCluster } from './nodes';
import { clusterView } from './nodes';

const CONFIG: ClusterConfig = { podCIDR: '10.244.0.0/16', nodeCIDRMaskSize: 24, network: 'flannel' };

/** `cni-conf.json` of Documentation/kube-flannel.yml. */
const CNI_CONF = JSON.stringify({
  name: 'cbr0',
  cniVersion: '0.3.1',
  plugins: [
    { type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
});

/** The backends of net-conf.json that a learner may choose from. */
export const BACKENDS = {
  vxlan: { Type: 'vxlan' },
  'vxlan, DirectRouting': { Type: 'vxlan', DirectRouting: true },
  'host-gw': { Type: 'host-gw' },
  udp: { Type: 'udp' },
  ipip: { Type: 'ipip' },
  wireguard: { Type: 'wireguard' },
} as const satisfies Readonly<Record<string, JsonObject>>;

export function netConf(backend: JsonObject, more: JsonObject = {}): string {
  return JSON.stringify({ Network: '10.244.0.0/16', ...more, Backend: backend });
}

/** The ConfigMap of Documentation/kube-flannel.yml. */
export function flannelConfigMap(text: string, cniConf = CNI_CONF): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
    data: { 'cni-conf.json': cniConf, 'net-conf.json': text },
  };
}

export interface FlannelClusterOptions {
  readonly config?: Partial<ClusterConfig>;
  /** Pod range of each node by name, for nodes that bring theirs. */
  readonly ranges?: Readonly<Record<string, string>>;
  /** Without one the run is bare: nothing can be asked about it. */
  readonly bare?: boolean;
  /** Called when the machines are there and before anything runs. */
  readonly prepare?: (simulation: Simulation) => void;
}

/** The n-th machine: `node1`, 192.168.56.11 on eth0, on one switch with the others. */
export function addMachine(simulation: Simulation, n: number): void {
  const name = `node${String(n)}`;
  simulation.applyFabric({ kind: 'machine.add', name, role: 'node' });
  const ends = [
    { netns: 'lan', dev: `p-${name}` },
    { netns: name, dev: 'eth0' },
  ] as const;
  simulation.applyFabric({ kind: 'cable.add', ends });
  typed(simulation, 'lan', `ip link set p-${name} master sw0 up`);
  typed(simulation, name, `ip addr add ${addressOf(n)}/24 dev eth0`);
  // flanneld takes the interface of the default route.
  typed(simulation, name, `ip route add default via 192.168.56.1`);
}

/** 192.168.56.11 for the first node. */
export function addressOf(n: number): string {
  return `192.168.56.${String(10 + n)}`;
}

function typed(simulation: Simulation, netns: string, command: string): void {
  const { exitCode, stderr } = runCommand(simulation.shell, netns, command);
  if (exitCode !== 0) throw new Error(`${netns}: ${command}: ${stderr.join(' ')}`);
}

/** Nodes that have come to rest, flannel running on them. `conf` null: nobody wrote a ConfigMap. */
export function flannelCluster(
  nodes: number,
  conf: string | null,
  { config = {}, ranges = {}, bare = false, prepare }: FlannelClusterOptions = {},
): RunningCluster {
  const trace = new TraceStore();
  const simulation = new Simulation(createWorld(1), bare ? nullSink : trace, () => undefined, {
    ...builtIn(),
    controllers: controllerKinds,
  });
  simulation.applyFabric({ kind: 'machine.add', name: 'lan', role: 'switch' });
  typed(simulation, 'lan', 'ip link add sw0 type bridge');
  typed(simulation, 'lan', 'ip link set sw0 up');
  for (let n = 1; n <= nodes; n += 1) addMachine(simulation, n);
  prepare?.(simulation);
  startCluster(simulation.ctx, simulation.runtime, { ...CONFIG, ...config });
  const kubectl = simulation.caller('node1', 'kubectl');
  for (const [name, podCIDR] of Object.entries(ranges)) {
    const spec = { podCIDR, podCIDRs: [podCIDR] };
    accepted(createObject(kubectl, { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec }));
  }
  accepted(
    createObject(kubectl, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-flannel' } }),
  );
  if (conf !== null) accepted(createObject(kubectl, flannelConfigMap(conf)));
  simulation.runUntilQuiet();
  return clusterView({ simulation, trace, kubectl });
}

/** Creates a pod on the n-th node and lets it come up. */
export function podOn(cluster: RunningCluster, name: string, n: number): void {
  accepted(createObject(cluster.kubectl, podManifest(name, { nodeName: `node${String(n)}` })));
  cluster.settle();
}

/** The first reply `ping` prints, `none` without one. */
export function ping(cluster: RunningCluster, from: string, to: string): string {
  const { pid } = runCommand(cluster.simulation.shell, from, `ping -c 1 -W 1 ${to}`);
  cluster.settle();
  const output = pid === null ? [] : (cluster.netns(from)?.processes.entries.get(pid)?.output ?? []);
  return output.find((line) => line.includes('bytes from')) ?? 'none';
}

/** What flanneld remembers on the n-th node. */
export function flanneldState(cluster: RunningCluster, n: number): typeof flanneld.initial | null {
  const id = `node${String(n)}/${flanneld.kind}`;
  const found = cluster.simulation.world.cluster?.controllers.entries.get(id);
  return found === undefined ? null : (found.state as typeof flanneld.initial);
}
