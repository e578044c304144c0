/** Graphs of labs, put together by hand for tests of the drawing. */
import type {
  DeviceElement,
  DeviceKind,
  GraphElement,
  LabGraph,
  MachineElement,
  RoutingElement,
  Wire,
  WireKind,
} from '../views/contract';
import { elementId } from '../views/contract';

type Route = RoutingElement['routes'][number];

/** A graph in the making; every method returns the graph itself. */
export class GraphBuilder {
  private readonly elements: GraphElement[] = [];
  private readonly wires: Wire[] = [];

  machine(name: string, role: MachineElement['role'], addresses: readonly string[] = []): this {
    this.elements.push({
      id: elementId.machine(name),
      kind: 'machine',
      name,
      role,
      addresses,
      node: null,
      agents: [],
      stopped: [],
      holds: [],
    });
    this.elements.push({
      id: elementId.netns(name),
      kind: 'netns',
      name,
      machine: name,
      root: true,
      addresses,
      pod: null,
    });
    return this;
  }

  netns(name: string, machine: string, addresses: readonly string[] = []): this {
    this.elements.push({
      id: elementId.netns(name),
      kind: 'netns',
      name,
      machine,
      root: false,
      addresses,
      pod: null,
    });
    return this;
  }

  device(netns: string, name: string, device: DeviceKind, more: Partial<DeviceElement> = {}): this {
    this.elements.push({
      id: elementId.device(netns, name),
      kind: 'device',
      name,
      netns,
      device,
      addresses: [],
      mac: '02:00:00:00:00:01',
      mtu: device === 'vxlan' ? 1450 : 1500,
      up: true,
      master: null,
      vni: device === 'vxlan' ? 1 : null,
      dstPort: device === 'vxlan' ? 8472 : null,
      vlans: null,
      ...more,
    });
    return this;
  }

  routing(netns: string, routes: readonly Route[], devices: readonly string[]): this {
    const id = elementId.routing(netns);
    this.elements.push({ id, kind: 'routing', netns, routes, forwarding: true });
    for (const dev of devices) this.wire('stack', id, elementId.device(netns, dev));
    return this;
  }

  wire(kind: WireKind, from: string, to: string): this {
    this.wires.push({ id: `${kind}:${from}|${to}`, kind, from, to });
    return this;
  }

  /** Two devices named `netns/dev`. */
  join(kind: WireKind, from: string, to: string): this {
    return this.wire(kind, `dev:${from}`, `dev:${to}`);
  }

  build(): LabGraph {
    return { elements: this.elements, wires: this.wires, bgp: false };
  }
}

/** What a flannel node holds. `number` is its place in the cluster, from 1. */
function flannelNode(
  graph: GraphBuilder,
  number: number,
  pods: readonly string[],
  others: readonly number[],
): void {
  const node = `node${number}`;
  const card = `192.168.56.${10 + number}/24`;
  graph.machine(node, 'node', [card]);
  graph.device(node, 'eth0', 'physical', { addresses: [card] });
  graph.device(node, 'cni0', 'bridge', { addresses: [`10.244.${number}.1/24`], mtu: 1450 });
  graph.device(node, 'flannel.1', 'vxlan', { addresses: [`10.244.${number}.0/32`] });
  graph.routing(
    node,
    [
      { dst: `10.244.${number}.0/24`, via: null, dev: 'cni0' },
      ...others.map((other) => ({ dst: `10.244.${other}.0/24`, via: `10.244.${other}.0`, dev: 'flannel.1' })),
      { dst: '192.168.56.0/24', via: null, dev: 'eth0' },
    ],
    ['eth0', 'cni0', 'flannel.1'],
  );
  graph.join('lower', `${node}/flannel.1`, `${node}/eth0`);
  pods.forEach((pod, index) =>
    addPod(graph, pod, node, `10.244.${number}.${2 + index}/24`, `veth${hex(number, index)}`),
  );
}

function addPod(
  graph: GraphBuilder,
  pod: string,
  node: string,
  address: string,
  veth: string,
  bridge = 'cni0',
): void {
  graph.netns(pod, node, [address]);
  graph.device(pod, 'eth0', 'veth', { addresses: [address], mtu: 1450 });
  graph.device(node, veth, 'veth', { master: bridge, mtu: 1450 });
  graph.join('veth', `${pod}/eth0`, `${node}/${veth}`);
  graph.join('port', `${node}/${bridge}`, `${node}/${veth}`);
}

const hex = (number: number, index: number): string => (0x3cafbb00 + number * 16 + index).toString(16);

/** A switch with one bridge; each port is cabled to a card named `netns/dev`. */
export function addSwitch(
  graph: GraphBuilder,
  name: string,
  ports: readonly (readonly [port: string, peer: string])[],
): void {
  graph.machine(name, 'switch');
  graph.device(name, 'br0', 'bridge');
  for (const [port, peer] of ports) {
    graph.device(name, port, 'physical', { master: 'br0' });
    graph.join('port', `${name}/br0`, `${name}/${port}`);
    graph.join('cable', `${name}/${port}`, peer);
  }
}

/** A cluster with flannel's VXLAN backend: so many nodes on one switch, each with so many pods. */
export function flannelGraph(pods: readonly number[]): LabGraph {
  const graph = new GraphBuilder();
  const numbers = pods.map((_, index) => index + 1);
  for (const number of numbers) {
    const names = Array.from(
      { length: pods[number - 1] ?? 0 },
      (_, pod) => `pod-${'abcdefgh'[number - 1] ?? 'x'}${pod || ''}`,
    );
    flannelNode(
      graph,
      number,
      names,
      numbers.filter((other) => other !== number),
    );
  }
  addSwitch(
    graph,
    'sw0',
    numbers.map((number) => [`p-node${number}`, `node${number}/eth0`] as const),
  );
  numbers.forEach((a) => {
    for (const b of numbers) if (b > a) graph.join('tunnel', `node${a}/flannel.1`, `node${b}/flannel.1`);
  });
  return graph.build();
}

/** Two flannel nodes, each on a switch of its own, and a router between the switches. */
export function apartGraph(): LabGraph {
  const graph = new GraphBuilder();
  for (const number of [1, 2]) flannelNode(graph, number, [`pod-${'ab'[number - 1] ?? 'x'}`], [3 - number]);
  graph.machine('r1', 'router');
  for (const dev of ['eth0', 'eth1']) graph.device('r1', dev, 'physical');
  graph.routing('r1', [], ['eth0', 'eth1']);
  for (const number of [1, 2])
    addSwitch(graph, `sw${number}`, [
      ['p-node', `node${number}/eth0`],
      ['p-router', `r1/eth${number - 1}`],
    ]);
  return graph.join('tunnel', 'node1/flannel.1', 'node2/flannel.1').build();
}

/** Pods on the bridge of one node that has no network card. */
export function sameNodeGraph(pods: number): LabGraph {
  const graph = new GraphBuilder().machine('node1', 'node').device('node1', 'cni0', 'bridge', {
    addresses: ['10.244.1.1/24'],
  });
  for (let index = 0; index < pods; index += 1) {
    addPod(
      graph,
      `pod-${'abcdefgh'[index] ?? 'x'}`,
      'node1',
      `10.244.1.${2 + index}/24`,
      `veth${hex(1, index)}`,
    );
  }
  return graph.build();
}

/** Two hosts on two switches with a router between them, named last. */
export function routerGraph(): LabGraph {
  const graph = new GraphBuilder();
  for (const [host, net] of [
    ['h1', 1],
    ['h2', 2],
  ] as const) {
    const address = `10.0.${net}.10/24`;
    graph.machine(host, 'host', [address]).device(host, 'eth0', 'physical', { addresses: [address] });
  }
  graph.machine('r1', 'router', ['10.0.1.1/24', '10.0.2.1/24']);
  graph.device('r1', 'eth0', 'physical', { addresses: ['10.0.1.1/24'] });
  graph.device('r1', 'eth1', 'physical', { addresses: ['10.0.2.1/24'] });
  graph.routing(
    'r1',
    [
      { dst: '10.0.1.0/24', via: null, dev: 'eth0' },
      { dst: '10.0.2.0/24', via: null, dev: 'eth1' },
    ],
    ['eth0', 'eth1'],
  );
  addSwitch(graph, 'sw1', [
    ['p1', 'h1/eth0'],
    ['p2', 'r1/eth0'],
  ]);
  addSwitch(graph, 'sw2', [
    ['p1', 'r1/eth1'],
    ['p2', 'h2/eth0'],
  ]);
  return graph.build();
}

/** Pods without a bridge: each veth pair leads straight to the routing core; routes to the other node by its card. */
export function routedGraph(pods: readonly number[]): LabGraph {
  const graph = new GraphBuilder();
  pods.forEach((count, at) => {
    const node = `node${at + 1}`;
    const card = `192.168.56.${11 + at}/24`;
    graph.machine(node, 'node', [card]).device(node, 'eth0', 'physical', { addresses: [card] });
    const veths = Array.from({ length: count }, (_, pod) => `cali${hex(at, pod)}`);
    const routes = veths.map((dev, pod) => ({ dst: `10.244.${at}.${pod + 2}`, via: null, dev }));
    graph.routing(
      node,
      [...routes, { dst: 'default', via: '192.168.56.1', dev: 'eth0' }],
      [...veths, 'eth0'],
    );
    veths.forEach((veth, pod) => {
      const name = `pod-${at}${pod}`;
      graph.netns(name, node, [`10.244.${at}.${pod + 2}/32`]).device(name, 'eth0', 'veth');
      graph.device(node, veth, 'veth').join('veth', `${name}/eth0`, `${node}/${veth}`);
    });
  });
  addSwitch(
    graph,
    'sw0',
    pods.map((_, at) => [`p${at + 1}`, `node${at + 1}/eth0`] as const),
  );
  return graph.build();
}

/** A machine whose bridge holds a network card, a tunnel device and a pod: no rule of the layout fits its wires. */
export function bridgedCardGraph(): LabGraph {
  const graph = new GraphBuilder()
    .machine('node1', 'node', [])
    .device('node1', 'eth0', 'physical', { master: 'br0' })
    .device('node1', 'eth1', 'physical', { addresses: ['10.9.0.1/24'] })
    .device('node1', 'br0', 'bridge', { addresses: ['10.0.0.1/24'] })
    .device('node1', 'vxlan7', 'vxlan', { master: 'br0', vni: 7 })
    .routing('node1', [{ dst: '10.0.0.0/24', via: null, dev: 'br0' }], ['br0', 'eth1']);
  addPod(graph, 'pod-a', 'node1', '10.0.0.2/24', 'veth0', 'br0');
  return graph
    .join('port', 'node1/br0', 'node1/eth0')
    .join('port', 'node1/br0', 'node1/vxlan7')
    .join('lower', 'node1/vxlan7', 'node1/eth1')
    .build();
}
