/** Runs filters over routes. Source: BIRD 1.6.8 filter/filter.c interpret. */
import type { BirdConfig, Expression, Filter, SetItem, Statement } from '../../model/bird.config';
import { inCidr, networkOf, type Ipv4Addr } from '../../wire/addr';
import { fitsPattern } from './config.static';
import {
  assign,
  attribute,
  change,
  type Filtered,
  type FilterFacts,
  type Subject,
} from './filter.attributes';
import { Ended, ENDED, equals, fitsMask, inside, member, numberOf, type Value } from './filter.values';

export interface FilterResult {
  readonly accepted: boolean;
  readonly route: Filtered;
}

/** Statements and expressions a filter may take for one route; what goes on for longer is an error. */
const STEPS_MAX = 20_000;

/** Expressions, statements and functions within one another; deeper ones are an error. */
const DEPTH_MAX = 512;

const NONE: Value = { t: 'none' };

/** A function's `return`. */
class Returned extends Error {
  constructor(readonly value: Value) {
    super('return');
  }
}

interface Run extends Subject {
  readonly functions: BirdConfig['functions'];
  steps: number;
  depth: number;
}

/** Whether a route passes, and what it is afterwards. */
export function runFilter(
  filter: Filter,
  route: Filtered,
  facts: FilterFacts,
  functions: BirdConfig['functions'],
): FilterResult {
  if (filter.kind !== 'code') return { accepted: filter.kind === 'all', route };
  const run: Run = { functions, facts, route, steps: 0, depth: 0 };
  try {
    for (const statement of filter.body) does(run, statement, new Map());
  } catch (end) {
    if (end instanceof Ended) return { accepted: end.how === 'accept', route: run.route };
    if (!(end instanceof Returned)) throw end;
  }
  // A filter that says nothing rejects.
  return { accepted: false, route: run.route };
}

type Locals = Map<string, Value>;

function step(run: Run): void {
  run.steps += 1;
  if (run.steps > STEPS_MAX) throw ENDED.error;
}

/** One level deeper. Whoever catches what is thrown puts the depth back. */
function enter(run: Run): void {
  step(run);
  run.depth += 1;
  if (run.depth > DEPTH_MAX) throw ENDED.error;
}

function does(run: Run, statement: Statement, locals: Locals): void {
  enter(run);
  doesOne(run, statement, locals);
  run.depth -= 1;
}

function doesOne(run: Run, statement: Statement, locals: Locals): void {
  switch (statement.kind) {
    case 'accept':
    case 'reject':
      throw ENDED[statement.kind];
    case 'return':
      throw new Returned(evaluate(run, statement.value, locals));
    case 'block':
      for (const inner of statement.body) does(run, inner, locals);
      return;
    case 'if': {
      const { condition, then, otherwise } = statement;
      if (truth(evaluate(run, condition, locals))) does(run, then, locals);
      else if (otherwise !== null) does(run, otherwise, locals);
      return;
    }
    case 'assign':
      set(run, statement.name, evaluate(run, statement.value, locals), locals);
      return;
    case 'change':
      change(run, statement, statement.value === null ? NONE : evaluate(run, statement.value, locals));
      return;
    case 'call':
      call(run, statement.name, statement.args, locals);
  }
}

function set(run: Run, name: string, value: Value, locals: Locals): void {
  if (locals.has(name) || !assign(run, name, value)) locals.set(name, value);
}

function truth(value: Value): boolean {
  if (value.t === 'bool') return value.v;
  throw ENDED.error;
}

function call(run: Run, name: string, args: readonly Expression[], locals: Locals): Value {
  const definition = run.functions[name];
  if (definition === undefined) throw ENDED.error;
  const own: Locals = new Map(
    definition.params.map((param, i) => {
      const arg = args[i];
      return [param, arg === undefined ? { t: 'none' } : evaluate(run, arg, locals)];
    }),
  );
  const { depth } = run;
  try {
    for (const statement of definition.body) does(run, statement, own);
  } catch (end) {
    if (!(end instanceof Returned)) throw end;
    run.depth = depth;
    return end.value;
  }
  return { t: 'none' };
}

function evaluate(run: Run, expression: Expression, locals: Locals): Value {
  enter(run);
  const value = valueOf(run, expression, locals);
  run.depth -= 1;
  return value;
}

function valueOf(run: Run, expression: Expression, locals: Locals): Value {
  switch (expression.kind) {
    case 'number':
      return { t: 'number', v: expression.value };
    case 'boolean':
      return { t: 'bool', v: expression.value };
    case 'ip':
      return { t: 'ip', v: expression.value };
    case 'prefix':
      return { t: 'prefix', v: expression.value };
    case 'string':
      return { t: 'string', v: expression.value };
    case 'word':
      return { t: 'word', v: expression.value };
    case 'pair':
      return {
        t: 'number',
        v:
          (((numberOf(evaluate(run, expression.left, locals)) & 0xffff) << 16) |
            (numberOf(evaluate(run, expression.right, locals)) & 0xffff)) >>>
          0,
      };
    case 'attribute':
      // What is not there is nothing, and equals nothing.
      return attribute(run, expression.name) ?? { t: 'none' };
    case 'variable':
      return locals.get(expression.name) ?? { t: 'none' };
    case 'member':
      return member(evaluate(run, expression.of, locals), expression.name);
    case 'defined':
      return { t: 'bool', v: attribute(run, expression.name) !== null };
    case 'not':
      return { t: 'bool', v: !truth(evaluate(run, expression.of, locals)) };
    case 'call':
      return call(run, expression.name, expression.args, locals);
    case 'binary':
      return binary(run, expression, locals);
    case 'prefixSet':
    case 'set':
    case 'pathMask':
      throw ENDED.error;
  }
}

function binary(run: Run, { op, left, right }: Expression & { kind: 'binary' }, locals: Locals): Value {
  if (op === '&&' || op === '||') {
    const first = truth(evaluate(run, left, locals));
    return {
      t: 'bool',
      v:
        op === '&&'
          ? first && truth(evaluate(run, right, locals))
          : first || truth(evaluate(run, right, locals)),
    };
  }
  if (op === '~' || op === '!~') {
    const fits = matches(run, evaluate(run, left, locals), right, locals);
    return { t: 'bool', v: fits === (op === '~') };
  }
  const [a, b] = [evaluate(run, left, locals), evaluate(run, right, locals)];
  if (op === '=' || op === '!=') return { t: 'bool', v: equals(a, b) === (op === '=') };
  if (a.t === 'none' || b.t === 'none') {
    if (op === '<' || op === '<=' || op === '>' || op === '>=') return { t: 'bool', v: false };
    throw ENDED.error;
  }
  const [x, y] = [numberOf(a), numberOf(b)];
  switch (op) {
    case '<':
      return { t: 'bool', v: x < y };
    case '<=':
      return { t: 'bool', v: x <= y };
    case '>':
      return { t: 'bool', v: x > y };
    case '>=':
      return { t: 'bool', v: x >= y };
    case '+':
      return { t: 'number', v: (x + y) >>> 0 };
    case '-':
      return { t: 'number', v: (x - y) >>> 0 };
    case '*':
      return { t: 'number', v: Math.imul(x, y) >>> 0 };
    case '/':
      if (y === 0) throw ENDED.error;
      return { t: 'number', v: Math.floor(x / y) };
  }
}

/** `a ~ b`. */
function matches(run: Run, value: Value, right: Expression, locals: Locals): boolean {
  step(run);
  // What a route does not have is in no set.
  if (value.t === 'none') return false;
  switch (right.kind) {
    case 'prefixSet':
      if (value.t === 'prefix') {
        const { addr, len } = value.v;
        return right.items.some((item) => {
          const common = Math.min(len, item.len);
          return (
            len >= item.min && len <= item.max && networkOf(addr, common) === networkOf(item.addr, common)
          );
        });
      }
      return (
        value.t === 'ip' && right.items.some((item) => item.max === 32 && inCidr(value.v as Ipv4Addr, item))
      );
    case 'set':
      if (value.t === 'path') {
        const numbers = value.v.flatMap((segment) => segment.numbers);
        return numbers.some((each) => inSet(run, { t: 'number', v: each }, right.items, locals));
      }
      if (value.t === 'list')
        return value.v.some((each) => inSet(run, { t: 'number', v: each }, right.items, locals));
      return inSet(run, value, right.items, locals);
    case 'pathMask':
      if (value.t !== 'path') throw ENDED.error;
      return fitsMask(
        value.v.flatMap((segment) => segment.numbers),
        right.items,
      );
    default: {
      const other = evaluate(run, right, locals);
      if (other.t === 'prefix' && value.t === 'prefix') return inside(value.v, other.v);
      if (other.t === 'prefix' && value.t === 'ip') return inCidr(value.v as Ipv4Addr, other.v);
      if (other.t === 'number' && value.t === 'list') return value.v.includes(other.v);
      if (other.t === 'list' && value.t === 'number') return other.v.includes(value.v);
      if (other.t === 'number' && value.t === 'path') {
        return value.v.some((segment) => segment.numbers.includes(other.v));
      }
      if (other.t === 'path' && value.t === 'number') {
        return other.v.some((segment) => segment.numbers.includes(value.v));
      }
      if (other.t === 'string' && value.t === 'string') return fitsPattern(other.v, value.v);
      throw ENDED.error;
    }
  }
}

function inSet(run: Run, value: Value, items: readonly SetItem[], locals: Locals): boolean {
  return items.some(({ from, to }) => {
    const low = evaluate(run, from, locals);
    if (to === null) return low.t === value.t && equals(value, low);
    const high = evaluate(run, to, locals);
    return low.t === value.t && numberOf(value) >= numberOf(low) && numberOf(value) <= numberOf(high);
  });
}
