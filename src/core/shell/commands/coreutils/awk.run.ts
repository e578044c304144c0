/** Runs programs of `awk`. What prints: mawk 1.3.4, Debian's. */
import type { Regex } from '../../../base/regex';
import { builtin } from './awk.functions';
import { NOT_GIVEN, type Evaluator, type Machine } from './awk.machine';
import type { Expression, Program, Reference, Rule, Sign, Statement } from './awk.types';
import {
  bounded,
  compare,
  formatted,
  isTrue,
  NOTHING,
  numberFor,
  plain,
  Refused,
  textFor,
  type Comparison,
  type Value,
} from './awk.values';
import { finder, translate } from './regex';

/** What a pattern costs that is made while a program runs, as characters; texts are put together so much faster than they are read. */
const PATTERN_COST = 2000;
const JOIN_GAIN = 8;
/** So many statements and expressions within one another fit into the stack of any browser. */
const DEPTH_MAX = 500;

/** Thrown while a program runs: where it goes on. */
export class Leave extends Error {
  constructor(
    readonly how: 'next' | 'exit' | 'break' | 'continue' | 'return',
    readonly value: Value | null = null,
  ) {
    super(how);
  }
}

export class Runner implements Evaluator {
  /** Rules of a range that is open. */
  private readonly open = new Set<Rule>();
  private readonly patterns = new Map<string, Regex>();
  /** Statements and expressions that are being worked out, each within the one before. */
  private depth = 0;

  constructor(
    readonly machine: Machine,
    private readonly program: Program,
  ) {}

  edge(when: 'BEGIN' | 'END'): void {
    for (const rule of this.program.rules) if (rule.when === when) this.run(rule.does ?? []);
  }

  line(line: string): void {
    const { machine } = this;
    machine.read(line);
    machine.number += 1;
    try {
      for (const rule of this.program.rules) {
        if (rule.when === 'BEGIN' || rule.when === 'END' || !this.chosen(rule, rule.when)) continue;
        if (rule.does === null) machine.print(machine.whole() + machine.textOf('ORS'));
        else this.run(rule.does);
      }
    } catch (error) {
      if (!(error instanceof Leave) || error.how !== 'next') throw error;
    }
  }

  private chosen(rule: Rule, when: Expression | null): boolean {
    this.machine.step();
    if (rule.to === null) return when === null || isTrue(this.value(when));
    const begins = this.open.has(rule) || (when !== null && isTrue(this.value(when)));
    if (!begins) return false;
    if (isTrue(this.value(rule.to))) this.open.delete(rule);
    else this.open.add(rule);
    return true;
  }

  private run(statements: readonly Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  private statement(statement: Statement): void {
    const { machine } = this;
    machine.step();
    this.deeper();
    try {
      switch (statement.kind) {
        case 'print': {
          const { items } = statement;
          const texts = items.map((item) => textFor(this.value(item)));
          const text = items.length === 0 ? machine.whole() : bounded(texts.join(machine.textOf('OFS')));
          machine.print(text + machine.textOf('ORS'));
          return;
        }
        case 'printf': {
          const [format = NOTHING, ...values] = statement.items.map((item) => this.value(item));
          const text = formatted(textFor(format), values);
          machine.step(text.length);
          machine.print(text);
          return;
        }
        case 'do':
          this.value(statement.expression);
          return;
        case 'block':
          this.run(statement.body);
          return;
        case 'if':
          if (isTrue(this.value(statement.condition))) this.statement(statement.body);
          else if (statement.otherwise !== null) this.statement(statement.otherwise);
          return;
        case 'while':
          if (statement.after && !this.turn(statement.body)) return;
          while (isTrue(this.value(statement.condition))) if (!this.turn(statement.body)) return;
          return;
        case 'for':
          if (statement.first !== null) this.statement(statement.first);
          while (statement.condition === null || isTrue(this.value(statement.condition))) {
            if (!this.turn(statement.body)) return;
            if (statement.step !== null) this.statement(statement.step);
          }
          return;
        case 'each':
          machine.step(machine.array(statement.array).size);
          for (const key of [...machine.array(statement.array).keys()]) {
            machine.set(statement.name, { text: key, looks: false });
            if (!this.turn(statement.body)) return;
          }
          return;
        case 'delete': {
          const array = machine.array(statement.array);
          if (statement.subscript === null) array.clear();
          else array.delete(this.key(statement.subscript));
          return;
        }
        case 'exit':
          throw new Leave('exit', statement.status === null ? null : this.value(statement.status));
        case 'return':
          throw new Leave('return', statement.value === null ? NOTHING : this.value(statement.value));
        default:
          throw new Leave(statement.kind);
      }
    } finally {
      this.depth -= 1;
    }
  }

  private deeper(): void {
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw new Refused('awk with so much within one another');
  }

  /** A turn of a loop; false when it was the last. */
  private turn(body: Statement): boolean {
    this.machine.step();
    try {
      this.statement(body);
    } catch (error) {
      if (!(error instanceof Leave) || (error.how !== 'break' && error.how !== 'continue')) throw error;
      return error.how === 'continue';
    }
    return true;
  }

  key(subscript: readonly Expression[]): string {
    return subscript.map((one) => textFor(this.value(one))).join(this.machine.textOf('SUBSEP'));
  }

  value(expression: Expression): Value {
    const { machine } = this;
    this.deeper();
    try {
      switch (expression.kind) {
        case 'number':
          return expression.value;
        case 'text':
          return plain(expression.value);
        case 'name':
          return machine.get(expression.name);
        case 'field':
          return machine.field(numberFor(this.value(expression.of)));
        case 'element':
          return machine.element(machine.array(expression.array), this.key(expression.subscript));
        case 'in':
          return machine.arrayOrNull(expression.array)?.has(this.key(expression.subscript)) === true ? 1 : 0;
        case 'matches': {
          const text = expression.of === null ? machine.whole() : textFor(this.value(expression.of));
          machine.step(text.length);
          return this.pattern(expression.regex).find(text) === null ? 0 : 1;
        }
        case 'not':
          return isTrue(this.value(expression.of)) ? 0 : 1;
        case 'minus':
          return minus(numberFor(this.value(expression.of)));
        case 'plus':
          return numberFor(this.value(expression.of));
        case 'choice':
          return this.value(isTrue(this.value(expression.of)) ? expression.yes : expression.no);
        case 'set': {
          const to = this.value(expression.to);
          const { sign, target } = expression;
          const value = sign === null ? to : arithmetic(sign, numberFor(this.value(target)), numberFor(to));
          this.assign(target, value);
          return value;
        }
        case 'step': {
          const before = numberFor(this.value(expression.target));
          this.assign(expression.target, before + expression.by);
          return expression.before ? before : before + expression.by;
        }
        case 'call':
          return this.call(expression.name, expression.of);
        case 'two':
          return this.two(expression.sign, expression.left, expression.right);
      }
    } finally {
      this.depth -= 1;
    }
  }

  assign(target: Reference, value: Value): void {
    this.machine.assign(target, value, {
      key: () => (target.kind === 'element' ? this.key(target.subscript) : ''),
      field: () => (target.kind === 'field' ? numberFor(this.value(target.of)) : 0),
    });
  }

  /** A pattern, or a text that is one. */
  pattern(of: Regex | Expression): Regex {
    if ('find' in of) return of;
    if (of.kind === 'matches' && of.of === null) return this.pattern(of.regex);
    const text = textFor(this.value(of));
    let regex = this.patterns.get(text);
    if (regex === undefined) {
      this.machine.step(PATTERN_COST);
      const source = translate(text, true, 'awk');
      const made = source.ok ? finder(source.value) : source;
      if (!made.ok) throw new Refused(`awk with the pattern '${text}'`);
      regex = made.value;
      this.patterns.set(text, regex);
    }
    return regex;
  }

  private two(sign: Sign, leftSide: Expression, rightSide: Expression): Value {
    const left = this.value(leftSide);
    if (sign === '||') return isTrue(left) || isTrue(this.value(rightSide)) ? 1 : 0;
    if (sign === '&&') return isTrue(left) && isTrue(this.value(rightSide)) ? 1 : 0;
    const right = this.value(rightSide);
    if (sign === 'join') {
      const text = bounded(textFor(left) + textFor(right));
      this.machine.step(text.length / JOIN_GAIN);
      return plain(text);
    }
    if (/^[-+*/%^]$/.test(sign)) return arithmetic(sign, numberFor(left), numberFor(right));
    return compare(sign as Comparison, left, right) ? 1 : 0;
  }

  private call(name: string, of: readonly Expression[]): Value {
    const own = this.program.functions.get(name);
    if (own === undefined) return builtin(this, name, of);
    if (of.length > own.parameters.length) throw new Refused(`awk's ${name} with so many arguments`);
    const locals = new Map(
      own.parameters.map((parameter, at) => {
        const given = of[at];
        if (given === undefined) return [parameter, { value: NOTHING, ...NOT_GIVEN }] as const;
        if (given.kind !== 'name') return [parameter, { value: this.value(given), ...NOT_GIVEN }] as const;
        const array = this.machine.arrayOrNull(given.name);
        const value = array === null ? this.value(given) : NOTHING;
        // What nobody has set yet may become an array within, and is one for the caller then.
        return [parameter, { value, array, made: this.machine.maker(given.name) }] as const;
      }),
    );
    return this.machine.within(locals, () => {
      try {
        this.run(own.body);
      } catch (error) {
        if (error instanceof Leave && error.how === 'return') return error.value ?? NOTHING;
        throw error;
      }
      return NOTHING;
    });
  }
}

/** The sign of what is no number is not known here once it has been turned round. */
function minus(value: number): number {
  if (Number.isNaN(value)) throw new Refused("awk with '-' before nan");
  return -value;
}

function arithmetic(sign: Sign, a: number, b: number): number {
  switch (sign) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return power(a, b);
  }
}

/** Whole powers alone: others differ in their last bit from browser to browser. */
function power(a: number, b: number): number {
  if (!Number.isInteger(b) || Math.abs(b) > 1024) throw new Refused(`awk's ${String(a)}^${String(b)}`);
  let result = 1;
  for (let i = 0; i < Math.abs(b); i += 1) result *= a;
  return b < 0 ? 1 / result : result;
}
