import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGoJson, plainOf } from './go-json';

function read(text: string): unknown {
  const parsed = parseGoJson(text);
  return parsed.ok ? plainOf(parsed.value) : `!${parsed.error}`;
}

describe('values', () => {
  test('any JSON means what JSON.parse says', () => {
    const blank = fc.constantFrom('', ' ', '\n\t');
    fc.assert(
      fc.property(fc.jsonValue(), blank, fc.constantFrom(0, 2), (value, pad, indent) => {
        const text = pad + JSON.stringify(value, null, indent) + pad;
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('of two members with one key the last counts', () => expect(read('{"a":1,"a":2}')).toEqual({ a: 2 }));

  test('a value remembers its text', () => {
    const parsed = parseGoJson('{"a": [1, 2.50] }');
    const member = parsed.ok && parsed.value.kind === 'object' ? parsed.value.members[0] : undefined;
    expect(member?.value.raw).toBe('[1, 2.50]');
  });

  test('half a surrogate pair becomes a replacement character', () => {
    expect(read('"\\ud800x"')).toBe('\ufffdx');
    expect(read('"\\ud83d\\ude00"')).toBe('😀');
  });

  test('__proto__ is a key like any other', () => {
    expect(Object.keys(read('{"__proto__":1}') as object)).toEqual(['__proto__']);
  });

  test('depth is bounded, and no stack overflows before', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseGoJson(nested(10_000)).ok).toBe(true);
    expect(parseGoJson(nested(10_001))).toEqual({ ok: false, error: 'exceeded max depth' });
  });
});

/** Messages by the states of scanner.go. */
describe('complaints', () => {
  test.each([
    ['', 'unexpected end of JSON input'],
    [' {', 'unexpected end of JSON input'],
    ['{"a":', 'unexpected end of JSON input'],
    ['"abc', 'unexpected end of JSON input'],
    ['"\\u12', 'unexpected end of JSON input'],
    ['-', 'unexpected end of JSON input'],
    ['tru', 'unexpected end of JSON input'],
    ['[1', 'unexpected end of JSON input'],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} {}', "invalid character '{' after top-level value"],
    ['01', "invalid character '1' after top-level value"],
    ['{"a":01}', "invalid character '1' after object key:value pair"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1e+', 'unexpected end of JSON input'],
    ['1e+x', "invalid character 'x' in exponent of numeric literal"],
    ['trux', "invalid character 'x' in literal true (expecting 'e')"],
    ['nul1', "invalid character '1' in literal null (expecting 'l')"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['\u0001', "invalid character '\\x01' looking for beginning of value"],
    // The first byte of two: 0xc3, taken for Latin-1.
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
  ])('%j', (text, complaint) => expect(read(text)).toBe(`!${complaint}`));

  test('whatever is not JSON is refused, and nothing throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(parseGoJson(text).ok).toBe(valid);
      }),
    );
  });
});
