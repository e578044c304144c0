/** Where the lanes of the timeline lie: fractions of its width and height. */
import type { PacketLane, TimelineView } from '../../core/index';

export interface PlacedLane {
  readonly lane: PacketLane;
  readonly row: number;
  /** Fractions of the width, 0 to 1. */
  readonly left: number;
  readonly width: number;
  readonly wrapped: readonly { readonly left: number; readonly width: number }[];
}

export interface LanesLayout {
  readonly rows: number;
  readonly lanes: readonly PlacedLane[];
}

/** The stretch of records that the timeline shows. */
export interface Axis {
  readonly from: number;
  readonly to: number;
}

export function axisOf(timeline: TimelineView): Axis {
  const last = timeline.steps.decision.at(-1) ?? timeline.length - 1;
  return { from: timeline.start, to: Math.max(timeline.start + 1, last + 1) };
}

/** Where a record begins on the axis, as a fraction of the width. */
export function positionOf(seq: number, { from, to }: Axis): number {
  return Math.min(1, Math.max(0, (seq - from) / (to - from)));
}

/** The record at a fraction of the width. */
export function seqAt(fraction: number, { from, to }: Axis): number {
  return from + Math.round(Math.min(1, Math.max(0, fraction)) * (to - from) - 0.5);
}

/** One row per packet, as long as there are enough; beyond that, packets that do not meet share a row. */
export function layoutLanes(timeline: TimelineView, mostRows: number): LanesLayout {
  const axis = axisOf(timeline);
  const shown = timeline.lanes.filter((lane) => !lane.background);
  const share = shown.length > mostRows;
  const ends: number[] = [];
  const lanes = shown.map((lane, index): PlacedLane => {
    const row = share ? rowFor(lane, ends) : index;
    ends[row] = lane.lastSeq;
    const left = positionOf(lane.firstSeq, axis);
    return {
      lane,
      row,
      left,
      width: positionOf(lane.lastSeq + 1, axis) - left,
      wrapped: lane.wrapped.map(({ from, to }) => {
        const start = positionOf(from, axis);
        return { left: start, width: positionOf(to + 1, axis) - start };
      }),
    };
  });
  return { rows: Math.max(1, ends.length), lanes };
}

/** The first row that is free when the lane begins. */
function rowFor(lane: PacketLane, ends: readonly number[]): number {
  const free = ends.findIndex((end) => end < lane.firstSeq);
  return free === -1 ? ends.length : free;
}
