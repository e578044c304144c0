import { expect, test } from 'vitest';
import type { Input, TimelineView } from '../../core/index';
import { branchFor, inputsUpTo } from './branch';

const PING: Input = { kind: 'send', name: 'ping' };
const timeline = {
  inputs: [10, 20, 30].map((seq, index) => ({ index, seq, command: `ping ${index}` })),
} as unknown as TimelineView;

test('at the last input there is nothing to lose', () => {
  expect([branchFor(PING, timeline, 30), branchFor(PING, timeline, 99), branchFor(PING, null, 0)]).toEqual([
    null,
    null,
    null,
  ]);
});

test('earlier, everything after the present input would be lost', () => {
  expect(branchFor(PING, timeline, 25)).toMatchObject({ keep: 2, lost: [{ index: 2 }] });
  expect(branchFor(PING, timeline, 10)).toMatchObject({ keep: 1, lost: [{ index: 1 }, { index: 2 }] });
});

test('in the set-up, all inputs would be lost', () => {
  expect(branchFor(PING, timeline, 3)).toMatchObject({ keep: 0, lost: { length: 3 } });
});

test('what was done by a record: what came after it does not count', () => {
  expect([3, 10, 25, 30, 99].map((seq) => inputsUpTo(timeline, seq))).toEqual([0, 1, 2, 3, 3]);
});
