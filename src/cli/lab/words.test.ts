import { describe, expect, test } from 'vitest';
import { changeText, secondsText } from './words';

const FILE = { netns: 'node-1', table: 'file' };

describe('a change', () => {
  test('is one line: new, gone, replaced', () => {
    const neigh = { netns: 'pod-a', table: 'neigh' };
    expect(changeText({ ...neigh, before: null, after: '10.0.0.1 INCOMPLETE' })).toEqual([
      'pod-a, neigh: + 10.0.0.1 INCOMPLETE',
    ]);
    expect(changeText({ ...neigh, before: '10.0.0.1 STALE', after: null })).toEqual([
      'pod-a, neigh: - 10.0.0.1 STALE',
    ]);
    expect(changeText({ ...neigh, before: '10.0.0.1 STALE', after: '10.0.0.1 DELAY' })).toEqual([
      'pod-a, neigh: 10.0.0.1 STALE  →  10.0.0.1 DELAY',
    ]);
  });

  test('of a file with several lines stays on one', () => {
    expect(changeText({ ...FILE, before: null, after: '/run/x: a\nb\n' })).toEqual([
      'node-1, file: + /run/x: a\u23ceb\u23ce',
    ]);
  });

  test('that is long takes two lines, each cut', () => {
    const lines = changeText({ ...FILE, before: 'a'.repeat(500), after: 'b'.repeat(100) });
    expect(lines).toEqual([`node-1, file: ${'a'.repeat(160)}…`, `  →  ${'b'.repeat(100)}`]);
  });
});

test('the clock counts seconds with microseconds', () => {
  expect(secondsText(0)).toBe('0.000000 s');
  expect(secondsText(61_000_113_999)).toBe('61.000113 s');
});
