/** What `$` begins: parameters, what is made of them, the output of commands, arithmetic (XCU 2.6). */
import { fault, joined, lineEnd, type TextReader } from './lex.words';
import type { Change, Part, Word } from './syntax';

const NAME = /(?:[A-Za-z_]\w*|[0-9?#@*$!-])/y;
const SIGN = /:[-+=?]|##|%%|\/\/|[-+=?#%/:]/y;

/** At a `$`; one before anything else stands for itself. */
export function readDollar(lexer: TextReader, quoted: boolean): Part {
  const { text, at } = lexer;
  if (isArithmetic(text, at + 1)) {
    const parts: Part[] = [];
    lexer.at += 3;
    lexer.deeper(() => {
      lexer.within('))', parts, false);
    });
    return { kind: 'arithmetic', expression: joined(parts), quoted };
  }
  if (text.startsWith('$(', at)) {
    const { script, end } = lexer.sub(text, at + 2);
    lexer.at = end;
    return { kind: 'output', script, quoted };
  }
  if (text.startsWith('${', at)) return readBraces(lexer, quoted);
  if (text.startsWith("$'", at) && !quoted) throw fault('unsupported', "$'", at);
  const name = match(NAME, text, at + 1);
  if (name !== null) {
    lexer.at += 1 + name.length;
    if (name === '!' || name === '-') throw fault('unsupported', `$${name}`, at);
    return { kind: 'value', name, quoted };
  }
  lexer.at += 1;
  return { kind: 'text', text: '$', quoted };
}

function readBraces(lexer: TextReader, quoted: boolean): Part {
  const { text } = lexer;
  const open = lexer.at;
  lexer.at += 2;
  const refused = (): never => {
    const end = text.indexOf('}', open);
    if (end < 0 || end > lineEnd(text, open)) throw fault('open-quote', '}', open);
    throw fault('unsupported', text.slice(open, end + 1), open);
  };
  const isLength = text.charAt(lexer.at) === '#' && text.charAt(lexer.at + 1) !== '}';
  if (isLength) lexer.at += 1;
  const name = match(NAME, text, lexer.at);
  if (name === null || name === '!' || name === '-' || name === '$') return refused();
  lexer.at += name.length;
  if (isLength) {
    if (text.charAt(lexer.at) !== '}') return refused();
    lexer.at += 1;
    return { kind: 'value', name, quoted, change: { sign: 'length', word: [], second: null } };
  }
  if (text.charAt(lexer.at) === '}') {
    lexer.at += 1;
    return { kind: 'value', name, quoted };
  }
  const sign = match(SIGN, text, lexer.at);
  if (sign === null) return refused();
  lexer.at += sign.length;
  const parts: Part[] = [];
  lexer.deeper(() => {
    lexer.within('}', parts, quoted);
  });
  const [word, second] = splitAt(joined(parts), sign === ':' ? ':' : sign.startsWith('/') ? '/' : null);
  return { kind: 'value', name, quoted, change: { sign: sign as Change['sign'], word, second } };
}

/** Two words around the first `char` that is text. */
function splitAt(word: Word, char: string | null): [Word, Word | null] {
  if (char === null) return [word, null];
  for (const [index, part] of word.entries()) {
    const place = part.kind === 'text' ? part.text.indexOf(char) : -1;
    if (part.kind !== 'text' || place < 0) continue;
    return [
      [...word.slice(0, index), { ...part, text: part.text.slice(0, place) }],
      [{ ...part, text: part.text.slice(place + 1) }, ...word.slice(index + 1)],
    ];
  }
  return [word, null];
}

/** At a backquote; within, a backslash protects only another one, a backquote and a dollar. */
export function readBackquotes(lexer: TextReader, quoted: boolean): Part {
  const { text, at } = lexer;
  let end = at + 1;
  while (end < text.length && text.charAt(end) !== '`') end += text.charAt(end) === '\\' ? 2 : 1;
  if (end >= text.length) throw fault('open-quote', '`', at);
  const inner = text.slice(at + 1, end).replace(/\\([\\$`])/g, '$1');
  lexer.at = end + 1;
  return { kind: 'output', script: lexer.sub(`${inner}\n)`, 0).script, quoted };
}

/** Whether `((` at an offset begins arithmetic: it ends with `))`. `((a) | (b))` is a subshell in another. */
export function isArithmetic(text: string, at: number): boolean {
  if (!text.startsWith('((', at)) return false;
  let depth = 0;
  for (let i = at; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (char === '(') depth += 1;
    if (char !== ')') continue;
    depth -= 1;
    if (depth === 1) return text.charAt(i + 1) === ')';
  }
  return true;
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
