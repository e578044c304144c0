/** Goal: what a reader expects of the drawing holds for every kind of lab. Method: geometry, not stored positions. */
import { describe, expect, it } from 'vitest';
import {
  apartGraph,
  bridgedCardGraph,
  flannelGraph,
  routedGraph,
  routerGraph,
  sameNodeGraph,
} from '../testing/lab-graph';
import { chainGraph, leafSpineGraph, triangleGraph } from '../testing/router-graph';
import type { Box, GraphLayout, LabGraph, Point } from './contract';
import { layoutGraph } from './layout';
import { routesId } from './layout/routes-id';

const GRAPHS: readonly (readonly [name: string, graph: LabGraph])[] = [
  ['one node, one pod', sameNodeGraph(1)],
  ['one node, three pods on a bridge', sameNodeGraph(3)],
  ['one node, six pods on a bridge', sameNodeGraph(6)],
  ['two nodes and a switch', flannelGraph([1, 1])],
  ['two nodes with three and two pods', flannelGraph([3, 2])],
  ['three nodes and a switch', flannelGraph([1, 1, 1])],
  ['four nodes with one to six pods', flannelGraph([6, 1, 2, 3])],
  ['a router between two switches', routerGraph()],
  ['two nodes with a router between them', apartGraph()],
  ['pods routed without a bridge', routedGraph([1, 2, 4])],
  ['a bridge that holds a card and a tunnel device', bridgedCardGraph()],
  ['leaf and spine', leafSpineGraph()],
  ['leaf and spine with hosts', leafSpineGraph({ hosts: true })],
  ['three routers in a triangle', triangleGraph()],
  ['three routers in a chain', chainGraph(3)],
];
const FORMS: readonly GraphLayout['form'][] = ['compact', 'wide', 'narrow'];
const CASES = GRAPHS.flatMap(([name, graph]) =>
  FORMS.map((form) => ({ name: `${name}, ${form}`, graph, form })),
);

const right = (box: Box): number => box.x + box.width;
const middle = (box: Box): number => box.x + box.width / 2;
const bottom = (box: Box): number => box.y + box.height;
const overlaps = (a: Box, b: Box, slack = 0.01): boolean =>
  a.x + slack < right(b) && b.x + slack < right(a) && a.y + slack < bottom(b) && b.y + slack < bottom(a);
const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - 0.01 &&
  inner.y >= outer.y - 0.01 &&
  right(inner) <= right(outer) + 0.01 &&
  bottom(inner) <= bottom(outer) + 0.01;

function onBorder(point: Point, box: Box): boolean {
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;
  const withinX = point.x >= box.x - 0.01 && point.x <= right(box) + 0.01;
  const withinY = point.y >= box.y - 0.01 && point.y <= bottom(box) + 0.01;
  const onSide = (near(point.x, box.x) || near(point.x, right(box))) && withinY;
  return onSide || ((near(point.y, box.y) || near(point.y, bottom(box))) && withinX);
}

/** Lengths of a path that run through the inside of a box. */
function runsInside(path: readonly Point[], box: Box): boolean {
  return path.some((point, index) => {
    const before = path[index - 1];
    if (!before) return false;
    const stretch = {
      x: Math.min(before.x, point.x) - 0.005,
      y: Math.min(before.y, point.y) - 0.005,
      width: Math.abs(before.x - point.x) + 0.01,
      height: Math.abs(before.y - point.y) + 0.01,
    };
    return overlaps(stretch, box, 0.1);
  });
}

function boxOf(layout: GraphLayout, id: string): Box {
  const box = layout.boxes[id];
  if (!box) throw new Error(`${id} has no box`);
  return box;
}

/** Boxes of devices, routing cores and their tables: nothing may cover another. */
function solidBoxes(graph: LabGraph, layout: GraphLayout): { id: string; box: Box }[] {
  return graph.elements.flatMap((element) => {
    if (element.kind === 'machine' || element.kind === 'netns') return [];
    const table = layout.boxes[routesId(element.id)];
    const own = { id: element.id, box: boxOf(layout, element.id) };
    return table ? [own, { id: routesId(element.id), box: table }] : [own];
  });
}

describe.each(CASES)('layout of $name', ({ graph, form }) => {
  const layout = layoutGraph(graph, form);

  it('draws every element and every wire', () => {
    const drawn = graph.elements.filter(
      (element) => element.kind !== 'device' || element.device !== 'loopback',
    );
    expect(drawn.filter((element) => !layout.boxes[element.id])).toEqual([]);
    expect(graph.wires.filter((wire) => (layout.paths[wire.id]?.length ?? 0) < 2)).toEqual([]);
  });

  it('lets no two devices overlap, nor two machines, nor two pods', () => {
    const groups = [
      solidBoxes(graph, layout),
      ...(['machine', 'netns'] as const).map((kind) =>
        graph.elements
          .filter((element) => element.kind === kind && !(element.kind === 'netns' && element.root))
          .map((element) => ({ id: element.id, box: boxOf(layout, element.id) })),
      ),
    ];
    const pairs = groups.flatMap((group) =>
      group.flatMap((a, index) => group.slice(index + 1).map((b) => [a, b] as const)),
    );
    expect(pairs.filter(([a, b]) => overlaps(a.box, b.box)).map(([a, b]) => `${a.id} ${b.id}`)).toEqual([]);
  });

  it('keeps namespaces in their machines and devices in or on the edge of their namespaces', () => {
    for (const element of graph.elements) {
      if (element.kind === 'machine' || element.kind === 'apiserver' || element.kind === 'fold') continue;
      const box = boxOf(layout, element.id);
      if (element.kind === 'netns') {
        expect(inside(box, boxOf(layout, `machine:${element.machine}`)), element.id).toBe(true);
        continue;
      }
      const area = boxOf(layout, `netns:${element.netns}`);
      const leadsOut = element.kind === 'device' && ['veth', 'physical'].includes(element.device);
      // What leads out of a namespace straddles its edge: it is partly in, partly out.
      if (leadsOut) expect(overlaps(box, area) && !inside(box, area), element.id).toBe(true);
      else expect(inside(box, area), element.id).toBe(true);
    }
  });

  it('leads every wire from border to border, at right angles', () => {
    for (const wire of graph.wires) {
      const path = layout.paths[wire.id] ?? [];
      expect(onBorder(path[0]!, boxOf(layout, wire.from)), `${wire.id} begins at its box`).toBe(true);
      expect(onBorder(path.at(-1)!, boxOf(layout, wire.to)), `${wire.id} ends at its box`).toBe(true);
      path.slice(1).forEach((point, index) => {
        const before = path[index]!;
        expect(Math.min(Math.abs(point.x - before.x), Math.abs(point.y - before.y))).toBeLessThan(0.01);
      });
    }
  });

  it('leads no wire through a device or a pod that it does not join', () => {
    const pods = graph.elements.filter((element) => element.kind === 'netns' && !element.root);
    for (const wire of graph.wires) {
      const path = layout.paths[wire.id] ?? [];
      const holds = (netns: string): boolean =>
        [wire.from, wire.to].some((end) => end.includes(`:${netns}/`));
      const others = [
        ...solidBoxes(graph, layout).filter(({ id }) => id !== wire.from && id !== wire.to),
        ...pods
          .filter((pod) => !holds(pod.kind === 'netns' ? pod.name : ''))
          .map((pod) => ({ id: pod.id, box: boxOf(layout, pod.id) })),
      ];
      expect(
        others.filter(({ box }) => runsInside(path, box)).map(({ id }) => id),
        wire.id,
      ).toEqual([]);
    }
  });

  it('has room for every name and address', () => {
    for (const element of graph.elements) {
      if (element.kind === 'routing' || element.kind === 'apiserver' || element.kind === 'fold') continue;
      if (element.kind === 'netns' && element.root) continue;
      const box = boxOf(layout, element.id);
      const isTab = element.kind === 'device' && box.height < 30;
      // The narrow form elides names of pods and tabs, and leaves the prefix length out at pods and tunnels.
      const elided = form === 'narrow' && (isTab || element.kind === 'netns');
      const terse =
        form === 'narrow' && (elided || (element.kind === 'device' && element.device === 'vxlan'));
      const addresses = element.kind === 'machine' ? [] : element.addresses;
      const texts = [
        elided ? element.name.slice(0, 6) : element.name,
        ...addresses.map((address) => (terse ? (address.split('/')[0] ?? '') : address)),
      ];
      // A monospaced character of 11 units is 6.6 wide.
      const longest = Math.max(
        ...texts.filter((_, index) => !isTab || index === 0).map((text) => text.length),
      );
      expect(box.width, `${element.id} for ${longest} characters`).toBeGreaterThanOrEqual(
        longest * 6.6 + (terse ? 4 : 8),
      );
    }
  });

  it('is the same in every run, and begins at the origin', () => {
    expect(layoutGraph(structuredClone(graph), form)).toEqual(layout);
    const boxes = Object.values(layout.boxes);
    expect(Math.min(...boxes.map((box) => box.x))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...boxes.map(right))).toBeLessThanOrEqual(layout.width + 0.01);
    expect(Math.max(...boxes.map(bottom))).toBeLessThanOrEqual(layout.height + 0.01);
  });
});

describe('layout of two equal nodes', () => {
  it.each(FORMS)('is symmetric, tunnels facing each other (%s)', (form) => {
    const layout = layoutGraph(flannelGraph([1, 1]), form);
    const pairs = [
      ['machine:node1', 'machine:node2'],
      ['netns:pod-a', 'netns:pod-b'],
      ['dev:pod-a/eth0', 'dev:pod-b/eth0'],
      ['dev:node1/cni0', 'dev:node2/cni0'],
      ['routing:node1', 'routing:node2'],
      ['dev:node1/flannel.1', 'dev:node2/flannel.1'],
      ['dev:node1/eth0', 'dev:node2/eth0'],
    ] as const;
    for (const [left, other] of pairs) {
      const a = boxOf(layout, left);
      const b = boxOf(layout, other);
      expect(a.x, left).toBeCloseTo(layout.width - right(b), 5);
      expect([a.y, a.width, a.height], left).toEqual([b.y, b.width, b.height]);
    }
    const gap = boxOf(layout, 'dev:node2/flannel.1').x - right(boxOf(layout, 'dev:node1/flannel.1'));
    expect(gap).toBeGreaterThan(0);
    expect(right(boxOf(layout, 'routing:node1'))).toBeLessThan(boxOf(layout, 'dev:node1/flannel.1').x);
  });

  it('fits the map of a small screen without becoming unreadable', () => {
    const { width, height } = layoutGraph(flannelGraph([1, 1]), 'compact');
    // 670 × 420 pixels, less the padding and the line of controls.
    expect(Math.min(646 / width, 362 / height)).toBeGreaterThanOrEqual(0.95);
  });

  it('has tables beside the routing cores in the wide form only', () => {
    const graph = flannelGraph([1, 1]);
    expect(layoutGraph(graph, 'wide').boxes[routesId('routing:node1')]).toBeDefined();
    expect(layoutGraph(graph, 'compact').boxes[routesId('routing:node1')]).toBeUndefined();
  });
});

describe('layout of machines and switches', () => {
  it('puts a router between the two networks it joins, though it was named last', () => {
    const layout = layoutGraph(routerGraph(), 'wide');
    const centres = ['machine:h1', 'machine:r1', 'machine:h2'].map((id) => boxOf(layout, id).x);
    expect(centres).toEqual([...centres].sort((a, b) => a - b));
    expect(boxOf(layout, 'machine:sw1').x).toBeLessThan(boxOf(layout, 'machine:sw2').x);
  });

  it('puts switches below all machines, ports on their upper edge below the cards', () => {
    const layout = layoutGraph(flannelGraph([1, 1, 1]), 'wide');
    const fabric = boxOf(layout, 'machine:sw0');
    for (const number of [1, 2, 3]) {
      expect(bottom(boxOf(layout, `dev:node${number}/eth0`))).toBeLessThan(fabric.y);
      const cable = layout.paths[`cable:dev:sw0/p-node${number}|dev:node${number}/eth0`]!;
      expect(cable).toHaveLength(2);
    }
  });

  it.each(FORMS)(
    'stands leaves below the switches of their racks, and spines below all leaves (%s)',
    (form) => {
      const layout = layoutGraph(leafSpineGraph(), form);
      const at = (name: string): Box => boxOf(layout, `machine:${name}`);
      for (const rack of [1, 2]) {
        const line = [`node${2 * rack}`, `sw${rack}`, `leaf${rack}`];
        for (const name of line.slice(1))
          expect(at(name).y).toBeGreaterThan(bottom(at(line[line.indexOf(name) - 1]!)));
        expect(Math.abs(middle(at(`leaf${rack}`)) - middle(at(`sw${rack}`)))).toBeLessThan(1);
        // What leads up stands on the upper edge, what leads down on the lower.
        const card = (dev: string): Box => boxOf(layout, `dev:leaf${rack}/${dev}`);
        expect(bottom(card('rack'))).toBeLessThan(card('spine-1').y);
        expect(bottom(boxOf(layout, `dev:sw${rack}/p-leaf`))).toBeLessThan(card('rack').y);
      }
      for (const spine of [1, 2]) expect(at(`spine${spine}`).y).toBeGreaterThan(bottom(at('leaf1')));
      expect(at('spine1').y).toBe(at('spine2').y);
      const cards = leafSpineGraph().elements.flatMap(({ kind, id }) =>
        kind === 'machine' && !id.startsWith('machine:sw') ? [boxOf(layout, id).width] : [],
      );
      expect(layout.width).toBeLessThan(cards.reduce((sum, width) => sum + width, 0) * 0.75);
    },
  );

  it.each(FORMS)(
    'stands a host of a rack beside its nodes, and names no machine under a card (%s)',
    (form) => {
      const layout = layoutGraph(leafSpineGraph({ hosts: true }), form);
      for (const rack of [1, 2])
        expect(bottom(boxOf(layout, `machine:host${rack}`))).toBe(
          bottom(boxOf(layout, `machine:node${rack}`)),
        );
      const outside = boxOf(layout, 'machine:outside');
      expect(outside.y).toBeGreaterThan(bottom(boxOf(layout, 'machine:spine1')));
      // Icon, name, word for the role, and where there is room the address: at least 6 units for a character.
      const head = 20 + 6 * `outside host${form === 'narrow' ? '' : ' 203.0.113.9'}`.length;
      expect(boxOf(layout, 'dev:outside/eth0').x).toBeGreaterThan(outside.x + head);
    },
  );

  it('leaves routers in a chain on one line', () => {
    const layout = layoutGraph(chainGraph(3), 'compact');
    for (const name of ['r1', 'r2', 'r3', 'h2'])
      expect(bottom(boxOf(layout, `machine:${name}`))).toBe(bottom(boxOf(layout, 'machine:h1')));
  });

  it('runs the tunnels of three nodes above the machines', () => {
    const layout = layoutGraph(flannelGraph([1, 1, 1]), 'wide');
    const far = layout.paths['tunnel:dev:node1/flannel.1|dev:node3/flannel.1']!;
    expect(Math.min(...far.map((point) => point.y))).toBeLessThan(boxOf(layout, 'machine:node2').y);
  });

  it('leaves loopback devices and parts of unknown machines out', () => {
    const graph: LabGraph = { ...sameNodeGraph(1) };
    const stray = [
      { ...graph.elements.find((element) => element.kind === 'device')!, id: 'dev:gone/eth0', netns: 'gone' },
      {
        ...graph.elements.find((element) => element.kind === 'device')!,
        id: 'dev:node1/lo',
        device: 'loopback',
      },
    ] as LabGraph['elements'];
    const layout = layoutGraph({ ...graph, elements: [...graph.elements, ...stray] }, 'wide');
    expect(layout.boxes['dev:gone/eth0']).toBeUndefined();
    expect(layout.boxes['dev:node1/lo']).toBeUndefined();
  });

  it('survives an empty lab', () => {
    expect(layoutGraph({ elements: [], wires: [], bgp: false }, 'wide')).toMatchObject({
      width: 0,
      height: 0,
      boxes: {},
      paths: {},
    });
  });
});
