import { describe, expect, it } from 'vitest';
import { any, decode, fieldsAt, flag, int32, list, map, struct, text } from './schema';

const schema = struct('Outer', {
  name: text,
  on: flag,
  count: int32,
  names: list(text),
  labels: map(text),
  inner: struct('Inner', { port: int32 }),
  many: list(struct('Inner', { port: int32 })),
  free: any,
});

describe('decode', () => {
  it('takes what fits, and null for what is not given', () => {
    const value = {
      name: 'a',
      on: true,
      count: 3,
      names: ['x'],
      labels: { a: 'b' },
      inner: null,
      free: [{}],
    };
    expect(decode(schema, value)).toEqual({ wrongType: null, unknown: [] });
  });

  it('names unknown fields with their place in lists', () => {
    expect(decode(schema, { nmae: 'a', many: [{}, { prot: 1 }] }).unknown).toEqual([
      ['nmae'],
      ['many', 1, 'prot'],
    ]);
  });

  it.each([
    [{ name: 1 }, 'json: cannot unmarshal number into Go struct field Outer.name of type string'],
    [{ on: 'true' }, 'json: cannot unmarshal string into Go struct field Outer.on of type bool'],
    [{ count: 1.5 }, 'json: cannot unmarshal number 1.5 into Go struct field Outer.count of type int32'],
    [
      { count: 3e9 },
      'json: cannot unmarshal number 3000000000 into Go struct field Outer.count of type int32',
    ],
    [{ names: 'x' }, 'json: cannot unmarshal string into Go struct field Outer.names of type []string'],
    [
      { labels: [] },
      'json: cannot unmarshal array into Go struct field Outer.labels of type map[string]string',
    ],
    [{ inner: true }, 'json: cannot unmarshal bool into Go struct field Outer.inner of type v1.Inner'],
    [
      { many: [{ port: {} }] },
      'json: cannot unmarshal object into Go struct field Inner.many.port of type int32',
    ],
  ])('%j', (value, words) => {
    expect(decode(schema, value).wrongType?.words).toBe(words);
  });
});

it('knows where a wrong type is, and which fields there are at a place', () => {
  expect(decode(schema, { many: [{}, { port: 'x' }] }).wrongType?.path).toEqual(['many', 1, 'port']);
  expect(fieldsAt(schema, ['many', 1])).toEqual(['port']);
  expect(fieldsAt(schema, ['labels', 'a'])).toEqual([]);
  expect(fieldsAt(schema, ['nowhere', 'b'])).toEqual([]);
});
