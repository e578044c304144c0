import { describe, expect, it } from 'vitest';
import { flannelGraph, sameNodeGraph } from '../../core/testing/lab-graph';
import { layoutGraph } from '../../core/views/layout';
import type { CyElements } from './cy-elements';
import { agentOf, cyElementsOf, patchOf } from './cy-elements';
import { sceneOf } from './scene';

function elementsOf(graph: Parameters<typeof layoutGraph>[0], form: 'wide' | 'compact' = 'wide'): CyElements {
  return cyElementsOf(sceneOf(graph, layoutGraph(graph, form)));
}

/** What a patch leaves of the elements it is applied to, by id. */
function applied(before: CyElements, after: CyElements): { nodes: string[]; edges: string[] } {
  const patch = patchOf(before, after);
  const gone = new Set(patch.remove);
  const nodes = before.nodes.filter((node) => !gone.has(node.id)).map((node) => node.id);
  const edges = before.edges
    .filter((edge) => !gone.has(edge.id) && !gone.has(edge.source) && !gone.has(edge.target))
    .map((edge) => edge.id);
  return {
    nodes: [...nodes, ...patch.addNodes.map((node) => node.id)].sort(),
    edges: [...edges, ...patch.addEdges.map((edge) => edge.id)].sort(),
  };
}

describe('cyElementsOf', () => {
  it('names parents before children and wires between known nodes', () => {
    const { nodes, edges } = elementsOf(flannelGraph([2, 1]));
    const ids = nodes.map((node) => node.id);
    nodes.forEach((node, index) => {
      if (node.parent !== null) expect(ids.indexOf(node.parent), node.id).toBeLessThan(index);
      if (node.parent !== null) expect(ids).toContain(node.parent);
    });
    for (const edge of edges) expect(ids).toEqual(expect.arrayContaining([edge.source, edge.target]));
  });
});

it('gives every label of an agent a place to be pressed, inside its machine', () => {
  const plain = flannelGraph([1, 1]);
  const graph = {
    ...plain,
    elements: plain.elements.map((one) =>
      one.kind === 'machine' && one.role === 'node' ? { ...one, agents: ['kubelet', 'flanneld'] } : one,
    ),
  };
  const { nodes } = elementsOf(graph);
  const agents = nodes.flatMap(({ id }) => agentOf(id) ?? []);
  expect([...agents].sort()).toEqual(['node1/flanneld', 'node1/kubelet', 'node2/flanneld', 'node2/kubelet']);
  expect(nodes.find(({ id }) => agentOf(id) === 'node1/flanneld')?.parent).toBe('machine:node1');
  expect(agentOf('machine:node1')).toBeNull();
});

describe('patchOf', () => {
  const before = elementsOf(flannelGraph([1, 1]));

  it('is empty between equal graphs', () => {
    expect(patchOf(before, elementsOf(flannelGraph([1, 1])))).toEqual({
      remove: [],
      addNodes: [],
      addEdges: [],
      move: [],
    });
  });

  it('only moves what changed its place', () => {
    const patch = patchOf(before, elementsOf(flannelGraph([1, 1]), 'compact'));
    expect([patch.remove, patch.addNodes, patch.addEdges]).toEqual([[], [], []]);
    expect(patch.move.length).toBeGreaterThan(10);
  });

  it.each([
    ['a pod comes', flannelGraph([1, 1]), flannelGraph([2, 1])],
    ['a pod goes', flannelGraph([2, 1]), flannelGraph([1, 1])],
    ['another lab', flannelGraph([1, 1]), sameNodeGraph(3)],
  ])('leads from one graph to the other: %s', (_name, from, to) => {
    const wanted = elementsOf(to);
    expect(applied(elementsOf(from), wanted)).toEqual({
      nodes: wanted.nodes.map((node) => node.id).sort(),
      edges: wanted.edges.map((edge) => edge.id).sort(),
    });
  });
});
