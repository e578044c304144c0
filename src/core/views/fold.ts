/**
 * Keeps a drawing small: nodes there is no room for stand behind one card, and pods that a machine has no room for behind
 * one box, that tell how many they are.
 */
import type { FoldElement, GraphElement, LabGraph, MachineElement, NetnsElement, Wire } from './contract';
import { elementId } from './contract';

/** Nodes that are drawn one by one; of more than these the last place is the card of all others. */
const NODES_MAX = 6;
const NODES_OPENED = 9;

/** Boxes in a machine's row of pods, by the number of machines that have pods; more machines have as many as the last. */
const ROW_BY_MACHINES = [8, 8, 4, 3, 2] as const;
/** Pods drawn besides those, all opened folds together: with their devices and wires some 400 elements. */
const OPENED_MAX = 60;

/** The graph as it is drawn. `open`: ids of folds that are opened, the latest last. */
export function foldGraph(graph: LabGraph, open: readonly string[] = []): LabGraph {
  return foldPods(foldNodes(graph, open), open);
}

/** The graph with all but the first nodes as one card. */
export function foldNodes(graph: LabGraph, open: readonly string[] = []): LabGraph {
  const nodes = graph.elements.flatMap((one) => (one.kind === 'machine' && one.role === 'node' ? [one] : []));
  const room = open.includes(elementId.fold(NODES)) ? NODES_OPENED : NODES_MAX;
  if (nodes.length <= room) return graph;
  const hidden = nodes.slice(room - 1);
  const names = new Set(hidden.map(({ name }) => name));
  const inside = new Set(hidden.map(({ id }) => id));
  const netnses = new Set<string>();
  const machineOf = new Map<string, string>();
  for (const element of graph.elements) {
    if (element.kind !== 'netns') continue;
    machineOf.set(element.name, element.machine);
    if (!names.has(element.machine)) continue;
    inside.add(element.id);
    netnses.add(element.name);
  }
  const switches = new Set<string>();
  for (const element of graph.elements) {
    if (element.kind === 'machine' && element.role === 'switch') switches.add(element.name);
    if ((element.kind === 'device' || element.kind === 'routing') && netnses.has(element.netns))
      inside.add(element.id);
  }
  const ports = new Set(
    graph.elements.flatMap((one) =>
      one.kind === 'device' && switches.has(machineOf.get(one.netns) ?? '') ? [one.id] : [],
    ),
  );
  for (const { kind, from, to } of graph.wires) {
    if (kind !== 'cable') continue;
    if (inside.has(from) && ports.has(to)) inside.add(to);
    else if (inside.has(to) && ports.has(from)) inside.add(from);
  }
  const card: MachineElement = {
    id: elementId.fold(NODES),
    kind: 'machine',
    name: `${hidden[0]?.name ?? ''} … ${hidden.at(-1)?.name ?? ''}`,
    role: 'node',
    addresses: [],
    node: null,
    agents: [],
    stopped: [],
    holds: [...inside],
  };
  return folded(graph, [card]);
}

/** Stands for a machine's name in the id of the card. */
const NODES = '';

/** The graph with the pods of each machine folded; `open`: folds that are opened, the latest last. */
export function foldPods(graph: LabGraph, open: readonly string[] = []): LabGraph {
  const podsOf = new Map<string, NetnsElement[]>();
  for (const element of graph.elements) {
    if (element.kind !== 'netns' || element.root) continue;
    const known = podsOf.get(element.machine);
    if (known) known.push(element);
    else podsOf.set(element.machine, [element]);
  }
  const row = ROW_BY_MACHINES[Math.min(podsOf.size, ROW_BY_MACHINES.length - 1)] ?? 2;
  let spare = OPENED_MAX;
  const folds: FoldElement[] = [];
  // The fold opened last has the first claim on the room there is.
  const machines = [...podsOf].sort(([a], [b]) => rank(open, b) - rank(open, a));
  for (const [machine, pods] of machines) {
    if (pods.length <= row) continue;
    const more = rank(open, machine) < 0 ? 0 : Math.min(spare, pods.length - row + 1);
    spare -= more;
    const hidden = pods.slice(row - 1 + more);
    if (hidden.length > 0) folds.push(foldOf(graph, machine, hidden));
  }
  return folds.length > 0 ? folded(graph, folds) : graph;
}

/** Place in the list of opened folds, -1 for one that is not. */
const rank = (open: readonly string[], machine: string): number => open.lastIndexOf(elementId.fold(machine));

/** A fold with everything behind it: the namespaces, what is in them, and the other ends of their veth pairs. */
function foldOf(graph: LabGraph, machine: string, hidden: readonly NetnsElement[]): FoldElement {
  const names = new Set(hidden.map(({ name }) => name));
  const inside = new Set(hidden.map(({ id }) => id));
  for (const element of graph.elements) {
    if ((element.kind === 'device' || element.kind === 'routing') && names.has(element.netns))
      inside.add(element.id);
  }
  for (const wire of graph.wires) {
    if (wire.kind !== 'veth') continue;
    if (inside.has(wire.from)) inside.add(wire.to);
    else if (inside.has(wire.to)) inside.add(wire.from);
  }
  const netnses = hidden.map(({ name }) => name);
  return { id: elementId.fold(machine), kind: 'fold', machine, netnses, holds: [...inside] };
}

/** Puts folds in the places of what they hold; wires that led in lead to the fold, several as one. */
function folded(graph: LabGraph, folds: readonly (FoldElement | MachineElement)[]): LabGraph {
  const holder = new Map(folds.flatMap((fold) => fold.holds.map((id) => [id, fold.id] as const)));
  const elements: GraphElement[] = [...graph.elements.filter(({ id }) => !holder.has(id)), ...folds];
  const wires = new Map<string, Wire>();
  for (const wire of graph.wires) {
    const from = holder.get(wire.from) ?? wire.from;
    const to = holder.get(wire.to) ?? wire.to;
    if (from === to) continue;
    const same = from === wire.from && to === wire.to;
    const id = same ? wire.id : `${wire.kind}:${from}|${to}`;
    wires.set(id, same ? wire : { id, kind: wire.kind, from, to });
  }
  return { elements, wires: [...wires.values()], bgp: graph.bgp };
}
