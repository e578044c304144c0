/** Which sections of the timeline have room for their name. */
import type { InputMark } from '../../core/index';
import type { Window } from './axis';
import { fractionOf } from './axis';

/** A section: from the rank its input stands at to the next one's. */
export interface Section {
  readonly mark: InputMark;
  readonly from: number;
  readonly to: number;
  /** In CSS pixels. */
  readonly left: number;
  readonly width: number;
}

/** A name narrower than this says nothing, in CSS pixels. */
const NARROWEST = 18;

export function sectionsOf(
  begins: readonly { readonly mark: InputMark; readonly from: number }[],
  count: number,
  window: Window,
  width: number,
): Section[] {
  const sections: Section[] = [];
  let taken = 0;
  begins.forEach(({ mark, from }, index) => {
    const to = begins[index + 1]?.from ?? count;
    const left = Math.max(taken, fractionOf(from, window) * width);
    const room = Math.min(width, fractionOf(to, window) * width) - left;
    if (room < NARROWEST) return;
    taken = left + room;
    sections.push({ mark, from, to, left, width: room });
  });
  return sections;
}
