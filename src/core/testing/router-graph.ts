/** Graphs of networks of routers, put together by hand for tests of the drawing. */
import type { LabGraph } from '../views/contract';
import { addSwitch, GraphBuilder } from './lab-graph';

function addRouter(graph: GraphBuilder, name: string, cards: Readonly<Record<string, string>>): void {
  graph.machine(name, 'router', Object.values(cards));
  for (const [dev, address] of Object.entries(cards))
    graph.device(name, dev, 'physical', { addresses: [address] });
  const routes = Object.entries(cards).map(([dev, dst]) => ({ dst, via: null, dev }));
  graph.routing(name, routes, Object.keys(cards));
}

/** Two racks of two nodes, a leaf on each, two spines; named in no useful order. `hosts`: one in each rack, one at a spine. */
export function leafSpineGraph({ hosts = false } = {}): LabGraph {
  const graph = new GraphBuilder();
  for (const spine of [2, 1])
    addRouter(graph, `spine${spine}`, { 'leaf-2': `10.255.${spine}.9/30`, 'leaf-1': `10.255.${spine}.5/30` });
  for (const rack of [1, 2]) {
    const nodes = [1, 2].map((at) => {
      const name = `node${2 * rack - 2 + at}`;
      const card = `192.168.5${rack}.1${at}/24`;
      graph.machine(name, 'node', [card]).device(name, 'eth0', 'physical', { addresses: [card] });
      const cali = `cali${rack}${at}`;
      graph
        .netns(`pod-${rack}${at}`, name, [`10.244.${rack}.${at}/32`])
        .device(`pod-${rack}${at}`, 'eth0', 'veth');
      graph.device(name, cali, 'veth').join('veth', `pod-${rack}${at}/eth0`, `${name}/${cali}`);
      graph.routing(name, [{ dst: 'default', via: `192.168.5${rack}.1`, dev: 'eth0' }], [cali, 'eth0']);
      return name;
    });
    addRouter(graph, `leaf${rack}`, {
      'spine-2': `10.255.2.${4 * rack + 2}/30`,
      rack: `192.168.5${rack}.1/24`,
      'spine-1': `10.255.1.${4 * rack + 2}/30`,
    });
    addSwitch(graph, `sw${rack}`, [
      ['p-leaf', `leaf${rack}/rack`],
      ...nodes.map((name) => [`p-${name}`, `${name}/eth0`] as const),
      ...(hosts ? [[`p-host${rack}`, `host${rack}/eth0`] as const] : []),
    ]);
    for (const spine of [1, 2])
      graph.join('cable', `leaf${rack}/spine-${spine}`, `spine${spine}/leaf-${rack}`);
  }
  if (hosts) {
    for (const [name, card] of [
      ['host1', '192.168.51.99/24'],
      ['host2', '192.168.52.99/24'],
      ['outside', '203.0.113.9/24'],
    ] as const)
      graph.machine(name, 'host', [card]).device(name, 'eth0', 'physical', { addresses: [card] });
    graph.device('spine1', 'out', 'physical', { addresses: ['203.0.113.1/24'] });
    graph.join('cable', 'spine1/out', 'outside/eth0');
  }
  return graph.build();
}

/** So many routers in a row, a host at each end. */
export function chainGraph(routers: number): LabGraph {
  const graph = new GraphBuilder();
  for (const [host, net] of [
    ['h1', 0],
    ['h2', routers],
  ] as const) {
    const card = `10.${net}.0.9/24`;
    graph.machine(host, 'host', [card]).device(host, 'eth0', 'physical', { addresses: [card] });
  }
  for (let at = 1; at <= routers; at += 1)
    addRouter(graph, `r${at}`, { left: `10.${at - 1}.0.2/24`, right: `10.${at}.0.1/24` });
  graph.join('cable', 'h1/eth0', 'r1/left');
  for (let at = 1; at < routers; at += 1) graph.join('cable', `r${at}/right`, `r${at + 1}/left`);
  return graph.join('cable', `r${routers}/right`, 'h2/eth0').build();
}

/** Three routers cabled to one another, two of them over a switch; a host behind each. */
export function triangleGraph(): LabGraph {
  const graph = new GraphBuilder();
  for (const at of [1, 2, 3]) {
    const card = `10.${at}.0.9/24`;
    graph.machine(`h${at}`, 'host', [card]).device(`h${at}`, 'eth0', 'physical', { addresses: [card] });
  }
  addRouter(graph, 'r1', { lan0: '10.1.0.1/24', eth2: '192.168.12.1/24', eth3: '192.168.13.1/24' });
  addRouter(graph, 'r2', { lan0: '10.2.0.1/24', eth1: '192.168.12.2/24', eth3: '192.168.23.2/24' });
  addRouter(graph, 'r3', { lan0: '10.3.0.1/24', eth2: '192.168.23.3/24', eth1: '192.168.13.3/24' });
  for (const at of [1, 2, 3]) graph.join('cable', `r${at}/lan0`, `h${at}/eth0`);
  graph.join('cable', 'r1/eth2', 'r2/eth1').join('cable', 'r2/eth3', 'r3/eth2');
  addSwitch(graph, 'sw', [
    ['p1', 'r1/eth3'],
    ['p3', 'r3/eth1'],
  ]);
  return graph.build();
}
