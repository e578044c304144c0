/**
 * Networks of routers that are cabled to one another in more than a chain, such as leaf and spine, stand below what they
 * serve, tier by tier: nodes, the switch of their rack, its leaf, the spines. Everything else stands on one line.
 */
import type { Inventory, MachinePart } from './inventory';

/** Machines by tier, the uppermost first, each in the order given. One tier where nothing asks for more. */
export function tiersOf(inventory: Inventory): readonly (readonly MachinePart[])[] {
  const joined = neighboursOf(inventory);
  const { machines } = inventory;
  const routers = new Set(machines.filter((part) => part.machine.role === 'router'));
  if (!isFabric(routers, joined)) return [machines];

  const nodes = machines.filter((part) => part.machine.role === 'node');
  // A host in a rack stands beside the nodes of the rack.
  const first = machines.filter(
    (part) =>
      part.machine.role === 'node' ||
      (!routers.has(part) &&
        (nodes.length === 0 || nodes.some((node) => joined.all.get(part)?.has(node) === true))),
  );
  if (first.length === 0) return [machines];
  const tierOf = new Map(first.map((part) => [part, 0]));
  for (let at = first, tier = 1; at.length > 0; tier += 1) {
    const next = new Set(at.flatMap((part) => [...(joined.all.get(part) ?? [])]));
    at = [...next].filter((part) => !tierOf.has(part));
    for (const part of at) tierOf.set(part, tier);
  }
  const deepest = Math.max(...tierOf.values());
  return Array.from({ length: deepest + 1 }, (_, tier) =>
    // What nothing leads to stands with the first.
    machines.filter((part) => (tierOf.get(part) ?? 0) === tier),
  ).filter((tier) => tier.length > 0);
}

/** Whether routers cabled to one another are more than a chain: some of them in a circle, or one with three others. */
function isFabric(routers: ReadonlySet<MachinePart>, { cables, all }: Neighbours): boolean {
  const others = (part: MachinePart, of: Neighbours['all']): readonly MachinePart[] =>
    [...(of.get(part) ?? [])].filter((other) => routers.has(other));
  const seen = new Set<MachinePart>();
  for (const start of routers) {
    if (seen.has(start) || others(start, cables).length === 0) continue;
    const group = [start];
    seen.add(start);
    for (const part of group) {
      for (const other of others(part, all)) {
        if (!seen.has(other)) group.push(other);
        seen.add(other);
      }
    }
    const ends = group.reduce((sum, part) => sum + others(part, all).length, 0);
    if (ends / 2 >= group.length || group.some((part) => others(part, cables).length > 2)) return true;
  }
  return false;
}

interface Neighbours {
  /** Joined by a cable, without a switch between. */
  readonly cables: ReadonlyMap<MachinePart, ReadonlySet<MachinePart>>;
  /** Joined by a cable or by a switch. */
  readonly all: ReadonlyMap<MachinePart, ReadonlySet<MachinePart>>;
}

function neighboursOf(inventory: Inventory): Neighbours {
  const partOf = new Map(inventory.machines.map((part) => [part.machine, part]));
  const cables = new Map<MachinePart, Set<MachinePart>>();
  const all = new Map<MachinePart, Set<MachinePart>>();
  const atSwitch = new Map<string, MachinePart[]>();
  for (const wire of inventory.wires) {
    if (wire.kind !== 'cable') continue;
    const ends = [wire.from, wire.to].map((id) => inventory.machineOf.get(id));
    const [a, b] = ends.map((machine) => machine && partOf.get(machine));
    if (a && b) {
      join(cables, a, b);
      join(all, a, b);
      continue;
    }
    const one = a ?? b;
    const hub = ends.find((machine) => machine?.role === 'switch');
    if (!one || !hub) continue;
    const others = atSwitch.get(hub.id) ?? [];
    for (const other of others) join(all, one, other);
    atSwitch.set(hub.id, [...others, one]);
  }
  return { cables, all };
}

function join(sets: Map<MachinePart, Set<MachinePart>>, a: MachinePart, b: MachinePart): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const known = sets.get(from);
    if (known) known.add(to);
    else sets.set(from, new Set([to]));
  }
}
