import * as v from 'valibot';
import { expect, test } from 'vitest';
import { PING_B, runOf } from '../testing/lesson-run';
import { isAtMoment, Moment, seqOfMoment } from './moment';

const run = runOf([PING_B, PING_B]);
const moment = (more: object) => v.parse(Moment, { packet: 'echo-request', at: 'pod-b/eth0', ...more });

test('a packet at a place: the first, another, the last', () => {
  const [first, second] = [seqOfMoment(run, moment({})), seqOfMoment(run, moment({ nth: 2 }))];
  expect(first).toBeLessThan(second ?? 0);
  expect(seqOfMoment(run, moment({ nth: -1 }))).toBe(second);
  expect(seqOfMoment(run, moment({ nth: 3 }))).toBeNull();
  expect(seqOfMoment(run, moment({ at: 'pod-z' }))).toBeNull();
});

test('it lasts as long as the packet stands there', () => {
  const [arrives, leaves] = [seqOfMoment(run, moment({ edge: 'arrive' })), seqOfMoment(run, moment({}))];
  expect(arrives).toBeLessThanOrEqual(leaves ?? -1);
  expect(isAtMoment(run, moment({}), arrives ?? -1)).toBe(true);
  expect(isAtMoment(run, moment({ edge: 'leave' }), leaves ?? -1)).toBe(true);
  expect(isAtMoment(run, moment({}), (arrives ?? 0) - 1)).toBe(false);
  expect(isAtMoment(run, moment({}), (leaves ?? 0) + 1)).toBe(false);
});
