/** Room that a text takes, by characters: the core has no fonts, and a layout must not depend on the machine. */

export type Face = 'mono' | 'sans' | 'bold';

/** Average advance of a character in parts of the font size; a little above what the usual system fonts need. */
const ADVANCE: Readonly<Record<Face, number>> = { mono: 0.605, sans: 0.53, bold: 0.575 };

/** From here on come the scripts whose characters are as wide as high. */
const FIRST_FULL_WIDTH = 0x2e80;

/** Estimated width of a text in drawing units, for a font size in the same units. */
export function textWidth(text: string, size: number, face: Face): number {
  let width = 0;
  for (const character of text) {
    const full = (character.codePointAt(0) ?? 0) >= FIRST_FULL_WIDTH;
    width += full ? size : size * ADVANCE[face];
  }
  return Math.ceil(width);
}
