/** Names the circle in which frames go round: what a learner must know of a run that does not come to rest. */
import type { World } from './model/world';
import type { CirclePlace } from './session.types';
import type { TraceRecord } from './trace/record';

/** Longest circle that is looked for, in devices passed. */
const CIRCLE_LEN_MAX = 64;
/** Records looked at, from the end, for a frame that circles. */
const LAST_FRAMES_MAX = 200;

interface Readable {
  readonly length: number;
  record(seq: number): TraceRecord;
}

/**
 * The devices one of the last frames passed over and over, in its direction; null when none of them goes in a circle.
 * `from`: first record of the run. A circle counts when the frame went round it twice in the same way.
 */
export function circleOf(trace: Readable, from: number, world: World): readonly CirclePlace[] | null {
  const first = Math.max(from, trace.length - LAST_FRAMES_MAX);
  for (let seq = trace.length - 1; seq >= first; seq -= 1) {
    const record = trace.record(seq);
    if (record.kind !== 'link.rx') continue;
    const passed = passedBefore(trace, record, from);
    const length = roundOf(passed);
    if (length > 0) return placesOf(passed.slice(0, length + 1).reverse(), world);
  }
  return null;
}

/** Where the frame came from, the last device first. */
function passedBefore(trace: Readable, last: TraceRecord, from: number): readonly TraceRecord[] {
  const passed: TraceRecord[] = [];
  let record = last;
  while (passed.length <= 2 * CIRCLE_LEN_MAX) {
    if (record.packet === last.packet && (record.kind === 'link.rx' || record.kind === 'link.tx')) {
      passed.push(record);
    }
    if (record.cause < from) break;
    record = trace.record(record.cause);
  }
  return passed;
}

/** How many steps lead from the first place back to it, twice over; 0 when they do not. */
function roundOf(passed: readonly TraceRecord[]): number {
  for (let length = 1; 2 * length < passed.length; length += 1) {
    const again = passed.slice(0, length + 1).every((record, i) => samePlace(record, passed[i + length]));
    if (again) return length;
  }
  return 0;
}

function samePlace(a: TraceRecord, b: TraceRecord | undefined): boolean {
  return a.kind === b?.kind && a.netns === b.netns && a.dev === b.dev;
}

/** Names of the devices; one that is passed in and out at once is named once. */
function placesOf(records: readonly TraceRecord[], world: World): readonly CirclePlace[] {
  const places: CirclePlace[] = [];
  for (const { netns, dev } of records) {
    const ns = world.netns[netns];
    const place = { netns: ns?.name ?? '', dev: ns?.links[dev]?.name ?? '' };
    const before = places[places.length - 1];
    if (before?.netns !== place.netns || before.dev !== place.dev) places.push(place);
  }
  return places;
}
