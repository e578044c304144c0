/**
 * The axis of the timeline: one place per decision, so that what nobody sees takes no room. A rank is the index of a
 * place; a window is the stretch of ranks on the screen.
 */
import type { TimelineView } from '../../core/index';

export interface Axis {
  /** Seqs of the places, ascending. */
  readonly places: readonly number[];
  /** Number of ranks, at least 1. */
  readonly count: number;
}

/** Ranks from `from` up to, without, `to`. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What can be done about the window. */
export interface Zoom {
  readonly by: (factor: number, around?: number) => void;
  readonly pan: (ranks: number) => void;
  readonly to: (window: Window | null) => void;
}

/** As many ranks as can still be told apart when one zooms in. */
const NARROWEST = 12;

export function axisOf({ steps }: Pick<TimelineView, 'steps'>): Axis {
  return { places: steps.decision, count: Math.max(1, steps.decision.length) };
}

/** Rank of the place a record belongs to: the next one that is not before it, else the last. */
export function rankOf({ places, count }: Axis, seq: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? Infinity) < seq) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, count - 1);
}

/** The record at a fraction of a window's width. */
export function seqAt(axis: Axis, window: Window, fraction: number): number | null {
  const rank = Math.floor(window.from + fraction * (window.to - window.from));
  return axis.places[Math.min(Math.max(rank, 0), axis.count - 1)] ?? null;
}

/** Where a rank begins, as a fraction of the window's width; outside 0 to 1 when it is not in the window. */
export function fractionOf(rank: number, { from, to }: Window): number {
  return (rank - from) / (to - from);
}

export function wholeOf({ count }: Axis): Window {
  return { from: 0, to: count };
}

/** The window `factor` times as narrow, with the rank `around` staying where it is. */
export function zoomed(axis: Axis, window: Window, factor: number, around: number): Window {
  const span = window.to - window.from;
  const next = Math.min(axis.count, Math.max(Math.min(NARROWEST, axis.count), span / factor));
  const share = fractionOf(around, window);
  return within(axis, { from: around - share * next, to: around - share * next + next });
}

/** The window moved by `ranks`, as far as there is anything to see. */
export function moved(axis: Axis, window: Window, ranks: number): Window {
  return within(axis, { from: window.from + ranks, to: window.to + ranks });
}

/** The window itself while it shows the rank, else one of the same width that shows it near its beginning. */
export function following(axis: Axis, window: Window, rank: number): Window {
  if (rank >= window.from && rank + 1 <= window.to) return window;
  const span = window.to - window.from;
  const ahead = rank < window.from ? 0.8 : 0.2;
  return within(axis, { from: rank - ahead * span, to: rank - ahead * span + span });
}

function within({ count }: Axis, { from, to }: Window): Window {
  const span = Math.min(count, to - from);
  const start = Math.min(Math.max(0, from), count - span);
  return { from: start, to: start + span };
}
