/** What a template of `-o jsonpath` finds. Source: kubernetes v1.34 client-go util/jsonpath/jsonpath.go, with allowMissingKeys. */
import type { Json } from '../../../base/json';
import { isJsonList, isJsonObject } from '../../../base/json';
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import type { Bound, Step, Template } from './jsonpath.parse';

/** The values each block of a template finds, one after the other. */
export type Findings = readonly (readonly Json[])[];

/** Thrown inside this file only. */
class Failed extends Error {}

/** Values that a template may come by; each step may multiply them. */
const VALUES_MAX = 100_000;

/** Executes a template; the error is in Go's words. */
export function findByTemplate(template: Template, value: Json): Result<Findings, string> {
  try {
    return ok(new Run(template).from(0, [value], 0).found);
  } catch (problem) {
    if (problem instanceof Failed) return err(problem.message);
    throw problem;
  }
}

class Run {
  private values = 0;

  constructor(private readonly template: Template) {}

  /** From a block on, up to the `{end}` of the `{range}` one is in; and the block behind it. */
  from(start: number, current: readonly Json[], depth: number): { found: Findings; next: number } {
    const found: (readonly Json[])[] = [];
    let at = start;
    while (at < this.template.length) {
      const block = this.template[at] ?? [];
      const word = block.find((step) => step.kind === 'word')?.word;
      if (word === 'end') {
        if (depth === 0) throw new Failed('not in range, nothing to end');
        return { found, next: at + 1 };
      }
      const values = this.walk(block, current);
      at += 1;
      if (word !== 'range') {
        found.push(values);
        continue;
      }
      // What is inside is read once for nothing, so that its end is found.
      const turns = values.length === 0 ? [null] : values;
      let next = at;
      for (const turn of turns) {
        const inside = this.from(at, [turn], depth + 1);
        if (values.length > 0) found.push(...inside.found);
        next = inside.next;
      }
      at = next;
    }
    return { found, next: at };
  }

  private walk(steps: readonly Step[], current: readonly Json[]): readonly Json[] {
    return steps.reduce((values, step) => {
      const found = this.taken(step, values);
      this.values += found.length;
      if (this.values > VALUES_MAX) throw new Failed('packetwalk: so many values are not looked at');
      return found;
    }, current);
  }

  private taken(step: Step, values: readonly Json[]): readonly Json[] {
    switch (step.kind) {
      case 'text':
        return [step.text];
      case 'constant':
        return values.map(() => step.value);
      case 'word':
        if (step.word !== 'range') throw new Failed(`unrecognized identifier ${step.word}`);
        return values;
      case 'field':
        return step.name === '' ? [] : values.flatMap((value) => fieldOf(value, step.name));
      case 'wildcard':
        return values.flatMap(membersOf);
      case 'recursive':
        return descend(values);
      case 'slice':
        return values.flatMap((value) => sliceOf(value, step.bounds));
      case 'union':
        return step.members.flatMap((member) => this.walk(member, values));
      case 'filter':
        return values.flatMap((value) => this.filtered(value, step));
    }
  }

  private filtered(value: Json, { left, operator, right }: Step & { kind: 'filter' }): readonly Json[] {
    if (value === null) return [];
    if (!isJsonList(value))
      throw new Failed(`${JSON.stringify(value)} is not array or slice and cannot be filtered`);
    return value.filter((one) => {
      const lefts = this.walk(left, [one]);
      if (operator === 'exists') return lefts.length > 0;
      const rights = this.walk(right, [one]);
      const [a] = lefts;
      const [b] = rights;
      if (a === undefined || b === undefined) return false;
      if (lefts.length > 1 || rights.length > 1) throw new Failed('can only compare one element at a time');
      return compared(a, operator, b);
    });
  }
}

function fieldOf(value: Json, name: string): readonly Json[] {
  const found = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return found === undefined ? [] : [found];
}

function membersOf(value: Json): readonly Json[] {
  if (isJsonList(value)) return value;
  if (!isJsonObject(value)) return [];
  return keysOf(value).map((key) => value[key] as Json);
}

/** Go's maps have no order; here it is that of the keys. */
function keysOf(value: Readonly<Record<string, Json | undefined>>): string[] {
  return Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
}

function descend(values: readonly Json[]): readonly Json[] {
  return values.flatMap((value) => {
    const members = membersOf(value);
    return members.length === 0 ? [] : [value, ...descend(members)];
  });
}

function sliceOf(value: Json, [from, to, by]: readonly [Bound, Bound, Bound]): readonly Json[] {
  if (value === null) return [];
  if (!isJsonList(value)) throw new Failed(`${goType(value)} is not array or slice`);
  const { length } = value;
  let first = from.known ? from.value : 0;
  if (first < 0) first += length;
  let last = to.known ? to.value : length;
  if (last < 0 || (last === 0 && to.derived)) last += length;
  if (last === first) return [];
  const outside = (index: number): Failed =>
    new Failed(`array index out of bounds: index ${index}, length ${length}`);
  if (first >= length || first < 0) throw outside(first);
  if (last > length || last < 0) throw outside(last - 1);
  if (first > last) throw new Failed(`starting index ${first} is greater than ending index ${last}`);
  if (by.known && by.value <= 0) throw new Failed('step must be > 0');
  const step = by.known ? by.value : 1;
  return value.slice(first, last).filter((_, index) => index % step === 0);
}

function compared(a: Json, operator: string, b: Json): boolean {
  if (!['<', '>', '==', '!=', '<=', '>='].includes(operator)) {
    throw new Failed(`unrecognized filter operator ${operator}`);
  }
  if (typeof a !== typeof b || typeof a === 'object') throw new Failed('incompatible types for comparison');
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  if (typeof a === 'boolean') throw new Failed('invalid type for comparison');
  const order = a === b ? 0 : a < (b as string | number) ? -1 : 1;
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

function goType(value: Json): string {
  if (isJsonObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** A value as a template prints it: what has members as JSON. */
export function findingText(value: Json): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? JSON.stringify(inOrder(value)) : String(value);
}

function inOrder(value: Json): Json {
  if (isJsonList(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(keysOf(value).map((key) => [key, inOrder(value[key] as Json)]));
}

/** A value in Go's notation: `%v` as columns have it, `%#v` as complaints do. */
export function goText(value: Json, full: boolean): string {
  if (value === null) return full ? 'interface {}(nil)' : '<nil>';
  if (isJsonList(value)) {
    const items = value.map((item) => goText(item, full));
    return full ? `[]interface {}{${items.join(', ')}}` : `[${items.join(' ')}]`;
  }
  if (isJsonObject(value)) {
    const pairs = keysOf(value).map((key) => {
      const text = goText(value[key] as Json, full);
      return full ? `${JSON.stringify(key)}:${text}` : `${key}:${text}`;
    });
    return full ? `map[string]interface {}{${pairs.join(', ')}}` : `map[${pairs.join(' ')}]`;
  }
  return full && typeof value === 'string' ? JSON.stringify(value) : String(value);
}
