/** Lessons: reading them, and telling how far a learner is. Loaded when one is opened. */
export { judgeStep } from './judge';
export type { Run, StepState, TaskState } from './judge';
export type * from './lesson';
export type * from './markdown/tree';
export { parseLesson } from './parse';
export { differenceOf } from './structure';
