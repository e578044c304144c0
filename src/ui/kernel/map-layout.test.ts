import { describe, expect, test } from 'vitest';
import type { KernelStation, StationId } from '../../core/index';
import { edgeStates, layoutMap } from './map-layout';
import type { Box } from './map-layout';

const sizes = { k: 1, bridgeMeetsIptables: true, lines: new Map<StationId, number>([['output', 5]]) };
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe.each([
  [560, true, true],
  [672, true, true],
  [672, true, false],
  [1148, false, true],
  [1600, false, false],
])('a map %i pixels wide', (width, compact, hasBridge) => {
  const { boxes, edges, height } = layoutMap({ ...sizes, width, compact, hasBridge });

  test('has every station, none over another, all of them inside', () => {
    expect(boxes).toHaveLength(hasBridge ? 15 : 11);
    for (const [i, box] of boxes.entries()) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.w).toBeLessThanOrEqual(width);
      expect(box.y + box.h).toBeLessThanOrEqual(height);
      expect(boxes.slice(i + 1).filter((other) => overlap(box, other))).toEqual([]);
    }
  });

  test('has lines that begin and end at the rim of their stations', () => {
    const rim = (id: StationId, [x, y]: readonly [number, number]): boolean => {
      const box = boxes.find((one) => one.id === id);
      if (box === undefined) return false;
      const inX = x >= box.x && x <= box.x + box.w;
      const inY = y >= box.y && y <= box.y + box.h;
      const onRim = x === box.x || x === box.x + box.w || y === box.y || y === box.y + box.h;
      return inX && inY && onRim;
    };
    for (const { from, to, points } of edges) {
      const [first, last] = [points[0], points.at(-1)];
      expect(first !== undefined && rim(from, first), `${from} ${to}`).toBe(true);
      expect(last !== undefined && rim(to, last), `${from} ${to}`).toBe(true);
    }
  });
});

test('a line the packet takes leads through stations it does not stop at', () => {
  const { edges } = layoutMap({ ...sizes, width: 900, compact: true, hasBridge: true });
  const way: StationId[] = ['ingress', 'bridge', 'egress'];
  const stations = way.map((id) => ({ id, state: id === 'egress' ? 'ahead' : 'passed' }) as KernelStation);
  const states = edgeStates(edges, way, stations);
  const told = edges.flatMap(({ from, to }, i) =>
    states[i] === 'off' ? [] : [`${from} ${to} ${states[i] ?? ''}`],
  );
  expect(told.sort()).toEqual([
    'bridge bridgeForward ahead',
    'bridgeForward bridgePostrouting ahead',
    'bridgePostrouting egress ahead',
    'bridgePrerouting bridge passed',
    'ingress bridgePrerouting passed',
  ]);
});

test('ARP passes below the hooks', () => {
  const { edges, boxes, height } = layoutMap({ ...sizes, width: 900, compact: true, hasBridge: false });
  const way: StationId[] = ['ingress', 'neighbour', 'egress'];
  const stations = way.map((id) => ({ id, state: 'passed' }) as KernelStation);
  const states = edgeStates(edges, way, stations);
  const taken = edges.filter((_, i) => states[i] === 'passed');
  expect(taken.map(({ from, to }) => `${from} ${to}`)).toEqual(['neighbour egress', 'ingress neighbour']);
  const lane = Math.max(...(taken.at(-1)?.points ?? []).map(([, y]) => y));
  expect(lane).toBeLessThan(height);
  for (const box of boxes) expect(lane < box.y || lane > box.y + box.h, box.id).toBe(true);
});
