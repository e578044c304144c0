/** A headless shell: command lines in, operations and processes out. */
export type { CommandOutcome, ShellHost } from './host';
export { runCommand } from './run';
