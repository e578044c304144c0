/** Programs of `awk`, as far as they are understood; anything else is named. Source: POSIX awk, mawk 1.3.4. */
import { err, ok, type Result } from '../../../base/result';
import {
  BUILTINS,
  LATER,
  PROGRAM_MAX,
  Unknown,
  VARIABLES_LATER,
  type AwkFunction,
  type Program,
  type Rule,
  type Statement,
} from './awk.types';
import { ExpressionParser } from './awk.expression';

export function parseAwk(program: string): Result<Program, string> {
  if (program.length > PROGRAM_MAX) return err('…');
  try {
    return ok(new Parser(program).program());
  } catch (error) {
    if (error instanceof Unknown) return err(error.message);
    throw error;
  }
}

class Parser extends ExpressionParser {
  private inFunction = false;

  program(): Program {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (;;) {
      this.passOver(/[\s;]/);
      if (this.at >= this.text.length) break;
      if (this.word('function') || this.word('func')) this.define(functions);
      else rules.push(this.rule());
    }
    for (const name of this.called) if (!functions.has(name)) throw new Unknown(name);
    return { rules, functions };
  }

  private define(functions: Map<string, AwkFunction>): void {
    const name = this.takeName();
    this.need('(');
    const parameters: string[] = [];
    while (!this.take(')')) {
      parameters.push(this.takeName());
      this.take(',');
      this.passOver(/\s/);
    }
    this.passOver(/\s/);
    this.inFunction = true;
    functions.set(name, { parameters, body: this.block() });
    this.inFunction = false;
  }

  private takeName(): string {
    const name = this.peek(/^[A-Za-z_]\w*/);
    if (name === '' || BUILTINS.has(name) || LATER.test(name) || VARIABLES_LATER.test(name)) this.unknown();
    this.at += name.length;
    return name;
  }

  private rule(): Rule {
    const edge = this.peek(/^(?:BEGIN|END)\b/);
    if (edge !== '') {
      this.at += edge.length;
      return { when: edge === 'BEGIN' ? 'BEGIN' : 'END', to: null, does: this.block() };
    }
    const when = this.peek(/^\{/) === '' ? this.expression() : null;
    const to = when !== null && this.take(',') ? this.expression() : null;
    return { when, to, does: this.peek(/^\{/) === '' ? null : this.block() };
  }

  private block(): readonly Statement[] {
    this.need('{');
    const statements: Statement[] = [];
    for (;;) {
      this.passOver(/[\s;]/);
      if (this.take('}')) return statements;
      statements.push(this.statement());
    }
  }

  /** A statement, with what ends it. */
  private statement(): Statement {
    this.passOver(/\s/);
    if (this.peek(/^\{/) !== '') return { kind: 'block', body: this.block() };
    if (this.take(';')) return { kind: 'block', body: [] };
    for (const [name, read] of COMPOUND) if (this.word(name)) return this.deeper(() => read(this.reader));
    const simple = this.simple();
    if (this.peek(/^[;}\n]/) === '' && this.at < this.text.length) this.unknown();
    this.take(';');
    return simple;
  }

  private readonly reader: StatementReader = {
    statement: () => this.statement(),
    condition: () => this.inBrackets(() => this.expression()),
    otherwise: () => {
      const before = this.at;
      this.passOver(/[\s;]/);
      if (this.word('else')) return this.statement();
      this.at = before;
      return null;
    },
    loop: () => this.loop(),
    while: () => {
      this.passOver(/[\s;]/);
      if (!this.word('while')) this.unknown();
      const condition = this.inBrackets(() => this.expression());
      this.take(';');
      return condition;
    },
  };

  private loop(): Statement {
    const [head = '', name = '', array = ''] =
      /^\(\s*([A-Za-z_]\w*)\s+in\s+([A-Za-z_]\w*)\s*\)/.exec(this.rest()) ?? [];
    if (head !== '') {
      this.passOver();
      this.at = this.text.indexOf(head, this.at) + head.length;
      return { kind: 'each', name, array, body: this.statement() };
    }
    this.need('(');
    const first = this.peek(/^;/) === '' ? this.simple() : null;
    this.need(';');
    this.passOver(/\s/);
    const condition = this.peek(/^;/) === '' ? this.expression() : null;
    this.need(';');
    this.passOver(/\s/);
    const step = this.peek(/^\)/) === '' ? this.simple() : null;
    this.need(')');
    return { kind: 'for', first, condition, step, body: this.statement() };
  }

  private simple(): Statement {
    if (this.word('print')) return { kind: 'print', items: this.items() };
    if (this.word('printf')) {
      const items = this.items();
      return items.length === 0 ? this.unknown() : { kind: 'printf', items };
    }
    // mawk has no `next` in functions, and no `return` outside of them.
    if (!this.inFunction && this.word('next')) return { kind: 'next' };
    if (this.word('break')) return { kind: 'break' };
    if (this.word('continue')) return { kind: 'continue' };
    if (this.word('exit')) return { kind: 'exit', status: this.optional() };
    if (this.inFunction && this.word('return')) return { kind: 'return', value: this.optional() };
    if (this.word('delete')) {
      const target = this.reference();
      if (target.kind === 'name') return { kind: 'delete', array: target.name, subscript: null };
      if (target.kind !== 'element') return this.unknown();
      return { kind: 'delete', array: target.array, subscript: target.subscript };
    }
    return { kind: 'do', expression: this.expression() };
  }

  private optional() {
    return this.peek(/^[;}\n]/) !== '' || this.at >= this.text.length ? null : this.expression();
  }

  private items() {
    if (this.peek(/^[;}\n]/) !== '' || this.peek(/^./) === '') return [];
    const before = this.greater;
    const from = this.at;
    // `printf("%d\n", 7)`: the brackets are those of the list, when nothing stands behind them.
    if (this.take('(')) {
      this.greater = true;
      const list = this.list(')');
      this.greater = before;
      if (this.peek(/^[;}\n]/) !== '' || this.peek(/^./) === '') return list;
      this.at = from;
    }
    this.greater = false;
    const items = [this.expression()];
    while (this.take(',')) {
      this.passOver(/\s/);
      items.push(this.expression());
    }
    this.greater = before;
    // `print > "file"`, `print | "command"`.
    if (this.peek(/^[>|]/) !== '') this.unknown();
    return items;
  }
}

/** What reads the parts of a statement. */
interface StatementReader {
  statement(): Statement;
  condition(): Extract<Statement, { kind: 'if' }>['condition'];
  otherwise(): Statement | null;
  loop(): Statement;
  while(): Extract<Statement, { kind: 'if' }>['condition'];
}

const COMPOUND: readonly (readonly [string, (reader: StatementReader) => Statement])[] = [
  [
    'if',
    (reader) => {
      const condition = reader.condition();
      const body = reader.statement();
      return { kind: 'if', condition, body, otherwise: reader.otherwise() };
    },
  ],
  [
    'while',
    (reader) => ({ kind: 'while', condition: reader.condition(), body: reader.statement(), after: false }),
  ],
  [
    'do',
    (reader) => {
      const body = reader.statement();
      return { kind: 'while', body, condition: reader.while(), after: true };
    },
  ],
  ['for', (reader) => reader.loop()],
];
