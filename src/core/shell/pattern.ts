/** Patterns of names (XCU 2.13): `*`, `?`, `[…]`; what is quoted stands for itself. */
import { compileRegex, type Regex, type Span } from '../base/regex';
import type { Part } from './syntax';

/** Patterns longer than this are taken as text. */
const PATTERN_MAX = 200;
/** Longer texts fit none. */
const TEXT_MAX = 4096;
const SPECIAL = /[\\^$.|?*+()[\]{}-]/g;

/** A pattern of names as the source of a regular expression. */
export function globPattern(text: string): string {
  let source = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const set = char === '[' ? bracket(text, at) : null;
    if (set !== null) {
      source += set.source;
      at = set.end;
    } else source += char === '*' ? '.*' : char === '?' ? '.' : escaped(char);
  }
  return source;
}

function bracket(text: string, open: number): { source: string; end: number } | null {
  const close = text.indexOf(']', open + (/^\[[!^]?\]/.test(text.slice(open, open + 3)) ? 3 : 2));
  if (close < 0) return null;
  const inner = text.slice(open + 1, close);
  const negated = inner.startsWith('!') || inner.startsWith('^');
  const set = (negated ? inner.slice(1) : inner)
    .replace(/[\\\]^[]/g, '\\$&')
    .replace(/\\\[:(alpha|digit|alnum|upper|lower|space):\\\]/g, (_, name: string) => CLASSES[name] ?? '');
  return { source: `[${negated ? '^' : ''}${set}]`, end: close };
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
};

export function escaped(text: string): string {
  return text.replace(SPECIAL, '\\$&');
}

/** The regular expression that a pattern is, for a whole text; null where it is too much, or none. */
export function compilePattern(source: string): Regex | null {
  if (source.length > PATTERN_MAX) return null;
  const regex = compileRegex(source, { whole: 'line' });
  return regex.ok ? regex.value : null;
}

/** Whether a whole text fits, newlines and all. */
export function fits(source: string, text: string): boolean {
  if (text.length > TEXT_MAX) return false;
  const pattern = compilePattern(source);
  return pattern !== null && pattern.find(flat(text)) !== null;
}

/** The first and longest piece of a text that fits, from an offset on. */
export function findPattern(source: string): (text: string, from: number) => Span | null {
  const regex = source.length > PATTERN_MAX ? null : compileRegex(source);
  return (text, from) => (regex?.ok === true ? regex.value.find(flat(text), from) : null);
}

/** A newline is a character like any other to a pattern. */
function flat(text: string): string {
  return text.replaceAll('\n', ' ');
}

/** The part of a pattern that a part of a word is, with its value. */
export function patternOf(part: Pick<Part, 'quoted'>, value: string): string {
  return part.quoted ? escaped(value) : globPattern(value);
}
