/** A headless shell: command lines in, operations and processes out. */
export type { ShellCompletions } from './complete';
export type { Candidate } from './complete.values';
export { isWaitingShell } from './job.waiting';
export type { CommandOutcome, ShellHost } from './host';
export { language, runCommand } from './run';
export { textsOf, writtenBy } from './written';
