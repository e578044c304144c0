/** Goal: the data begins with the time, in seconds and microseconds, and goes on with a pattern. */
import { expect, test } from 'vitest';
import { payload } from './ping.data';

test('with room for the time', () => {
  expect([...payload(20, 258_000_007_000)]).toEqual([
    2, 1, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 16, 17, 18, 19,
  ]);
});

test('without', () => {
  expect([...payload(4, 5e9)]).toEqual([0, 1, 2, 3]);
});
