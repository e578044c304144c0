/** Which packet goes into which row of the timeline, and what is left when there are too many for rows. */
import type { Layer, PacketLane, TimelineView } from '../../core/index';
import type { Axis, Window } from './axis';
import { rankOf } from './axis';

/** A packet on the axis: ranks from `from` up to, without, `to`. */
export interface Bar {
  readonly lane: PacketLane;
  readonly from: number;
  readonly to: number;
  readonly wrapped: readonly Window[];
}

export interface PlacedBar extends Bar {
  readonly row: number;
  /** Row of the packet it follows from, when that has one. */
  readonly parentRow: number | null;
}

/** How many packets are under way in a slice of the window. */
export interface Slice {
  readonly count: number;
  readonly layers: ReadonlyMap<Layer, number>;
}

export type LanesLayout =
  /** One row per packet, a packet's children below it. */
  | { readonly kind: 'families'; readonly rows: number; readonly bars: readonly PlacedBar[] }
  /** Packets that do not meet share a row. */
  | { readonly kind: 'shared'; readonly rows: number; readonly bars: readonly PlacedBar[] }
  /** Too many at once for rows. */
  | { readonly kind: 'density'; readonly slices: readonly Slice[]; readonly most: number };

/** Number of slices a window with too many packets is told in. */
const SLICES = 160;

/** All packets one waits for, each below the one it follows from. */
export function barsOf(timeline: TimelineView, axis: Axis): Bar[] {
  const shown = timeline.lanes.filter((lane) => !lane.background);
  return families(shown).map((lane) => ({
    lane,
    from: rankOf(axis, lane.firstSeq),
    to: rankOf(axis, lane.lastSeq) + 1,
    wrapped: lane.wrapped.map(({ from, to }) => ({ from: rankOf(axis, from), to: rankOf(axis, to) + 1 })),
  }));
}

/** Depth first: whatever follows from a packet stands below it, before the next. */
function families(lanes: readonly PacketLane[]): PacketLane[] {
  const known = new Set(lanes.map(({ packet }) => packet));
  const children = new Map<number, PacketLane[]>();
  const roots: PacketLane[] = [];
  for (const lane of lanes) {
    if (lane.parent === null || !known.has(lane.parent)) roots.push(lane);
    else children.set(lane.parent, [...(children.get(lane.parent) ?? []), lane]);
  }
  const order: PacketLane[] = [];
  const waiting = roots.reverse();
  for (let lane = waiting.pop(); lane !== undefined; lane = waiting.pop()) {
    order.push(lane);
    waiting.push(...(children.get(lane.packet) ?? []).reverse());
  }
  return order;
}

/** The packets of a window in at most `mostRows` rows. */
export function layoutLanes(bars: readonly Bar[], window: Window, mostRows: number): LanesLayout {
  const seen = bars.filter(({ from, to }) => to > window.from && from < window.to);
  if (seen.length <= mostRows) {
    const rows = new Map(seen.map(({ lane }, row) => [lane.packet, row]));
    const placed = seen.map((bar, row) => ({ ...bar, row, parentRow: parentRow(bar, rows) }));
    return { kind: 'families', rows: Math.max(1, seen.length), bars: placed };
  }
  const ends: number[] = [];
  const placed: PlacedBar[] = [];
  for (const bar of [...seen].sort((a, b) => a.from - b.from)) {
    const free = ends.findIndex((end) => end <= bar.from);
    const row = free === -1 ? ends.length : free;
    if (row >= mostRows) return densityOf(seen, window);
    ends[row] = bar.to;
    placed.push({ ...bar, row, parentRow: null });
  }
  return { kind: 'shared', rows: ends.length, bars: placed };
}

function parentRow({ lane }: Bar, rows: ReadonlyMap<number, number>): number | null {
  return lane.parent === null ? null : (rows.get(lane.parent) ?? null);
}

function densityOf(bars: readonly Bar[], window: Window): LanesLayout {
  const slices = Array.from({ length: SLICES }, () => ({ count: 0, layers: new Map<Layer, number>() }));
  const sliceOf = (rank: number): number =>
    Math.floor(((rank - window.from) / (window.to - window.from)) * SLICES);
  for (const { lane, from, to } of bars) {
    const last = Math.min(SLICES - 1, Math.max(sliceOf(from), Math.ceil(sliceOf(to - 1))));
    for (let at = Math.max(0, sliceOf(from)); at <= last; at += 1) {
      const slice = slices[at];
      if (slice === undefined) continue;
      slice.count += 1;
      slice.layers.set(lane.layer, (slice.layers.get(lane.layer) ?? 0) + 1);
    }
  }
  return { kind: 'density', slices, most: Math.max(1, ...slices.map(({ count }) => count)) };
}
