/** Expressions of `awk`. Source: POSIX awk, "Expressions in Decreasing Precedence". */
import type { Regex } from '../../../base/regex';
import {
  BUILTINS,
  DEPTH_MAX,
  LATER,
  RESERVED,
  Unknown,
  VARIABLES_LATER,
  type Expression,
  type Reference,
  type Sign,
} from './awk.types';
import { finder, translate } from './regex';

const ASSIGNMENT = /^(?:[-+*/%^]=|=(?!=))/;

export class ExpressionParser {
  protected at = 0;
  private depth = 0;
  /** What `>` is in a list that is printed: outside of brackets it names a file. */
  protected greater = true;
  /** Functions that somebody has to define. */
  protected readonly called = new Set<string>();

  constructor(protected readonly text: string) {}

  /** Goes on behind characters that say nothing here, and behind comments where lines may end. */
  protected passOver(chars = /[ \t]/): void {
    for (; this.at < this.text.length; this.at += 1) {
      if (this.text.startsWith('\\\n', this.at)) this.at += 1;
      else if (this.text.charAt(this.at) === '#') {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
        if (!chars.test('\n')) return;
      } else if (!chars.test(this.text.charAt(this.at))) return;
    }
  }

  protected unknown(): never {
    const [word = ''] = /^(?:[A-Za-z_]\w*|\S+)?/.exec(this.text.slice(this.at)) ?? [];
    throw new Unknown(word === '' ? 'end of the program' : word);
  }

  /** Takes the text if it is next. */
  protected take(text: string): boolean {
    this.passOver();
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Takes the word if it is next. */
  protected word(name: string): boolean {
    if (this.peek(/^[A-Za-z_]\w*/) !== name) return false;
    this.at += name.length;
    return true;
  }

  protected need(text: string): void {
    if (!this.take(text)) this.unknown();
  }

  protected rest(): string {
    this.passOver();
    return this.text.slice(this.at);
  }

  protected peek(pattern: RegExp): string {
    return pattern.exec(this.rest())?.[0] ?? '';
  }

  protected deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) this.unknown();
    const found = read();
    this.depth -= 1;
    return found;
  }

  protected inBrackets<T>(read: () => T): T {
    this.need('(');
    const before = this.greater;
    this.greater = true;
    this.passOver(/\s/);
    const found = read();
    this.passOver(/\s/);
    this.need(')');
    this.greater = before;
    return found;
  }

  /** Expressions up to a closing bracket, which is taken. */
  protected list(close: string): readonly Expression[] {
    const items: Expression[] = [];
    this.passOver(/\s/);
    while (!this.take(close)) {
      if (items.length > 0) this.need(',');
      this.passOver(/\s/);
      items.push(this.expression());
      this.passOver(/\s/);
    }
    return items;
  }

  expression(): Expression {
    return this.deeper(() => this.assignment());
  }

  private assignment(): Expression {
    const left = this.choice();
    const sign = this.peek(ASSIGNMENT);
    if (sign === '' || !isReference(left)) return left;
    this.need(sign);
    this.passOver(/\s/);
    const to = this.deeper(() => this.assignment());
    return {
      kind: 'set',
      target: this.checked(left),
      sign: sign === '=' ? null : (sign.charAt(0) as Sign),
      to,
    };
  }

  /** Some names cannot be given a value here. */
  private checked(target: Reference): Reference {
    if (target.kind === 'name' && /^(?:NR|FNR|RSTART|RLENGTH)$/.test(target.name))
      throw new Unknown(`${target.name}=`);
    return target;
  }

  private choice(): Expression {
    const of = this.chain(['||'], () => this.chain(['&&'], () => this.membership()));
    if (!this.take('?')) return of;
    this.passOver(/\s/);
    const yes = this.deeper(() => this.assignment());
    this.passOver(/\s/);
    this.need(':');
    this.passOver(/\s/);
    return { kind: 'choice', of, yes, no: this.deeper(() => this.assignment()) };
  }

  private chain(signs: readonly Sign[], part: () => Expression): Expression {
    let left = part();
    for (;;) {
      const sign = signs.find((one) => this.peek(/^(?:\|\||&&|[-+*/%](?!=)|[<>=!]=|[<>])/) === one);
      if (sign === undefined) return left;
      // `x++` is no sum.
      if ((sign === '+' || sign === '-') && this.peek(/^(?:\+\+|--)/) !== '') return left;
      this.need(sign);
      this.passOver(/\s/);
      left = { kind: 'two', sign, left, right: part() };
    }
  }

  private membership(): Expression {
    let left = this.matching();
    while (this.peek(/^in\b/) !== '') {
      this.at += 2;
      left = { kind: 'in', subscript: [left], array: this.arrayName() };
    }
    return left;
  }

  private arrayName(): string {
    const name = this.peek(/^[A-Za-z_]\w*/);
    if (name === '' || VARIABLES_LATER.test(name)) this.unknown();
    this.at += name.length;
    return name;
  }

  private matching(): Expression {
    let left = this.comparison();
    for (;;) {
      const sign = this.peek(/^!?~/);
      if (sign === '') return left;
      this.need(sign);
      const regex = this.peek(/^\//) === '' ? this.comparison() : this.regex();
      const found: Expression = { kind: 'matches', of: left, regex };
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
    while (this.peek(/^["$A-Za-z_\d(.]/) !== '' && this.peek(/^in\b/) === '') {
      left = { kind: 'two', sign: 'join', left, right: this.sum() };
    }
    return left;
  }

  private sum(): Expression {
    return this.chain(['+', '-'], () => this.chain(['*', '/', '%'], () => this.unary()));
  }

  private unary(): Expression {
    return this.deeper(() => {
      if (this.peek(/^!(?![=~])/) !== '') {
        this.need('!');
        return { kind: 'not', of: this.unary() };
      }
      if (this.peek(/^-(?!-)/) !== '') {
        this.need('-');
        return { kind: 'minus', of: this.unary() };
      }
      if (this.peek(/^\+(?!\+)/) !== '') {
        this.need('+');
        return { kind: 'plus', of: this.unary() };
      }
      return this.power();
    });
  }

  private power(): Expression {
    const left = this.stepped();
    if (this.peek(/^\^(?!=)/) === '') return left;
    this.need('^');
    return { kind: 'two', sign: '^', left, right: this.unary() };
  }

  private stepped(): Expression {
    const sign = this.peek(/^(?:\+\+|--)/);
    if (sign !== '') {
      this.need(sign);
      return {
        kind: 'step',
        target: this.checked(this.reference()),
        by: sign === '++' ? 1 : -1,
        before: false,
      };
    }
    const left = this.primary();
    const after = this.peek(/^(?:\+\+|--)/);
    if (after === '' || !isReference(left)) return left;
    this.need(after);
    return { kind: 'step', target: this.checked(left), by: after === '++' ? 1 : -1, before: true };
  }

  protected reference(): Reference {
    const found = this.primary();
    return isReference(found) ? found : this.unknown();
  }

  private primary(): Expression {
    if (this.peek(/^\(/) !== '') return this.bracketed();
    if (this.take('$')) {
      const sign = this.peek(/^(?:\+\+|--)/);
      return { kind: 'field', of: sign === '' ? this.primary() : this.stepped() };
    }
    const number = this.peek(/^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/);
    if (number !== '') {
      this.at += number.length;
      return { kind: 'number', value: Number(number) };
    }
    if (this.peek(/^"/) !== '') return { kind: 'text', value: this.string() };
    if (this.peek(/^\//) !== '') return { kind: 'matches', of: null, regex: this.regex() };
    const name = this.peek(/^[A-Za-z_]\w*/);
    if (name === '' || RESERVED.test(name) || LATER.test(name) || VARIABLES_LATER.test(name)) this.unknown();
    const before = this.at;
    this.at += name.length;
    const arity = BUILTINS.get(name);
    if (arity !== undefined) {
      // `length` alone is that of the line.
      const of = this.peek(/^\(/) === '' && name === 'length' ? [] : (this.need('('), this.list(')'));
      if (of.length < arity[0] || of.length > arity[1]) {
        this.at = before;
        this.unknown();
      }
      return { kind: 'call', name, of };
    }
    if (this.text.charAt(this.at) === '(') {
      this.at += 1;
      this.called.add(name);
      return { kind: 'call', name, of: this.list(')') };
    }
    if (this.take('[')) return { kind: 'element', array: name, subscript: this.list(']') };
    return { kind: 'name', name };
  }

  /** `(a)`, or `(i, j) in a`. */
  private bracketed(): Expression {
    this.need('(');
    const before = this.greater;
    this.greater = true;
    const items = this.list(')');
    this.greater = before;
    const [only, ...more] = items;
    if (only === undefined) return this.unknown();
    if (more.length === 0) return only;
    if (!this.word('in')) this.unknown();
    return { kind: 'in', subscript: items, array: this.arrayName() };
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

function isReference(expression: Expression): expression is Reference {
  return expression.kind === 'name' || expression.kind === 'field' || expression.kind === 'element';
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
