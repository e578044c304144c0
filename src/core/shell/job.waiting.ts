/** Shells that wait for a process, as the machine sees them. */
import type { Process } from '../model/process';

/** Whether a process is such a shell. */
export function isWaitingShell({ app, exitCode }: Process): boolean {
  return app === 'sh' && exitCode === null;
}
