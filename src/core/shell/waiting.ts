/** Shells that wait are processes too. */
import type { Process } from '../model/process';

/** Whether a process is such a shell. */
export function isWaitingShell({ app, exitCode }: Process): boolean {
  return app === 'sh' && exitCode === null;
}
