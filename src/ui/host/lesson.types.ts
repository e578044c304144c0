/** Lessons as the page sees them: types only, what makes them stays in the worker. */
import type { Problem } from '../../core/index';
import type { Lesson, Step } from '../../core/lesson/index';
import type { KeptStep } from '../../core/lesson/progress';

export type * from '../../core/lesson/index';

export type LessonReply =
  | { readonly ok: true; readonly lesson: Lesson }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** How far is this step of a lesson, in the session that is open? */
export interface StepQuestion {
  readonly step: Step;
  /** Number of inputs when the step began. */
  readonly since: number;
  /** Where the cursor stands. */
  readonly seq: number;
  readonly kept: KeptStep;
}

/** A lesson's text, the name that problems in it are reported under, and the language it is in. */
export interface LessonText {
  readonly file: string;
  readonly text: string;
  readonly language: string;
}
