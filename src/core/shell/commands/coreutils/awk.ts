/** `awk`: fields of lines, chosen and printed. What prints: mawk 1.3.4, Debian's. */
import { ok, type Result } from '../../../base/result';
import { failed, notYet, type Command, type Outcome } from '../../command';
import { readOptions } from '../../options';
import { Writing } from '../../written';
import { parseAwk, type Expression, type Rule, type Sign, type Statement } from './awk.parse';
import { escaped, finder, translate } from './regex';
import { inputs, textOf } from './text';

/** A field that looks like a number is one where it is compared (POSIX's numeric strings). */
type Value = number | { readonly text: string; readonly looks: boolean };

interface Machine {
  readonly split: (line: string) => readonly string[];
  readonly vars: Map<string, Value>;
  line: string;
  fields: readonly string[];
  number: number;
}

export const awk: Command = {
  kind: 'awk',
  summary: 'pattern scanning and text processing language',
  usage: ['awk [ -F CHAR ] [ -v NAME=VALUE ] PROGRAM [ FILE ... ]'],
  about: { '-F': 'sets the field separator, FS', '-v': 'assigns value to program variable var' },
  // At the end of its input alone END is reached.
  streams: (words) => !words.some((word) => /\bEND\b/.test(word)),
  run(io, argv): Outcome {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: 'F:v:f:' });
    if (fault !== null) return failed(2, `awk: not an option: -${fault.option}`);
    if (given.has('f')) return notYet('awk -f');
    const [program, ...names] = words;
    if (program === undefined) return notYet('awk without a program');
    const rules = parseAwk(program);
    if (!rules.ok) return notYet(`awk '${rules.error}'`);
    const split = splitter(given.get('F') ?? ' ');
    if (!split.ok) return split.error;
    const machine: Machine = { split: split.value, vars: new Map(), line: '', fields: [], number: 0 };
    const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(given.get('v') ?? '') ?? [];
    if (name !== undefined) machine.vars.set(name, fieldValue(value));
    const writing = new Writing();
    const edge = (when: 'BEGIN' | 'END'): void => {
      for (const rule of rules.value) if (rule.when === when) runRule(machine, rule, writing);
    };
    edge('BEGIN');
    if (rules.value.some(({ when }) => when !== 'BEGIN')) {
      for (const input of inputs(io, names)) {
        if ('fault' in input) {
          writing.err(`awk: cannot open ${input.name} (${input.fault})`);
          return writing.outcome(2);
        }
        for (const line of textOf(input.text).lines) {
          machine.line = line;
          machine.fields = split.value(line);
          machine.number += 1;
          for (const rule of rules.value) {
            if (rule.when === 'BEGIN' || rule.when === 'END') continue;
            if (rule.when === null || isTrue(valueOf(machine, rule.when))) runRule(machine, rule, writing);
          }
        }
      }
      edge('END');
    }
    return writing.outcome(0);
  },
};

function splitter(separator: string): Result<Machine['split'], Outcome> {
  if (separator === ' ') return ok((line) => line.split(/[ \t\n]+/).filter((word) => word !== ''));
  if (separator === 't') return splitter('\t');
  const source =
    separator.length === 1
      ? ok(separator === '\\' ? '\\\\' : escaped(separator))
      : translate(separator, true);
  const regex = source.ok ? finder(source.value) : source;
  if (!regex.ok)
    return { ok: false, error: failed(2, `awk: regular expression compile failed (${regex.error})`) };
  return ok((line) => {
    const fields: string[] = [];
    let from = 0;
    if (line === '') return fields;
    for (let span = regex.value.find(line, 0); span !== null && span.end > span.start;) {
      fields.push(line.slice(from, span.start));
      from = span.end;
      span = regex.value.find(line, from);
    }
    return [...fields, line.slice(from)];
  });
}

function runRule(machine: Machine, { does }: Rule, writing: Writing): void {
  if (does === null) writing.out(machine.line);
  else for (const statement of does) runStatement(machine, statement, writing);
}

function runStatement(machine: Machine, statement: Statement, writing: Writing): void {
  if (statement.kind === 'set') {
    machine.vars.set(statement.name, valueOf(machine, statement.to));
    return;
  }
  const { items } = statement;
  const separator = machine.vars.get('OFS');
  const between = separator === undefined ? ' ' : textFor(separator);
  const text =
    items.length === 0 ? machine.line : items.map((item) => textFor(valueOf(machine, item))).join(between);
  writing.out(...text.split('\n'));
}

function fieldValue(text: string): Value {
  return { text, looks: /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text) };
}

function plain(text: string): Value {
  return { text, looks: false };
}

function numberFor(value: Value): number {
  if (typeof value === 'number') return value;
  return Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(value.text)?.[0] ?? 0);
}

/** Integers as they are, others as `%.6g` prints them. */
function textFor(value: Value): string {
  if (typeof value !== 'number') return value.text;
  if (Number.isInteger(value)) return String(value);
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  return sixDigits(value);
}

function sixDigits(value: number): string {
  const exponent = Number(value.toExponential(5).split('e')[1]);
  if (exponent < -4 || exponent >= 6) {
    const [digits = '', power = ''] = value.toExponential(5).split('e');
    const sign = power.startsWith('-') ? '-' : '+';
    return `${digits.replace(/\.?0+$/, '')}e${sign}${power.replace(/^[-+]/, '').padStart(2, '0')}`;
  }
  const fixed = value.toFixed(5 - exponent);
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}

function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  return value.looks ? numberFor(value) !== 0 : value.text !== '';
}

function valueOf(machine: Machine, expression: Expression): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'text':
      return plain(expression.value);
    case 'name':
      if (expression.name === 'NR' || expression.name === 'FNR') return machine.number;
      if (expression.name === 'NF') return machine.fields.length;
      return machine.vars.get(expression.name) ?? { text: '', looks: true };
    case 'field': {
      const place = Math.trunc(numberFor(valueOf(machine, expression.of)));
      return fieldValue(place === 0 ? machine.line : (machine.fields[place - 1] ?? ''));
    }
    case 'length':
      return Array.from(textFor(valueOf(machine, expression.of))).length;
    case 'matches': {
      const text = expression.of === null ? machine.line : textFor(valueOf(machine, expression.of));
      return expression.regex.find(text) === null ? 0 : 1;
    }
    case 'not':
      return isTrue(valueOf(machine, expression.of)) ? 0 : 1;
    case 'minus':
      return -numberFor(valueOf(machine, expression.of));
    case 'two':
      return twoValues(machine, expression.sign, expression.left, expression.right);
  }
}

function twoValues(machine: Machine, sign: Sign, leftSide: Expression, rightSide: Expression): Value {
  const left = valueOf(machine, leftSide);
  if (sign === '||') return isTrue(left) || isTrue(valueOf(machine, rightSide)) ? 1 : 0;
  if (sign === '&&') return isTrue(left) && isTrue(valueOf(machine, rightSide)) ? 1 : 0;
  const right = valueOf(machine, rightSide);
  if (sign === 'join') return plain(textFor(left) + textFor(right));
  const [a, b] = [numberFor(left), numberFor(right)];
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
      return compare(sign, left, right) ? 1 : 0;
  }
}

function compare(sign: '<' | '<=' | '==' | '!=' | '>' | '>=', left: Value, right: Value): boolean {
  const numeric = [left, right].every((value) => typeof value === 'number' || value.looks);
  const [a, b] = numeric ? [numberFor(left), numberFor(right)] : [textFor(left), textFor(right)];
  switch (sign) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}
