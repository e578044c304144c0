/** The line being typed: text, cursor, what was cut out, the walk through the history. Plain data and pure functions. */
import { cleanTyped } from './clean';
import type { Key, KeyName } from './keys';

export interface Line {
  readonly text: string;
  /** Offset in the text, always between two characters as a reader sees them. */
  readonly cursor: number;
  /** What was cut out last, to be put in again. */
  readonly killed: string;
  /** Place in the history while walking through it, and the line it was begun on. */
  readonly recalled: { readonly at: number; readonly draft: string } | null;
  /** Searching the history backwards. */
  readonly search: Search | null;
}

export interface Search {
  readonly query: string;
  /** Entry found; -1 for none. */
  readonly at: number;
  /** The line that was left for the search. */
  readonly left: string;
}

export const EMPTY: Line = { text: '', cursor: 0, killed: '', recalled: null, search: null };

/** A command is not longer than the lab takes. */
export const MAX_LINE = 2000;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Offset of the character before or after an offset. */
function step(text: string, offset: number, direction: 1 | -1): number {
  if (direction === 1) {
    const [next] = graphemes.segment(text.slice(offset));
    return offset + (next?.segment.length ?? 0);
  }
  let last = 0;
  for (const { index } of graphemes.segment(text.slice(0, offset))) last = index;
  return last;
}

function wordLeft(text: string, offset: number): number {
  return offset - (/[\p{L}\p{N}]+[^\p{L}\p{N}]*$/u.exec(text.slice(0, offset))?.[0].length ?? offset);
}

function wordRight(text: string, offset: number): number {
  return (
    offset + (/^[^\p{L}\p{N}]*[\p{L}\p{N}]+/u.exec(text.slice(offset))?.[0].length ?? text.length - offset)
  );
}

function blankWordLeft(text: string, offset: number): number {
  return offset - (/\S+\s*$/.exec(text.slice(0, offset))?.[0].length ?? offset);
}

/** Text put in at the cursor, as far as there is room. */
export function insert(line: Line, text: string, most = MAX_LINE): Line {
  const room = most - line.text.length;
  if (room <= 0) return line;
  const put = text.length <= room ? text : text.slice(0, room).replace(/[\ud800-\udbff]$/, '');
  return edited(
    line,
    line.text.slice(0, line.cursor) + put + line.text.slice(line.cursor),
    line.cursor + put.length,
  );
}

/** The same line with another text: whoever edits has left the history. */
export function edited(line: Line, text: string, cursor: number): Line {
  return { ...line, text, cursor, recalled: null, search: null };
}

function cut(line: Line, from: number, to: number): Line {
  if (from === to) return line;
  const killed = line.text.slice(from, to);
  return { ...edited(line, line.text.slice(0, from) + line.text.slice(to), from), killed };
}

function removed(line: Line, from: number, to: number): Line {
  return edited(line, line.text.slice(0, from) + line.text.slice(to), from);
}

/** Swaps the characters before and at the cursor, at the end the last two. */
function transposed(line: Line): Line {
  const { text } = line;
  const at = line.cursor === text.length ? step(text, line.cursor, -1) : line.cursor;
  if (at === 0) return line;
  const [from, to] = [step(text, at, -1), step(text, at, 1)];
  const swapped = text.slice(at, to) + text.slice(from, at);
  return edited(line, text.slice(0, from) + swapped + text.slice(to), to);
}

/** The line after a key that edits or moves; null when the key does something else. */
export function pressed(line: Line, key: KeyName, history: readonly string[]): Line | null {
  const { text, cursor } = line;
  const moved = (to: number): Line => ({ ...line, cursor: to });
  switch (key) {
    case 'left':
      return moved(step(text, cursor, -1));
    case 'right':
      return moved(step(text, cursor, 1));
    case 'word-left':
      return moved(wordLeft(text, cursor));
    case 'word-right':
      return moved(wordRight(text, cursor));
    case 'home':
      return moved(0);
    case 'end':
      return moved(text.length);
    case 'backspace':
      return removed(line, step(text, cursor, -1), cursor);
    case 'delete':
      return removed(line, cursor, step(text, cursor, 1));
    case 'kill-end':
      return cut(line, cursor, text.length);
    case 'kill-start':
      return cut(line, 0, cursor);
    case 'kill-blank-word':
      return cut(line, blankWordLeft(text, cursor), cursor);
    case 'kill-word-left':
      return cut(line, wordLeft(text, cursor), cursor);
    case 'kill-word-right':
      return cut(line, cursor, wordRight(text, cursor));
    case 'yank':
      return insert(line, line.killed);
    case 'transpose':
      return transposed(line);
    case 'last-word':
      return insert(line, /\S+$/.exec(history.at(-1) ?? '')?.[0] ?? '');
    case 'up':
      return recalled(line, history, -1);
    case 'down':
      return recalled(line, history, 1);
    default:
      return null;
  }
}

/** An older or newer entry of the history; behind the newest is the line one was typing. */
function recalled(line: Line, history: readonly string[], direction: 1 | -1): Line {
  const { at, draft } = line.recalled ?? { at: history.length, draft: line.text };
  const next = at + direction;
  if (next < 0 || next > history.length) return line;
  const text = next === history.length ? draft : (history[next] ?? '');
  return { ...line, text, cursor: text.length, recalled: { at: next, draft } };
}

/** Ctrl+R: begins a search, or goes on to the next older entry that fits. */
export function searched(line: Line, history: readonly string[]): Line {
  if (line.search === null) return { ...line, search: { query: '', at: -1, left: line.text } };
  const { query, at } = line.search;
  return found(line, line.search, query, history, at === -1 ? history.length - 1 : at - 1);
}

/** The search with a longer or shorter text to look for. */
export function searchFor(line: Line, query: string, history: readonly string[]): Line {
  const { search } = line;
  if (search === null) return line;
  const longer = query.length > search.query.length && search.at !== -1;
  return found(line, search, query, history, longer ? search.at : history.length - 1);
}

function found(line: Line, search: Search, query: string, history: readonly string[], from: number): Line {
  let at = query === '' ? -1 : from;
  while (at >= 0 && history[at]?.includes(query) !== true) at -= 1;
  // Nothing older fits: what was found stays.
  if (at === -1 && query === search.query) at = search.at;
  const text = history[at] ?? line.text;
  return { ...line, text, cursor: text.length, search: { ...search, query, at } };
}

/** The line after a key while the history is searched; whether that ended the search, and the key means what it always means. */
export function searching(
  line: Line,
  key: Key,
  history: readonly string[],
): { readonly line: Line; readonly ended: boolean } {
  const { query = '' } = line.search ?? {};
  const on = (next: Line) => ({ line: next, ended: false });
  if ('text' in key) return on(searchFor(line, query + cleanTyped(key.text), history));
  if (key.key === 'backspace') return on(searchFor(line, Array.from(query).slice(0, -1).join(''), history));
  if (key.key === 'search') return on(searched(line, history));
  if (key.key === 'abort') return on(searchLeft(line, false));
  return { line: searchLeft(line, true), ended: true };
}

/** Ends a search: with what was found, or back at the line it was begun on. */
export function searchLeft(line: Line, keep: boolean): Line {
  if (line.search === null) return line;
  const text = keep ? line.text : line.search.left;
  return { ...line, text, cursor: text.length, search: null, recalled: null };
}
