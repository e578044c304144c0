/** What a program of `awk` has while it runs: variables, arrays, the line and its fields. */
import { ok, type Result } from '../../../base/result';
import {
  bounded,
  fieldValue,
  NOTHING,
  numberFor,
  Refused,
  RunTimeError,
  textFor,
  type Value,
} from './awk.values';
import { escaped, finder, translate } from './regex';
import type { Regex } from '../../../base/regex';
import type { Expression, Reference } from './awk.types';

/** An array, by its subscripts in the order they came. */
export type AwkArray = Map<string, Value>;

/** What works out expressions. */
export interface Evaluator {
  readonly machine: Machine;
  value(expression: Expression): Value;
  /** A pattern, or a text that is one. */
  pattern(of: Regex | Expression): Regex;
  assign(target: Reference, value: Value): void;
}

/** What a name is within a function. */
interface Local {
  value: Value;
  array: AwkArray | null;
  /** Makes the array of the caller's name, when this one turns out to be an array; null where the caller gave none. */
  readonly made: (() => AwkArray) | null;
}

/** A parameter that nobody gave. */
export const NOT_GIVEN: Omit<Local, 'value'> = { array: null, made: null };

/** Last field that is asked for, elements that arrays have, and what a program may do (steps) and print (characters). */
const FIELD_MAX = 32_767;
const ELEMENTS_MAX = 100_000;
const STEPS_MAX = 2_000_000;
/** Characters or fields that are gone through in a step. */
const PER_STEP = 8;
const PRINTED_MAX = 4_000_000;

type Split = (line: string) => readonly string[];

export class Machine {
  readonly vars = new Map<string, Value>();
  private readonly arrays = new Map<string, AwkArray>();
  private readonly frames: Map<string, Local>[] = [];
  private line = '';
  private fields: readonly string[] = [];
  /** The line has to be put together from its fields. */
  private stale = false;
  number = 0;
  /** Printed so far. */
  text = '';
  private steps = 0;
  private separator: string | null = null;
  private split: Split = (line) => [line];

  /** Each step of a program costs, and so does all it goes through in it; one without end is ended. */
  step(size = 0): void {
    this.steps += 1 + Math.floor(size / PER_STEP);
    if (this.steps > STEPS_MAX) throw new Refused('awk that does so much');
  }

  print(text: string): void {
    this.text += text;
    if (this.text.length > PRINTED_MAX) throw new Refused('awk that prints so much');
  }

  variable(name: string): Value {
    return this.vars.get(name) ?? NOTHING;
  }

  textOf(name: 'FS' | 'OFS' | 'ORS' | 'SUBSEP'): string {
    return textFor(this.variable(name));
  }

  /** A new line: FS is heeded from here on. */
  read(line: string): void {
    const wanted = this.textOf('FS');
    if (wanted !== this.separator) [this.separator, this.split] = [wanted, splitter(wanted)];
    this.line = line;
    this.fields = this.split(line);
    this.stale = false;
  }

  whole(): string {
    if (this.stale) this.line = bounded(this.fields.join(this.textOf('OFS')));
    this.stale = false;
    return this.line;
  }

  get count(): number {
    return this.fields.length;
  }

  private place(number: number): number {
    const place = Math.trunc(number);
    if (place < 0) throw new RunTimeError(`run time error: negative field index $${String(place)}`);
    if (!(place <= FIELD_MAX)) throw new Refused(`awk '$${String(place)}'`);
    return place;
  }

  field(number: number): Value {
    const place = this.place(number);
    return fieldValue(place === 0 ? this.whole() : (this.fields[place - 1] ?? ''));
  }

  setField(number: number, value: Value): void {
    const place = this.place(number);
    const text = textFor(value);
    if (place === 0) {
      this.step(text.length);
      this.read(text);
      this.step(PER_STEP * this.count);
      return;
    }
    this.step(Math.max(place, this.count));
    const fields = [...this.fields];
    while (fields.length < place) fields.push('');
    fields[place - 1] = text;
    this.fields = fields;
    this.stale = true;
  }

  setCount(value: Value): void {
    const count = this.place(numberFor(value));
    this.step(count);
    this.fields = Array.from({ length: count }, (_, at) => this.fields[at] ?? '');
    this.stale = true;
  }

  get(name: string): Value {
    const local = this.frames.at(-1)?.get(name);
    if (local !== undefined) return local.value;
    if (name === 'NR' || name === 'FNR') return this.number;
    return name === 'NF' ? this.count : this.variable(name);
  }

  set(name: string, value: Value): void {
    const local = this.frames.at(-1)?.get(name);
    if (local !== undefined) local.value = value;
    else if (name === 'NF') this.setCount(value);
    else this.vars.set(name, value);
  }

  array(name: string): AwkArray {
    return this.arrayIn(this.frames.at(-1), name);
  }

  /** Makes the array of a name as it is meant here, when it is asked for within a function that is called. */
  maker(name: string): () => AwkArray {
    const frame = this.frames.at(-1);
    return () => this.arrayIn(frame, name);
  }

  private arrayIn(frame: Map<string, Local> | undefined, name: string): AwkArray {
    const local = frame?.get(name);
    if (local !== undefined) return (local.array ??= local.made?.() ?? new Map<string, Value>());
    let array = this.arrays.get(name);
    if (array === undefined) this.arrays.set(name, (array = new Map<string, Value>()));
    return array;
  }

  /** The array of that name, if there is one. */
  arrayOrNull(name: string): AwkArray | null {
    const local = this.frames.at(-1)?.get(name);
    return local === undefined ? (this.arrays.get(name) ?? null) : local.array;
  }

  element(array: AwkArray, key: string): Value {
    const found = array.get(key);
    if (found === undefined) this.put(array, key, NOTHING);
    return found ?? NOTHING;
  }

  put(array: AwkArray, key: string, value: Value): void {
    if (!array.has(key) && array.size >= ELEMENTS_MAX) throw new Refused('awk with so many elements');
    array.set(key, value);
  }

  /** Runs within a function. */
  within<T>(locals: Map<string, Local>, run: () => T): T {
    this.frames.push(locals);
    try {
      return run();
    } finally {
      this.frames.pop();
    }
  }

  /** Sets what a reference means; `keyOf` tells the subscript of an element, `fieldOf` the number of a field. */
  assign(target: Reference, value: Value, at: { key: () => string; field: () => number }): void {
    if (target.kind === 'name') this.set(target.name, value);
    else if (target.kind === 'field') this.setField(at.field(), value);
    else this.put(this.array(target.array), at.key(), value);
  }
}

/** What parts a text: blanks, a character, a pattern. */
export function splitter(separator: string | Regex): Split {
  if (typeof separator !== 'string') return (line) => parted(line, separator);
  if (separator === ' ') return (line) => line.split(/[ \t\n]+/).filter((word) => word !== '');
  if (separator === '') return (line) => Array.from(line);
  const source: Result<string, string> =
    separator.length === 1
      ? ok(separator === '\\' ? '\\\\' : escaped(separator))
      : translate(separator, true, 'awk');
  const regex = source.ok ? finder(source.value) : source;
  if (!regex.ok) throw new Refused(`awk with FS='${separator}'`);
  return (line) => parted(line, regex.value);
}

function parted(line: string, regex: Regex): readonly string[] {
  const fields: string[] = [];
  let from = 0;
  if (line === '') return fields;
  for (let span = regex.find(line, 0); span !== null && span.end > span.start;) {
    fields.push(line.slice(from, span.start));
    from = span.end;
    span = regex.find(line, from);
  }
  return [...fields, line.slice(from)];
}
