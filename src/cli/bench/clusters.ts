/** Clusters built from objects and torn down again: flannel's vxlan, a Deployment of pods, nothing by hand. */
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { need } from '../../core/base/assert';
import { createObject, deleteObject, findObjects } from '../../core/cluster/apiserver';
import { startCluster } from '../../core/cluster/start';
import { createWorld } from '../../core/kernel/netns';
import { asKind } from '../../core/model/cluster';
import { runCommand } from '../../core/shell';
import { forkWorld } from '../../core/sim/checkpoint';
import { Simulation } from '../../core/simulator';
import { accepted } from '../../core/testing/cluster';
import { BACKENDS, flannelConfigMap, netConf } from '../../core/testing/flannel-cluster';
import { nullSink } from '../../core/trace/sink';
import { TraceStore } from '../../core/trace/store';
import { ipv4 } from '../../core/wire/addr';
import { hopAcross } from './across';
import { cpuMsOf } from './cpu';
import type { Group, Row } from './report';

export const PODS_PER_NODE = 30;
const EVENTS_MAX = 100_000_000;
const BYTES_PER_MB = 1_000_000;
const SIZES: readonly { readonly nodes: number; readonly traced: boolean }[] = [
  { nodes: 2, traced: false },
  { nodes: 10, traced: false },
  { nodes: 100, traced: false },
  { nodes: 1000, traced: false },
  { nodes: 10, traced: true },
  { nodes: 100, traced: true },
];
/** Bars for the largest: design of the project, section on speed. */
const LARGEST = 1000;

export function benchClusters(): Group {
  return {
    title: `Clusters, ${String(PODS_PER_NODE)} pods a node (CPU time of all threads)`,
    rows: SIZES.flatMap(({ nodes, traced }) => measure(nodes, traced)),
  };
}

function measure(nodes: number, traced: boolean): readonly Row[] {
  const name = `${String(nodes)} nodes${traced ? ', every decision recorded' : ''}`;
  const bars =
    nodes === LARGEST
      ? { ms: 'bar: 5,000', mb: 'bar: 1,000', hop: 'bar: 1.5 times that of 2 nodes' }
      : { ms: '', mb: '', hop: '' };
  const empty = heapMb();
  const simulation = machines(nodes, traced);
  const builtMs = cpuMsOf(() => {
    build(simulation, nodes);
  });
  const heap = heapMb() - empty;
  const across = cpuMsOf(() => {
    pingAcross(simulation);
  });
  const fork = forkWorld(simulation.world, simulation.world.generation + 1);
  const before = heapMb();
  pingAcross(new Simulation(fork));
  const checkpoint = heapMb() - before;
  const hop = traced ? null : acrossOf(simulation);
  const downMs = cpuMsOf(() => {
    tearDown(simulation);
  });
  return [
    { name: `${name}: built`, value: builtMs, unit: 'ms', bar: bars.ms },
    { name: `${name}: heap`, value: heap, unit: 'MB', bar: bars.mb },
    { name: `${name}: a ping across, there and back`, value: across, unit: 'ms', bar: '' },
    ...(hop === null
      ? []
      : [{ name: `${name}: a hop of a datagram across`, value: hop, unit: 'µs', bar: bars.hop }]),
    { name: `${name}: a checkpoint and a ping after it`, value: checkpoint, unit: 'MB', bar: '' },
    { name: `${name}: pods deleted`, value: downMs, unit: 'ms', bar: '' },
  ];
}

/** Machines on one switch with addresses and a default route: what is there before Kubernetes. */
export function machines(nodes: number, traced: boolean): Simulation {
  const sink = traced ? new TraceStore() : nullSink;
  const simulation = new Simulation(createWorld(1), sink);
  const type = (netns: string, command: string): void => {
    const { exitCode, stderr } = runCommand(simulation.shell, netns, command);
    if (exitCode !== 0) throw new Error(`${netns}: ${command}: ${stderr.join(' ')}`);
  };
  simulation.applyFabric({ kind: 'machine.add', name: 'lan', role: 'switch' });
  type('lan', 'ip link add sw0 type bridge');
  type('lan', 'ip link set sw0 up');
  for (let n = 1; n <= nodes; n += 1) {
    const name = `node-${String(n)}`;
    simulation.applyFabric({ kind: 'machine.add', name, role: 'node' });
    const ends = [
      { netns: 'lan', dev: `p-${String(n)}` },
      { netns: name, dev: 'eth0' },
    ] as const;
    simulation.applyFabric({ kind: 'cable.add', ends });
    type('lan', `ip link set p-${String(n)} master sw0 up`);
    type(name, `ip addr add 172.16.${String(n >> 8)}.${String(n & 255)}/16 dev eth0`);
    type(name, 'ip route add default via 172.16.255.254');
  }
  return simulation;
}

const WEB = { kind: 'Deployment', namespace: 'default', name: 'web' } as const;

function build(simulation: Simulation, nodes: number): void {
  const config = { podCIDR: '10.0.0.0/8', nodeCIDRMaskSize: 24, network: 'flannel' };
  startCluster(simulation.ctx, simulation.runtime, config);
  const kubectl = simulation.caller('node-1', 'kubectl');
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-flannel' } };
  accepted(createObject(kubectl, namespace));
  const conf = netConf(BACKENDS.vxlan).replace('10.244.0.0/16', '10.0.0.0/8');
  accepted(createObject(kubectl, flannelConfigMap(conf)));
  settle(simulation);
  const labels = { app: 'web' };
  const spec = { containers: [{ name: 'main', image: 'nginx:1.27' }] };
  accepted(
    createObject(kubectl, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: WEB.name },
      spec: {
        replicas: nodes * PODS_PER_NODE,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec },
      },
    }),
  );
  settle(simulation);
  const running = findObjects(simulation.ctx, 'Node').length;
  const pods = podsOf(simulation).filter(({ status }) => status.phase === 'Running').length;
  if (running !== nodes || pods !== nodes * PODS_PER_NODE) throw new Error(`${String(pods)} pods run`);
}

export function settle(simulation: Simulation): void {
  if (simulation.runUntilQuiet(EVENTS_MAX) !== 'quiet') throw new Error('it does not come to rest');
}

export function podsOf({ world }: Simulation) {
  return [...(world.cluster?.objects.entries.values() ?? [])].flatMap((one) => asKind(one, 'Pod') ?? []);
}

/** A pod of the first node and one of the last. */
function endsOf(simulation: Simulation): readonly [from: string, to: string, addr: string] {
  const pods = podsOf(simulation).sort((a, b) => ((a.status.podIP ?? '') < (b.status.podIP ?? '') ? -1 : 1));
  const [from, to] = [need(pods[0], 'a pod'), need(pods[pods.length - 1], 'a pod')];
  return [from.metadata.name, to.metadata.name, to.status.podIP ?? ''];
}

function acrossOf(simulation: Simulation): number {
  const [from, to, addr] = endsOf(simulation);
  return hopAcross(simulation, from, to, ipv4(addr));
}

/** A ping from one end of the cluster to the other. */
export function pingAcross(simulation: Simulation): void {
  const [netns, , addr] = endsOf(simulation);
  const { pid } = runCommand(simulation.shell, netns, `ping -c 1 ${addr}`);
  settle(simulation);
  const ns = simulation.world.netns.find((one) => one?.name === netns);
  const output = ns?.processes.entries.get(pid ?? 0)?.output ?? [];
  if (!output.some((line) => line.includes('ttl=62'))) throw new Error(`no answer: ${output.join(' ')}`);
}

function tearDown(simulation: Simulation): void {
  accepted(deleteObject(simulation.caller('node-1', 'kubectl'), WEB));
  settle(simulation);
  if (podsOf(simulation).length > 0) throw new Error('pods are left');
}

export function heapMb(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / BYTES_PER_MB;
}
