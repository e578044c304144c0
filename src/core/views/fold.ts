/** Keeps a drawing small: pods that a machine has no room for stand behind one box that tells how many they are. */
import type { FoldElement, GraphElement, LabGraph, NetnsElement, Wire } from './contract';
import { elementId } from './contract';

/** Boxes in a machine's row of pods, by the number of machines that have pods; more machines have as many as the last. */
const ROW_BY_MACHINES = [8, 8, 4, 3, 2] as const;
/** Pods drawn besides those, all opened folds together: with their devices and wires some 400 elements. */
const OPENED_MAX = 60;

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
function folded(graph: LabGraph, folds: readonly FoldElement[]): LabGraph {
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
  return { elements, wires: [...wires.values()] };
}
