import { describe, expect, it } from 'vitest';
import { lengthOf, pointAt, roundedPath } from './polyline';

const corner = [
  { x: 0, y: 0 },
  { x: 0, y: 30 },
  { x: 40, y: 30 },
];

describe('polylines', () => {
  it('are as long as their stretches', () => {
    expect(lengthOf(corner)).toBe(70);
    expect(lengthOf([])).toBe(0);
  });

  it('have a point at every distance', () => {
    expect(pointAt(corner, 0)).toEqual({ x: 0, y: 0 });
    expect(pointAt(corner, 30)).toEqual({ x: 0, y: 30 });
    expect(pointAt(corner, 50)).toEqual({ x: 20, y: 30 });
    expect(pointAt(corner, 999)).toEqual({ x: 40, y: 30 });
  });

  it('pass their corners in a curve that begins and ends a radius away', () => {
    expect(roundedPath(corner, 8)).toBe('M0 0L0 22Q0 30 8 30L40 30');
  });

  it('bend more tightly where a stretch is short', () => {
    expect(
      roundedPath(
        [
          { x: 0, y: 0 },
          { x: 0, y: 6 },
          { x: 40, y: 6 },
        ],
        8,
      ),
    ).toBe('M0 0L0 3Q0 6 3 6L40 6');
  });
});
