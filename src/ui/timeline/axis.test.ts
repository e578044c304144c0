import { describe, expect, test } from 'vitest';
import { axisOf, following, fractionOf, moved, rankOf, seqAt, wholeOf, zoomed } from './axis';

const axis = axisOf({ steps: { decision: [10, 12, 13, 20, 25], hop: [], machine: [], packet: [] } });
const long = axisOf({
  steps: { decision: Array.from({ length: 1000 }, (_, i) => i * 3), hop: [], machine: [], packet: [] },
});

test('each place has a rank, and what lies between belongs to the next', () => {
  expect([9, 10, 11, 12, 14, 25, 99].map((seq) => rankOf(axis, seq))).toEqual([0, 0, 1, 1, 3, 4, 4]);
});

test('the middle of a rank leads back to its record, at any zoom', () => {
  for (const window of [wholeOf(long), { from: 100.5, to: 160.25 }]) {
    for (let rank = Math.ceil(window.from); rank + 1 < window.to; rank += 1) {
      expect(seqAt(long, window, fractionOf(rank + 0.5, window))).toBe(rank * 3);
    }
  }
});

test('beyond the ends is the end, and an empty timeline has no place', () => {
  expect([seqAt(axis, wholeOf(axis), -1), seqAt(axis, wholeOf(axis), 2)]).toEqual([10, 25]);
  const none = axisOf({ steps: { decision: [], hop: [], machine: [], packet: [] } });
  expect(seqAt(none, wholeOf(none), 0.5)).toBeNull();
});

describe('a window', () => {
  test('is zoomed around a rank that stays where it is', () => {
    const near = zoomed(long, wholeOf(long), 4, 600);
    expect(near.to - near.from).toBe(250);
    expect(fractionOf(600, near)).toBeCloseTo(0.6);
  });

  test('never leaves the axis, and is neither wider than it nor too narrow to read', () => {
    expect(zoomed(long, { from: 0, to: 20 }, 1e6, 3)).toMatchObject({ from: expect.closeTo(1.2) as number });
    expect(zoomed(long, { from: 0, to: 20 }, 1e-6, 3)).toEqual({ from: 0, to: 1000 });
    expect(moved(long, { from: 900, to: 950 }, 500)).toEqual({ from: 950, to: 1000 });
  });

  test('follows the cursor only when that leaves it', () => {
    const window = { from: 100, to: 200 };
    expect(following(long, window, 150)).toBe(window);
    expect(following(long, window, 200)).toEqual({ from: 180, to: 280 });
    expect(following(long, window, 99)).toEqual({ from: 19, to: 119 });
  });
});
