import { expect, test } from 'vitest';
import { tooDeepAt } from './depth';

test.each<[string, string, number | null]>([
  ['brackets', '['.repeat(11), 1],
  ['as many as may be', '['.repeat(10) + ']'.repeat(10), null],
  ['closed again', '[]\n'.repeat(50), null],
  ['braces in a later line', `a: 1\nb: ${'{x: '.repeat(11)}`, 2],
  ['dashes in a row', '- '.repeat(21), 1],
  ['question marks in a row', '? '.repeat(21), 1],
  ['indentation', `a:\n${' '.repeat(21)}b: 1`, 2],
  ['a long flow sequence', `[${'{a: 1}, '.repeat(500)}]`, null],
  ['brackets inside a block of text', `a: |\n  ${'['.repeat(500)}\n`, null],
  ['brackets inside quotes', `a: "${'['.repeat(500)}"`, null],
  ['a text that is indented deeply', `a: |\n  x\n${' '.repeat(100)}y\n`, null],
])('%s', (_, text, line) => expect(tooDeepAt(text, 10)).toBe(line));
