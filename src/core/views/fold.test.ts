/** Goal: no drawing is ever too large, and what is folded is told and can be had. */
import { describe, expect, it } from 'vitest';
import { flannelGraph } from '../testing/lab-graph';
import type { FoldElement, LabGraph } from './contract';
import { foldGraph, foldNodes, foldPods } from './fold';
import { layoutGraph } from './layout';

const foldsOf = (graph: LabGraph): FoldElement[] =>
  graph.elements.flatMap((element) => (element.kind === 'fold' ? [element] : []));
const podsOf = (graph: LabGraph, machine: string): number =>
  graph.elements.filter((one) => one.kind === 'netns' && !one.root && one.machine === machine).length;

describe('foldPods', () => {
  it.each([[[1, 1]], [[4, 4]], [[8]], [[3, 3, 3]]])('leaves %o as they are', (pods) => {
    const graph = flannelGraph(pods);
    expect(foldPods(graph)).toBe(graph);
  });

  it('fills the row of a machine with some pods and one box for the rest', () => {
    const graph = foldPods(flannelGraph([12, 2]));
    const [fold] = foldsOf(graph);
    expect(foldsOf(graph)).toHaveLength(1);
    expect(fold?.machine).toBe('node1');
    expect([podsOf(graph, 'node1'), fold?.netnses.length]).toEqual([3, 9]);
    expect(podsOf(graph, 'node2')).toBe(2);
  });

  it('draws nothing of what is folded, and leads its wires to the fold', () => {
    const graph = foldPods(flannelGraph([12, 2]));
    const held = new Set(foldsOf(graph).flatMap(({ holds }) => holds));
    expect(graph.elements.filter(({ id }) => held.has(id))).toEqual([]);
    expect(graph.wires.filter(({ from, to }) => held.has(from) || held.has(to))).toEqual([]);
    expect(graph.wires.filter(({ to }) => to === 'fold:node1').map(({ id }) => id)).toEqual([
      'port:dev:node1/cni0|fold:node1',
    ]);
  });

  it('shows the pods of a fold that is opened, none of another', () => {
    const graph = foldPods(flannelGraph([12, 12]), ['fold:node2']);
    expect([podsOf(graph, 'node1'), podsOf(graph, 'node2')]).toEqual([3, 12]);
  });

  it('never shows more than can be drawn, whatever is opened: the latest first', () => {
    const graph = foldPods(flannelGraph([110, 110]), ['fold:node1', 'fold:node2']);
    expect(podsOf(graph, 'node2')).toBe(63);
    expect(podsOf(graph, 'node1')).toBe(3);
    expect(graph.elements.length + graph.wires.length).toBeLessThan(500);
  });

  it.each(['wide', 'compact', 'narrow'] as const)('has a place in the drawing (%s)', (form) => {
    const graph = foldPods(flannelGraph([12, 12]));
    const layout = layoutGraph(graph, form);
    for (const fold of foldsOf(graph)) {
      expect(layout.boxes[fold.id]).toBeDefined();
      const pods = graph.elements.filter(
        (one) => one.kind === 'netns' && !one.root && one.machine === fold.machine,
      );
      const last = Math.max(...pods.map(({ id }) => layout.boxes[id]?.x ?? 0));
      expect(layout.boxes[fold.id]?.x, 'at the end of the row').toBeGreaterThan(last);
    }
    for (const wire of graph.wires) expect(layout.paths[wire.id]?.length, wire.id).toBeGreaterThan(1);
  });
});

describe('foldNodes', () => {
  const pods = (nodes: number): number[] => Array.from({ length: nodes }, () => 20);
  const machinesOf = (graph: LabGraph): string[] =>
    graph.elements.flatMap((one) => (one.kind === 'machine' && one.role === 'node' ? [one.name] : []));

  it('leaves six nodes as they are', () => {
    const graph = flannelGraph([1, 1, 1, 1, 1, 1]);
    expect(foldNodes(graph)).toBe(graph);
  });

  it('draws the first nodes and one card for the rest, cabled to the switch', () => {
    const graph = foldNodes(flannelGraph(pods(50)));
    expect(machinesOf(graph)).toEqual(['node1', 'node2', 'node3', 'node4', 'node5', 'node6 … node50']);
    expect(graph.wires.map(({ id }) => id)).toContain('port:dev:sw0/br0|fold:');
    expect(graph.wires.filter(({ from, to }) => from.includes('node7/') || to.includes('node7/'))).toEqual(
      [],
    );
  });

  it('shows more of them when it is opened, and never all of many', () => {
    expect(machinesOf(foldNodes(flannelGraph(pods(50)), ['fold:']))).toHaveLength(9);
    expect(machinesOf(foldNodes(flannelGraph(pods(9)), ['fold:']))).toHaveLength(9);
  });

  it.each(['wide', 'compact', 'narrow'] as const)(
    'is small enough to draw: 50 nodes of 20 pods (%s)',
    (form) => {
      const graph = foldGraph(flannelGraph(pods(50)), ['fold:', 'fold:node1']);
      expect(graph.elements.length + graph.wires.length).toBeLessThan(500);
      const layout = layoutGraph(graph, form);
      expect(graph.elements.filter(({ id }) => !layout.boxes[id]).map(({ id }) => id)).toEqual([]);
      expect(graph.wires.filter(({ id }) => (layout.paths[id]?.length ?? 0) < 2).map(({ id }) => id)).toEqual(
        [],
      );
    },
  );
});
