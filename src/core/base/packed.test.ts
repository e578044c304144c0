/** Goal: what was packed comes back the same, with what stood in several places still one value. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack, unpack } from './packed';

const key = fc.oneof(fc.string(), fc.integer());
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, undefined, true, false),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 5 },
    ),
    fc.array(key, { maxLength: 5 }).map((items) => new Set(items)),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => new Map(entries)),
  ),
}));

test('whatever is plain data comes back', () => {
  fc.assert(
    fc.property(value, (data) => {
      expect(unpack(pack(data))).toStrictEqual(data);
    }),
  );
});

test('one value in two places is one value again, equal ones stay two', () => {
  const shared = { a: 1 };
  const back = unpack(pack([shared, new Map([['k', shared]]), { a: 1 }])) as [
    object,
    Map<string, object>,
    object,
  ];
  expect(back[1].get('k')).toBe(back[0]);
  expect(back[2]).toEqual(back[0]);
  expect(back[2]).not.toBe(back[0]);
});

test('holes come back as undefined, what contains itself does as well', () => {
  const round: { self?: unknown; list: unknown[] } = { list: new Array<unknown>(2) };
  round.self = round;
  const back = unpack(pack(round)) as typeof round;
  expect(back.self).toBe(back);
  expect(back.list).toEqual([undefined, undefined]);
});

test.each([NaN, Infinity, -0, () => 0, Symbol('s'), 1n, /x/])('%s is refused', (wrong) => {
  expect(() => pack({ wrong })).toThrow(/cannot be packed/);
});

test('a field that would be no field of its own when it comes back is refused', () => {
  expect(() => pack(JSON.parse('{"__proto__":1}'))).toThrow(/cannot be packed/);
});
