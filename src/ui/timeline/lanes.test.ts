import { expect, test } from 'vitest';
import type { PacketLane, TimelineView } from '../../core/index';
import { axisOf } from './axis';
import { barsOf, layoutLanes } from './lanes';

const lane = (
  packet: number,
  firstSeq: number,
  lastSeq: number,
  over: Partial<PacketLane> = {},
): PacketLane => ({
  packet,
  title: { key: 'packet.unknown', params: {} },
  layer: 'l4',
  firstSeq,
  lastSeq,
  fromNs: 0,
  toNs: 0,
  wrapped: [],
  dropSeq: null,
  fate: 'delivered',
  input: 0,
  parent: null,
  background: false,
  ...over,
});

const NO_STEPS = { decision: [], hop: [], machine: [], packet: [] };
/** A hundred decisions, at every second record from 100 on. */
const timeline = (lanes: readonly PacketLane[]): TimelineView => ({
  length: 300,
  start: 100,
  setUp: { open: false, steps: 0, end: 100 },
  steps: { ...NO_STEPS, decision: Array.from({ length: 100 }, (_, i) => 100 + 2 * i) },
  config: NO_STEPS,
  lanes,
  inputs: [],
  jumps: { drop: [], rewrite: [], encapsulation: [], verdict: [], config: [] },
});

const layout = (lanes: readonly PacketLane[], mostRows: number, window = { from: 0, to: 100 }) => {
  const view = timeline(lanes);
  return layoutLanes(barsOf(view, axisOf(view)), window, mostRows);
};

test('one row per packet while there are rows enough, children below their parent', () => {
  const placed = layout(
    [
      lane(1, 100, 150),
      lane(2, 104, 110, { parent: 1 }),
      lane(3, 160, 200),
      lane(4, 120, 130, { parent: 1 }),
    ],
    8,
  );
  expect(placed.kind).toBe('families');
  const bars = placed.kind === 'density' ? [] : placed.bars;
  expect(bars.map(({ lane: { packet }, row, parentRow }) => [packet, row, parentRow])).toEqual([
    [1, 0, null],
    [2, 1, 0],
    [4, 2, 0],
    [3, 3, null],
  ]);
  expect(bars[0]).toMatchObject({ from: 0, to: 26 });
});

test('packets that do not meet share a row when there are too many', () => {
  const placed = layout([lane(1, 100, 110), lane(2, 105, 120), lane(3, 112, 130)], 2);
  expect(placed.kind === 'shared' && placed.bars.map(({ row }) => row)).toEqual([0, 1, 0]);
});

test('only packets in the window ask for rows', () => {
  const lanes = [lane(1, 100, 110), lane(2, 150, 160), lane(3, 151, 170)];
  const placed = layout(lanes, 2, { from: 20, to: 60 });
  expect(placed.kind === 'families' && placed.bars.map(({ lane: { packet } }) => packet)).toEqual([2, 3]);
});

test('a storm is told as how many are under way at once', () => {
  const storm = Array.from({ length: 500 }, (_, i) => lane(i, 100 + (i % 50), 200, { layer: 'l2' }));
  const placed = layout(storm, 10);
  expect(placed.kind === 'density' && placed.most).toBe(500);
  expect(placed.kind === 'density' && placed.slices[0]?.layers.get('l2')).toBe(10);
});

test('housekeeping is left out', () => {
  expect(layout([lane(1, 100, 110, { background: true })], 8)).toEqual({
    kind: 'families',
    rows: 1,
    bars: [],
  });
});
