/** What is wrong with a lesson: `lesson.problem.<code>.problem` and `.mend` in the catalogues. */
import type { Problem } from '../session.types';

export const LESSON_PROBLEM_CODES = [
  'tooLarge',
  'lineTooLong',
  'tooManySteps',
  'tooManyParts',
  'noHead',
  'noSteps',
  'stepId',
  'twice',
  'beforeSteps',
  'unknownDirective',
  'unknownDirectiveNearest',
  'noId',
  'notClosed',
  'notOpened',
  'noData',
  'emptyChecks',
  'severalOtherwise',
  'noRight',
  'doForm',
  'noLanguage',
  'differs',
  'unknownSend',
  'html',
  'image',
  'link',
  'tooDeep',
  'blockTooLong',
] as const;
export type LessonProblemCode = (typeof LESSON_PROBLEM_CODES)[number];

/** A problem at a line of a lesson's file; line 0 means the file as a whole. */
export function lessonProblem(
  at: { readonly file: string; readonly line: number },
  code: LessonProblemCode,
  params: Readonly<Record<string, string | number>> = {},
): Problem {
  return {
    file: at.file,
    document: 0,
    line: at.line,
    column: at.line === 0 ? 0 : 1,
    path: '',
    problem: { key: `lesson.problem.${code}.problem`, params },
    mend: { key: `lesson.problem.${code}.mend`, params },
  };
}
