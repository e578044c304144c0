/** Where wires meet the edges of boxes. */
import type { Box, Point } from '../contract';

/** Part of a horizontal or vertical edge where wires may end. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Places wanted points on a span, in their order, at least `gap` apart and as near to their wishes as that allows.
 * Where the span is too short for all, they come closer together.
 */
export function placePorts(wanted: readonly number[], span: Span, gap: number): number[] {
  const count = wanted.length;
  const room = Math.max(0, span.to - span.from);
  const step = count > 1 ? Math.min(gap, room / (count - 1)) : 0;
  const placed = wanted.map((at) => Math.min(span.to, Math.max(span.from, at)));
  for (let i = 1; i < count; i += 1) {
    placed[i] = Math.max(placed[i] ?? 0, (placed[i - 1] ?? 0) + step);
  }
  // What was pushed out on the right moves back, and its neighbours with it.
  for (let i = count - 1, limit = span.to; i >= 0; i -= 1, limit = (placed[i + 1] ?? 0) - step) {
    placed[i] = Math.min(placed[i] ?? 0, limit);
  }
  return centred(placed, wanted, span);
}

/** Ports that had to make room for one another stand symmetrically about their wishes. */
function centred(placed: readonly number[], wanted: readonly number[], span: Span): number[] {
  const first = placed[0];
  const last = placed[placed.length - 1];
  if (first === undefined || last === undefined) return [];
  const error = placed.reduce((sum, at, index) => sum + at - (wanted[index] ?? at), 0) / placed.length;
  const shift = Math.max(span.from - first, Math.min(span.to - last, -error));
  return placed.map((at) => at + shift);
}

/** The part of a box's upper and lower edge that is free of its corners. */
export function horizontalSpan(box: Box, corner: number): Span {
  const inset = Math.min(corner, box.width / 2);
  return { from: box.x + inset, to: box.x + box.width - inset };
}

/** A place where a straight line joins two spans, or null when they do not face each other. */
export function facing(a: Span, b: Span): number | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from <= to ? (from + to) / 2 : null;
}

export function clamp(at: number, span: Span): number {
  return Math.min(span.to, Math.max(span.from, at));
}

export const centreX = (box: Box): number => box.x + box.width / 2;
export const centreY = (box: Box): number => box.y + box.height / 2;

/** Leaves out points that a straight line passes anyway. */
export function simplified(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept[kept.length - 1];
    if (last && same(last.x, point.x) && same(last.y, point.y)) continue;
    const before = kept[kept.length - 2];
    const straight =
      before &&
      last &&
      ((same(before.x, last.x) && same(last.x, point.x)) ||
        (same(before.y, last.y) && same(last.y, point.y)));
    if (straight) kept.pop();
    kept.push(point);
  }
  return kept;
}

const same = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;
