import { expect, test } from 'vitest';
import { answerOf, PING_B, runOf } from '../../testing/lesson-run';
import { commandWasRun } from './command-was-run';

test('the first words, where they were typed', () => {
  const run = runOf([PING_B, ['node-1', 'ip  route']]);
  expect(answerOf(commandWasRun, run, { command: 'ip route' })).toBe('fulfilled');
  expect(answerOf(commandWasRun, run, { command: 'ip route', in: 'node-1' })).toBe('fulfilled');
  expect(answerOf(commandWasRun, run, { command: 'ping * 1 10.244.1.3' })).toBe('fulfilled');
  expect(answerOf(commandWasRun, run, { command: 'ip route', in: 'pod-a' })).toEqual([
    'notRun',
    { command: 'ip route' },
  ]);
  expect(answerOf(commandWasRun, run, { command: 'ip route del' })).toMatchObject(['notRun', {}]);
});

test('how it ended', () => {
  const run = runOf([['node-1', 'ip route add 10.9.0.0/24 via 203.0.113.1']]);
  expect(answerOf(commandWasRun, run, { command: 'ip route add', outcome: 'failed' })).toBe('fulfilled');
  expect(answerOf(commandWasRun, run, { command: 'ip route add', outcome: 'succeeded' })).toMatchObject([
    'runFailed',
    {},
  ]);
  const well = runOf([['node-1', 'ip route add 10.9.0.0/24 via 10.244.1.2']]);
  expect(answerOf(commandWasRun, well, { command: 'ip route add', outcome: 'succeeded' })).toBe('fulfilled');
  expect(answerOf(commandWasRun, well, { command: 'ip route add', outcome: 'failed' })).toMatchObject([
    'runSucceeded',
    {},
  ]);
});

test('what was typed before the step began does not count', () => {
  expect(answerOf(commandWasRun, runOf([PING_B], 1), { command: 'ping' })).toMatchObject(['notRun', {}]);
});
