/** Templates of `-o jsonpath`. Source: kubernetes v1.34 client-go util/jsonpath/parser.go, whose words the refusals are. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';

/** One step from values to values. */
export type Step =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'constant'; readonly value: number | boolean }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | { readonly kind: 'slice'; readonly bounds: readonly [Bound, Bound, Bound] }
  | { readonly kind: 'union'; readonly members: readonly (readonly Step[])[] }
  | {
      readonly kind: 'filter';
      readonly left: readonly Step[];
      readonly operator: string;
      readonly right: readonly Step[];
    };

/** A number between the colons of `[a:b:c]`. */
export interface Bound {
  readonly known: boolean;
  readonly value: number;
  /** Not written: `[3]` ends at 4. */
  readonly derived: boolean;
}

/** A template: a text, or the steps between a pair of braces. */
export type Template = readonly (readonly Step[])[];

/** Thrown inside this file only. */
class Unreadable extends Error {}

/** Reads a template; the error is what kubectl says behind `error parsing jsonpath TEMPLATE, `. */
export function parseTemplate(text: string): Result<Template, string> {
  try {
    return ok(new Parser(text).template());
  } catch (problem) {
    if (problem instanceof Unreadable) return err(problem.message);
    throw problem;
  }
}

const FILTER = /^([^!<>=]+)([!<>=]+)(.+?)$/;
const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const LETTER = /[\p{L}\p{Nd}_]/u;

class Parser {
  private at = 0;

  constructor(private readonly input: string) {}

  template(): Template {
    const blocks: (readonly Step[])[] = [];
    while (this.at < this.input.length) {
      const brace = this.input.indexOf('{', this.at);
      const end = brace < 0 ? this.input.length : brace;
      if (end > this.at) blocks.push([{ kind: 'text', text: this.input.slice(this.at, end) }]);
      this.at = end;
      if (brace >= 0) {
        this.at += 1;
        blocks.push(this.action());
      }
    }
    return blocks;
  }

  /** What is between braces. */
  private action(): readonly Step[] {
    const steps: Step[] = [];
    for (;;) {
      const char = this.input.charAt(this.at);
      if (char === '' || char === '\n' || char === '\r') throw new Unreadable('unclosed action');
      if (char === '}') {
        this.at += 1;
        return steps;
      }
      if (this.input.startsWith('[?(', this.at)) steps.push(this.filter());
      else if (this.input.startsWith('..', this.at)) this.recursive(steps);
      else if (char === ' ' || char === '@' || char === '$') this.at += 1;
      else if (char === '[') steps.push(...this.brackets());
      else if (char === '"' || char === "'") steps.push(this.quote(char));
      else if (char === '.') {
        this.at += 1;
        steps.push(this.field());
      } else if (/[-+\d]/.test(char)) steps.push(this.number());
      else if (LETTER.test(char)) steps.push(this.word());
      else throw new Unreadable(`unrecognized character in action: ${codePoint(char)}`);
    }
  }

  private recursive(steps: Step[]): void {
    if (steps.at(-1)?.kind === 'recursive') throw new Unreadable('invalid multiple recursive descent');
    this.at += 2;
    steps.push({ kind: 'recursive' });
    if (LETTER.test(this.input.charAt(this.at))) steps.push(this.field());
  }

  private field(): Step {
    let name = '';
    for (;;) {
      const char = this.input.charAt(this.at);
      if (char === '' || /[\s.,[\]$@{}]/.test(char)) break;
      const escaped = char === '\\';
      name += escaped ? this.input.charAt(this.at + 1) : char;
      this.at += escaped ? 2 : 1;
    }
    return name === '*' ? { kind: 'wildcard' } : { kind: 'field', name };
  }

  private word(): Step {
    const word = this.take(LETTER);
    return word === 'true' || word === 'false'
      ? { kind: 'constant', value: word === 'true' }
      : { kind: 'word', word };
  }

  private number(): Step {
    const text = this.input.charAt(this.at);
    this.at += 1;
    const whole = text + this.take(/[.\d]/);
    const value = Number(whole);
    if (Number.isNaN(value)) throw new Unreadable(`cannot parse number ${whole}`);
    return { kind: 'constant', value };
  }

  private quote(end: string): Step {
    const from = this.at + 1;
    let to = from;
    while (this.input.charAt(to) !== end || this.input.charAt(to - 1) === '\\') {
      if (to >= this.input.length || this.input.charAt(to) === '\n')
        throw new Unreadable('unterminated quoted string');
      to += 1;
    }
    this.at = to + 1;
    return { kind: 'text', text: unescaped(this.input.slice(from, to)) };
  }

  private filter(): Step {
    const from = this.at + 3;
    let to = from;
    let pair = '';
    let paired = false;
    for (; ; to += 1) {
      const char = this.input.charAt(to);
      if (char === '' || char === '\n') throw new Unreadable('unterminated filter');
      if (char === '"' || char === "'") {
        if (pair === '') pair = char;
        else if (char === pair && this.input.charAt(to - 1) !== '\\') paired = true;
      } else if (char === ')' && (pair !== '') === paired) break;
    }
    if (this.input.charAt(to + 1) !== ']') throw new Unreadable('unclosed array expect ]');
    this.at = to + 2;
    const text = this.input.slice(from, to);
    const [, left, operator = '', right = ''] = FILTER.exec(text) ?? [];
    return left === undefined
      ? { kind: 'filter', left: actionOf(text), operator: 'exists', right: [] }
      : { kind: 'filter', left: actionOf(left), operator, right: actionOf(right) };
  }

  private brackets(): readonly Step[] {
    const from = this.at + 1;
    const end = this.input.indexOf(']', from);
    const line = this.input.indexOf('\n', from);
    if (end < 0 || (line >= 0 && line < end)) throw new Unreadable('unterminated array');
    this.at = end + 1;
    const text = this.input.slice(from, end);
    if (text.includes(',')) {
      const members = text.split(',').map((member) => actionOf(`[${member.trim()}]`));
      return [{ kind: 'union', members }];
    }
    const [, key] = /^'([^']*)'$/.exec(text) ?? [];
    if (key !== undefined) return actionOf(`.${key}`);
    return [{ kind: 'slice', bounds: boundsOf(text === '*' ? ':' : text) }];
  }

  private take(kind: RegExp): string {
    const from = this.at;
    while (this.at < this.input.length && kind.test(this.input.charAt(this.at))) this.at += 1;
    return this.input.slice(from, this.at);
  }
}

function actionOf(text: string): readonly Step[] {
  return new Parser(`{${text}}`).template()[0] ?? [];
}

function boundsOf(text: string): readonly [Bound, Bound, Bound] {
  const found = SLICE.exec(text);
  if (found === null) throw new Unreadable(`invalid array index ${text}`);
  const [, first = '', second, third] = found;
  const written = (part: string): Bound =>
    part === '' || part === '-'
      ? { known: false, value: 0, derived: false }
      : { known: true, value: Number(part), derived: false };
  const from = written(first);
  const to =
    second === undefined ? { known: true, value: from.value + 1, derived: true } : written(second.slice(1));
  return [from, to, written((third ?? ':').slice(1))];
}

/** `U+0026 '&'`, as Go's %#U writes a character. */
function codePoint(char: string): string {
  return `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} '${char}'`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
}
