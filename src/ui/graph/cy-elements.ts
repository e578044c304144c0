/** What the graph library is told of a scene: boxes with their nesting, and wires. It draws none of it. */
import type { Box } from '../../core/index';
import { agentChips } from './agent-chips';
import type { Scene } from './scene';
import { boxOf } from './scene';

export interface CyNode {
  readonly id: string;
  readonly parent: string | null;
  readonly box: Box;
  /** Holds other nodes: its size follows from theirs, `box` is what it grows to. */
  readonly compound: boolean;
}

export interface CyEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

export interface CyElements {
  readonly nodes: readonly CyNode[];
  readonly edges: readonly CyEdge[];
}

const AGENT = 'agent:';

/** Who runs on which machine, `node-1/flanneld`, where the id is that of its label; null for any other id. */
export function agentOf(id: string): string | null {
  return id.startsWith(AGENT) ? id.slice(AGENT.length) : null;
}

/** Nodes, parents before children, and edges of a scene. */
export function cyElementsOf(scene: Scene): CyElements {
  const parents = new Map<string, string>();
  for (const element of scene.graph.elements) {
    if (element.kind === 'netns') parents.set(element.id, `machine:${element.machine}`);
    else if (element.kind === 'fold') parents.set(element.id, `machine:${element.machine}`);
    else if ('netns' in element) parents.set(element.id, `netns:${element.netns}`);
  }
  const holders = new Set(parents.values());
  const depth = (id: string): number => {
    const parent = parents.get(id);
    return parent === undefined ? 0 : 1 + depth(parent);
  };
  const nodes = scene.graph.elements.flatMap((element): CyNode[] => {
    const box = boxOf(scene, element.id);
    const parent = parents.get(element.id) ?? null;
    return box ? [{ id: element.id, parent, box, compound: holders.has(element.id) }] : [];
  });
  for (const machine of scene.graph.elements)
    if (machine.kind === 'machine' && boxOf(scene, machine.id))
      for (const { name, box } of agentChips(scene, machine)) {
        const id = `${AGENT}${machine.name}/${name}`;
        parents.set(id, machine.id);
        nodes.push({ id, parent: machine.id, box, compound: false });
      }
  const known = new Set(nodes.map((node) => node.id));
  return {
    nodes: nodes
      .map((node) => (node.parent !== null && !known.has(node.parent) ? { ...node, parent: null } : node))
      .sort((a, b) => depth(a.id) - depth(b.id)),
    edges: scene.graph.wires
      .filter((wire) => known.has(wire.from) && known.has(wire.to))
      .map((wire) => ({ id: wire.id, source: wire.from, target: wire.to })),
  };
}

export interface CyPatch {
  /** Gone, or to be put in anew because their place in the nesting changed. */
  readonly remove: readonly string[];
  readonly addNodes: readonly CyNode[];
  readonly addEdges: readonly CyEdge[];
  /** Still there, elsewhere or of another size. */
  readonly move: readonly CyNode[];
}

/** What turns one set of elements into another, by id. */
export function patchOf(before: CyElements, after: CyElements): CyPatch {
  const oldNodes = new Map(before.nodes.map((node) => [node.id, node]));
  const newNodes = new Map(after.nodes.map((node) => [node.id, node]));
  const oldEdges = new Map(before.edges.map((edge) => [edge.id, edge]));
  const newEdges = new Map(after.edges.map((edge) => [edge.id, edge]));
  const rebuilt = (node: CyNode): boolean => {
    const old = oldNodes.get(node.id);
    return !old || old.parent !== node.parent || old.compound !== node.compound;
  };
  const sameEnds = (edge: CyEdge): boolean => {
    const old = oldEdges.get(edge.id);
    return old?.source === edge.source && old.target === edge.target;
  };
  const addNodes = after.nodes.filter(rebuilt);
  const again = new Set(addNodes.map((node) => node.id));
  const goneNodes = before.nodes.filter((node) => !newNodes.has(node.id) || again.has(node.id));
  const gone = new Set(goneNodes.map((node) => node.id));
  // Removing a node takes its wires with it.
  const addEdges = after.edges.filter(
    (edge) => !sameEnds(edge) || gone.has(edge.source) || gone.has(edge.target),
  );
  const goneEdges = before.edges.filter((edge) => {
    const now = newEdges.get(edge.id);
    return !now || !sameEnds(now);
  });
  return {
    remove: [...goneEdges.map((edge) => edge.id), ...goneNodes.map((node) => node.id)],
    addNodes,
    addEdges,
    move: after.nodes.filter((node) => !again.has(node.id) && !sameBox(oldNodes.get(node.id)?.box, node.box)),
  };
}

function sameBox(a: Box | undefined, b: Box): boolean {
  return a?.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
