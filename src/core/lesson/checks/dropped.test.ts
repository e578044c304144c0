import { expect, test } from 'vitest';
import { answerOf, PING_ABROAD, PING_B, PING_NOBODY, runOf } from '../../testing/lesson-run';
import { dropped } from './dropped';

test('the reason and the place count', () => {
  const run = runOf([PING_NOBODY]);
  expect(answerOf(dropped, run, { packet: 'echo-request' })).toBe('fulfilled');
  expect(answerOf(dropped, run, { packet: 'echo-request', reason: 'NEIGH_FAILED', in: 'pod-a' })).toBe(
    'fulfilled',
  );
  const elsewhere = ['droppedElsewhere', { netns: 'pod-a', reason: 'NEIGH_FAILED' }];
  expect(answerOf(dropped, run, { packet: 'echo-request', reason: 'IP_INNOROUTES' })).toEqual(elsewhere);
  expect(answerOf(dropped, run, { packet: 'echo-request', in: 'node-1' })).toEqual(elsewhere);
});

test('a router without a route', () => {
  expect(
    answerOf(dropped, runOf([PING_ABROAD]), { to: '192.0.2.1', reason: 'IP_INNOROUTES', in: 'node-1' }),
  ).toBe('fulfilled');
});

test('what arrived was not dropped', () => {
  expect(answerOf(dropped, runOf([PING_B]), { packet: 'echo-request' })).toMatchObject(['notDropped', {}]);
  expect(answerOf(dropped, runOf([]), { packet: 'echo-request' })).toMatchObject(['noPacket', {}]);
});
