/** A moment of a run in words a lesson's author can write: this packet, at this place. */
import * as v from 'valibot';
import { isAt, packetFields, packetsIn, place, waysOf, type Scope } from './packets';

export const Moment = v.strictObject({
  ...packetFields,
  at: v.pipe(place, v.description('The device it stands at.')),
  nth: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(-100),
      v.maxValue(100),
      v.description('Which of several such packets: 1 is the first (the default), -1 the last.'),
    ),
    1,
  ),
  edge: v.optional(
    v.pipe(
      v.picklist(['arrive', 'leave']),
      v.description(
        'The first or the last record of the stop: a tunnel device is arrived at unwrapped and left wrapped. Without it the cursor goes to the last, and any of them will do.',
      ),
    ),
  ),
});
export type Moment = v.InferOutput<typeof Moment>;

/** Where a moment is in the trace; null when there is no such moment (yet). */
export function seqOfMoment(scope: Scope, moment: Moment): number | null {
  const stood = stoodAt(scope, moment);
  return stood && (moment.edge === 'arrive' ? stood.firstSeq : stood.lastSeq);
}

/** Whether the cursor stands there. */
export function isAtMoment(scope: Scope, moment: Moment, seq: number): boolean {
  const stood = stoodAt(scope, moment);
  if (stood === null) return false;
  return seq >= (moment.edge === 'leave' ? stood.lastSeq : stood.firstSeq) && seq <= stood.lastSeq;
}

function stoodAt(
  scope: Scope,
  moment: Moment,
): { readonly firstSeq: number; readonly lastSeq: number } | null {
  const found = packetsIn(scope, moment)
    .map((packet) => waysOf(scope, packet).flatMap((way) => way.filter((stood) => isAt(stood, moment.at)))[0])
    .filter((stood) => stood !== undefined);
  return found.at(moment.nth > 0 ? moment.nth - 1 : moment.nth) ?? null;
}
