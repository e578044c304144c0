import { expect, test } from 'vitest';
import type { PacketLane, TimelineView } from '../../core/index';
import { axisOf, layoutLanes, positionOf, seqAt } from './lanes';

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
  background: false,
  ...over,
});

const timeline = (lanes: readonly PacketLane[]): TimelineView => ({
  length: 200,
  start: 100,
  steps: { decision: [100, 149, 199], hop: [], machine: [], packet: [] },
  lanes,
  inputs: [],
  jumps: { drop: [], rewrite: [], encapsulation: [], verdict: [], config: [] },
});

test('the axis runs from the first record after the set-up to the last foreground record', () => {
  expect(axisOf(timeline([]))).toEqual({ from: 100, to: 200 });
});

test('each record has a place, and the place leads back to it', () => {
  const axis = axisOf(timeline([]));
  for (let seq = axis.from; seq < axis.to; seq++) {
    const middle = (positionOf(seq, axis) + positionOf(seq + 1, axis)) / 2;
    expect(seqAt(middle, axis)).toBe(seq);
  }
});

test('one row per packet while there are rows enough', () => {
  const { rows, lanes } = layoutLanes(timeline([lane(1, 100, 110), lane(2, 120, 149)]), 8);
  expect([rows, lanes.map(({ row }) => row)]).toEqual([2, [0, 1]]);
  expect(lanes[1]?.left).toBeCloseTo(0.2);
  expect(lanes[1]?.width).toBeCloseTo(0.3);
});

test('packets that do not meet share a row when there are too many', () => {
  const { rows, lanes } = layoutLanes(timeline([lane(1, 100, 110), lane(2, 105, 120), lane(3, 111, 130)]), 2);
  expect([rows, lanes.map(({ row }) => row)]).toEqual([2, [0, 1, 0]]);
});

test('housekeeping is left out', () => {
  expect(layoutLanes(timeline([lane(1, 100, 110, { background: true })]), 8).lanes).toEqual([]);
});
