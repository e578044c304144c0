import { describe, expect, it } from 'vitest';
import { changedPaths, jsonEqual, mergePatch } from './json';

describe('jsonEqual', () => {
  it('looks at what is said, not at the order of members', () => {
    expect(jsonEqual({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
    expect(jsonEqual({ a: undefined }, {})).toBe(true);
    expect(jsonEqual([1, 2], [2, 1])).toBe(false);
    expect(jsonEqual({ a: null }, {})).toBe(false);
    expect(jsonEqual([], {})).toBe(false);
  });
});

describe('mergePatch', () => {
  // RFC 7386, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it('hands on what it does not touch', () => {
    const spec = { a: [1] };
    const merged = mergePatch({ spec, status: {} }, { status: { b: 1 } });
    expect(merged).toEqual({ spec, status: { b: 1 } });
    expect((merged as { spec: unknown }).spec).toBe(spec);
  });

  it('takes a member that is called __proto__ for a member', () => {
    const patch = JSON.parse('{"__proto__": {"a": 1}, "b": {"__proto__": null}}') as never;
    const merged = mergePatch({}, patch);
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1},"b":{}}');
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });
});

describe('changedPaths', () => {
  it('names the innermost places that differ', () => {
    const before = { spec: { a: 1, list: [{ x: 1 }, { x: 2 }] }, status: {} };
    const after = { spec: { a: 2, list: [{ x: 1 }, { x: 3 }], b: 'new' }, status: {} };
    expect(changedPaths(before, after)).toEqual(['spec.a', 'spec.list[1].x', 'spec.b']);
  });

  it('names a list whose length changed as a whole', () => {
    expect(changedPaths({ a: [1] }, { a: [1, 2] })).toEqual(['a']);
  });
});
