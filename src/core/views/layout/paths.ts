/**
 * The way of every wire. The usual ones follow rules: straight down where two boxes face each other, with one step
 * across where they do not. A wire that no rule fits, or whose rule would lead it through a box, goes around.
 */
import type { Box, Point, Wire } from '../contract';
import type { Strand } from './fan';
import { fanOut } from './fan';
import type { Inventory } from './inventory';
import type { Measures } from './measures';
import { centreX, centreY, clamp, facing, horizontalSpan, placePorts } from './ports';
import { routeAround, runsThrough } from './route-around';
import { routesId } from './routes-id';
import { tunnelPath } from './tunnel-path';

type Boxes = ReadonlyMap<string, Box>;
type Paths = Map<string, readonly Point[]>;

/** A wire whose ends stand above one another. */
interface Fall {
  readonly wire: Wire;
  readonly upper: string;
  readonly lower: string;
}

/** Paths by wire id, each from `wire.from` to `wire.to`. `laneY`: where tunnels run above the machines. */
export function layoutPaths(inventory: Inventory, boxes: Boxes, laneY: number, m: Measures): Paths {
  const paths: Paths = new Map();
  const wires = inventory.wires.filter((wire) => boxes.has(wire.from) && boxes.has(wire.to));
  const keep = (wire: Wire, start: string, path: readonly Point[]): void => {
    paths.set(wire.id, start === wire.from ? path : path.toReversed());
  };

  for (const wire of wires.filter((candidate) => candidate.kind === 'stack')) {
    const level = levelPath(wire, boxes, m);
    if (level) keep(wire, wire.from, level);
  }
  const falls = wires.flatMap((wire) =>
    paths.has(wire.id) || wire.kind === 'tunnel' ? [] : (fallOf(wire, boxes) ?? []),
  );
  for (const group of groupsByGap(falls, boxes)) {
    for (const { fall, path } of fallPaths(group, inventory, boxes, m)) keep(fall.wire, fall.upper, path);
  }
  for (const wire of wires.filter((candidate) => candidate.kind === 'tunnel')) {
    const path = tunnelPath(
      boxes.get(wire.from),
      boxes.get(wire.to),
      obstaclesOf(wire, inventory, boxes),
      laneY,
      m,
    );
    paths.set(wire.id, path);
  }
  for (const wire of wires) {
    if (wire.kind === 'tunnel') continue;
    const from = boxes.get(wire.from);
    const to = boxes.get(wire.to);
    if (!from || !to) continue;
    const obstacles = obstaclesOf(wire, inventory, boxes);
    const path = paths.get(wire.id);
    if (path && !runsThrough(path, obstacles)) continue;
    const others = [...paths].flatMap(([id, other]) => (id === wire.id ? [] : [other]));
    const around = routeAround(from, to, obstacles, others, m.wireGap / 2);
    paths.set(wire.id, around ?? path ?? [nearest(from, to), nearest(to, from)]);
  }
  return paths;
}

/** Everything a wire must not run through: devices, tables, and the areas that hold neither of its ends. */
function obstaclesOf(wire: Wire, inventory: Inventory, boxes: Boxes): Box[] {
  const ends = [wire.from, wire.to];
  const solid: Box[] = [];
  for (const [id, box] of boxes) {
    if (ends.includes(id)) continue;
    const isArea = id.startsWith('netns:') || id.startsWith('machine:');
    if (!isArea || !ends.some((end) => holds(id, end, inventory))) solid.push(box);
  }
  return solid;
}

function holds(area: string, element: string, inventory: Inventory): boolean {
  const machine = inventory.machineOf.get(element);
  if (!machine) return false;
  if (area === machine.id) return true;
  const part = [...inventory.machines, ...inventory.switches].find((other) => other.machine === machine);
  if (area === part?.root?.id) return true;
  const pod = part?.pods.find((candidate) => candidate.netns.id === area);
  const inside = pod ? [...pod.tabs, ...pod.inner] : [];
  return inside.some((device) => device.id === element) || pod?.routing?.id === element;
}

/** A wire to what stands at the side of a routing core: level, from edge to edge. */
function levelPath(wire: Wire, boxes: Boxes, m: Measures): Point[] | null {
  const from = boxes.get(wire.from);
  const to = boxes.get(wire.to);
  if (!from || !to) return null;
  const [left, right] = from.x < to.x ? [from, to] : [to, from];
  if (left.x + left.width > right.x || !facesSideways(left, right)) return null;
  const core = wire.from.startsWith('routing:') ? from : to;
  const other = core === from ? to : from;
  const below = boxes.has(routesId(core === from ? wire.from : wire.to)) && other.height >= core.height;
  const table = boxes.get(routesId(core === from ? wire.from : wire.to));
  const y = centreY(core) - (below && table && table.y > core.y + core.height ? sidePort(core, m) : 0);
  const path = [
    { x: left.x + left.width, y },
    { x: right.x, y },
  ];
  return left === from ? path : path.toReversed();
}

const facesSideways = (a: Box, b: Box): boolean =>
  Math.abs(centreY(a) - centreY(b)) < Math.max(a.height, b.height) / 4;

/** How far above and below the middle wires leave a routing core sideways, when two do. */
function sidePort(core: Box, m: Measures): number {
  return Math.min(m.wireGap, (core.height - 2 * m.octagonCut) / 2 - 1);
}

function fallOf(wire: Wire, boxes: Boxes): Fall | null {
  const from = boxes.get(wire.from);
  const to = boxes.get(wire.to);
  if (!from || !to) return null;
  if (from.y + from.height <= to.y) return { wire, upper: wire.from, lower: wire.to };
  if (to.y + to.height <= from.y) return { wire, upper: wire.to, lower: wire.from };
  return null;
}

/** Falls that share a gap between two rows must agree on their levels. */
function groupsByGap(falls: readonly Fall[], boxes: Boxes): Fall[][] {
  const groups = new Map<number, Fall[]>();
  for (const fall of falls) {
    const top = boxes.get(fall.lower)?.y ?? 0;
    const group = groups.get(top);
    if (group) group.push(fall);
    else groups.set(top, [fall]);
  }
  return [...groups.values()];
}

/** Paths from upper to lower end of all wires that come down onto one row. */
function fallPaths(
  falls: readonly Fall[],
  inventory: Inventory,
  boxes: Boxes,
  m: Measures,
): { readonly fall: Fall; readonly path: readonly Point[] }[] {
  const ends = new Map(falls.map((fall) => [fall, wishesOf(fall, boxes, m)]));
  const exits = portsOf(
    falls,
    (fall) => fall.upper,
    (fall) => ends.get(fall)?.exit ?? 0,
    boxes,
    m,
  );
  const entries = portsOf(
    falls,
    (fall) => fall.lower,
    (fall) => ends.get(fall)?.entry ?? 0,
    boxes,
    m,
  );
  const drafts = falls.flatMap((fall) => {
    const upper = boxes.get(fall.upper);
    const lower = boxes.get(fall.lower);
    if (!upper || !lower) return [];
    const lane = laneBesideTable(fall, boxes, m);
    const exit = exits.get(fall) ?? centreX(upper);
    const wanted = entries.get(fall) ?? centreX(lower);
    const entry = Math.abs(exit - wanted) < 1 && !lane ? exit : wanted;
    const from = lane ? (lane[lane.length - 1] ?? { x: exit, y: 0 }) : { x: exit, y: upper.y + upper.height };
    return [{ fall, lead: lane ?? [], strand: { id: fall.wire.id, from, to: { x: entry, y: lower.y } } }];
  });
  const paths = new Map<string, Point[]>();
  for (const strands of strandsByMachine(
    drafts.map(({ fall, strand }) => ({ fall, strand })),
    inventory,
  )) {
    const top = Math.max(...strands.map((strand) => strand.from.y));
    const bottom = Math.min(...strands.map((strand) => strand.to.y));
    for (const [id, path] of fanOut(strands, top, bottom)) paths.set(id, path);
  }
  return drafts.map(({ fall, lead, strand }) => ({
    fall,
    path: [...lead.slice(0, -1), ...(paths.get(strand.id) ?? [strand.from, strand.to])],
  }));
}

/** Inside a machine levels are its own matter; between machines all wires share them. */
function strandsByMachine(
  drafts: readonly { readonly fall: Fall; readonly strand: Strand }[],
  inventory: Inventory,
): Strand[][] {
  const groups = new Map<string, Strand[]>();
  for (const { fall, strand } of drafts) {
    const upper = inventory.machineOf.get(fall.upper)?.name ?? '';
    const lower = inventory.machineOf.get(fall.lower)?.name ?? '';
    const key = upper === lower ? upper : '';
    const group = groups.get(key);
    if (group) group.push(strand);
    else groups.set(key, [strand]);
  }
  return [...groups.values()];
}

/** Where a wire would like to leave and to arrive: straight if the two boxes face each other. */
function wishesOf(fall: Fall, boxes: Boxes, m: Measures): { readonly exit: number; readonly entry: number } {
  const upper = boxes.get(fall.upper);
  const lower = boxes.get(fall.lower);
  if (!upper || !lower) return { exit: 0, entry: 0 };
  const upperSpan = spanOf(fall.upper, upper, m);
  const lowerSpan = spanOf(fall.lower, lower, m);
  const lane = laneBesideTable(fall, boxes, m);
  const laneX = lane?.[lane.length - 1]?.x;
  if (laneX !== undefined) return { exit: laneX, entry: clamp(laneX, lowerSpan) };
  // Tabs are joined at their middles, everything else where it suits.
  const narrow = [upper, lower].filter((box) => box.height <= m.tabHeight);
  const thin = narrow[0];
  if (narrow.length === 1 && thin) {
    const at = centreX(thin);
    return { exit: clamp(at, upperSpan), entry: clamp(at, lowerSpan) };
  }
  const straight = narrow.length === 2 ? null : facing(upperSpan, lowerSpan);
  if (straight !== null) return { exit: straight, entry: straight };
  return {
    exit: centreX(upper),
    entry: narrow.length === 2 ? centreX(lower) : clamp(centreX(upper), lowerSpan),
  };
}

function spanOf(id: string, box: Box, m: Measures): { from: number; to: number } {
  if (box.height <= m.tabHeight) return { from: centreX(box), to: centreX(box) };
  return horizontalSpan(box, id.startsWith('routing:') ? m.octagonCut + 2 : m.wireGap);
}

/** Ports of the wires that share a box, in the order of their wishes. */
function portsOf(
  falls: readonly Fall[],
  end: (fall: Fall) => string,
  wish: (fall: Fall) => number,
  boxes: Boxes,
  m: Measures,
): Map<Fall, number> {
  const ports = new Map<Fall, number>();
  for (const id of new Set(falls.map(end))) {
    const box = boxes.get(id);
    if (!box) continue;
    const mine = falls.filter((fall) => end(fall) === id).sort((a, b) => wish(a) - wish(b));
    const placed = placePorts(mine.map(wish), spanOf(id, box, m), 2 * m.wireGap);
    mine.forEach((fall, index) => ports.set(fall, placed[index] ?? wish(fall)));
  }
  return ports;
}

/** Out of a routing core that stands on its table: sideways, then down beside the table. */
function laneBesideTable(fall: Fall, boxes: Boxes, m: Measures): Point[] | null {
  const core = boxes.get(fall.upper);
  const table = boxes.get(routesId(fall.upper));
  if (!core || !table || table.y < core.y + core.height) return null;
  const side = sideOf(fall.upper, boxes);
  const edge = side > 0 ? core.x + core.width : core.x;
  const beside = side > 0 ? table.x + table.width : table.x;
  const x = (side > 0 ? Math.max(beside, edge) : Math.min(beside, edge)) + side * m.wireGap;
  const y = centreY(core) + sidePort(core, m);
  return [
    { x: edge, y },
    { x, y },
    { x, y: table.y + table.height },
  ];
}

/** On which side of a routing core its machine goes on: 1 right, -1 left. */
function sideOf(routing: string, boxes: Boxes): 1 | -1 {
  const core = boxes.get(routing);
  const area = boxes.get(`netns:${routing.slice('routing:'.length)}`);
  return core && area && centreX(core) > centreX(area) ? -1 : 1;
}

/** The point on the edge of a box that looks towards another. */
function nearest(box: Box, towards: Box): Point {
  const dx = centreX(towards) - centreX(box);
  return dx > 0 ? { x: box.x + box.width, y: centreY(box) } : { x: box.x, y: centreY(box) };
}
