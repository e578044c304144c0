/**
 * Deepest nesting of brackets that is still coloured. A lab may have 64 levels; the library's parser calls itself once a
 * level when it finishes a tree, and with tens of thousands of them the browser's stack ends in the middle of a paste.
 */
const COLOURED_LEVELS = 1000;

/** Whether a text has so many brackets inside one another that it is shown without colours. */
export function tooDeepToColour(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '[' || letter === '{') {
      depth += 1;
      if (depth > COLOURED_LEVELS) return true;
    } else if ((letter === ']' || letter === '}') && depth > 0) depth -= 1;
  }
  return false;
}
