import { expect, test } from 'vitest';
import { placeTitles } from './titles';
import type { TitledBar } from './titles';

const placed = (row: number, left: number, width: number, layer = 'l4'): TitledBar =>
  ({ lane: { packet: row, layer }, row, left, width }) as unknown as TitledBar;
const layout = (...lanes: TitledBar[]) => ({ rows: lanes.length, lanes });
const size = { width: 1000, height: 30 };
const wide =
  (present = -1) =>
  (lane: TitledBar) => ({ width: 200, present: lane.row === present });

test('a title stands behind its bar, or in front of it where the end is near', () => {
  expect(placeTitles(layout(placed(0, 0, 0.3)), size, wide())).toEqual(['right']);
  expect(placeTitles(layout(placed(0, 0.6, 0.4)), size, wide())).toEqual(['left']);
});

test('without room on either side there is no title', () => {
  expect(placeTitles(layout(placed(0, 0.1, 0.8)), size, wide())).toEqual([null]);
  expect(placeTitles(layout(placed(0, 0, 0.3)), { width: 0, height: 0 }, wide())).toEqual([null]);
});

test('no title lies over a bar of a neighbouring row', () => {
  const tight = layout(placed(0, 0, 0.3), placed(1, 0.35, 0.65), placed(2, 0, 0.1));
  expect(placeTitles(tight, size, wide())).toEqual([null, null, 'right']);
});

test('the present packet has its title first, others must not meet it', () => {
  const lanes = layout(placed(0, 0, 0.3), placed(1, 0, 0.3));
  const low = { ...size, height: 12 };
  expect(placeTitles(lanes, low, wide(1))).toEqual([null, 'right']);
  expect(placeTitles(lanes, low, wide())).toEqual(['right', null]);
});

test('exchanges of the link layer are titled only while they are present', () => {
  const arp = layout(placed(0, 0, 0.3, 'l2'));
  expect([placeTitles(arp, size, wide()), placeTitles(arp, size, wide(0))]).toEqual([[null], ['right']]);
});
