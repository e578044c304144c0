import { expect, test } from 'vitest';
import { answerOf, PING_B, runOf } from '../../testing/lesson-run';
import { countOf } from './count-of';

test('packets', () => {
  const run = runOf([PING_B]);
  expect(answerOf(countOf, run, { packet: 'echo-reply', atLeast: 1, atMost: 1 })).toBe('fulfilled');
  expect(answerOf(countOf, run, { packet: 'echo-reply', atLeast: 2 })).toEqual([
    'tooFew',
    { what: 'echo-reply', found: 1, wanted: 2 },
  ]);
  expect(answerOf(countOf, run, { packet: 'arp-request', atMost: 0 })).toMatchObject([
    'tooMany',
    { wanted: 0 },
  ]);
});

test('decisions, by outcome and netns', () => {
  const run = runOf([PING_B]);
  const flood = { records: 'bridge.forward', verdict: 'flood' };
  expect(answerOf(countOf, run, { ...flood, atLeast: 1 })).toBe('fulfilled');
  expect(answerOf(countOf, run, { ...flood, in: 'pod-a', atLeast: 1 })).toMatchObject([
    'tooFew',
    { found: 0 },
  ]);
  expect(answerOf(countOf, run, { ...flood, packet: 'echo-request', atLeast: 1 })).toMatchObject([
    'tooFew',
    {},
  ]);
  expect(answerOf(countOf, run, { records: 'ip.ttl', atMost: 0 })).toBe('fulfilled');
});
