/** Which lanes of the timeline are titled, and on which side: a title never lies over a bar or another title. */
import type { PacketLane } from '../../core/index';

/** A packet's bar; `left` and `width` are fractions of the width. */
export interface TitledBar {
  readonly lane: PacketLane;
  readonly row: number;
  readonly left: number;
  readonly width: number;
}

export type TitleSide = 'left' | 'right';

interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Height of a title, in pixels, at the largest it is set. */
const LETTERS = 13;

/**
 * A side per lane, null for those without room. `titleOf` tells a title's width in pixels and whether its packet is the
 * present one, which comes first; of the others, link layer exchanges stay untitled.
 */
export function placeTitles(
  { rows, lanes }: { readonly rows: number; readonly lanes: readonly TitledBar[] },
  size: { readonly width: number; readonly height: number },
  titleOf: (placed: TitledBar) => { readonly width: number; readonly present: boolean },
): (TitleSide | null)[] {
  const sides = lanes.map((): TitleSide | null => null);
  if (size.width === 0) return sides;
  const taken = lanes.map((placed) => barOf(placed, rows, size));
  const wanted = lanes
    .map((placed, index) => ({ placed, index, ...titleOf(placed) }))
    .filter(({ placed, present }) => present || placed.lane.layer !== 'l2')
    .sort((a, b) => Number(b.present) - Number(a.present));
  for (const { placed, index, width } of wanted) {
    const bar = barOf(placed, rows, size);
    const middle = (bar.top + bar.bottom) / 2;
    const upright = { top: middle - LETTERS / 2, bottom: middle + LETTERS / 2 };
    const spots: Readonly<Record<TitleSide, Rect>> = {
      right: { ...upright, left: bar.right, right: bar.right + width },
      left: { ...upright, left: bar.left - width, right: bar.left },
    };
    const side = (['right', 'left'] as const).find(
      (candidate) =>
        spots[candidate].left >= 0 &&
        spots[candidate].right <= size.width &&
        !taken.some((other) => meet(other, spots[candidate])),
    );
    if (!side) continue;
    sides[index] = side;
    taken.push(spots[side]);
  }
  return sides;
}

function barOf({ left, width, row }: TitledBar, rows: number, size: { width: number; height: number }): Rect {
  return {
    left: left * size.width,
    right: (left + width) * size.width,
    top: ((row + 0.12) / rows) * size.height,
    bottom: ((row + 0.88) / rows) * size.height,
  };
}

function meet(a: Rect, b: Rect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
