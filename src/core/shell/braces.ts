/** Brace expansion as bash does it before anything else: `{a,b}`, `{1..5}`, `{01..10..3}`, `{a..e}`. */
import type { Part, Word } from './syntax';

/** Words that one may become. */
const WORDS_MAX = 10_000;

/** Braces in one word. */
const BRACES_MAX = 100;

/** A piece that may be a brace: a character without quotes, or something else that stays whole. */
type Piece = Part | string;

/** Null where there would be too many. */
export function expandBraces(word: Word): readonly Word[] | null {
  if (!word.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{'))) return [word];
  const pieces = word.flatMap((part): Piece[] =>
    part.kind === 'text' && !part.quoted ? Array.from(part.text) : [part],
  );
  if (pieces.filter((piece) => piece === '{').length > BRACES_MAX) return null;
  const made = expanded(pieces, { left: WORDS_MAX });
  return made === null ? null : made.map(toWord);
}

function expanded(pieces: readonly Piece[], budget: { left: number }): Piece[][] | null {
  for (let open = 0; open < pieces.length; open += 1) {
    if (pieces[open] !== '{') continue;
    const found = alternatives(pieces, open);
    if (found === null) continue;
    const rest = expanded(pieces.slice(found.end), budget);
    if (rest === null) return null;
    const middles: Piece[][] = [];
    for (const one of found.parts) {
      const inner = found.isSequence ? [[...one]] : expanded(one, budget);
      if (inner === null) return null;
      middles.push(...inner);
      if (middles.length > WORDS_MAX) return null;
    }
    budget.left -= middles.length * rest.length;
    if (budget.left < 0) return null;
    const before = pieces.slice(0, open);
    return middles.flatMap((middle) => rest.map((behind) => [...before, ...middle, ...behind]));
  }
  return [[...pieces]];
}

interface Found {
  readonly parts: readonly (readonly Piece[])[];
  readonly isSequence: boolean;
  /** Index behind the closing brace. */
  readonly end: number;
}

/** What stands within the brace at `open`; null where it is a character like any other. */
function alternatives(pieces: readonly Piece[], open: number): Found | null {
  const parts: Piece[][] = [[]];
  let depth = 0;
  for (let at = open + 1; at < pieces.length; at += 1) {
    const piece = pieces[at] ?? '';
    if (piece === '}' && depth === 0) {
      const end = at + 1;
      if (parts.length > 1) return { parts, isSequence: false, end };
      const inner = pieces.slice(open + 1, at);
      const values = inner.every((one) => typeof one === 'string') ? sequence(inner.join('')) : null;
      return values === null ? null : { parts: values.map((one) => [one]), isSequence: true, end };
    }
    if (piece === ',' && depth === 0) {
      parts.push([]);
      continue;
    }
    if (piece === '{') depth += 1;
    if (piece === '}') depth -= 1;
    parts.at(-1)?.push(piece);
  }
  return null;
}

const NUMBERS = /^(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?$/;
const LETTERS = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d{1,9}))?$/;

function sequence(text: string): readonly string[] | null {
  const numbers = NUMBERS.exec(text);
  const letters = LETTERS.exec(text);
  const [, from = '', to = '', by = '1'] = numbers ?? letters ?? [];
  if (from === '') return null;
  const [first, last] = numbers ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const step = Math.max(1, Math.abs(Number(by))) * (first <= last ? 1 : -1);
  const padded = numbers !== null && [from, to].some((one) => /^-?0\d/.test(one));
  const width = padded ? Math.max(from.length, to.length) : 0;
  const values: string[] = [];
  for (let value = first; step > 0 ? value <= last : value >= last; value += step) {
    if (values.length > WORDS_MAX) break;
    values.push(numbers ? digits(value, width) : String.fromCharCode(value));
  }
  return values;
}

function digits(value: number, width: number): string {
  const sign = value < 0 ? '-' : '';
  return sign + String(Math.abs(value)).padStart(width - sign.length, '0');
}

function toWord(pieces: readonly Piece[]): Word {
  const word: Part[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else {
      if (text !== '') word.push({ kind: 'text', text, quoted: false });
      text = '';
      word.push(piece);
    }
  }
  if (text !== '') word.push({ kind: 'text', text, quoted: false });
  return word;
}
