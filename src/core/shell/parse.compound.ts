/** Compound commands, by the word that begins them. */
import { isArithmetic } from './lex.dollar';
import type { Operator } from './lex';
import { fault } from './lex.words';
import type { CompoundCommand, Part, Script, Word } from './syntax';

/** What reads tokens one after the other. */
export interface CompoundReader {
  readonly text: string;
  /** Offset of the token that comes next. */
  readonly at: number;
  /** That token as an operator, and as a word of plain text. */
  readonly operator: Operator | null;
  reserved(): string | null;
  advance(): void;
  skipNewlines(): void;
  expect(word: string): void;
  takeWord(): Word;
  takeName(): string;
  list(): Script;
  /** A list that is not empty. */
  body(): Script;
  /** `do … done`. */
  loopBody(): Script;
  testWords(): Word[];
  arithmetic(at: number): Word;
  unexpected(): never;
}

type CompoundParser = (parser: CompoundReader, at: number) => CompoundCommand;

/** By the word that begins them (XCU 2.9.4, and `[[` of bash). */
export const COMPOUND: Readonly<Record<string, CompoundParser>> = {
  if(parser, at) {
    const arms: { condition: Script; body: Script }[] = [];
    let otherwise: Script | null = null;
    do {
      parser.advance();
      const condition = parser.body();
      parser.expect('then');
      arms.push({ condition, body: parser.body() });
    } while (parser.reserved() === 'elif');
    if (parser.reserved() === 'else') {
      parser.advance();
      otherwise = parser.body();
    }
    parser.expect('fi');
    return { kind: 'if', arms, otherwise, redirects: [], at };
  },
  while: (parser, at) => loop(parser, at, false),
  until: (parser, at) => loop(parser, at, true),
  for(parser, at) {
    parser.advance();
    if (parser.operator === '(' && isArithmetic(parser.text, parser.at)) {
      const [first = [], condition = [], step = []] = threeParts(parser.arithmetic(parser.at));
      return { kind: 'count', first, condition, step, body: parser.loopBody(), redirects: [], at };
    }
    const name = parser.takeName();
    parser.skipNewlines();
    const words: Word[] = [];
    if (parser.reserved() === 'in') {
      parser.advance();
      while (parser.operator === null) words.push(parser.takeWord());
      if (parser.operator !== ';' && parser.operator !== '\n') parser.unexpected();
    } else words.push([{ kind: 'value', name: '@', quoted: true }]);
    return { kind: 'for', name, words, body: parser.loopBody(), redirects: [], at };
  },
  case(parser, at) {
    parser.advance();
    const word = parser.takeWord();
    parser.skipNewlines();
    parser.expect('in');
    parser.skipNewlines();
    const arms: { patterns: readonly Word[]; body: Script }[] = [];
    while (parser.reserved() !== 'esac') {
      if (parser.operator === '(') parser.advance();
      const patterns = [parser.takeWord()];
      while (parser.operator === '|') {
        parser.advance();
        patterns.push(parser.takeWord());
      }
      if (parser.operator !== ')') parser.unexpected();
      parser.advance();
      arms.push({ patterns, body: parser.list() });
      const sign = parser.operator;
      if (sign === ';&' || sign === ';;&') throw fault('unsupported', sign, parser.at);
      if (sign !== ';;') break;
      parser.advance();
      parser.skipNewlines();
    }
    parser.expect('esac');
    return { kind: 'case', word, arms, redirects: [], at };
  },
  '{'(parser, at) {
    parser.advance();
    const body = parser.body();
    parser.expect('}');
    return { kind: 'group', body, redirects: [], at };
  },
  '[['(parser, at) {
    parser.advance();
    const words = parser.testWords();
    parser.expect(']]');
    return { kind: 'test', words, redirects: [], at };
  },
};

function loop(parser: CompoundReader, at: number, until: boolean): CompoundCommand {
  parser.advance();
  const condition = parser.body();
  return { kind: 'while', until, condition, body: parser.loopBody(), redirects: [], at };
}

/** `first; condition; step`, parted at semicolons. */
function threeParts(word: Word): Word[] {
  const parts: Part[][] = [[]];
  for (const part of word) {
    if (part.kind !== 'text') {
      parts.at(-1)?.push(part);
      continue;
    }
    part.text.split(';').forEach((text, index) => {
      if (index > 0) parts.push([]);
      parts.at(-1)?.push({ ...part, text });
    });
  }
  return parts;
}
