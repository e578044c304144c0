import { expect, test } from 'vitest';
import { answerOf, PING_B, PING_NOBODY, runOf } from '../../testing/lesson-run';
import { notReachable } from './not-reachable';

test('only what was tried and failed is not reachable', () => {
  const nobody = { from: 'pod-a', to: '10.244.1.99' };
  expect(answerOf(notReachable, runOf([PING_NOBODY]), nobody)).toBe('fulfilled');
  expect(answerOf(notReachable, runOf([]), nobody)).toMatchObject(['nothingSent', {}]);
  expect(answerOf(notReachable, runOf([PING_B]), { from: 'pod-a', to: 'pod-b' })).toMatchObject([
    'answered',
    {},
  ]);
});
