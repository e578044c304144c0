/** Whether a line that was typed is a whole one, or the shell goes on reading (PS2). */
import { parse } from './parse';

/** Whether bash would ask for another line: something is open, or the line ends where a command has to follow. */
export function wantsMore(text: string): boolean {
  if (endsInContinuation(text)) return true;
  // Only what the newline behind the line does not end: `ls |` goes on, `for` does not.
  const read = parse(`${text}\n`);
  return !read.ok && (read.error.code === 'open-quote' || read.error.code === 'unfinished');
}

/** A backslash at the end takes the newline away, but in a comment, where it is nothing. */
function endsInContinuation(text: string): boolean {
  const backslashes = /\\*$/.exec(text)?.[0].length ?? 0;
  if (backslashes % 2 === 0) return false;
  // Of what follows it makes something else, wherever it is one.
  return JSON.stringify(parse(`${text}x`)) !== JSON.stringify(parse(`${text.slice(0, -1)}x`));
}

/**
 * Lines that were read one after the other as one line, as bash keeps them in its history (`cmdhist`); null where a newline
 * is part of what was typed.
 */
export function inOneLine(lines: readonly string[]): string | null {
  let text = '';
  for (const line of lines) {
    const [first = '', ...more] = text === '' ? [line.trim()] : joints(text, line);
    if (more.length > 0) return null;
    text = first;
  }
  return text.includes('<<') ? null : text;
}

/** What a line makes of the text before it: one text, or two where they must stay apart. */
function joints(text: string, line: string): readonly string[] {
  if (endsInContinuation(text)) return [text.slice(0, -1) + line.trimEnd()];
  const read = parse(`${text}\n`);
  if (!read.ok && read.error.code === 'open-quote') return [text, line];
  if (line.trim() === '') return [text];
  // A separator where one may stand; behind `do`, `|` or `(` there may be none.
  const parted = `${text}; ${line.trim()}`;
  const after = parse(parted);
  const isPlace = after.ok || after.error.code === 'unfinished' || after.error.code === 'open-quote';
  return [isPlace ? parted : `${text} ${line.trim()}`];
}
