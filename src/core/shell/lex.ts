/**
 * Words of a command line, as the POSIX shell splits them (XCU 2.3): blanks part words, quotes and backslashes
 * protect, `#` at the start of a word begins a comment, backslash-newline continues the line.
 *
 * Command substitution, arithmetic, here-documents, compound commands and subshells are refused rather than taken
 * literally, since a line that means something else in life would teach the wrong thing.
 */
import { err, ok, type Result } from '../base/result';

/** A piece of a word: text, or a parameter whose value is looked up when the command runs. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** `$NAME`, `${NAME}`, `$?`. Outside quotes its value is split at blanks. */
  | { readonly kind: 'value'; readonly name: string; readonly quoted: boolean };

export type Word = readonly Part[];

/** Operators that part commands (`;;` is no part of what is understood): `;` (or a newline), `&&`, `||`, `|`, `&`. */
export type Operator = ';;' | ';' | '\n' | '&&' | '||' | '|' | '|&' | '&';

export type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly at: number }
  | { readonly kind: 'operator'; readonly text: Operator; readonly at: number }
  /** `fd` is the number before it, as a rule 0 or 1 without; 3 stands for `&>`: both outputs. */
  | { readonly kind: 'redirect'; readonly text: RedirectText; readonly fd: number; readonly at: number };

export type RedirectText = '>' | '>>' | '<' | '>&';

export interface LexError {
  readonly code: 'open-quote' | 'unsupported';
  /** The character or construct. */
  readonly what: string;
  readonly at: number;
}

/** Standard output and standard error at once (`&>`). */
export const BOTH_OUTPUTS = 3;

const BLANK = /[ \t\r]/;
const OPERATORS: readonly Operator[] = [';;', '&&', '||', '|&', ';', '\n', '|', '&'];
const REFUSED: readonly string[] = ['<<', '<(', '>(', '>|', '<>', '<&', '(', ')'];

export function lex(text: string): Result<readonly Token[], LexError> {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (BLANK.test(char)) at += 1;
    else if (text.startsWith('\\\n', at)) at += 2;
    else if (char === '#') at = lineEnd(text, at);
    else {
      const refused = REFUSED.find((one) => text.startsWith(one, at));
      if (refused !== undefined) return err({ code: 'unsupported', what: refused, at });
      const redirect = readRedirect(text, at);
      const operator = OPERATORS.find((one) => text.startsWith(one, at));
      if (redirect !== null) {
        tokens.push({ kind: 'redirect', text: redirect.text, fd: redirect.fd, at });
        at = redirect.end;
      } else if (operator !== undefined) {
        tokens.push({ kind: 'operator', text: operator, at });
        at += operator.length;
      } else {
        const word = lexWord(text, at);
        if (!word.ok) return word;
        tokens.push({ kind: 'word', word: word.value.word, at });
        at = word.value.end;
      }
    }
  }
  return ok(tokens);
}

interface Redirect {
  readonly text: RedirectText;
  readonly fd: number;
  readonly end: number;
}

function readRedirect(text: string, at: number): Redirect | null {
  const both = /^&(>>?)/.exec(text.slice(at, at + 3));
  if (both !== null) {
    return { text: both[1] as RedirectText, fd: BOTH_OUTPUTS, end: at + both[0].length };
  }
  const match = /^([012])?(>>|>&|>|<)/.exec(text.slice(at, at + 3));
  if (match === null) return null;
  const sign = match[2] as RedirectText;
  const fd = match[1] === undefined ? (sign === '<' ? 0 : 1) : Number(match[1]);
  return { text: sign, fd, end: at + match[0].length };
}

interface Read {
  readonly word: Word;
  readonly end: number;
}

/** A word from `at` up to the first unprotected blank or operator. */
function lexWord(text: string, at: number): Result<Read, LexError> {
  const parts: Part[] = [];
  let i = at;
  while (i < text.length) {
    const char = text.charAt(i);
    if (BLANK.test(char) || /[\n;|&<>]/.test(char)) break;
    if (char === "'") {
      const close = text.indexOf("'", i + 1);
      if (close < 0) return err({ code: 'open-quote', what: "'", at: i });
      parts.push({ kind: 'text', text: text.slice(i + 1, close), quoted: true });
      i = close + 1;
    } else if (char === '"') {
      const end = lexDoubleQuotes(text, i, parts);
      if (!end.ok) return end;
      i = end.value;
    } else if (char === '\\') {
      if (text.charAt(i + 1) !== '\n') parts.push({ kind: 'text', text: text.charAt(i + 1), quoted: true });
      i += 2;
    } else if (char === '$') {
      const value = lexValue(text, i, false);
      if (!value.ok) return value;
      parts.push(value.value.part);
      i = value.value.end;
    } else if (/[()`]/.test(char)) {
      return err({ code: 'unsupported', what: char, at: i });
    } else {
      parts.push({ kind: 'text', text: char, quoted: false });
      i += 1;
    }
  }
  return ok({ word: joined(parts), end: i });
}

/** Inside double quotes a backslash protects only what would be special there (XCU 2.2.3). Answers where they end. */
function lexDoubleQuotes(text: string, open: number, parts: Part[]): Result<number, LexError> {
  parts.push({ kind: 'text', text: '', quoted: true });
  let i = open + 1;
  while (i < text.length) {
    const char = text.charAt(i);
    const next = text.charAt(i + 1);
    if (char === '"') return ok(i + 1);
    if (char === '\\' && (next === '"' || next === '\\' || next === '$' || next === '`')) {
      parts.push({ kind: 'text', text: next, quoted: true });
      i += 2;
    } else if (char === '\\' && next === '\n') {
      i += 2;
    } else if (char === '`') {
      return err({ code: 'unsupported', what: char, at: i });
    } else if (char === '$') {
      const value = lexValue(text, i, true);
      if (!value.ok) return value;
      parts.push(value.value.part);
      i = value.value.end;
    } else {
      parts.push({ kind: 'text', text: char, quoted: true });
      i += 1;
    }
  }
  return err({ code: 'open-quote', what: '"', at: open });
}

/** `$x`, `${x}`, `$?`; a `$` before anything else stands for itself, but not before what is refused. */
function lexValue(text: string, at: number, quoted: boolean): Result<{ part: Part; end: number }, LexError> {
  const rest = text.slice(at);
  const match = /^\$(?:([A-Za-z_]\w*|\?)|\{([A-Za-z_]\w*|\?)\})/.exec(rest);
  if (match !== null) {
    const part: Part = { kind: 'value', name: match[1] ?? match[2] ?? '', quoted };
    return ok({ part, end: at + match[0].length });
  }
  if (/^\$[({0-9$!#@*-]/.test(rest)) return err({ code: 'unsupported', what: rest.slice(0, 2), at });
  return ok({ part: { kind: 'text', text: '$', quoted }, end: at + 1 });
}

/** Neighbouring texts that are protected alike are one. */
function joined(parts: readonly Part[]): Word {
  const word: Part[] = [];
  for (const part of parts) {
    const last = word[word.length - 1];
    if (last?.kind === 'text' && part.kind === 'text' && last.quoted === part.quoted) {
      word[word.length - 1] = { ...last, text: last.text + part.text };
    } else {
      word.push(part);
    }
  }
  return word;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
