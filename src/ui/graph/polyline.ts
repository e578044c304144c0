/** Measures and drawings of polylines, the paths of wires. */
import type { Point } from '../../core/index';

/** Length in drawing units. */
export function lengthOf(points: readonly Point[]): number {
  let length = 0;
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before) length += Math.hypot(point.x - before.x, point.y - before.y);
  });
  return length;
}

/** The point so many units along the way; its first or last point when that is too little or too much. */
export function pointAt(points: readonly Point[], distance: number): Point {
  const first = points[0] ?? { x: 0, y: 0 };
  let left = Math.max(0, distance);
  let before = first;
  for (const point of points.slice(1)) {
    const step = Math.hypot(point.x - before.x, point.y - before.y);
    if (left <= step && step > 0) {
      const part = left / step;
      return { x: before.x + (point.x - before.x) * part, y: before.y + (point.y - before.y) * part };
    }
    left -= step;
    before = point;
  }
  return before;
}

const number = (value: number): string => String(Math.round(value * 100) / 100);

/** SVG path data of a polyline with rounded corners. The radius gives way where stretches are short. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const first = points[0];
  if (!first) return '';
  let data = `M${number(first.x)} ${number(first.y)}`;
  for (let i = 1; i < points.length; i += 1) {
    const corner = points[i];
    const before = points[i - 1];
    const after = points[i + 1];
    if (!corner || !before) continue;
    if (!after) {
      data += `L${number(corner.x)} ${number(corner.y)}`;
      continue;
    }
    const r = Math.min(radius, half(before, corner), half(corner, after));
    const enter = towards(corner, before, r);
    const leave = towards(corner, after, r);
    data += `L${number(enter.x)} ${number(enter.y)}`;
    data += `Q${number(corner.x)} ${number(corner.y)} ${number(leave.x)} ${number(leave.y)}`;
  }
  return data;
}

const half = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y) / 2;

function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return {
    x: from.x + ((to.x - from.x) * distance) / length,
    y: from.y + ((to.y - from.y) * distance) / length,
  };
}
