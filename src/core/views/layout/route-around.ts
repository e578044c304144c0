/**
 * The way of a wire that no rule has a place for: the shortest orthogonal path around all boxes with few bends, on a
 * grid through the edges of the boxes (A* without estimate, which is Dijkstra; drawings are small).
 */
import { Heap } from '../../base/heap';
import type { Box, Point } from '../contract';
import { centreX, centreY, simplified } from './ports';

/** What a bend costs, in units of length. */
const BEND = 40;
/** What running along or across another wire costs, per unit of length and per crossing. */
const SHARED = 6;

/** How near a wire may pass a box. */
const NEAREST = 2;

type Direction = 0 | 1 | 2 | 3;
const STEPS: readonly { readonly dx: number; readonly dy: number }[] = [
  { dx: 1, dy: 0 },
  { dx: 0, dy: 1 },
  { dx: -1, dy: 0 },
  { dx: 0, dy: -1 },
];

interface Visit {
  readonly at: number;
  readonly seq: number;
  readonly column: number;
  readonly row: number;
  readonly direction: Direction;
  readonly before: Visit | null;
}

/** Whether a polyline runs through the inside of one of the boxes. */
export function runsThrough(path: readonly Point[], boxes: readonly Box[]): boolean {
  return path.some((point, index) => {
    const before = path[index - 1];
    return before !== undefined && boxes.some((box) => segmentHits(before, point, box, 0.5));
  });
}

/** Whether a horizontal or vertical stretch passes the box, `inside` units within its edges. */
export function segmentHits(a: Point, b: Point, box: Box, inside: number): boolean {
  return (
    Math.max(a.x, b.x) > box.x + inside &&
    Math.min(a.x, b.x) < box.x + box.width - inside &&
    Math.max(a.y, b.y) > box.y + inside &&
    Math.min(a.y, b.y) < box.y + box.height - inside
  );
}

/**
 * A path from the edge of one box to the edge of another around the obstacles, `clearance` away from them where that
 * is possible; null when there is none. Paths already drawn are crossed only when that saves a good deal.
 */
export function routeAround(
  from: Box,
  to: Box,
  obstacles: readonly Box[],
  drawn: readonly (readonly Point[])[],
  clearance: number,
): Point[] | null {
  const solid = obstacles.filter((box) => box !== from && box !== to);
  const around = [...solid, from, to];
  const columns = gridLines(
    around.map((box) => [box.x - clearance, centreX(box), box.x + box.width + clearance]),
  );
  const rows = gridLines(
    around.map((box) => [box.y - clearance, centreY(box), box.y + box.height + clearance]),
  );
  const starts = doors(from, clearance);
  const ends = doors(to, clearance);
  const queue = new Heap<Visit>([]);
  const best = new Map<number, number>();
  let seq = 0;

  const visit = (
    cost: number,
    column: number,
    row: number,
    direction: Direction,
    before: Visit | null,
  ): void => {
    const key = (row * columns.length + column) * 4 + direction;
    if (cost >= (best.get(key) ?? Infinity)) return;
    best.set(key, cost);
    seq += 1;
    queue.push({ at: cost, seq, column, row, direction, before });
  };
  for (const door of starts) {
    if (solid.some((box) => segmentHits(door.edge, door.outside, box, 0.5))) continue;
    visit(0, columns.indexOf(door.outside.x), rows.indexOf(door.outside.y), door.direction, null);
  }
  for (let now = queue.pop(); now !== undefined; now = queue.pop()) {
    const here = { x: columns[now.column] ?? 0, y: rows[now.row] ?? 0 };
    const door = ends.find(
      (end) =>
        end.outside.x === here.x && end.outside.y === here.y && opposite(end.direction) === now.direction,
    );
    if (door) return pathOf(now, door.edge, starts, columns, rows);
    for (const turn of [0, 1, 3] as const) {
      const direction = ((now.direction + turn) % 4) as Direction;
      const step = STEPS[direction];
      const x = columns[now.column + (step?.dx ?? 0)];
      const y = rows[now.row + (step?.dy ?? 0)];
      if (x === undefined || y === undefined || step === undefined) continue;
      const there = { x, y };
      if (around.some((box) => segmentHits(here, there, box, -NEAREST))) continue;
      const length = Math.abs(x - here.x) + Math.abs(y - here.y);
      const cost = now.at + length + (turn === 0 ? 0 : BEND) + sharing(here, there, drawn);
      visit(cost, now.column + step.dx, now.row + step.dy, direction, now);
    }
  }
  return null;
}

const opposite = (direction: Direction): Direction => ((direction + 2) % 4) as Direction;

function gridLines(lines: readonly (readonly number[])[]): number[] {
  return [...new Set(lines.flat())].sort((a, b) => a - b);
}

interface Door {
  readonly edge: Point;
  readonly outside: Point;
  /** Out of the box. */
  readonly direction: Direction;
}

/** The middles of the four edges, with the points before them. */
function doors(box: Box, clearance: number): Door[] {
  const x = centreX(box);
  const y = centreY(box);
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  return [
    { edge: { x: right, y }, outside: { x: right + clearance, y }, direction: 0 },
    { edge: { x, y: bottom }, outside: { x, y: bottom + clearance }, direction: 1 },
    { edge: { x: box.x, y }, outside: { x: box.x - clearance, y }, direction: 2 },
    { edge: { x, y: box.y }, outside: { x, y: box.y - clearance }, direction: 3 },
  ];
}

function sharing(a: Point, b: Point, drawn: readonly (readonly Point[])[]): number {
  const stretch: Box = {
    x: Math.min(a.x, b.x) - 2,
    y: Math.min(a.y, b.y) - 2,
    width: Math.abs(a.x - b.x) + 4,
    height: Math.abs(a.y - b.y) + 4,
  };
  let cost = 0;
  for (const path of drawn) {
    path.forEach((point, index) => {
      const before = path[index - 1];
      if (before && segmentHits(before, point, stretch, 0))
        cost += SHARED * (Math.abs(a.x - b.x) + Math.abs(a.y - b.y));
    });
  }
  return cost;
}

function pathOf(
  last: Visit,
  end: Point,
  starts: readonly Door[],
  columns: readonly number[],
  rows: readonly number[],
): Point[] {
  const points: Point[] = [end];
  let first = last;
  for (let visit: Visit | null = last; visit !== null; visit = visit.before) {
    points.unshift({ x: columns[visit.column] ?? 0, y: rows[visit.row] ?? 0 });
    first = visit;
  }
  const outside = points[0];
  const door = starts.find(
    (start) =>
      start.direction === first.direction && start.outside.x === outside?.x && start.outside.y === outside.y,
  );
  return simplified(door ? [door.edge, ...points] : points);
}
