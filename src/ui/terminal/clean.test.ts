import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanTyped } from './clean';

/** Goal: nothing from outside steers the terminal. Method: known attacks, and any text at all. */
describe('a line of output', () => {
  test.each([
    ['\x1b]0;title\x07', '^[]0;title^G'],
    ['\x1b[2J\x1b[H', '^[[2J^[[H'],
    ['\x9b2J', 'M-^[2J'],
    ['\x1b]8;;javascript:alert(1)\x1b\\x', '^[]8;;javascript:alert(1)^[\\x'],
    ['a\rb', 'a^Mb'],
    ['a\nb', 'a^Jb'],
    ['\x7f', '^?'],
    ['abc\u202edcb', 'abc\ufffddcb'],
    ['a\tb', 'a       b'],
    ['你好，世界', '你好，世界'],
  ])('%j is shown as %j', (line, shown) => expect(cleanLine(line)).toBe(shown));

  test('of any kind has no control characters left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(cleanLine(line)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(cleanLine(line)).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

test('what is typed keeps its line breaks and nothing else that is not text', () => {
  expect(cleanTyped('ip a\r\nip r\x1b[201~\x03\tx')).toBe('ip a\nip r[201~ x');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanTyped(text).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }),
  );
});
