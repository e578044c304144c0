/** A headless shell: command lines in, operations and processes out. */
export type { ShellCompletions } from './complete';
export type { Candidate } from './complete.values';
export { endJob, isWaitingShell, wakeShell } from './job.run';
export type { CommandOutcome, ShellHost } from './host';
export { runCommand } from './run';
export { textsOf, writtenBy } from './written';
