import { describe, expect, test } from 'vitest';
import { selectorTokens } from './selector.token';

const kinds = (text: string): unknown => {
  const tokens = selectorTokens(text);
  return tokens.ok
    ? tokens.value.map((token) => ('value' in token ? `${token.kind} ${token.value}` : token.kind))
    : tokens.error;
};

describe('selectorTokens', () => {
  test.each<[string, readonly string[]]>([
    ['', ['end']],
    [` a=="b" `, ['label a', '==', 'string b', 'end']],
    ['x.y/z-1 notin {"a"}', ['label x.y/z-1', 'not in', '{', 'string a', '}', 'end']],
    ['a starts with "b"', ['label a', 'starts with', 'string b', 'end']],
    ['has( in )&&!all( )', ['has in', '&&', '!', 'all', 'end']],
    // A label may be called like an operator.
    ['in in {}', ['label in', 'in', '{', '}', 'end']],
  ])('%s', (text, expected) => expect(kinds(text)).toEqual(expected));

  test.each([
    ['a == "b', 'unterminated string'],
    ['a = "b"', 'expected =='],
    ['a infix "b"', 'expected operator after label "a"'],
    ['has(a', "no closing ')' after has("],
    ['all(a)', "no closing ')' after all("],
    ['has()', 'expected identifier'],
    ['#', 'expected identifier'],
    ['x'.repeat(513), `label too long: ${'x'.repeat(513)}`],
  ])('%s is refused', (text, error) => expect(kinds(text)).toBe(error));
});
