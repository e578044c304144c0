/** The shell's language: what is fetched when a line is more than one command at hand. */
import type { CommandOutcome, ShellHost } from './host';
import { aliasesOf, leaveAll } from './functions';
import { runIn, shellOf } from './interpret';
import { leaveShell, remember } from './remember';
import { withErrors } from './written';

export { endJob, wakeShell } from './job.run';

/** Runs a line as somebody types it. */
export function runText(host: ShellHost, netns: string, text: string, stdin: string | null): CommandOutcome {
  const shell = shellOf(host, netns, stdin);
  leaveAll(shell);
  const outcome = runIn(shell, text, aliasesOf(shell.vars));
  if (shell.jump?.kind !== 'exit') {
    if (outcome.pid === null) shell.status = outcome.exitCode;
    remember(shell);
    return outcome;
  }
  leaveShell(shell);
  return withErrors(outcome, 'exit');
}
