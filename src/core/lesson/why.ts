/** Why a check is not fulfilled yet: `lesson.why.<code>` in the catalogues, with these parameters. */
import type { Message } from '../views/message';

export const WHY = {
  nothingSent: ['from', 'to'],
  noPacket: ['packet'],
  onItsWay: ['from', 'to'],
  droppedOnTheWay: ['netns', 'reason'],
  noAnswer: ['from', 'to'],
  answered: ['from', 'to'],
  notAtPlace: ['packet', 'place'],
  passedForbidden: ['packet', 'place'],
  notDropped: ['packet'],
  droppedElsewhere: ['netns', 'reason'],
  noNetns: ['netns'],
  noRow: ['netns', 'table', 'row'],
  rowStillThere: ['netns', 'table', 'row'],
  notRun: ['command'],
  runFailed: ['command'],
  runSucceeded: ['command'],
  noField: ['field', 'place'],
  otherValue: ['field', 'place', 'found', 'wanted'],
  tooFew: ['what', 'found', 'wanted'],
  tooMany: ['what', 'found', 'wanted'],
} as const;
export type WhyCode = keyof typeof WHY;

/** A reason with exactly the parameters its text is given. */
export function why<C extends WhyCode>(
  code: C,
  params: Readonly<Record<(typeof WHY)[C][number], string | number>>,
): Message {
  return { key: `lesson.why.${code}`, params };
}
