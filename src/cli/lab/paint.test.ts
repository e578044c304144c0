import { expect, test } from 'vitest';
import { columnsOf, padTo, painter } from './paint';

test('a Chinese character takes two columns of a terminal', () => {
  expect(columnsOf('why')).toBe(3);
  expect(columnsOf('原因')).toBe(4);
  expect(columnsOf('（a）')).toBe(5);
  expect(padTo('原因', 6) + '|').toBe('原因  |');
  expect(padTo('too long', 3)).toBe('too long');
});

test('without colours a text stays as it is', () => {
  expect(painter(false).bad('dropped')).toBe('dropped');
  expect(painter(true).bad('dropped')).toBe('\u001b[31mdropped\u001b[0m');
});
