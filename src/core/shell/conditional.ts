/** What `test`, `[` and `[[` hold true. Texts: bash 5.2 builtins/test. */
import { compileRegex } from '../base/regex';
import { evaluate, type Variables } from './arithmetic';

/** What a condition asks of the machine. */
export interface Asked {
  readonly isFile: (path: string) => boolean;
  readonly isFolder: (path: string) => boolean;
  readonly size: (path: string) => number;
  readonly variables: Variables;
  readonly isSet: (name: string) => boolean;
}

/** Ends a test with exit code 2. */
export class TestFault extends Error {}

const INTEGER = /^\s*[-+]?\d{1,18}\s*$/;
const COMPARISONS: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};
const UNARY = /^-[zndefrswxLhv]$/;
export const BINARY = /^(=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge)$/;

function unary(asked: Asked, sign: string, word: string): boolean {
  switch (sign) {
    case '-z':
      return word === '';
    case '-n':
      return word !== '';
    case '-d':
      return asked.isFolder(word);
    case '-f':
      return asked.isFile(word);
    case '-s':
      return asked.isFolder(word) || asked.size(word) > 0;
    case '-v':
      return asked.isSet(word);
    case '-L':
    case '-h':
      return false;
    case '-x':
      return asked.isFolder(word);
    default:
      return asked.isFile(word) || asked.isFolder(word);
  }
}

function compare(sign: string, a: string, b: string): boolean {
  const number = COMPARISONS[sign];
  if (number !== undefined) {
    for (const word of [a, b]) {
      if (!INTEGER.test(word)) throw new TestFault(`${word}: integer expression expected`);
    }
    return number(BigInt(a.trim()), BigInt(b.trim()));
  }
  if (sign === '<') return a < b;
  if (sign === '>') return a > b;
  return sign === '!=' ? a !== b : a === b;
}

/** `[ … ]`: by the number of its words, as POSIX has it; more of them are an expression with -a and -o. */
export function holds(asked: Asked, words: readonly string[]): boolean {
  const [first = '', second = '', third = ''] = words;
  switch (words.length) {
    case 0:
      return false;
    case 1:
      return first !== '';
    case 2:
      if (first === '!') return second === '';
      if (UNARY.test(first)) return unary(asked, first, second);
      throw new TestFault(`${first}: unary operator expected`);
    case 3:
      if (BINARY.test(second)) return compare(second, first, third);
      if (second === '-a') return first !== '' && third !== '';
      if (second === '-o') return first !== '' || third !== '';
      if (first === '!') return !holds(asked, words.slice(1));
      if (first === '(' && third === ')') return second !== '';
      throw new TestFault(`${second}: binary operator expected`);
    default:
      if (words.length === 4 && first === '!') return !holds(asked, words.slice(1));
      return new Expression(asked, words).whole();
  }
}

/** `-a`, `-o`, `!`, parentheses. */
class Expression {
  private at = 0;
  constructor(
    private readonly asked: Asked,
    private readonly words: readonly string[],
  ) {}

  whole(): boolean {
    const value = this.or(0);
    if (this.at < this.words.length) throw new TestFault('too many arguments');
    return value;
  }

  private or(depth: number): boolean {
    let value = this.and(depth);
    while (this.words[this.at] === '-o') {
      this.at += 1;
      const next = this.and(depth);
      value ||= next;
    }
    return value;
  }

  private and(depth: number): boolean {
    let value = this.term(depth);
    while (this.words[this.at] === '-a') {
      this.at += 1;
      const next = this.term(depth);
      value &&= next;
    }
    return value;
  }

  private term(depth: number): boolean {
    const [first, second = '', third] = this.words.slice(this.at, this.at + 3);
    if (first === undefined || depth > 50) throw new TestFault('argument expected');
    if (third !== undefined && BINARY.test(second)) {
      this.at += 3;
      return compare(second, first, third);
    }
    if (first === '!') {
      this.at += 1;
      return !this.term(depth + 1);
    }
    if (first === '(') {
      this.at += 1;
      const value = this.or(depth + 1);
      if (this.words[this.at] !== ')') throw new TestFault("`)' expected");
      this.at += 1;
      return value;
    }
    if (UNARY.test(first) && this.words.length > this.at + 1) {
      this.at += 2;
      return unary(this.asked, first, second);
    }
    this.at += 1;
    return first !== '';
  }
}

/** A word of `[[ … ]]`: an operator, or text with what it is as a pattern. */
export interface ConditionWord {
  readonly text: string;
  readonly operator: boolean;
  readonly fits: (text: string) => boolean;
  /** As an extended regular expression. */
  readonly regex: string;
}

/** `[[ … ]]`: `&&`, `||`, `!`, parentheses; the right side of `==` is a pattern. */
export function conditionHolds(asked: Asked, words: readonly ConditionWord[]): boolean {
  let at = 0;
  const fail = (word: ConditionWord | undefined): never => {
    throw new TestFault(
      word === undefined
        ? 'unexpected argument to conditional unary operator'
        : `syntax error near \`${word.text}'`,
    );
  };
  const isSign = (text: string): boolean => words[at]?.operator === true && words[at]?.text === text;
  const or = (depth: number): boolean => {
    let value = and(depth);
    while (isSign('||')) {
      at += 1;
      const next = and(depth);
      value ||= next;
    }
    return value;
  };
  const and = (depth: number): boolean => {
    let value = term(depth);
    while (isSign('&&')) {
      at += 1;
      const next = term(depth);
      value &&= next;
    }
    return value;
  };
  const term = (depth: number): boolean => {
    if (depth > 50) fail(words[at]);
    if (isSign('!')) {
      at += 1;
      return !term(depth + 1);
    }
    if (isSign('(')) {
      at += 1;
      const value = or(depth + 1);
      if (!isSign(')')) fail(words[at]);
      at += 1;
      return value;
    }
    const [first, sign, right] = words.slice(at, at + 3);
    if (first === undefined) return fail(first);
    if (sign !== undefined && right !== undefined && (BINARY.test(sign.text) || sign.text === '=~')) {
      at += 3;
      return conditionCompare(asked, first, sign.text, right);
    }
    if (first.operator && UNARY.test(first.text)) {
      if (sign === undefined) return fail(sign);
      at += 2;
      return unary(asked, first.text, sign.text);
    }
    at += 1;
    return first.text !== '';
  };
  const value = or(0);
  if (at < words.length) fail(words[at]);
  return value;
}

function conditionCompare(asked: Asked, a: ConditionWord, sign: string, b: ConditionWord): boolean {
  if (sign === '=~') {
    const regex = compileRegex(b.regex);
    if (!regex.ok) throw new TestFault('syntax error in regular expression');
    return regex.value.find(a.text) !== null;
  }
  if (COMPARISONS[sign] !== undefined) {
    const value = (word: ConditionWord): string => String(evaluate(word.text, asked.variables));
    return compare(sign, value(a), value(b));
  }
  if (sign === '<' || sign === '>') return compare(sign, a.text, b.text);
  return b.fits(a.text) === (sign !== '!=');
}
