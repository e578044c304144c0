import { expect, test } from 'vitest';
import { answerOf, PING_B, runOf } from '../../testing/lesson-run';
import { rowsOf } from './rows-of';

const DEFAULTS = { table: 'routes', row: ['default'] };

test('of one machine', () => {
  const one = { ...DEFAULTS, netns: 'pod-a' };
  expect(answerOf(rowsOf, runOf([]), { ...one, atLeast: 1, atMost: 1 })).toBe('fulfilled');
  expect(answerOf(rowsOf, runOf([]), { ...one, atLeast: 2 })).toEqual([
    'tooFew',
    { what: 'pod-a routes default', found: 1, wanted: 2 },
  ]);
  expect(answerOf(rowsOf, runOf([]), { ...one, atMost: 0 })).toMatchObject(['tooMany', { found: 1 }]);
});

test('of all machines: each of the two pods has a default route, the node has none', () => {
  expect(answerOf(rowsOf, runOf([]), { ...DEFAULTS, atLeast: 2, atMost: 2 })).toBe('fulfilled');
  const run = runOf([['pod-a', 'ip route del default']]);
  expect(answerOf(rowsOf, run, { ...DEFAULTS, atLeast: 2 })).toEqual([
    'tooFew',
    { what: 'routes default', found: 1, wanted: 2 },
  ]);
});

test('without cells every row counts', () => {
  const neighbours = { netns: 'pod-a', table: 'neigh', atLeast: 1 };
  expect(answerOf(rowsOf, runOf([]), neighbours)).toMatchObject(['tooFew', { found: 0 }]);
  expect(answerOf(rowsOf, runOf([PING_B]), neighbours)).toBe('fulfilled');
});

test('a netns that is not there', () => {
  expect(answerOf(rowsOf, runOf([]), { ...DEFAULTS, netns: 'pod-z' })).toEqual([
    'noNetns',
    { netns: 'pod-z' },
  ]);
});
