/** `awk`: fields of lines, chosen and printed. What prints: mawk 1.3.4, Debian's. */
import { ok, type Result } from '../../../base/result';
import { failed, notYet, type Command, type CommandIo, type Outcome } from '../../command';
import { readOptions } from '../../options';
import { withErrors } from '../../written';
import {
  parseAwk,
  unescape,
  VARIABLES_LATER,
  type Expression,
  type Rule,
  type Sign,
  type Statement,
} from './awk.parse';
import { escaped, finder, translate } from './regex';
import { inputs, textOf } from './text';

/** A field that looks like a number is one where it is compared (POSIX's numeric strings). */
type Value = number | { readonly text: string; readonly looks: boolean };

interface Machine {
  readonly vars: Map<string, Value>;
  line: string;
  fields: readonly string[];
  number: number;
  /** Printed so far. */
  text: string;
}

/** Longest text a program may make (characters), and most it may print. */
const TEXT_MAX = 65_536;
const PRINTED_MAX = 4_000_000;
/** Last field that is asked for. */
const FIELD_MAX = 32_767;

/** Thrown inside this file only: what the real one would do, and this one does not. */
class Refused extends Error {}
/** Thrown inside this file only: what ends a program. */
class RunTimeError extends Error {}

export const awk: Command = {
  kind: 'awk',
  summary: 'pattern scanning and text processing language',
  usage: ['awk [ -F CHAR ] [ -v NAME=VALUE ] PROGRAM [ FILE ... ]'],
  about: { '-F': 'sets the field separator, FS', '-v': 'assigns value to program variable var' },
  // At the end of its input alone END is reached.
  streams: (words) => !words.some((word) => /\bEND\b/.test(word)),
  run(io, argv): Outcome {
    const { given, all, words, fault } = readOptions(argv.slice(1), { letters: 'F:v:f:W:', wordsEnd: true });
    if (fault !== null) {
      if (fault.option.length > 1) return notYet(`awk --${fault.option}`);
      return failed(2, `awk: not an option: -${fault.option}`);
    }
    const later = ['f', 'W'].find((letter) => given.has(letter));
    if (later !== undefined) return notYet(`awk -${later}`);
    const [program, ...names] = words;
    if (program === undefined) return notYet('awk without a program');
    const rules = parseAwk(program);
    if (!rules.ok) return notYet(`awk '${rules.error}'`);
    const machine: Machine = { vars: new Map(), line: '', fields: [], number: 0, text: '' };
    for (const [name, text] of Object.entries({ FS: ' ', OFS: ' ', ORS: '\n' }))
      machine.vars.set(name, plain(text));
    try {
      if (given.has('F')) assign(machine, `FS=${given.get('F') ?? ''}`);
      for (const one of all.get('v') ?? [])
        if (!assign(machine, one)) return failed(2, `awk: improper assignment: -v ${one}`);
      return runProgram(io, machine, rules.value, names);
    } catch (error) {
      if (error instanceof Refused) return notYet(error.message);
      if (error instanceof RunTimeError) return withErrors(outcomeOf(machine, 2), `awk: ${error.message}`);
      throw error;
    }
  },
};

function runProgram(
  io: CommandIo,
  machine: Machine,
  rules: readonly Rule[],
  names: readonly string[],
): Outcome {
  const edge = (when: 'BEGIN' | 'END'): void => {
    for (const rule of rules) if (rule.when === when) runRule(machine, rule);
  };
  edge('BEGIN');
  if (rules.every(({ when }) => when === 'BEGIN')) return outcomeOf(machine, 0);
  let read = false;
  for (const name of names) {
    if (assign(machine, name)) continue;
    read = true;
    readInput(io, machine, rules, name);
  }
  if (!read) readInput(io, machine, rules, '-');
  edge('END');
  return outcomeOf(machine, 0);
}

/** Holds the lines of a file against the rules. */
function readInput(io: CommandIo, machine: Machine, rules: readonly Rule[], name: string): void {
  let [separator, split]: [string, Split | null] = ['', null];
  for (const input of inputs(io, [name])) {
    if ('fault' in input) {
      const { fault } = input;
      throw new RunTimeError(
        fault === 'Is a directory' ? `read error (${fault})` : `cannot open ${name} (${fault})`,
      );
    }
    for (const line of textOf(input.text).lines) {
      const wanted = textFor(machine.vars.get('FS') ?? plain(' '));
      // FS is heeded from the next line on.
      if (split === null || wanted !== separator) [separator, split] = [wanted, splitter(wanted)];
      machine.line = line;
      machine.fields = split(line);
      machine.number += 1;
      for (const rule of rules) {
        if (rule.when === 'BEGIN' || rule.when === 'END') continue;
        if (rule.when === null || isTrue(valueOf(machine, rule.when))) runRule(machine, rule);
      }
    }
  }
}

/** `NAME=VALUE`, of -v and among the files; false where it is none. */
function assign(machine: Machine, text: string): boolean {
  const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) return false;
  if (VARIABLES_LATER.test(name) || /^(?:NF|NR|FNR)$/.test(name)) throw new Refused(`awk '${name}='`);
  machine.vars.set(name, fieldValue(unescape(value)));
  return true;
}

function outcomeOf({ text }: Machine, exitCode: number): Outcome {
  const { lines, unterminated } = textOf(text);
  return { exitCode, stdout: lines, stderr: [], pid: null, ...(unterminated && { unterminated }) };
}

type Split = (line: string) => readonly string[];

function splitter(separator: string): Split {
  if (separator === ' ') return (line) => line.split(/[ \t\n]+/).filter((word) => word !== '');
  if (separator === '') return (line) => Array.from(line);
  const source: Result<string, string> =
    separator.length === 1
      ? ok(separator === '\\' ? '\\\\' : escaped(separator))
      : translate(separator, true, 'awk');
  const regex = source.ok ? finder(source.value) : source;
  if (!regex.ok) throw new Refused(`awk with FS='${separator}'`);
  return (line) => {
    const fields: string[] = [];
    let from = 0;
    if (line === '') return fields;
    for (let span = regex.value.find(line, 0); span !== null && span.end > span.start;) {
      fields.push(line.slice(from, span.start));
      from = span.end;
      span = regex.value.find(line, from);
    }
    return [...fields, line.slice(from)];
  };
}

function runRule(machine: Machine, { does }: Rule): void {
  if (does === null) print(machine, machine.line);
  else for (const statement of does) runStatement(machine, statement);
}

function print(machine: Machine, text: string): void {
  machine.text += text + textFor(machine.vars.get('ORS') ?? plain('\n'));
  if (machine.text.length > PRINTED_MAX) throw new Refused('awk that prints so much');
}

function runStatement(machine: Machine, statement: Statement): void {
  if (statement.kind === 'set') {
    machine.vars.set(statement.name, valueOf(machine, statement.to));
    return;
  }
  const { items } = statement;
  if (items.length === 0) {
    print(machine, machine.line);
    return;
  }
  const between = textFor(machine.vars.get('OFS') ?? plain(' '));
  let text = '';
  for (const [at, item] of items.entries())
    text = bounded((at === 0 ? '' : text + between) + textFor(valueOf(machine, item)));
  print(machine, text);
}

/** A text that may be so long. */
function bounded(text: string): string {
  if (text.length > TEXT_MAX) throw new Refused(`awk with texts of more than ${String(TEXT_MAX)} characters`);
  return text;
}

/** What strtod(3) reads, and with it mawk; hexadecimal too. */
const NUMBER = /^\s*([-+]?)(0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|inf(?:inity)?)/i;
const WHOLE_NUMBER = new RegExp(`${NUMBER.source}\\s*$`, 'i');

function fieldValue(text: string): Value {
  return { text, looks: WHOLE_NUMBER.test(text) };
}

function plain(text: string): Value {
  return { text, looks: false };
}

function numberFor(value: Value): number {
  if (typeof value === 'number') return value;
  if (/^\s*[-+]?nan/i.test(value.text)) throw new Refused("awk with 'nan' as a number");
  const [, sign, digits = '0'] = NUMBER.exec(value.text) ?? [];
  const number = /^inf/i.test(digits) ? Infinity : Number(digits);
  return sign === '-' ? -number : number;
}

/** Largest number that mawk 1.3.4 prints as an integer; its negative one is the smallest. */
const INTEGER_MAX = 2_147_483_647;

/** Integers as they are, others as `%.6g` prints them. What is no number is negative where division by 0 made it (x86-64). */
function textFor(value: Value): string {
  if (typeof value !== 'number') return value.text;
  if (Number.isNaN(value)) return '-nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && Math.abs(value) <= INTEGER_MAX) return String(value);
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
      if (place < 0) throw new RunTimeError(`run time error: negative field index $${String(place)}`);
      if (!(place <= FIELD_MAX)) throw new Refused(`awk '$${String(place)}'`);
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
      return minus(numberFor(valueOf(machine, expression.of)));
    case 'two':
      return twoValues(machine, expression.sign, expression.left, expression.right);
  }
}

/** The sign of what is no number is not known here once it has been turned round. */
function minus(value: number): number {
  if (Number.isNaN(value)) throw new Refused("awk with '-' before nan");
  return -value;
}

function twoValues(machine: Machine, sign: Sign, leftSide: Expression, rightSide: Expression): Value {
  const left = valueOf(machine, leftSide);
  if (sign === '||') return isTrue(left) || isTrue(valueOf(machine, rightSide)) ? 1 : 0;
  if (sign === '&&') return isTrue(left) && isTrue(valueOf(machine, rightSide)) ? 1 : 0;
  const right = valueOf(machine, rightSide);
  if (sign === 'join') return plain(bounded(textFor(left) + textFor(right)));
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
