/**
 * Brings the screen from what it shows to what it should show, with as little as possible: more lines are written below
 * those that stand; when lines changed that may have been scrolled off, everything is written anew, at once.
 */
import { CLEAR_ALL, CLEAR_BELOW, HIDE_CURSOR, SHOW_CURSOR, toColumn, TOGETHER, up } from './ansi';
import { spotAfter } from './cells';

/** The line that is being typed. */
export interface Tail {
  /** With its colours. */
  readonly ansi: string;
  /** The same without them. */
  readonly text: string;
  /** The part of it before the cursor. */
  readonly before: string;
  readonly cursor: boolean;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Painter {
  /** What to write, and whether it is everything from the top. Null when nothing changed. */
  readonly paint: (
    lines: readonly string[],
    tail: Tail,
    size: Size,
  ) => { readonly data: string; readonly all: boolean } | null;
  /** The screen was changed by somebody else: the next painting begins from nothing. */
  readonly forget: () => void;
}

interface Painted {
  readonly lines: readonly string[];
  readonly tail: Tail;
  readonly size: Size;
}

export function createPainter(): Painter {
  let before: Painted | null = null;

  return {
    paint(lines, tail, size) {
      const now: Painted = { lines, tail, size };
      const old = before;
      before = now;
      if (old !== null && canGoOn(old, now)) {
        const added = lines.slice(old.lines.length);
        if (added.length === 0 && sameTail(old.tail, tail)) return null;
        const back = up(spotAfter(old.tail.before, size.columns).row);
        return { data: together(`${back}\r${CLEAR_BELOW}${body(added, tail, size)}`), all: false };
      }
      return { data: together(`${CLEAR_ALL}${body(lines, tail, size)}`), all: true };
    },
    forget() {
      before = null;
    },
  };
}

function canGoOn(old: Painted, now: Painted): boolean {
  const { columns, rows } = now.size;
  return (
    old.size.columns === columns &&
    old.size.rows === rows &&
    // Else the beginning of the typed line has left the screen, where nothing is ever rewritten.
    spotAfter(old.tail.text, columns).row < rows - 1 &&
    old.lines.length <= now.lines.length &&
    old.lines.every((line, index) => line === now.lines[index])
  );
}

function sameTail(a: Tail, b: Tail): boolean {
  return a.ansi === b.ansi && a.before === b.before && a.cursor === b.cursor;
}

function body(lines: readonly string[], tail: Tail, { columns }: Size): string {
  const end = spotAfter(tail.text, columns);
  const cursor = spotAfter(tail.before, columns);
  // A line that fills the last column leaves the terminal between two lines: one more step makes it certain.
  const full = end.column === 0 && end.row > 0 ? '\r\n' : '';
  const place = `${up(end.row - cursor.row)}${toColumn(cursor.column)}`;
  const above = lines.map((line) => `${line}\r\n`).join('');
  return `${above}${tail.ansi}${full}${place}${tail.cursor ? SHOW_CURSOR : HIDE_CURSOR}`;
}

function together(data: string): string {
  return `${TOGETHER.begin}${data}${TOGETHER.end}`;
}
