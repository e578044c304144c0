/** What must be the same in every language of a lesson: everything but its words. */
import type { Lesson, Part, Step } from './lesson';

/** A lesson without its words, as text that two languages are compared by. One line per step and part. */
export function structureOf(lesson: Lesson): readonly string[] {
  const { id, lab, choices, minutes, kind } = lesson;
  return [
    JSON.stringify({ id, lab, choices, minutes, kind }),
    ...lesson.steps.flatMap((step) => [stepLine(step), ...step.parts.flatMap(partLine)]),
  ];
}

function stepLine({ id, view }: Step): string {
  return `step ${id} ${JSON.stringify(view)}`;
}

/** Prose may be cut into paragraphs in another way. */
function partLine(part: Part): readonly string[] {
  switch (part.kind) {
    case 'prose':
      return [];
    case 'explain':
    case 'hint':
      return [part.kind];
    case 'do':
      return [`do ${part.id} ${JSON.stringify(part.action)}`];
    case 'check':
      return [`check ${part.id} ${JSON.stringify(part.all)}`];
    case 'predict':
      return [`predict ${part.id} ${JSON.stringify(part.options.map(({ when }) => when))}`];
    case 'quiz':
      return [`quiz ${part.id} ${JSON.stringify(part.options.map(({ right }) => right))}`];
  }
}

/** The first line in which two languages differ; null when there is none. */
export function differenceOf(a: Lesson, b: Lesson): { readonly a: string; readonly b: string } | null {
  const [one, other] = [structureOf(a), structureOf(b)];
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    if (one[at] !== other[at]) return { a: one[at] ?? '', b: other[at] ?? '' };
  }
  return null;
}
