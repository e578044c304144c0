/** Where a packet is drawn while it stands at an element: near it, over nothing that is to be read. */
import type { Box, Point } from '../../core/index';

/** Something that is better not covered; `weight` says how much better. */
export interface Obstacle {
  readonly box: Box;
  readonly weight: number;
}

export interface Placing {
  readonly box: Box;
  /** Point on the edge of the element that the packet belongs to. */
  readonly anchor: Point;
}

/** Distances from the element that are tried, in drawing units. */
const DISTANCES = [14, 26, 44, 70, 104, 150];
/** What a unit of distance costs, measured in units of area covered. */
const FAR = 9;
const OUTSIDE = 60;
/** What a leader across something to be read costs. */
const CROSSED = 1000;
/** From this weight on something is to be read. */
const TO_READ = 2;

/** The best place for something of this size at an element. The same for the same arguments. */
export function placeBeside(
  element: Box,
  size: { readonly width: number; readonly height: number },
  obstacles: readonly Obstacle[],
  seen: Box,
): Placing {
  let best: { cost: number; placing: Placing } | null = null;
  for (const box of candidates(element, size)) {
    const anchor = anchorOf(element, box);
    const cost = costOf(box, element, anchor, obstacles, seen);
    if (!best || cost < best.cost - 0.01) best = { cost, placing: { box, anchor } };
  }
  const above = { x: element.x, y: element.y - size.height - 14, ...size };
  return best?.placing ?? { box: above, anchor: anchorOf(element, above) };
}

/** Places tried along each side of the element. */
const STEPS = 17;
/** How far beyond the ends of the element places are tried. */
const BEYOND = 36;

function candidates(element: Box, size: { readonly width: number; readonly height: number }): Box[] {
  const { width, height } = size;
  // From beside one end to beside the other; the middle is among them.
  const along = (from: number, length: number, own: number): number[] =>
    Array.from({ length: STEPS }, (_, step) => {
      const first = from - own - BEYOND;
      return first + ((length + own + 2 * BEYOND) * step) / (STEPS - 1);
    });
  const columns = along(element.x, element.width, width);
  const rows = along(element.y, element.height, height);
  return DISTANCES.flatMap((distance) => [
    ...columns.map((x) => ({ x, y: element.y - distance - height, width, height })),
    ...columns.map((x) => ({ x, y: element.y + element.height + distance, width, height })),
    ...rows.map((y) => ({ x: element.x + element.width + distance, y, width, height })),
    ...rows.map((y) => ({ x: element.x - distance - width, y, width, height })),
  ]);
}

function costOf(box: Box, element: Box, anchor: Point, obstacles: readonly Obstacle[], seen: Box): number {
  let cost = 0;
  for (const obstacle of obstacles) cost += overlapArea(box, obstacle.box) * obstacle.weight;
  cost += (box.width * box.height - overlapArea(box, seen)) * OUTSIDE;
  const end = clampInto(anchor, box);
  const leader = Math.hypot(end.x - anchor.x, end.y - anchor.y);
  const read = obstacles.filter((obstacle) => obstacle.box !== element && obstacle.weight >= TO_READ);
  cost += read.filter((obstacle) => crosses(anchor, end, obstacle.box)).length * CROSSED;
  // Above reads best, then below; sideways a leader crosses the wires more often.
  const side = box.y + box.height <= element.y ? 0 : box.y >= element.y + element.height ? 60 : 90;
  const aside = Math.abs(box.x + box.width / 2 - element.x - element.width / 2) * 0.4;
  return cost + leader * FAR + side + aside;
}

/** Whether a straight line runs through a box, by some points of it: leaders are short. */
function crosses(from: Point, to: Point, box: Box): boolean {
  for (let part = 0.1; part < 1; part += 0.1) {
    const x = from.x + (to.x - from.x) * part;
    const y = from.y + (to.y - from.y) * part;
    if (x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height) return true;
  }
  return false;
}

/** The point of the element's edge nearest to the middle of what stands beside it. */
function anchorOf(element: Box, box: Box): Point {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const corner = Math.min(18, element.width / 4, element.height / 2.5);
  const x = Math.min(element.x + element.width - corner, Math.max(element.x + corner, middle.x));
  const y = Math.min(element.y + element.height - corner, Math.max(element.y + corner, middle.y));
  if (box.y + box.height <= element.y) return { x, y: element.y };
  if (box.y >= element.y + element.height) return { x, y: element.y + element.height };
  return { x: box.x > element.x ? element.x + element.width : element.x, y };
}

/** The point of a box nearest to another point. */
export function clampInto(point: Point, box: Box): Point {
  return {
    x: Math.min(box.x + box.width, Math.max(box.x, point.x)),
    y: Math.min(box.y + box.height, Math.max(box.y, point.y)),
  };
}

export function overlapArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}
