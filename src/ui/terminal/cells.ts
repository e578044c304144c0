/** How many cells of a terminal a character takes. The screen is told the same, so that cursor and text agree. */

/** East Asian wide and full-width forms, and pictographs (Unicode UAX #11, W and F), as ranges. */
const WIDE: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Marks that stand over the character before them, and characters that are not seen. */
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Code points asked about before, but for the plain ones. */
const known = new Map<number, 0 | 1 | 2>();

/** Cells of one code point. */
export function cellsOf(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 32 || (codePoint >= 0x7f && codePoint < 0xa0)) return 0;
  if (codePoint < 0x300) return 1;
  let cells = known.get(codePoint);
  if (cells === undefined) known.set(codePoint, (cells = measured(codePoint)));
  return cells;
}

function measured(codePoint: number): 0 | 1 | 2 {
  if (NO_WIDTH.test(String.fromCodePoint(codePoint))) return 0;
  return WIDE.some(([from, to]) => codePoint >= from && codePoint <= to) ? 2 : 1;
}

/** Cells of a text without line breaks. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += cellsOf(character.codePointAt(0) ?? 0);
  return width;
}

/** A place on the screen, counted from where the text begins. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** Where a terminal of so many columns has come to after a text that begins in its first column. */
export function spotAfter(text: string, columns: number): Spot {
  let row = 0;
  let column = 0;
  for (const character of text) {
    const cells = cellsOf(character.codePointAt(0) ?? 0);
    // A character that needs two cells does not stand with one of them in the last column.
    if (column + cells > columns) {
      row += 1;
      column = 0;
    }
    column += cells;
  }
  return column >= columns ? { row: row + 1, column: 0 } : { row, column };
}
