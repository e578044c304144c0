import { describe, expect, test } from 'vitest';
import { parseSelector } from './selector.parse';

describe('parseSelector', () => {
  test('&& binds closer than ||, and ! closest', () => {
    const has = (label: string) => ({ kind: 'has', label });
    expect(parseSelector('has(a) || ! has(b) && has(c)')).toEqual({
      ok: true,
      value: {
        kind: 'or',
        operands: [has('a'), { kind: 'and', operands: [{ kind: 'not', operand: has('b') }, has('c')] }],
      },
    });
  });

  test('twice not is nothing; sets are sorted, each value once', () => {
    expect(parseSelector('!!a in {"c", "b", "c"}')).toEqual({
      ok: true,
      value: { kind: 'in', label: 'a', values: ['b', 'c'] },
    });
    expect(parseSelector('')).toEqual({ ok: true, value: { kind: 'all' } });
  });

  test.each([
    ['a ==', 'expected string'],
    ['a in "b"', 'expected set literal'],
    ['a in {"b"', 'expected }'],
    ['(has(a)', 'expected )'],
    ['has(a) has(b)', 'unexpected content at end of selector'],
    ['&& has(a)', 'unexpected token: &&'],
    ['a', 'expected == or != not: end'],
  ])('%s is refused', (text, error) => expect(parseSelector(text)).toEqual({ ok: false, error }));
});
