import { expect, test } from 'vitest';
import { answerOf, PING_B, PING_NOBODY, runOf } from '../../testing/lesson-run';
import { reachable } from './reachable';

const AB = { from: 'pod-a', to: 'pod-b' };

test('an answer that came back', () => {
  expect(answerOf(reachable, runOf([PING_B]), AB)).toBe('fulfilled');
  expect(answerOf(reachable, runOf([PING_B]), { from: '10.244.1.2', to: '10.244.1.3' })).toBe('fulfilled');
});

test('nothing sent, and nothing sent since the step began', () => {
  expect(answerOf(reachable, runOf([]), AB)).toEqual(['nothingSent', AB]);
  expect(answerOf(reachable, runOf([PING_B], 1), AB)).toEqual(['nothingSent', AB]);
  // The way back is another question.
  expect(answerOf(reachable, runOf([PING_NOBODY]), { from: 'pod-b', to: 'pod-a' })).toMatchObject([
    'nothingSent',
    {},
  ]);
});

test('says where it was dropped', () => {
  const nobody = { from: 'pod-a', to: '10.244.1.99' };
  expect(answerOf(reachable, runOf([PING_NOBODY]), nobody)).toMatchObject([
    'droppedOnTheWay',
    { netns: 'pod-a' },
  ]);
});

test('an answer that does not find back is none', () => {
  const run = runOf([
    ['pod-b', 'ip neigh add 10.244.1.2 lladdr 02:00:00:00:00:99 dev eth0 nud permanent'],
    PING_B,
  ]);
  expect(answerOf(reachable, run, AB)).toMatchObject([expect.stringMatching(/noAnswer|droppedOnTheWay/), {}]);
});
