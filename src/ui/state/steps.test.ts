import { describe, expect, test } from 'vitest';
import type { TimelineView } from '../../core/index';
import { comparedWith, jumpFrom, placeAfter, placeBefore, placeNearest, stepFrom } from './steps';

const timeline: TimelineView = {
  length: 40,
  start: 10,
  steps: { decision: [10, 11, 13, 20, 30, 39], hop: [13, 30], machine: [30], packet: [39] },
  lanes: [],
  inputs: [],
  jumps: { drop: [], rewrite: [20], encapsulation: [13, 30], verdict: [], config: [] },
};

describe('places', () => {
  test('after and before leave the present place out', () => {
    expect([placeAfter([3, 5, 9], 5), placeAfter([3, 5, 9], 4), placeAfter([3, 5, 9], 9)]).toEqual([
      9,
      5,
      null,
    ]);
    expect([placeBefore([3, 5, 9], 5), placeBefore([3, 5, 9], 6), placeBefore([3, 5, 9], 3)]).toEqual([
      3,
      5,
      null,
    ]);
  });

  test('nearest prefers the earlier of two equally near', () => {
    expect([
      placeNearest([2, 8], 5),
      placeNearest([2, 8], 6),
      placeNearest([2, 8], 99),
      placeNearest([], 7),
    ]).toEqual([2, 8, 8, 7]);
  });
});

describe('a step', () => {
  test('goes to the end of the next group of its grain', () => {
    expect(stepFrom(timeline, 'hop', 10, 1)).toBe(13);
    expect(stepFrom(timeline, 'decision', 13, 1)).toBe(20);
  });

  test('back from the first group ends at the start, not in the set-up', () => {
    expect(stepFrom(timeline, 'hop', 13, -1)).toBe(10);
    expect(stepFrom(timeline, 'hop', 10, -1)).toBeNull();
  });

  test('forward and back are inverse on the places of a grain', () => {
    for (const seq of [10, 13, 30]) {
      const next = stepFrom(timeline, 'hop', seq, 1);
      expect(next).not.toBeNull();
      expect(stepFrom(timeline, 'hop', next ?? 0, -1)).toBe(seq);
    }
  });

  test('forward past the last group still reaches the last decision', () => {
    expect(stepFrom(timeline, 'hop', 30, 1)).toBe(39);
    expect(stepFrom(timeline, 'hop', 39, 1)).toBeNull();
  });

  test('is compared with the place a step back would go to', () => {
    expect(comparedWith(timeline, 'hop', 30)).toBe(13);
    expect(comparedWith(timeline, 'hop', 10)).toBeNull();
  });
});

test('a jump goes round at the end', () => {
  expect([jumpFrom([13, 30], 13), jumpFrom([13, 30], 30), jumpFrom([], 5)]).toEqual([30, 13, null]);
});
