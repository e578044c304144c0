import { expect, test } from 'vitest';
import { answerOf, PING_B, runOf } from '../../testing/lesson-run';
import { tableContains } from './table-contains';

const ROUTE = { netns: 'pod-a', table: 'routes', row: ['default', '10.244.1.1'] };

test('cells of one row', () => {
  expect(answerOf(tableContains, runOf([]), ROUTE)).toBe('fulfilled');
  expect(answerOf(tableContains, runOf([]), { ...ROUTE, row: ['default', 'nowhere'] })).toEqual([
    'noRow',
    { netns: 'pod-a', table: 'routes', row: 'default nowhere' },
  ]);
  // Each cell stands in some row, but not both in one.
  expect(answerOf(tableContains, runOf([]), { ...ROUTE, row: ['default', '10.244.1.0/24'] })).toMatchObject([
    'noRow',
    {},
  ]);
});

test('absence', () => {
  expect(answerOf(tableContains, runOf([]), { ...ROUTE, absent: true })).toMatchObject(['rowStillThere', {}]);
  const run = runOf([['pod-a', 'ip route del default']]);
  expect(answerOf(tableContains, run, { ...ROUTE, absent: true })).toBe('fulfilled');
});

test('after everything that was done', () => {
  const learned = { netns: 'pod-a', table: 'neigh', row: ['10.244.1.3', 'eth0'] };
  expect(answerOf(tableContains, runOf([]), learned)).toMatchObject(['noRow', {}]);
  expect(answerOf(tableContains, runOf([PING_B]), learned)).toBe('fulfilled');
});

test('a netns that is not there', () => {
  expect(answerOf(tableContains, runOf([]), { ...ROUTE, netns: 'pod-z' })).toEqual([
    'noNetns',
    { netns: 'pod-z' },
  ]);
});
