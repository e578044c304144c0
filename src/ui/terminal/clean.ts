/**
 * Text from outside, made fit to be shown: commands out of addresses and the clipboard, lines that processes print.
 * Nothing in it may steer the terminal.
 */

/** C0, DEL and C1 but for tab and line breaks: what a terminal would obey. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Marks that turn the direction of writing, and line breaks of Unicode's own: a line could show what it is not. */
const DECEIVING = /[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Columns from one tab stop to the next. */
const TAB = 8;

/** One line of output. Control characters stand as `cat -v` shows them: `^[`, `M-^[`. */
export function cleanLine(line: string): string {
  return withoutTabs(
    line
      .replace(CONTROLS, (character) => caret(character.charCodeAt(0)))
      .replace(/\n/g, '^J')
      .replace(DECEIVING, '\ufffd')
      .replace(LONE_SURROGATE, '\ufffd'),
  );
}

/** A text to be typed: what cannot be typed is left out. Line breaks of all kinds become `\n`. */
export function cleanTyped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(CONTROLS, '')
    .replace(DECEIVING, '')
    .replace(LONE_SURROGATE, '');
}

function caret(code: number): string {
  if (code >= 0x80) return `M-${caret(code - 0x80)}`;
  return `^${String.fromCharCode(code ^ 0x40)}`;
}

function withoutTabs(line: string): string {
  if (!line.includes('\t')) return line;
  let column = 0;
  return line.replace(/\t|[^\t]+/g, (part) => {
    if (part !== '\t') {
      column += part.length;
      return part;
    }
    const spaces = TAB - (column % TAB);
    column += spaces;
    return ' '.repeat(spaces);
  });
}
