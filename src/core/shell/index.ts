/** A headless shell: command lines in, operations and processes out. */
export type { ShellCompletions } from './complete';
export type { Candidate } from './complete.values';
export type { CommandOutcome, ShellHost } from './host';
export { runCommand } from './run';
export { isWaitingShell } from './waiting';
export { waitingShells } from './waiting.part';
export { textsOf, writtenBy } from './written';
