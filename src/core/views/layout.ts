/**
 * Where everything stands: a layered drawing of machines, made by rules and the same in every run.
 *
 * Machines stand side by side on one line, what is above in the network stack is above in the drawing, and the
 * switches lie below, and below them the routers of a fabric. Two nodes are drawn as mirror images, so that their tunnels face each other; with more nodes the
 * tunnels run in a lane above the machines.
 */
import type { Box, GraphLayout, LabGraph, Point } from './contract';
import type { Card } from './layout/card';
import { commonRows, layoutCard, mirrored } from './layout/card';
import { placeBelow } from './layout/below';
import { switchesOf } from './layout/fabric';
import type { Inventory, MachinePart } from './layout/inventory';
import { takeInventory } from './layout/inventory';
import type { Measures } from './layout/measures';
import { measuresAlone, measuresOf } from './layout/measures';
import { layoutPaths } from './layout/paths';
import { tiersOf } from './layout/tiers';

/** Positions of a graph in one of the three forms. Elements that are never drawn (loopback devices) get no box. */
export function layoutGraph(graph: LabGraph, form: GraphLayout['form']): GraphLayout {
  const inventory = takeInventory(graph);
  const [first = [], ...lower] = tiersOf(inventory);
  const parts = inOrder(first, inventory);
  const usual = measuresOf(form);
  const m = inventory.machines.length === 1 ? measuresAlone(usual, parts[0]?.pods.length ?? 0) : usual;
  const arches = tunnelsFace(parts, inventory);
  const tunnelsUp = !arches && inventory.wires.some((wire) => wire.kind === 'tunnel');
  const rows = commonRows(parts, tunnelsUp, m);
  const cards = parts.map((part, index) => {
    if (tunnelsUp || !looksLeft(parts, index)) return layoutCard(part, rows, m);
    // Seen in a mirror, what was on the right comes first: pods are read from left to right in every machine.
    const reversed = { pods: part.pods.toReversed(), nics: part.nics.toReversed(), foldFirst: true };
    return mirrored(layoutCard({ ...part, ...reversed }, rows, m));
  });

  const headroom = inventory.apiserver === null ? 0 : m.apiStrip;
  const lane = headroom + (tunnelsUp ? m.overlayLane : 0);
  const ground = lane + Math.max(0, ...cards.map((card) => card.height));
  const boxes = new Map<string, Box>();
  const width = placeCards(cards, parts, arches, ground, m, boxes);
  const below = Math.max(0, ...cards.map((card) => card.below));
  placeBelow(inventory, lower, { boxes, y: ground + below, middle: width / 2, any: cards.length > 0 }, m);
  const paths = layoutPaths(inventory, boxes, (headroom + lane) / 2, m);
  if (inventory.apiserver) {
    const { apiWidth, apiHeight } = m;
    boxes.set(inventory.apiserver.id, {
      x: (width - apiWidth) / 2,
      y: 0,
      width: apiWidth,
      height: apiHeight,
    });
  }
  return framed(boxes, paths, form, headroom);
}

/** Machines in the order given, but each near the switches it is cabled to: a router between its two networks. */
function inOrder(machines: readonly MachinePart[], inventory: Inventory): readonly MachinePart[] {
  return machines
    .map((part, index) => {
      const switches = switchesOf(part, inventory);
      const mean = switches.reduce((sum, at) => sum + at, 0) / switches.length;
      return { part, index, key: switches.length > 0 ? mean : Infinity };
    })
    .sort((a, b) => (a.key === b.key ? a.index - b.index : a.key - b.key))
    .map(({ part }) => part);
}

/** Whether all tunnels run between two machines that stand side by side. */
function tunnelsFace(parts: readonly MachinePart[], inventory: Inventory): boolean {
  const ends = parts.flatMap((part, index) => (part.tunnels.length > 0 ? [index] : []));
  const [first, second] = ends;
  const joined = inventory.wires.some((wire) => wire.kind === 'tunnel');
  return joined && ends.length === 2 && first !== undefined && second === first + 1;
}

/**
 * The right one of exactly two nodes is drawn as the mirror image of the left one; not where tunnels run above the
 * machines, since all of them leave to the same side.
 */
function looksLeft(parts: readonly MachinePart[], index: number): boolean {
  const nodes = parts.flatMap((part, at) => (part.pods.length > 0 || part.tunnels.length > 0 ? [at] : []));
  return nodes.length === 2 && nodes[1] === index;
}

/** Puts the cards side by side on the ground line; returns the width they take. */
function placeCards(
  cards: readonly Card[],
  parts: readonly MachinePart[],
  arches: boolean,
  ground: number,
  m: Measures,
  boxes: Map<string, Box>,
): number {
  let x = 0;
  cards.forEach((card, index) => {
    for (const [id, box] of card.boxes) boxes.set(id, { ...box, x: x + box.x, y: ground + box.y });
    const tunnelHere = (parts[index]?.tunnels.length ?? 0) > 0;
    const tunnelNext = (parts[index + 1]?.tunnels.length ?? 0) > 0;
    const last = index === cards.length - 1;
    x += card.width + (last ? 0 : arches && tunnelHere && tunnelNext ? m.tunnelGap : m.machineGap);
  });
  return x;
}

/** Moves everything so that the drawing begins at 0, 0. */
function framed(
  boxes: ReadonlyMap<string, Box>,
  paths: ReadonlyMap<string, readonly Point[]>,
  form: GraphLayout['form'],
  headroom: number,
): GraphLayout {
  const all = [...boxes.values()];
  const points = [...paths.values()].flat();
  const left = Math.min(0, ...all.map((box) => box.x), ...points.map((point) => point.x));
  const top = Math.min(0, ...all.map((box) => box.y), ...points.map((point) => point.y));
  const right = Math.max(0, ...all.map((box) => box.x + box.width), ...points.map((point) => point.x));
  const bottom = Math.max(0, ...all.map((box) => box.y + box.height), ...points.map((point) => point.y));
  const moved = [...boxes].map(([id, box]): [string, Box] => [
    id,
    { ...box, x: box.x - left, y: box.y - top },
  ]);
  const bent = [...paths].map(([id, path]): [string, readonly Point[]] => [
    id,
    path.map((point) => ({ x: point.x - left, y: point.y - top })),
  ]);
  return {
    width: right - left,
    height: bottom - top,
    boxes: Object.fromEntries(moved),
    paths: Object.fromEntries(bent),
    form,
    headroom,
  };
}
