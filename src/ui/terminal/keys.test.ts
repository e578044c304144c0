import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readKeys } from './keys';

const keys = (data: string) => readKeys(data).map((key) => ('key' in key ? key.key : `"${key.text}"`));

test('keys of xterm and of readline', () => {
  expect(keys('\x1b[A\x1bOB\x1b[D\x1b[1;5C\x1bb\x1b[3~\x7f')).toEqual([
    ...['up', 'down', 'left', 'word-right', 'word-left', 'delete', 'backspace'],
  ]);
  expect(keys('ip a\r')).toEqual(['"ip a"', 'enter']);
  expect(keys('你好\t')).toEqual(['"你好"', 'tab']);
  expect(keys('\x01\x05\x0b\x15\x17\x0c\x03\x04\x12')).toEqual([
    ...['home', 'end', 'kill-end', 'kill-start', 'kill-blank-word', 'clear', 'interrupt', 'end-of-file'],
    'search',
  ]);
});

test('sequences that mean nothing here are not typed', () => {
  expect(keys('\x1b[200~\x1b[?1;2c\x1b[24~\x1b')).toEqual([]);
});

test('no data gives text with control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (data) => {
      for (const key of readKeys(data)) if ('text' in key) expect(key.text).not.toMatch(/[\x00-\x1f\x7f]/);
    }),
  );
});
