/** Programs of `awk`, as far as they are understood: patterns, `print`, sums; anything else is named. Source: POSIX awk. */
import type { Regex } from '../../../base/regex';
import { err, ok, type Result } from '../../../base/result';
import { finder, translate } from './regex';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'field'; readonly of: Expression }
  | { readonly kind: 'length'; readonly of: Expression }
  | { readonly kind: 'matches'; readonly of: Expression | null; readonly regex: Regex }
  | { readonly kind: 'not' | 'minus'; readonly of: Expression }
  | { readonly kind: 'two'; readonly sign: Sign; readonly left: Expression; readonly right: Expression };

export type Sign = '||' | '&&' | '<' | '<=' | '==' | '!=' | '>' | '>=' | 'join' | '+' | '-' | '*' | '/' | '%';

export type Statement =
  | { readonly kind: 'print'; readonly items: readonly Expression[] }
  | { readonly kind: 'set'; readonly name: string; readonly to: Expression };

export interface Rule {
  readonly when: 'BEGIN' | 'END' | Expression | null;
  /** Null: prints the line. */
  readonly does: readonly Statement[] | null;
}

/** Deepest expression, and longest program. */
const DEPTH_MAX = 30;
const PROGRAM_MAX = 2000;
/** What the language has besides, and is not here. */
const LATER =
  /^(?:if|else|while|for|do|break|continue|next|nextfile|exit|return|delete|function|getline|printf|in|substr|index|split|sub|gsub|match|sprintf|sin|cos|atan2|exp|log|sqrt|int|rand|srand|tolower|toupper|system|close|fflush)$/;
/** Variables that mean something to awk, and that are not here. */
export const VARIABLES_LATER = /^(?:RS|OFMT|CONVFMT|SUBSEP|FILENAME|ENVIRON|ARGV|ARGC|RSTART|RLENGTH)$/;

/** Thrown inside this file only: what is not understood. */
class Unknown extends Error {}

export function parseAwk(program: string): Result<readonly Rule[], string> {
  if (program.length > PROGRAM_MAX) return err('…');
  try {
    return ok(new Parser(program).rules());
  } catch (error) {
    if (error instanceof Unknown) return err(error.message);
    throw error;
  }
}

class Parser {
  private at = 0;
  private depth = 0;
  /** What `>` is in a list that is printed: outside of brackets it names a file. */
  private greater = true;
  constructor(private readonly text: string) {}

  rules(): readonly Rule[] {
    const rules: Rule[] = [];
    for (;;) {
      this.passOver(/[\s;]/);
      if (this.at >= this.text.length) return rules;
      rules.push(this.rule());
    }
  }

  /** Goes on behind characters that say nothing here. */
  private passOver(chars = /[ \t]/): void {
    while (this.at < this.text.length && chars.test(this.text.charAt(this.at))) this.at += 1;
  }

  private unknown(): never {
    const [word = ''] = /^(?:[A-Za-z_]\w*|\S+)?/.exec(this.text.slice(this.at)) ?? [];
    throw new Unknown(word === '' ? 'end of the program' : word);
  }

  /** Takes the text if it is next. */
  private take(text: string): boolean {
    this.passOver();
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private need(text: string): void {
    if (!this.take(text)) this.unknown();
  }

  private peek(pattern: RegExp): string {
    this.passOver();
    return pattern.exec(this.text.slice(this.at))?.[0] ?? '';
  }

  private rule(): Rule {
    const edge = this.peek(/^(?:BEGIN|END)\b/);
    if (edge !== '') {
      this.at += edge.length;
      return { when: edge === 'BEGIN' ? 'BEGIN' : 'END', does: this.block() };
    }
    const when = this.peek(/^\{/) === '' ? this.expression() : null;
    if (this.peek(/^,/) !== '') this.unknown();
    return { when, does: this.peek(/^\{/) === '' ? null : this.block() };
  }

  private block(): readonly Statement[] {
    this.need('{');
    const statements: Statement[] = [];
    for (;;) {
      this.passOver(/[\s;]/);
      if (this.take('}')) return statements;
      statements.push(this.statement());
      if (this.peek(/^[;}\n]/) === '') this.unknown();
    }
  }

  private statement(): Statement {
    const name = this.peek(/^[A-Za-z_]\w*/);
    if (name === '' || LATER.test(name) || VARIABLES_LATER.test(name)) return this.unknown();
    const before = this.at;
    this.at += name.length;
    if (name === 'print') return { kind: 'print', items: this.items() };
    const self: Expression = { kind: 'name', name };
    if (this.take('++')) return { kind: 'set', name, to: plus(self, { kind: 'number', value: 1 }) };
    for (const sign of ['+', '-', '*', '/'] as const) {
      if (!this.take(`${sign}=`)) continue;
      return { kind: 'set', name, to: { kind: 'two', sign, left: self, right: this.expression() } };
    }
    if (this.peek(/^=(?!=)/) === '' || /^(?:NF|NR|FNR)$/.test(name)) {
      this.at = before;
      return this.unknown();
    }
    this.need('=');
    return { kind: 'set', name, to: this.expression() };
  }

  private items(): readonly Expression[] {
    if (this.peek(/^[;}\n]/) !== '') return [];
    const before = this.greater;
    this.greater = false;
    const items = [this.expression()];
    while (this.take(',')) items.push(this.expression());
    this.greater = before;
    // `print > "file"`, `print | "command"`.
    if (this.peek(/^[>|]/) !== '') this.unknown();
    return items;
  }

  private expression(): Expression {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) this.unknown();
    const found = this.chain(['||'], () => this.chain(['&&'], () => this.matching()));
    this.depth -= 1;
    return found;
  }

  private chain(signs: readonly Sign[], part: () => Expression): Expression {
    let left = part();
    for (;;) {
      const sign = signs.find((one) => this.peek(/^(?:\|\||&&|[<>=!]=|[-+*/%<>])/) === one);
      if (sign === undefined) return left;
      this.need(sign);
      this.passOver(/\s/);
      left = { kind: 'two', sign, left, right: part() };
    }
  }

  private matching(): Expression {
    let left = this.comparison();
    for (;;) {
      const sign = this.peek(/^!?~/);
      if (sign === '') return left;
      this.need(sign);
      if (this.peek(/^\//) === '') this.unknown();
      const found: Expression = { kind: 'matches', of: left, regex: this.regex() };
      left = sign === '~' ? found : { kind: 'not', of: found };
    }
  }

  private comparison(): Expression {
    const left = this.joined();
    const sign = this.peek(/^(?:[<>=!]=|<|>)/) as Sign | '';
    if (sign === '' || (sign === '>' && !this.greater)) return left;
    this.need(sign);
    return { kind: 'two', sign, left, right: this.joined() };
  }

  /** What stands side by side is put together. */
  private joined(): Expression {
    let left = this.sum();
    while (this.peek(/^(?:["$A-Za-z_\d(])/) !== '' && this.peek(/^in\b/) === '')
      left = { kind: 'two', sign: 'join', left, right: this.sum() };
    return left;
  }

  private sum(): Expression {
    return this.chain(['+', '-'], () => this.chain(['*', '/', '%'], () => this.unary()));
  }

  private unary(): Expression {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) this.unknown();
    const found = this.take('!')
      ? ({ kind: 'not', of: this.unary() } as const)
      : this.take('-')
        ? ({ kind: 'minus', of: this.unary() } as const)
        : this.primary();
    this.depth -= 1;
    return found;
  }

  private primary(): Expression {
    if (this.take('(')) {
      const before = this.greater;
      this.greater = true;
      const inner = this.expression();
      this.greater = before;
      this.need(')');
      return inner;
    }
    if (this.take('$')) return { kind: 'field', of: this.primary() };
    const number = this.peek(/^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/);
    if (number !== '') {
      this.at += number.length;
      return { kind: 'number', value: Number(number) };
    }
    if (this.peek(/^"/) !== '') return { kind: 'text', value: this.string() };
    if (this.peek(/^\//) !== '') return { kind: 'matches', of: null, regex: this.regex() };
    const name = this.peek(/^[A-Za-z_]\w*/);
    if (name === '' || name === 'print' || LATER.test(name) || VARIABLES_LATER.test(name)) this.unknown();
    const before = this.at;
    this.at += name.length;
    if (name === 'length') {
      const of: Expression = { kind: 'field', of: { kind: 'number', value: 0 } };
      return { kind: 'length', of: this.peek(/^\(/) === '' ? of : this.primary() };
    }
    // Arrays, functions, and counting inside of expressions.
    if (/^(?:[[(]|\+\+|--|=(?!=))/.test(this.text.slice(this.at))) {
      this.at = before;
      this.unknown();
    }
    return { kind: 'name', name };
  }

  private string(): string {
    this.need('"');
    const [text] = /^(?:[^"\\]|\\[^])*/.exec(this.text.slice(this.at)) ?? [''];
    this.at += text.length;
    if (!this.text.startsWith('"', this.at)) this.unknown();
    this.at += 1;
    return unescape(text);
  }

  private regex(): Regex {
    const start = this.at;
    this.need('/');
    // Within brackets a slash is one of the characters.
    const rest = this.text.slice(this.at);
    const [pattern] = /^(?:\[\^?\]?(?:\[:\w+:\]|\\[^]|[^\]\\\n])*\]|\\[^]|[^/[\\\n])*/.exec(rest) ?? [''];
    this.at += pattern.length;
    if (!this.text.startsWith('/', this.at)) this.unknown();
    this.at += 1;
    const source = translate(pattern, true, 'awk');
    const regex = source.ok ? finder(source.value) : source;
    if (regex.ok) return regex.value;
    this.at = start;
    return this.unknown();
  }
}

function plus(left: Expression, right: Expression): Expression {
  return { kind: 'two', sign: '+', left, right };
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v', r: '\r', '"': '"', '\\': '\\' },
};

/** A string as it was typed; what mawk does not know it leaves as it is, backslash and all. */
export function unescape(text: string): string {
  return text.replace(
    /\\(?:([0-7]{1,3})|x([\da-fA-F]{1,2})|([^]))/g,
    (whole, octal?: string, hex?: string, char = '') => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return Object.hasOwn(ESCAPES, String(char)) ? (ESCAPES[String(char)] ?? '') : whole;
    },
  );
}
