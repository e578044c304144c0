/**
 * Calico's clusters as its manifest makes them (IPIP, BIRD), with two nodes that reflect routes: a Deployment of pods, until
 * every node knows the way to every block.
 */
import { need } from '../../core/base/assert';
import { mapValues } from '../../core/base/persistent-map';
import { birdIn, birdState } from '../../core/apps/bird/api';
import { createObject, findObjects, patchObject } from '../../core/cluster/apiserver';
import { startCluster } from '../../core/cluster/start';
import { netnsByName } from '../../core/kernel/netns';
import type { Simulation } from '../../core/simulator';
import { accepted } from '../../core/testing/cluster';
import { heapMb, machines, pingAcross, PODS_PER_NODE, podsOf, settle } from './clusters';
import { cpuMsOf } from './cpu';
import type { Group, Row } from './report';

const SIZES = [10, 100];
/** Bars for the largest: those of every cluster of that size. */
const LARGEST = 1000;
const REFLECTORS = ['node-1', 'node-2'];
const V3 = 'projectcalico.org/v3';
/** As calico.yaml has it, in short. */
const CNI_CONFIG = {
  name: 'k8s-pod-network',
  cniVersion: '0.3.1',
  plugins: [
    {
      type: 'calico',
      datastore_type: 'kubernetes',
      mtu: 0,
      ipam: { type: 'calico-ipam' },
      policy: { type: 'k8s' },
    },
    { type: 'portmap', snat: true, capabilities: { portMappings: true } },
  ],
};

const OBJECTS = [
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'calico-config', namespace: 'kube-system' },
    data: { calico_backend: 'bird', veth_mtu: '0', cni_network_config: JSON.stringify(CNI_CONFIG) },
  },
  {
    apiVersion: V3,
    kind: 'IPPool',
    metadata: { name: 'default-ipv4-ippool' },
    spec: { cidr: '10.0.0.0/8', blockSize: 26, ipipMode: 'Always', natOutgoing: true },
  },
  {
    apiVersion: V3,
    kind: 'BGPConfiguration',
    metadata: { name: 'default' },
    spec: { nodeToNodeMeshEnabled: false },
  },
  {
    apiVersion: V3,
    kind: 'BGPPeer',
    metadata: { name: 'peer-with-reflectors' },
    spec: { nodeSelector: 'all()', peerSelector: "route-reflector == 'true'" },
  },
];

/** `large`: the size that takes minutes as well. */
export function benchCalico(large: boolean): Group {
  return {
    title: `Calico with two route reflectors, ${String(PODS_PER_NODE)} pods a node (CPU time of all threads)`,
    rows: (large ? [...SIZES, LARGEST] : SIZES).flatMap(measure),
  };
}

function measure(nodes: number): readonly Row[] {
  const name = `${String(nodes)} nodes`;
  const bars = nodes === LARGEST ? { ms: 'bar: 5,000', mb: 'bar: 1,000' } : { ms: '', mb: '' };
  const empty = heapMb();
  const simulation = machines(nodes, false);
  const joined = cpuMsOf(() => {
    join(simulation);
  });
  const events = simulation.world.eventIndex;
  const deployed = cpuMsOf(() => {
    deploy(simulation, nodes);
  });
  const heap = heapMb() - empty;
  check(simulation, nodes);
  const across = cpuMsOf(() => {
    pingAcross(simulation);
  });
  return [
    { name: `${name}: built`, value: joined + deployed, unit: 'ms', bar: bars.ms },
    { name: `${name}: of that, until the nodes had joined`, value: joined, unit: 'ms', bar: '' },
    { name: `${name}: heap`, value: heap, unit: 'MB', bar: bars.mb },
    { name: `${name}: events until the nodes had joined`, value: events, unit: '', bar: '' },
    { name: `${name}: events after`, value: simulation.world.eventIndex - events, unit: '', bar: '' },
    { name: `${name}: a ping across, there and back`, value: across, unit: 'ms', bar: '' },
  ];
}

function join(simulation: Simulation): void {
  startCluster(simulation.ctx, simulation.runtime, {
    ...{ podCIDR: '10.0.0.0/8', nodeCIDRMaskSize: 24, network: 'calico' },
  });
  const kubectl = simulation.caller('node-1', 'kubectl');
  settle(simulation);
  const annotations = { 'projectcalico.org/RouteReflectorClusterID': '244.0.0.1' };
  for (const name of REFLECTORS) {
    const patch = { metadata: { labels: { 'route-reflector': 'true' }, annotations } };
    accepted(patchObject(kubectl, { kind: 'Node', namespace: '', name }, patch));
  }
  for (const object of OBJECTS) accepted(createObject(kubectl, object));
  settle(simulation);
}

function deploy(simulation: Simulation, nodes: number): void {
  const labels = { app: 'web' };
  accepted(
    createObject(simulation.caller('node-1', 'kubectl'), {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: nodes * PODS_PER_NODE,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
      },
    }),
  );
  settle(simulation);
}

/** Every pod runs, and every node's kernel was told the way to every block by BIRD. */
function check(simulation: Simulation, nodes: number): void {
  const pods = podsOf(simulation).filter(({ status }) => status.phase === 'Running').length;
  if (pods !== nodes * PODS_PER_NODE) throw new Error(`${String(pods)} pods run`);
  const blocks = findObjects(simulation.ctx, 'IPAMBlock').length;
  for (let n = 1; n <= nodes; n += 1) {
    const ns = simulation.ctx.own(
      need(netnsByName(simulation.world, `node-${String(n)}`), `node-${String(n)}`),
    );
    const { written } = birdState(need(birdIn(ns), 'bird'));
    const ways = mapValues(written).length;
    if (ways !== blocks)
      throw new Error(`node-${String(n)} knows ${String(ways)} of ${String(blocks)} blocks`);
  }
}
