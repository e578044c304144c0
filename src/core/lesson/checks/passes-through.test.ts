import { expect, test } from 'vitest';
import { answerOf, PING_B, runOf } from '../../testing/lesson-run';
import { passesThrough } from './passes-through';

const REQUEST = { packet: 'echo-request', from: 'pod-a', to: 'pod-b' };

test('places in order, with others between', () => {
  const run = runOf([PING_B]);
  const stops = ['pod-a/eth0', 'kind:bridge', 'pod-b'];
  // What a bridge only forwards never stands at the bridge itself: its ports are the stops.
  const bridged = answerOf(passesThrough, run, {
    ...REQUEST,
    stops: ['pod-a/eth0', 'node-1/veth-a', '*/veth-b', 'pod-b'],
  });
  expect(bridged).toBe('fulfilled');
  expect(answerOf(passesThrough, run, { ...REQUEST, stops })).toEqual([
    'notAtPlace',
    { packet: 'echo-request pod-a → pod-b', place: 'kind:bridge' },
  ]);
  expect(answerOf(passesThrough, run, { ...REQUEST, stops: ['pod-b', 'pod-a'] })).toMatchObject([
    'notAtPlace',
    { place: 'pod-a' },
  ]);
});

test('places it must not come to', () => {
  const run = runOf([PING_B]);
  expect(answerOf(passesThrough, run, { ...REQUEST, stops: [], never: ['kind:vxlan'] })).toBe('fulfilled');
  expect(answerOf(passesThrough, run, { ...REQUEST, stops: [], never: ['*/veth-b'] })).toMatchObject([
    'passedForbidden',
    { place: '*/veth-b' },
  ]);
});

test('no packet went any way', () => {
  expect(answerOf(passesThrough, runOf([]), { ...REQUEST, stops: [] })).toMatchObject(['noPacket', {}]);
});
