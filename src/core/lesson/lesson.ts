/** A lesson as the page shows it: plain data, read from Markdown. One such tree per language. */
import type { Grain } from '../views/contract';
import type { Checks } from './checks';
import type { Block, Inline } from './markdown/tree';
import type { Moment } from './moment';

export const LESSON_KINDS = ['tour', 'exercise', 'challenge'] as const;
export type LessonKind = (typeof LESSON_KINDS)[number];

/** Where the page is to look when a step begins. */
export interface StepView {
  /** `node-1/flannel.1` for a device, `node-1` for a netns. */
  readonly select?: string | undefined;
  readonly tab?: 'packet' | 'tables' | undefined;
  /** Whose tables are shown. */
  readonly netns?: string | undefined;
  readonly grain?: Grain | undefined;
  /** Where the cursor goes. */
  readonly at?: Moment | undefined;
}

/** Something the learner is to do: send, type, or walk to a place. */
export type Action =
  | { readonly kind: 'send'; readonly name: string }
  | {
      readonly kind: 'run';
      readonly netns: string;
      readonly command: string;
      /** Standard input, manifests of `kubectl apply -f -`. */
      readonly stdin?: string | undefined;
    }
  | { readonly kind: 'walk'; readonly to: Moment };

export interface PredictOption {
  readonly says: readonly Block[];
  /** When it is the right one; null when none of the others is. */
  readonly when: Checks | null;
  /** Said to those who chose it, once the result is there. */
  readonly because: readonly Block[];
}
/** A question asked before the packet moves. What happens decides which option was right. */
export interface Predict {
  readonly kind: 'predict';
  readonly id: string;
  readonly ask: readonly Block[];
  readonly options: readonly PredictOption[];
}
export interface Do {
  readonly kind: 'do';
  readonly id: string;
  readonly says: readonly Block[];
  readonly action: Action;
}
/** What must be true before the step is done. */
export interface Check {
  readonly kind: 'check';
  readonly id: string;
  readonly says: readonly Block[];
  readonly all: readonly Checks[];
}
export interface QuizOption {
  readonly says: readonly Block[];
  readonly right: boolean;
  readonly because: readonly Block[];
}
/** A question of understanding, which no packet can answer. */
export interface Quiz {
  readonly kind: 'quiz';
  readonly id: string;
  readonly ask: readonly Block[];
  readonly options: readonly QuizOption[];
}
/** Set off from the running text: the reason behind what was seen. */
export interface Explain {
  readonly kind: 'explain';
  readonly blocks: readonly Block[];
}
/** Shown on request, one after the other. */
export interface Hint {
  readonly kind: 'hint';
  readonly blocks: readonly Block[];
}
export interface Prose {
  readonly kind: 'prose';
  readonly blocks: readonly Block[];
}

/** What waits for the learner. */
export type Task = Predict | Do | Check | Quiz;
export type Part = Prose | Explain | Hint | Task;

export interface Step {
  readonly id: string;
  readonly title: readonly Inline[];
  readonly view: StepView;
  readonly parts: readonly Part[];
}

export interface LessonHead {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lab: string;
  /** Options the lab is opened with, by choice. */
  readonly choices: Readonly<Record<string, string>>;
  readonly minutes: number;
  readonly kind: LessonKind;
}

export interface Lesson extends LessonHead {
  readonly language: string;
  readonly steps: readonly Step[];
}

export function isTask(part: Part): part is Task {
  return part.kind === 'predict' || part.kind === 'do' || part.kind === 'check' || part.kind === 'quiz';
}
