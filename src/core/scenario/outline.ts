/**
 * Where things stand in a YAML text that is still being written. The YAML library wants a whole document; here lines
 * and columns alone decide, so that half a line is understood as well. What it cannot tell (keys in quotes, brackets
 * over several lines) it leaves out: it serves completion and tooltips, never the building of a lab.
 */
import type { Path } from '../base/path';

/** A key, with its place in the text. Offsets count from 0. */
export interface OutlineKey {
  readonly path: Path;
  readonly from: number;
  readonly to: number;
  /** What stands behind the colon, without comment. */
  readonly value: string;
}

/** What is being written at a place. */
export interface Writing {
  readonly what: 'key' | 'value';
  /** Of the mapping that a key would be added to; of a value, its own. */
  readonly path: Path;
  /** Keys the mapping has already. */
  readonly taken: readonly string[];
  /** The begun word. */
  readonly word: string;
  readonly from: number;
  /** Column of the word, from 0; further lines of the mapping are indented by it. */
  readonly column: number;
  /** Inside brackets, where no new line may begin. */
  readonly flow: boolean;
}

/** One document of a file. */
export interface Outline {
  /** `Lab`, '' while there is none. */
  readonly kind: string;
  readonly apiVersion: string;
  readonly keys: readonly OutlineKey[];
}

interface Frame {
  readonly column: number;
  readonly is: 'map' | 'list';
  readonly path: Path;
  /** The key or index that stands last. */
  at: string | number;
}

interface Line {
  readonly text: string;
  readonly offset: number;
}

/** The document around an offset. */
export function outlineAt(text: string, offset: number): Outline {
  const lines = documentAround(text, offset);
  const keys: OutlineKey[] = [];
  walk(lines, (key) => keys.push(key));
  const top = (name: string) => keys.find(({ path }) => path.length === 1 && path[0] === name)?.value ?? '';
  return { kind: unquoted(top('kind')), apiVersion: unquoted(top('apiVersion')), keys };
}

/** What is being written at an offset; null in comments, in blocks of text, and where it cannot be told. */
export function writingAt(text: string, offset: number): Writing | null {
  const lines = documentAround(text, offset);
  const at = lines.findIndex((line) => offset >= line.offset && offset <= line.offset + line.text.length);
  const line = lines[at];
  if (line === undefined) return null;
  const before = line.text.slice(0, offset - line.offset);
  const { dashes, begin } = dashesOf(before);
  const rest = before.slice(begin);
  if (/(^|\s)#/.test(before)) return null;
  const stack = walk(lines.slice(0, at), () => undefined);
  if (stack === null && isInBlock(lines, at, begin)) return null;
  const frames = stack ?? walk([...lines.slice(0, at), { text: '', offset: 0 }], () => undefined, true) ?? [];
  for (const column of dashes) enterItem(frames, column);
  const open = openBracket(rest);
  if (open !== null) return flowWriting(frames, rest, open, { offset, begin });
  const named = KEY.exec(rest);
  if (named?.[1] !== undefined) {
    const key = enterKey(frames, begin, unquoted(named[1]));
    const word = rest.slice(named[0].length);
    return {
      what: 'value',
      path: key,
      taken: [],
      word,
      from: offset - word.length,
      column: begin,
      flow: false,
    };
  }
  if (/[:\s]/.test(rest.trimEnd())) return null;
  // The line as it would be with a key: what else its mapping holds stands before and behind it.
  const placeholder = { text: `${line.text.slice(0, begin)}${PLACEHOLDER}:`, offset: line.offset };
  const path = enterKey(frames, begin, PLACEHOLDER).slice(0, -1);
  const taken: string[] = [];
  walk([...lines.slice(0, at), placeholder, ...lines.slice(at + 1)], (key) => {
    const name = key.path.at(-1);
    const here = samePath(key.path.slice(0, -1), path);
    if (here && typeof name === 'string' && name !== PLACEHOLDER) taken.push(name);
  });
  return { what: 'key', path, taken, word: rest, from: offset - rest.length, column: begin, flow: false };
}

const PLACEHOLDER = '\u0001';
const KEY = /^("[^"]*"|'[^']*'|[^\s#:'"{}[\],][^#:{}[\],]*?)\s*:(?:\s+|$)/;
/** `key: |`, `- >-`: the lines below it are text. */
const BLOCK = /(?:^|[:-]\s+)[|>][-+0-9]*\s*(?:#.*)?$/;

/** The lines between two `---`. */
function documentAround(text: string, offset: number): readonly Line[] {
  const all: Line[] = [];
  let from = 0;
  for (const line of text.split('\n')) {
    all.push({ text: line.replace(/\r$/, ''), offset: from });
    from += line.length + 1;
  }
  const isMark = ({ text: line }: Line) => /^(---|\.\.\.)(\s|$)/.test(line);
  const begin = all.findLastIndex((line) => isMark(line) && line.offset + line.text.length < offset) + 1;
  const end = all.findIndex((line, index) => index >= begin && isMark(line) && line.offset >= offset);
  return all.slice(begin, end < 0 ? undefined : end);
}

/** Goes through lines from the top; the frames open at the end, null when that is inside a block of text. */
function walk(lines: readonly Line[], found: (key: OutlineKey) => void, evenInBlock = false): Frame[] | null {
  const frames: Frame[] = [];
  /** Column of what a block of text belongs to. */
  let block: number | null = null;
  for (const { text, offset } of lines) {
    const indent = text.search(/\S/);
    if (indent < 0) continue;
    if (block !== null && indent > block) continue;
    block = null;
    if (text.startsWith('#', indent)) continue;
    const { dashes, begin } = dashesOf(text);
    for (const column of dashes) enterItem(frames, column);
    const rest = text.slice(begin);
    const named = KEY.exec(rest);
    if (named?.[1] !== undefined) {
      const path = enterKey(frames, begin, unquoted(named[1]));
      const value = rest
        .slice(named[0].length)
        .replace(/\s+#.*$/, '')
        .trim();
      found({ path, from: offset + begin, to: offset + begin + named[1].length, value });
    }
    if (BLOCK.test(rest)) block = named === null ? (dashes.at(-1) ?? -1) : begin;
  }
  return block === null || evenInBlock ? frames : null;
}

/** Whether a line belongs to the block of text above it: it is indented by more than what the block belongs to. */
function isInBlock(lines: readonly Line[], at: number, column: number): boolean {
  const probe = { text: `${' '.repeat(column)}x`, offset: 0 };
  return walk([...lines.slice(0, at), probe], () => undefined) === null;
}

/** Columns of the dashes a line begins with, and where the rest begins. */
function dashesOf(text: string): { readonly dashes: readonly number[]; readonly begin: number } {
  const dashes: number[] = [];
  let begin = Math.max(0, text.search(/\S|$/));
  while (text[begin] === '-' && (text[begin + 1] === ' ' || begin + 1 === text.length)) {
    dashes.push(begin);
    begin += text.slice(begin + 1).search(/\S|$/) + 1;
  }
  return { dashes, begin };
}

function enterItem(frames: Frame[], column: number): void {
  leave(frames, (frame) => frame.column > column);
  const top = frames.at(-1);
  if (top?.is === 'list' && top.column === column) top.at = Number(top.at) + 1;
  else frames.push({ column, is: 'list', path: below(top), at: 0 });
}

/** The path of a key at a column. */
function enterKey(frames: Frame[], column: number, key: string): Path {
  // A list may stand as far left as the key it belongs to (YAML 1.2.2, 8.2.1).
  leave(frames, (frame) => frame.column > column || (frame.column === column && frame.is === 'list'));
  const top = frames.at(-1);
  if (top?.is === 'map' && top.column === column) top.at = key;
  else frames.push({ column, is: 'map', path: below(top), at: key });
  return below(frames.at(-1));
}

function leave(frames: Frame[], beyond: (frame: Frame) => boolean): void {
  for (let top = frames.at(-1); top !== undefined && beyond(top); top = frames.at(-1)) frames.pop();
}

function below(frame: Frame | undefined): Path {
  return frame === undefined ? [] : [...frame.path, frame.at];
}

/** Offset of the innermost bracket that is open at the end of a text. */
function openBracket(text: string): number | null {
  const open: number[] = [];
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '{' || char === '[') open.push(index);
    else if (char === '}' || char === ']') open.pop();
  }
  return quote === '' ? (open.at(-1) ?? null) : null;
}

/** Inside `key: { a: 1, … }` or `[a, …]`, one level deep. */
function flowWriting(
  frames: Frame[],
  rest: string,
  open: number,
  { offset, begin }: { readonly offset: number; readonly begin: number },
): Writing | null {
  const head = rest.slice(0, open);
  const named = KEY.exec(head);
  if (head.slice(named?.[0].length ?? 0).trim() !== '') return null;
  const owner = named?.[1] === undefined ? below(frames.at(-1)) : enterKey(frames, begin, unquoted(named[1]));
  const parts = rest.slice(open + 1).split(',');
  const last = (parts.at(-1) ?? '').trimStart();
  const at = { from: offset - last.length, column: begin, flow: true };
  if (rest[open] === '[') {
    return { what: 'value', path: [...owner, parts.length - 1], taken: [], word: last, ...at };
  }
  const inner = KEY.exec(last);
  if (inner?.[1] !== undefined) {
    const word = last.slice(inner[0].length);
    const path = [...owner, unquoted(inner[1])];
    return { what: 'value', path, taken: [], word, ...at, from: offset - word.length };
  }
  const taken = parts.slice(0, -1).flatMap((part) => KEY.exec(part.trim())?.[1] ?? []);
  return /[:\s]/.test(last) ? null : { what: 'key', path: owner, taken, word: last, ...at };
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
