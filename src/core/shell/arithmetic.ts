/** Arithmetic of bash: integers of 64 bits, the operators of C with their precedence, assignments. Texts: bash 5.2. */

/** What an expression reads and sets. */
export interface Variables {
  readonly get: (name: string) => string;
  readonly set: (name: string, value: string) => void;
}

/** Ends an evaluation; the message is what bash says behind the expression. */
export class ArithmeticFault extends Error {}

/** Characters an expression may have, and how deep one may refer to another. */
const LENGTH_MAX = 2000;
const DEPTH_MAX = 20;
const TOKEN =
  /\s*(\d+#[\dA-Za-z@_]+|0[xX][\dA-Fa-f]*|\d\w*|[A-Za-z_]\w*|\*\*=?|<<=?|>>=?|\+\+|--|&&|\|\||[-+*/%&|^<>=!]=|[-+*/%&|^<>=!~?:,()])/y;

/** From the loosest; all but `**` and the assignments lead to the left. */
const BINARY: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=', '**='];

export function evaluate(text: string, variables: Variables, depth = 0): bigint {
  if (text.trim() === '') return 0n;
  if (text.length > LENGTH_MAX) throw new ArithmeticFault('packetwalk: so long an expression is not read');
  if (depth > DEPTH_MAX)
    throw new ArithmeticFault(
      `bash: ${text}: expression recursion level exceeded (error token is "${text}")`,
    );
  return new Evaluation(text, variables, depth).whole();
}

interface Token {
  readonly text: string;
  readonly at: number;
}

class Evaluation {
  private readonly tokens: readonly Token[];
  private at = 0;
  /** Within a branch that is not taken nothing is set, and nothing divided. */
  private idle = 0;
  private nesting = 0;

  constructor(
    private readonly text: string,
    private readonly variables: Variables,
    private readonly depth: number,
  ) {
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    for (;;) {
      const from = TOKEN.lastIndex;
      const match = TOKEN.exec(text);
      if (match === null) {
        const rest = text.slice(from);
        if (rest.trim() !== '') this.fail('syntax error: operand expected', rest.trimStart());
        break;
      }
      const word = match[1] ?? '';
      tokens.push({ text: word, at: TOKEN.lastIndex - word.length });
    }
    this.tokens = tokens;
  }

  whole(): bigint {
    const value = this.comma();
    if (this.at < this.tokens.length) this.fail('syntax error in expression', this.rest());
    return value;
  }

  private comma(): bigint {
    let value = this.assignment();
    while (this.take(',')) value = this.assignment();
    return value;
  }

  private assignment(): bigint {
    const name = this.peek();
    const sign = this.tokens[this.at + 1]?.text ?? '';
    if (!isName(name) || !ASSIGNMENTS.includes(sign)) return this.conditional();
    this.at += 2;
    const value = this.deeper(() => this.assignment());
    const result = sign === '=' ? value : this.apply(sign.slice(0, -1), this.valueOf(name), value);
    return this.set(name, result);
  }

  private conditional(): bigint {
    const condition = this.binary(0);
    if (!this.take('?')) return condition;
    const first = this.perhaps(condition !== 0n, () => this.comma());
    if (!this.take(':')) this.fail("`:' expected for conditional expression", this.rest() || this.last());
    const second = this.perhaps(condition === 0n, () => this.conditional());
    return condition === 0n ? second : first;
  }

  private binary(level: number): bigint {
    const signs = BINARY[level];
    if (signs === undefined) return this.power();
    let left = this.binary(level + 1);
    while (signs.includes(this.peek())) {
      const sign = this.peek();
      this.at += 1;
      if (sign === '&&' || sign === '||') {
        const needed = (left !== 0n) === (sign === '&&');
        const right = this.perhaps(needed, () => this.binary(level + 1));
        left = (needed ? right !== 0n : left !== 0n) ? 1n : 0n;
      } else left = this.apply(sign, left, this.binary(level + 1));
    }
    return left;
  }

  private power(): bigint {
    const base = this.unary();
    if (!this.take('**')) return base;
    return this.apply(
      '**',
      base,
      this.deeper(() => this.power()),
    );
  }

  private unary(): bigint {
    const sign = this.peek();
    if (sign === '++' || sign === '--') {
      const name = this.tokens[this.at + 1]?.text ?? '';
      if (isName(name)) {
        this.at += 2;
        return this.set(name, wrap(this.valueOf(name) + (sign === '++' ? 1n : -1n)));
      }
    }
    if (sign !== '' && '!~+-'.includes(sign.charAt(0)) && sign.length <= 2 && !sign.endsWith('=')) {
      this.at += 1;
      const value = this.deeper(() => this.unary());
      if (sign === '!') return value === 0n ? 1n : 0n;
      if (sign === '~') return ~value;
      return sign === '-' ? wrap(-value) : value;
    }
    return this.operand();
  }

  private operand(): bigint {
    const text = this.peek();
    if (text === '(') {
      this.at += 1;
      const value = this.deeper(() => this.comma());
      if (!this.take(')')) this.fail("missing `)'", this.rest() || this.last());
      return value;
    }
    if (/^\d/.test(text)) {
      this.at += 1;
      return this.number(text);
    }
    if (!isName(text)) this.fail('syntax error: operand expected', this.rest() || this.last());
    this.at += 1;
    const value = this.valueOf(text);
    if (this.peek() === '++' || this.peek() === '--') {
      this.set(text, wrap(value + (this.peek() === '++' ? 1n : -1n)));
      this.at += 1;
    }
    return value;
  }

  private number(text: string): bigint {
    const based = /^(\d+)#(.+)$/.exec(text);
    if (based === null) {
      if (/^0[xX][\da-f]*$/i.test(text)) return wrap(text.length === 2 ? 0n : BigInt(text));
      if (/^0\d*$/.test(text)) {
        if (/[89]/.test(text)) this.fail('value too great for base', text);
        return wrap(BigInt(`0o${text}`));
      }
      if (!/^\d+$/.test(text)) this.fail('value too great for base', text);
      return wrap(BigInt(text));
    }
    const base = Number(based[1]);
    if (base < 2 || base > 36) this.fail('invalid arithmetic base', text);
    let value = 0n;
    for (const digit of (based[2] ?? '').toLowerCase()) {
      const worth = Number.parseInt(digit, 36);
      if (!(worth < base)) this.fail('value too great for base', text);
      value = wrap(value * BigInt(base) + BigInt(worth));
    }
    return value;
  }

  /** A variable may hold an expression. */
  private valueOf(name: string): bigint {
    const text = this.variables.get(name);
    return /^-?[1-9]\d{0,15}$/.test(text) ? BigInt(text) : evaluate(text, this.variables, this.depth + 1);
  }

  private set(name: string, value: bigint): bigint {
    if (this.idle === 0) this.variables.set(name, String(value));
    return value;
  }

  private apply(sign: string, a: bigint, b: bigint): bigint {
    const truth = (yes: boolean): bigint => (yes ? 1n : 0n);
    switch (sign) {
      case '+':
        return wrap(a + b);
      case '-':
        return wrap(a - b);
      case '*':
        return wrap(a * b);
      case '/':
      case '%':
        if (b === 0n && this.idle > 0) return 0n;
        if (b === 0n) this.fail('division by 0', this.text.slice(this.tokens[this.at - 1]?.at ?? 0));
        return wrap(sign === '/' ? a / b : a % b);
      case '**':
        if (b < 0n && this.idle > 0) return 0n;
        if (b < 0n) this.fail('exponent less than 0', this.text.slice(this.tokens[this.at - 1]?.at ?? 0));
        return power(a, b);
      case '<<':
        return wrap(a << (b & 63n));
      case '>>':
        return a >> (b & 63n);
      case '&':
        return a & b;
      case '|':
        return a | b;
      case '^':
        return a ^ b;
      case '==':
        return truth(a === b);
      case '!=':
        return truth(a !== b);
      case '<':
        return truth(a < b);
      case '>':
        return truth(a > b);
      case '<=':
        return truth(a <= b);
      default:
        return truth(a >= b);
    }
  }

  private perhaps(taken: boolean, does: () => bigint): bigint {
    if (!taken) this.idle += 1;
    const value = this.deeper(does);
    if (!taken) this.idle -= 1;
    return value;
  }

  private deeper(does: () => bigint): bigint {
    this.nesting += 1;
    if (this.nesting > 10 * DEPTH_MAX)
      throw new ArithmeticFault('packetwalk: so many parts of an expression within one another are not read');
    const value = does();
    this.nesting -= 1;
    return value;
  }

  private peek(): string {
    return this.tokens[this.at]?.text ?? '';
  }

  private take(text: string): boolean {
    if (this.peek() !== text) return false;
    this.at += 1;
    return true;
  }

  private rest(): string {
    const token = this.tokens[this.at];
    return token === undefined ? '' : this.text.slice(token.at);
  }

  private last(): string {
    return this.text.slice(this.tokens.at(-1)?.at ?? 0);
  }

  private fail(why: string, token: string): never {
    throw new ArithmeticFault(`bash: ${this.text.trimStart()}: ${why} (error token is "${token}")`);
  }
}

function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** By squares, so that a huge exponent takes 64 steps. */
function power(base: bigint, exponent: bigint): bigint {
  let [result, square, left] = [1n, base, exponent];
  for (; left > 0n; left >>= 1n) {
    if (left & 1n) result = wrap(result * square);
    square = wrap(square * square);
  }
  return result;
}
