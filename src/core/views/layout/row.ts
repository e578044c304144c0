/** Things side by side. */
import type { Box } from '../contract';

/** Width of a row with equal gaps. */
export function rowWidth(widths: readonly number[], gap: number): number {
  return widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1);
}

/** Gap that spreads a row evenly over the room it has, with the same gap at both ends. */
export function spreadGap(widths: readonly number[], room: number): number {
  return Math.max(0, (room - rowWidth(widths, 0)) / (widths.length + 1));
}

/** Left edges of a row, centred in the room from `left`. */
export function rowPositions(widths: readonly number[], gap: number, left: number, room: number): number[] {
  let x = left + (room - rowWidth(widths, gap)) / 2;
  return widths.map((width) => {
    const at = x;
    x += width + gap;
    return at;
  });
}

/** Something to place: its element id and its width. */
export interface Item {
  readonly id: string;
  readonly width: number;
}

/** Boxes of a row of equal height. */
export function placeRow(
  items: readonly Item[],
  gap: number,
  left: number,
  room: number,
  vertical: { readonly y: number; readonly height: number },
): Map<string, Box> {
  const positions = rowPositions(
    items.map((item) => item.width),
    gap,
    left,
    room,
  );
  return new Map(
    items.map((item, index) => [item.id, { x: positions[index] ?? left, width: item.width, ...vertical }]),
  );
}
