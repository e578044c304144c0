/** The line a packet moves along: wires, and between them straight across the boxes they meet at. */
import type { Box, Point } from '../../core/index';
import type { Scene } from './scene';
import { boxOf, centre, pathOf } from './scene';
import type { Leg } from './leg';
import { farEnd } from './way';

/**
 * Points of all legs in order. `start` and `end` are points on the edges of the first and the last element; without a
 * start the line begins where the first wire does.
 */
export function rideAlong(scene: Scene, legs: readonly Leg[], start: Point | null, end: Point): Point[] {
  const points: Point[] = start ? [start] : [];
  for (const leg of legs) {
    const wire = pathOf(scene, leg.wire);
    const path = leg.reversed ? wire.toReversed() : wire;
    extend(points, boxOf(scene, farEnd(scene, { ...leg, reversed: !leg.reversed })), path);
  }
  const last = legs.at(-1);
  extend(points, last ? boxOf(scene, farEnd(scene, last)) : null, [end]);
  return points;
}

function extend(points: Point[], box: Box | null, path: readonly Point[]): void {
  const from = points.at(-1);
  const to = path[0];
  if (from && to && box) points.push(...across(box, from, to));
  points.push(...path);
}

/** Corners of the way through a box from one point on its edge to another, at right angles to both edges. */
function across(box: Box, from: Point, to: Point): Point[] {
  const middle = centre(box);
  const comesDown = onLevelEdge(box, from);
  const goesDown = onLevelEdge(box, to);
  if (comesDown && goesDown) {
    if (Math.abs(from.x - to.x) < 0.5 && from.y !== to.y) return [];
    return [
      { x: from.x, y: middle.y },
      { x: to.x, y: middle.y },
    ];
  }
  if (!comesDown && !goesDown) {
    if (Math.abs(from.y - to.y) < 0.5 && from.x !== to.x) return [];
    return [
      { x: middle.x, y: from.y },
      { x: middle.x, y: to.y },
    ];
  }
  return [comesDown ? { x: from.x, y: to.y } : { x: to.x, y: from.y }];
}

/** On the upper or lower edge; otherwise on the left or right one. */
function onLevelEdge(box: Box, point: Point): boolean {
  const level = Math.min(Math.abs(point.y - box.y), Math.abs(point.y - box.y - box.height));
  const upright = Math.min(Math.abs(point.x - box.x), Math.abs(point.x - box.x - box.width));
  return level <= upright;
}
