import { describe, expect, test } from 'vitest';
import type { TimelineView } from '../../core/index';
import {
  comparedWith,
  hasHappened,
  jumpFrom,
  placeAfter,
  placeBefore,
  placeNearest,
  placesOf,
  stepFrom,
} from './steps';

const timeline: TimelineView = {
  length: 40,
  start: 10,
  setUp: { open: false, steps: 10, end: 10 },
  steps: { decision: [10, 11, 13, 20, 30, 39], hop: [13, 30], machine: [30], packet: [39] },
  config: { decision: [20, 30], hop: [30], machine: [30], packet: [] },
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

test('a jump back goes round at the beginning', () => {
  expect([jumpFrom([13, 30], 30, -1), jumpFrom([13, 30], 13, -1), jumpFrom([], 5, -1)]).toEqual([
    13,
    30,
    null,
  ]);
});

test('packets and configuration are walked apart, and together they are all there is', () => {
  expect(placesOf(timeline, 'hop', 'config')).toEqual([30]);
  expect(placesOf(timeline, 'hop', 'packets')).toEqual([13]);
  for (const grain of ['decision', 'hop', 'machine', 'packet'] as const) {
    const parts = [...placesOf(timeline, grain, 'packets'), ...placesOf(timeline, grain, 'config')];
    expect(parts.sort((a, b) => a - b)).toEqual(timeline.steps[grain]);
  }
  expect(stepFrom(timeline, 'decision', 11, 1, 'config')).toBe(20);
  expect(stepFrom(timeline, 'decision', 20, 1, 'packets')).toBe(39);
  // The last step is the last of what one walks.
  expect(stepFrom(timeline, 'decision', 30, 1, 'config')).toBeNull();
});

test('without inputs there is something to walk once the set-up is opened', () => {
  expect(hasHappened(timeline)).toBe(false);
  expect(hasHappened({ ...timeline, start: 0, setUp: { ...timeline.setUp, open: true } })).toBe(true);
});
