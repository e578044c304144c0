/** Room that a text takes in the drawing, estimated: asking the browser would cost a layout for each. */

/** From here on come the scripts whose characters are as wide as high. */
const FIRST_FULL_WIDTH = 0x2e80;

/** Width of a text whose narrow characters are `narrow` units wide on average and whose wide ones `full`. */
export function textRoom(text: string, narrow: number, full: number): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= FIRST_FULL_WIDTH ? full : narrow;
  return width;
}
