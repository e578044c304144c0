import { expect, test } from 'vitest';
import { PING_B, PING_NOBODY, runOf } from '../../testing/lesson-run';
import { answerTo } from './answers';

test('tells silence, an answer and its absence apart', () => {
  const kinds = [[], [PING_B], [PING_NOBODY]].map(
    (typed) => answerTo(runOf(typed), 'pod-a', typed[0] === PING_NOBODY ? '10.244.1.99' : 'pod-b').kind,
  );
  expect(kinds).toEqual(['silent', 'answered', 'unanswered']);
});

test('the question alone is no answer', () => {
  // pod-b's request to pod-a comes to pod-a, but answers nothing that pod-a asked.
  const run = runOf([['pod-b', 'ping -c 1 10.244.1.2']]);
  expect(answerTo(run, 'pod-a', 'pod-b').kind).toBe('silent');
});
