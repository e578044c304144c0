/** Where a step goes: pure arithmetic on the ascending places of a timeline. */
import type { Grain, TimelineView } from '../../core/index';

export type Direction = 1 | -1;

/** Index of the first place after `seq`. */
function indexAfter(places: readonly number[], seq: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? Infinity) > seq) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first place after `seq`, null when there is none. */
export function placeAfter(places: readonly number[], seq: number): number | null {
  return places[indexAfter(places, seq)] ?? null;
}

/** The last place before `seq`, null when there is none. */
export function placeBefore(places: readonly number[], seq: number): number | null {
  const after = indexAfter(places, seq - 1);
  return after === 0 ? null : (places[after - 1] ?? null);
}

/** The place of a list nearest to `seq`, `seq` itself for an empty list. */
export function placeNearest(places: readonly number[], seq: number): number {
  const after = placeAfter(places, seq);
  const before = placeBefore(places, seq + 1);
  if (after === null) return before ?? seq;
  if (before === null) return after;
  return after - seq < seq - before ? after : before;
}

/** Last place of the cursor. */
export function endOf(timeline: TimelineView): number {
  return Math.max(timeline.start, timeline.length - 1);
}

/** Where the latest input begins. */
export const beginningOf = (timeline: TimelineView): number => timeline.inputs.at(-1)?.seq ?? timeline.start;

/** Whether there is anything to walk: without inputs there is only the set-up, which has a cursor when opened. */
export function hasHappened(timeline: TimelineView): boolean {
  return (timeline.inputs.length > 0 || timeline.setUp.open) && timeline.start < timeline.length;
}

/** What one walks: everything, packets without configuration, or configuration alone. */
export type Scope = 'all' | 'packets' | 'config';
export const SCOPES: readonly Scope[] = ['all', 'packets', 'config'];

/** Steps without configuration, by timeline and grain. */
const withoutConfig = new WeakMap<TimelineView, Map<Grain, readonly number[]>>();

/** Where steps end, of what one walks. */
export function placesOf(timeline: TimelineView, grain: Grain, scope: Scope): readonly number[] {
  if (scope === 'all') return timeline.steps[grain];
  if (scope === 'config') return timeline.config[grain];
  const known = withoutConfig.get(timeline) ?? new Map<Grain, readonly number[]>();
  withoutConfig.set(timeline, known);
  let places = known.get(grain);
  if (places === undefined) {
    const config = new Set(timeline.config.decision);
    places = timeline.steps[grain].filter((seq) => !config.has(seq));
    known.set(grain, places);
  }
  return places;
}

/** Where a step from `seq` ends; null when there is nothing further that way. */
export function stepFrom(
  timeline: TimelineView,
  grain: Grain,
  seq: number,
  direction: Direction,
  scope: Scope = 'all',
): number | null {
  const places = placesOf(timeline, grain, scope);
  if (direction === 1) {
    // What follows the last group of this grain (a process that ends, say) is the last step.
    const next = placeAfter(places, seq) ?? placesOf(timeline, 'decision', scope).at(-1);
    return next === undefined || next <= seq || next > endOf(timeline) ? null : next;
  }
  if (seq <= timeline.start) return null;
  return Math.max(timeline.start, placeBefore(places, seq) ?? timeline.start);
}

/** The instant that changes are told against: where a step back would go. */
export function comparedWith(timeline: TimelineView, grain: Grain, seq: number): number | null {
  return stepFrom(timeline, grain, seq, -1);
}

/** The next of a list of places to jump to, going round at the end; null when the list is empty. */
export function jumpFrom(places: readonly number[], seq: number, direction: Direction = 1): number | null {
  return direction === 1
    ? (placeAfter(places, seq) ?? places[0] ?? null)
    : (placeBefore(places, seq) ?? places.at(-1) ?? null);
}
