/** The path of a packet as the hop strip draws it: stops in columns, grouped by where they stand. */
import type { Journey, Stop } from '../../core/index';

export interface StopGroup {
  readonly netns: string;
  /** First column and number of columns. */
  readonly from: number;
  readonly count: number;
}

/** Neighbouring stops of one netns, in the order of the path. */
export function groupStops(stops: readonly Stop[]): StopGroup[] {
  const groups: StopGroup[] = [];
  stops.forEach((stop, index) => {
    const last = groups.at(-1);
    if (last?.netns === stop.netns) groups[groups.length - 1] = { ...last, count: last.count + 1 };
    else groups.push({ netns: stop.netns, from: index, count: 1 });
  });
  return groups;
}

/** Where the cursor goes when a stop is chosen: the last step of a hop on it, or its last record. */
export function seqOfStop(stop: Stop, hops: readonly number[]): number {
  return hops.findLast((seq) => seq >= stop.firstSeq && seq <= stop.lastSeq) ?? stop.lastSeq;
}

/** Index of the stop the packet is at; of the last it reached when it is between two. -1 without any. */
export function presentStop(journey: Journey): number {
  const here = journey.stops.findIndex((stop) => stop.state === 'here');
  return here === -1 ? journey.stops.findLastIndex((stop) => stop.state === 'travelled') : here;
}

/** Whether a value is written down: at the first stop that has one, and wherever it changes. */
export function isNews(values: readonly (number | null)[], index: number): boolean {
  const value = values[index] ?? null;
  if (value === null) return false;
  for (let before = index - 1; before >= 0; before--) {
    const former = values[before] ?? null;
    if (former !== null) return former !== value;
  }
  return true;
}

/** Heights of a line of values in a box of `height`: the largest at the top, one level per different value. */
export function levels(values: readonly (number | null)[], height: number, most: number): (number | null)[] {
  const different = [...new Set(values.filter((value) => value !== null))].sort((a, b) => b - a);
  const gap = different.length < 2 ? 0 : Math.min(most, height / (different.length - 1));
  return values.map((value) => (value === null ? null : different.indexOf(value) * gap));
}
