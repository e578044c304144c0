import { describe, expect, it } from 'vitest';
import type { RingModel } from './capsule-shape';
import { capsuleShape, capsuleStyle, ringOpenness } from './capsule-shape';

const ring = (tag: string, open = 1): RingModel => ({ id: tag, tag, layer: 'l2', changed: false, open });
const style = capsuleStyle('wide');

describe('capsuleShape', () => {
  it('nests every ring inside the one before it, its tag left of the next', () => {
    const { rings, width, height } = capsuleShape(
      ['ETH', 'IP', 'UDP', 'DNS'].map((tag) => ring(tag)),
      style,
    );
    rings.forEach((inner, index) => {
      const outer = index === 0 ? { x: 0, y: 0, width, height } : rings[index - 1];
      if (!outer) return;
      expect(inner.x).toBeGreaterThanOrEqual(outer.x);
      expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width + 1e-9);
      expect(inner.y + inner.height).toBeLessThanOrEqual(outer.y + outer.height + 1e-9);
      const next = rings[index + 1];
      if (next) expect(inner.tagX + inner.tagWidth / 2).toBeLessThanOrEqual(next.x + 1e-9);
    });
  });

  it('is, with closed rings, the packet without them', () => {
    const closed = capsuleShape([ring('ETH', 0), ring('IP', 0), ring('ICMP')], style);
    const without = capsuleShape([ring('ICMP')], style);
    expect([closed.width, closed.height]).toEqual([without.width, without.height]);
    expect(closed.rings[0]?.opacity).toBe(0);
  });

  it('grows with every header', () => {
    const two = capsuleShape([ring('ETH'), ring('IP')], style);
    const three = capsuleShape([ring('ETH'), ring('ETH'), ring('IP')], style);
    expect(three.width).toBeGreaterThan(two.width);
    expect(three.height).toBeGreaterThan(two.height);
  });
});

describe('ringOpenness', () => {
  it('opens rings one after the other from the outside inwards, all by the end', () => {
    const at = (progress: number): number[] => [0, 1, 2, 3].map((index) => ringOpenness(index, 4, progress));
    expect(at(0)).toEqual([0, 0, 0, 0]);
    const middle = at(0.5);
    expect([...middle].sort((a, b) => b - a)).toEqual(middle);
    expect(new Set(middle).size).toBeGreaterThan(2);
    for (const open of at(1)) expect(open).toBeCloseTo(1, 9);
  });
});
