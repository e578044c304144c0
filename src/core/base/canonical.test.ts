/**
 * Goal: one text per value. The same data always gives the same text, different data never does.
 * Method: literals; shuffled insertion order; the hash against Node's own SHA-256.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, hashOf } from './canonical';

const RUNS = { seed: 0x1004 };

test.each([
  [{ b: 1, a: [true, null, 'x"y'] }, '{"a":[true,null,"x\\"y"],"b":1}'],
  [{ a: undefined, b: 2 }, '{"b":2}'],
  [
    new Map<string | number, unknown>([
      ['b', 1],
      ['a', new Map()],
      [10, 'n'],
    ]),
    '<"a":<>,"b":1,10:"n">',
  ],
  [new Uint8Array([1, 0xff]), 'x"01ff"'],
  [-0, '0'],
  [1e21, '1e+21'],
  [Object.create(null), '{}'],
])('%j is written %s', (value, text) => expect(canonical(value)).toBe(text));

describe('values that look alike differ', () => {
  const alike: unknown[] = [
    {},
    [],
    new Map(),
    null,
    '',
    new Uint8Array(),
    0,
    '0',
    false,
    'false',
    { a: 1 },
    new Map([['a', 1]]),
    new Map([[1, 1]]),
    new Map([['1', 1]]),
    ['a', 1],
    '01',
    new Uint8Array([1]),
    'x"01"',
  ];
  test('pair by pair', () => expect(new Set(alike.map(canonical)).size).toBe(alike.length));
});

describe('what is not plain data throws and says where', () => {
  class Packet {
    ttl = 64;
  }
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  test.each<[unknown, string]>([
    [{ a: [0, () => 1] }, 'at /a/1: function'],
    [{ how: /x/ }, 'at /how: a class instance'],
    [new Packet(), 'at /: a class instance'],
    [new Set([1]), 'a class instance'],
    [new Map([['k', Number.NaN]]), 'at /"k": NaN'],
    [-Infinity, '-Infinity'],
    [[undefined], 'at /0: undefined'],
    [1n, 'bigint'],
    [Symbol('s'), 'symbol'],
    [new Map([[{}, 1]]), 'a map key of type object'],
    [cycle, 'too deep'],
  ])('case %#: %s', (value, message) => expect(() => canonical(value)).toThrow(message));
});

test('insertion order does not matter', () => {
  const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.jsonValue()), { selector: ([key]) => key });
  fc.assert(
    fc.property(entries, fc.nat(), (list, turn) => {
      const at = list.length === 0 ? 0 : turn % list.length;
      const turned = [...list.slice(at), ...list.slice(0, at)].reverse();
      expect(canonical(Object.fromEntries(turned))).toBe(canonical(Object.fromEntries(list)));
      expect(canonical(new Map(turned))).toBe(canonical(new Map(list)));
    }),
    RUNS,
  );
});

test('JSON data differs exactly when its text does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (x, y) => {
      // JSON.parse drops the sign of -0, which canonical text does not have either.
      expect(JSON.parse(canonical(x))).toEqual(JSON.parse(JSON.stringify(x)));
      if (canonical(x) === canonical(y))
        expect(JSON.parse(JSON.stringify(x))).toEqual(JSON.parse(JSON.stringify(y)));
    }),
    RUNS,
  );
});

test('hashOf is the beginning of the SHA-256 of the text', () => {
  const value = { name: '数据', list: [1, 2] };
  const sha256 = createHash('sha256').update(canonical(value), 'utf8').digest('hex');
  expect(hashOf(value)).toBe(sha256.slice(0, 16));
  expect(hashOf({ ...value, list: [2, 1] })).not.toBe(hashOf(value));
});
