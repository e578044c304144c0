/** Filters and functions. Source: BIRD 1.6.8 filter/config.Y. */
import type {
  Expression,
  Filter,
  FunctionDefinition,
  PrefixPattern,
  SetItem,
  Statement,
} from '../../model/bird.config';
import {
  apart,
  expect,
  expectIp,
  expectNumber,
  expectPrefix,
  expectWord,
  fail,
  link,
  nested,
  next,
  peek,
  take,
  type Cursor,
} from './config.cursor';

/** Attributes of a route that filters may ask for. */
export const ATTRIBUTES: readonly string[] = [
  ...['net', 'proto', 'source', 'dest', 'preference', 'gw', 'from', 'ifname', 'ifindex'],
  ...['bgp_path', 'bgp_next_hop', 'bgp_local_pref', 'bgp_med', 'bgp_origin', 'bgp_community'],
  ...['bgp_originator_id', 'bgp_cluster_list', 'bgp_atomic_aggr'],
  ...['krt_metric', 'krt_source', 'krt_prefsrc', 'krt_tunnel'],
];

const TYPES: readonly string[] = [
  'bool',
  'int',
  'ip',
  'prefix',
  'string',
  'pair',
  'quad',
  'bgppath',
  'clist',
];
const ENUM_WORD = /^(RTS|RTD|SCOPE|ORIGIN)_[A-Z_]+$/;

/** What a filter may name: functions read so far, filters, and the names of the function being read. */
export interface Names {
  readonly functions: Record<string, FunctionDefinition>;
  readonly filters: Record<string, Filter>;
}

export function readFunction(c: Cursor, names: Names): void {
  const token = peek(c);
  const name = expectWord(c);
  if (name in names.functions || name in names.filters) fail(token, 'Symbol already defined');
  const params: string[] = [];
  expect(c, '(');
  while (!take(c, ')')) {
    if (!TYPES.includes(expectWord(c))) fail(peek(c));
    params.push(expectWord(c));
    if (!take(c, ',') && !take(c, ';') && peek(c).text !== ')') fail(peek(c));
  }
  names.functions[name] = { name, params, body: readBody(c, names, new Set(params)) };
}

export function readFilter(c: Cursor, names: Names): void {
  const token = peek(c);
  const name = expectWord(c);
  if (name in names.functions || name in names.filters) fail(token, 'Symbol already defined');
  names.filters[name] = { kind: 'code', name, body: readBody(c, names, new Set()) };
}

/** What follows `import` and `export`. */
export function readFilterUse(c: Cursor, names: Names): Filter {
  if (take(c, 'all')) return { kind: 'all', name: 'ACCEPT' };
  if (take(c, 'none')) return { kind: 'none', name: 'REJECT' };
  if (take(c, 'where')) {
    const condition = apart(c, () => readExpression(c, names, new Set()));
    const body: Statement = {
      ...{ kind: 'if', condition, then: { kind: 'accept' }, otherwise: { kind: 'reject' } },
    };
    return { kind: 'code', name: '(unnamed)', body: [body] };
  }
  expect(c, 'filter');
  if (peek(c).text === '{') {
    return { kind: 'code', name: '(unnamed)', body: readBody(c, names, new Set()) };
  }
  const token = peek(c);
  return names.filters[expectWord(c)] ?? fail(token, 'No such filter.');
}

/** Declarations of variables, then statements in braces. */
function readBody(c: Cursor, names: Names, locals: Set<string>): readonly Statement[] {
  while (peek(c).kind === 'word' && TYPES.includes(peek(c).text) && peek(c, 1).kind === 'word') {
    c.at += 1;
    locals.add(expectWord(c));
    expect(c, ';');
  }
  expect(c, '{');
  return readBlock(c, names, locals);
}

function readBlock(c: Cursor, names: Names, locals: Set<string>): readonly Statement[] {
  const body: Statement[] = [];
  while (!take(c, '}')) body.push(readStatement(c, names, locals));
  return body;
}

function readStatement(c: Cursor, names: Names, locals: Set<string>): Statement {
  return nested(c, () => apart(c, () => readOneStatement(c, names, locals)));
}

function readOneStatement(c: Cursor, names: Names, locals: Set<string>): Statement {
  const token = peek(c);
  if (take(c, '{')) return { kind: 'block', body: readBlock(c, names, locals) };
  if (take(c, ';')) return { kind: 'block', body: [] };
  if (take(c, 'if')) return readIf(c, names, locals);
  if (take(c, 'case')) return readCase(c, names, locals);
  const statement = readSimple(c, names, locals);
  if (!take(c, ';')) fail(peek(c) === token ? token : peek(c));
  return statement;
}

function readIf(c: Cursor, names: Names, locals: Set<string>): Statement {
  const condition = readExpression(c, names, locals);
  expect(c, 'then');
  const then = readStatement(c, names, locals);
  const otherwise = take(c, 'else') ? readStatement(c, names, locals) : null;
  return { kind: 'if', condition, then, otherwise };
}

/** `case net.len { 24, 25: accept; else: reject; }`, as a chain of conditions. */
function readCase(c: Cursor, names: Names, locals: Set<string>): Statement {
  const left = readExpression(c, names, locals);
  expect(c, '{');
  const arms: { readonly items: readonly SetItem[] | null; readonly body: Statement[] }[] = [];
  while (!take(c, '}')) {
    link(c);
    const items = take(c, 'else') ? null : apart(c, () => readItems(c, names, locals));
    expect(c, ':');
    const body: Statement[] = [];
    while (!startsArm(c)) body.push(readStatement(c, names, locals));
    arms.push({ items, body });
  }
  return arms.reduceRight<Statement>(
    (otherwise, { items, body }) =>
      items === null
        ? { kind: 'block', body }
        : {
            ...{ kind: 'if', condition: { kind: 'binary', op: '~', left, right: { kind: 'set', items } } },
            ...{ then: { kind: 'block', body }, otherwise },
          },
    { kind: 'block', body: [] },
  );
}

/** Whether the next arm of a `case` begins here, or its end. */
function startsArm(c: Cursor): boolean {
  const { kind, text } = peek(c);
  return (
    text === '}' ||
    text === 'else' ||
    kind === 'number' ||
    kind === 'ip' ||
    kind === 'end' ||
    /^(RTS|RTD|SCOPE|ORIGIN)_/.test(text)
  );
}

function readSimple(c: Cursor, names: Names, locals: Set<string>): Statement {
  const token = next(c);
  if (token.kind !== 'word') return fail(token);
  const name = token.text;
  if (name === 'accept' || name === 'reject') return { kind: name };
  if (name === 'return') return { kind: 'return', value: readExpression(c, names, locals) };
  if (peek(c).text === '(')
    return { kind: 'call', name, args: readArguments(c, names, locals, token.text, token) };
  const isKnown = locals.has(name) || ATTRIBUTES.includes(name);
  if (!isKnown && peek(c).text !== '=') return fail(token);
  if (take(c, '.')) {
    const how = expectWord(c);
    const known = how === 'prepend' || how === 'add' || how === 'delete' || how === 'empty';
    if ((name !== 'bgp_path' && name !== 'bgp_community') || !known) return fail(token);
    if (how === 'empty') return { kind: 'change', name, how, value: null };
    expect(c, '(');
    const value = readExpression(c, names, locals);
    expect(c, ')');
    return { kind: 'change', name, how, value };
  }
  expect(c, '=');
  const value = readExpression(c, names, locals);
  return isKnown ? { kind: 'assign', name, value } : fail(peek(c), 'You may set only variables.');
}

function readArguments(
  c: Cursor,
  names: Names,
  locals: Set<string>,
  name: string,
  token: ReturnType<typeof peek>,
): readonly Expression[] {
  const definition = names.functions[name];
  expect(c, '(');
  const args: Expression[] = [];
  let last = peek(c);
  while (!take(c, ')')) {
    args.push(readExpression(c, names, locals));
    if (!take(c, ',') && peek(c).text !== ')') fail(peek(c));
    last = peek(c);
  }
  if (definition === undefined) {
    return fail(last, "You can't call something which is not a function. Really.");
  }
  if (args.length !== definition.params.length) fail(token, 'Function call with wrong number of arguments');
  return args;
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['=', '!=', '<', '<=', '>', '>=', '~', '!~'],
  ['+', '-'],
  ['*', '/'],
];

export function readExpression(c: Cursor, names: Names, locals: Set<string>, level = 0): Expression {
  const ops = LEVELS[level];
  if (ops === undefined) return readUnary(c, names, locals);
  let left = readExpression(c, names, locals, level + 1);
  while (peek(c).kind === 'mark' && ops.includes(peek(c).text)) {
    link(c);
    const op = next(c).text as Extract<Expression, { kind: 'binary' }>['op'];
    left = { kind: 'binary', op, left, right: readExpression(c, names, locals, level + 1) };
  }
  return left;
}

function readUnary(c: Cursor, names: Names, locals: Set<string>): Expression {
  return nested(c, () => readOneUnary(c, names, locals));
}

function readOneUnary(c: Cursor, names: Names, locals: Set<string>): Expression {
  if (take(c, '!')) return { kind: 'not', of: readUnary(c, names, locals) };
  let value = readPrimary(c, names, locals);
  while (take(c, '.')) {
    link(c);
    value = { kind: 'member', of: value, name: expectWord(c) };
  }
  return value;
}

function readPrimary(c: Cursor, names: Names, locals: Set<string>): Expression {
  const token = peek(c);
  switch (token.kind) {
    case 'number':
      return { kind: 'number', value: expectNumber(c) };
    case 'string':
      c.at += 1;
      return { kind: 'string', value: token.text };
    case 'ip':
      return peek(c, 1).text === '/'
        ? { kind: 'prefix', value: expectPrefix(c) }
        : { kind: 'ip', value: expectIp(c) };
    case 'word':
      return readName(c, names, locals);
    case 'mark':
      return readBracketed(c, names, locals);
    case 'end':
      return fail(token);
  }
}

function readName(c: Cursor, names: Names, locals: Set<string>): Expression {
  const token = next(c);
  const name = token.text;
  if (name === 'true' || name === 'false') return { kind: 'boolean', value: name === 'true' };
  if (name === 'defined') {
    expect(c, '(');
    const asked = expectWord(c);
    if (!ATTRIBUTES.includes(asked)) fail(token);
    expect(c, ')');
    return { kind: 'defined', name: asked };
  }
  if (peek(c).text === '(') return { kind: 'call', name, args: readArguments(c, names, locals, name, token) };
  if (locals.has(name)) return { kind: 'variable', name };
  if (ATTRIBUTES.includes(name)) return { kind: 'attribute', name };
  return ENUM_WORD.test(name) ? { kind: 'word', value: name } : fail(token);
}

function readBracketed(c: Cursor, names: Names, locals: Set<string>): Expression {
  if (take(c, '(')) {
    const left = readExpression(c, names, locals);
    if (take(c, ',')) {
      const right = readExpression(c, names, locals);
      expect(c, ')');
      return { kind: 'pair', left, right };
    }
    expect(c, ')');
    return left;
  }
  if (take(c, '[=')) return readPathMask(c);
  expect(c, '[');
  const prefixes = peek(c).kind === 'ip' && peek(c, 1).text === '/';
  return prefixes ? readPrefixSet(c) : readSet(c, names, locals);
}

function readPathMask(c: Cursor): Expression {
  const items: ('*' | '?' | number)[] = [];
  while (!take(c, '=]')) {
    if (take(c, '*')) items.push('*');
    else if (take(c, '?')) items.push('?');
    else items.push(expectNumber(c));
  }
  return { kind: 'pathMask', items };
}

function readPrefixSet(c: Cursor): Expression {
  const items: PrefixPattern[] = [];
  do {
    const prefix = expectPrefix(c);
    let [min, max] = [prefix.len, prefix.len];
    if (take(c, '+')) max = 32;
    else if (take(c, '-')) min = 0;
    else if (take(c, '{')) {
      min = expectNumber(c);
      expect(c, ',');
      max = expectNumber(c);
      const isRange = min <= max && max <= 32;
      if (!isRange) fail(peek(c), `Invalid prefix pattern range: {${String(min)}, ${String(max)}}.`);
      expect(c, '}');
    }
    items.push({ ...prefix, min, max });
  } while (take(c, ','));
  expect(c, ']');
  return { kind: 'prefixSet', items };
}

function readSet(c: Cursor, names: Names, locals: Set<string>): Expression {
  const items = readItems(c, names, locals);
  expect(c, ']');
  return { kind: 'set', items };
}

function readItems(c: Cursor, names: Names, locals: Set<string>): readonly SetItem[] {
  const items: SetItem[] = [];
  do {
    const from = readUnary(c, names, locals);
    items.push({ from, to: take(c, '..') ? readUnary(c, names, locals) : null });
  } while (take(c, ','));
  return items;
}
