import { expect, test } from 'vitest';
import { nearest } from './nearest';

const NAMES = ['machines', 'cables', 'sends', 'start', 'seed', 'title', 'summary'];

test.each([
  ['a letter too many', 'machiness', 'machines'],
  ['a letter missing', 'sumary', 'summary'],
  ['another letter', 'titel', 'title'],
  ['two letters swapped', 'sedn', null],
  ['swapped in a longer word', 'cabels', 'cables'],
  ['capitals', 'SEED', 'seed'],
  ['something else', 'colour', null],
  ['a short word may differ in one letter', 'seet', 'seed'],
  ['but not in two', 'sxxd', null],
  ['nothing', '', null],
])('%s', (_, word, name) => expect(nearest(word, NAMES)).toBe(name));

test('the closest wins, the first of equals', () => {
  expect(nearest('node-3', ['node-12', 'node-1', 'node-2'])).toBe('node-1');
  expect(nearest('node-2', ['node-1', 'node-2'])).toBe('node-2');
});
