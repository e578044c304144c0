/**
 * Words of a command line, as the POSIX shell splits them (XCU 2.3): blanks part words, quotes and backslashes
 * protect, `#` at the start of a word begins a comment, backslash-newline continues the line.
 *
 * Variables, globs, redirection and job control are refused rather than taken literally, since a line that means
 * something else in life would teach the wrong thing.
 */
import { err, ok, type Result } from '../base/result';

export interface Token {
  readonly kind: 'word' | 'end' | 'pipe';
  /** The word without its quotes; empty for `end` and `pipe`. */
  readonly text: string;
  /** Offset of its first character. */
  readonly at: number;
}

export interface LexError {
  readonly code: 'open-quote' | 'unsupported';
  /** The character or construct. */
  readonly what: string;
  readonly at: number;
}

const BLANK = /[ \t\r]/;
const REFUSED = /[&<>()`]/;

export function lex(text: string): Result<readonly Token[], LexError> {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (BLANK.test(char)) at += 1;
    else if (text.startsWith('\\\n', at)) at += 2;
    else if (char === '#') at = lineEnd(text, at);
    else if (char === '\n' || char === ';') tokens.push({ kind: 'end', text: '', at: at++ });
    else if (text.startsWith('||', at)) return err({ code: 'unsupported', what: '||', at });
    else if (char === '|') tokens.push({ kind: 'pipe', text: '', at: at++ });
    else {
      const word = lexWord(text, at);
      if (!word.ok) return word;
      tokens.push({ kind: 'word', text: word.value.text, at });
      at = word.value.end;
    }
  }
  return ok(tokens);
}

interface Word {
  readonly text: string;
  readonly end: number;
}

/** A word from `at` up to the first unprotected blank or operator. */
function lexWord(text: string, at: number): Result<Word, LexError> {
  let word = '';
  let i = at;
  while (i < text.length) {
    const char = text.charAt(i);
    if (BLANK.test(char) || char === '\n' || char === ';' || char === '|') break;
    if (char === "'") {
      const close = text.indexOf("'", i + 1);
      if (close < 0) return err({ code: 'open-quote', what: "'", at: i });
      word += text.slice(i + 1, close);
      i = close + 1;
    } else if (char === '"') {
      const quoted = lexDoubleQuotes(text, i);
      if (!quoted.ok) return quoted;
      word += quoted.value.text;
      i = quoted.value.end;
    } else if (char === '\\') {
      if (text.charAt(i + 1) !== '\n') word += text.charAt(i + 1);
      i += 2;
    } else {
      const refused = refusedAt(text, i);
      if (refused !== null) return err({ code: 'unsupported', what: refused, at: i });
      word += char;
      i += 1;
    }
  }
  return ok({ text: word, end: i });
}

/** Inside double quotes a backslash protects only what would be special there (XCU 2.2.3). */
function lexDoubleQuotes(text: string, open: number): Result<Word, LexError> {
  let word = '';
  let i = open + 1;
  while (i < text.length) {
    const char = text.charAt(i);
    const next = text.charAt(i + 1);
    if (char === '"') return ok({ text: word, end: i + 1 });
    if (char === '\\' && (next === '"' || next === '\\' || next === '$' || next === '`')) {
      word += next;
      i += 2;
    } else if (char === '\\' && next === '\n') {
      i += 2;
    } else if (char === '`' || isExpansion(text, i)) {
      return err({ code: 'unsupported', what: char, at: i });
    } else {
      word += char;
      i += 1;
    }
  }
  return err({ code: 'open-quote', what: '"', at: open });
}

function refusedAt(text: string, at: number): string | null {
  if (text.startsWith('&&', at)) return '&&';
  const char = text.charAt(at);
  return REFUSED.test(char) || isExpansion(text, at) ? char : null;
}

/** `$x`, `${x}`, `$(x)`, `$?`; a `$` before anything else stands for itself. */
function isExpansion(text: string, at: number): boolean {
  return text.charAt(at) === '$' && /[A-Za-z0-9_{(?$!#@*-]/.test(text.charAt(at + 1));
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
