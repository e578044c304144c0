import { describe, expect, it } from 'vitest';
import { overlapArea, placeBeside } from './capsule-place';

const element = { x: 100, y: 100, width: 80, height: 40 };
const size = { width: 120, height: 40 };
const seen = { x: 0, y: 0, width: 400, height: 300 };

describe('placeBeside', () => {
  it('stands above the element when nothing is there', () => {
    const { box, anchor } = placeBeside(element, size, [], seen);
    expect(box.y + box.height).toBeLessThan(element.y);
    expect(anchor.y).toBe(element.y);
  });

  it('goes where it covers nothing', () => {
    const above = { box: { x: 0, y: 0, width: 400, height: 95 }, weight: 4 };
    const { box } = placeBeside(element, size, [above], seen);
    expect(overlapArea(box, above.box)).toBe(0);
    expect(overlapArea(box, element)).toBe(0);
  });

  it('stays in view', () => {
    const corner = { x: 0, y: 0, width: 80, height: 40 };
    const { box } = placeBeside(corner, size, [], seen);
    expect(overlapArea(box, seen)).toBeCloseTo(box.width * box.height, 6);
  });

  it('is anchored on the edge of its element', () => {
    for (const x of [0, 150, 320]) {
      const { anchor } = placeBeside({ ...element, x }, size, [], seen);
      const onX = anchor.x === x || anchor.x === x + element.width;
      const onY = anchor.y === element.y || anchor.y === element.y + element.height;
      expect(onX || onY).toBe(true);
    }
  });
});
