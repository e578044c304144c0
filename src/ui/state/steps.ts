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

/** Whether anything has happened yet: without inputs there is only the set-up, which has no cursor. */
export function hasHappened(timeline: TimelineView): boolean {
  return timeline.inputs.length > 0 && timeline.start < timeline.length;
}

/** Where a step from `seq` ends; null when there is nothing further that way. */
export function stepFrom(
  timeline: TimelineView,
  grain: Grain,
  seq: number,
  direction: Direction,
): number | null {
  const places = timeline.steps[grain];
  if (direction === 1) {
    // What follows the last group of this grain (a process that ends, say) is the last step.
    const next = placeAfter(places, seq) ?? timeline.steps.decision.at(-1);
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
export function jumpFrom(places: readonly number[], seq: number): number | null {
  return placeAfter(places, seq) ?? places[0] ?? null;
}
