/**
 * Runs a command line in a netns. One command of plain words that is at hand is run at once; for all else there is the
 * shell's language, which is fetched when somebody types it.
 */
import { Part } from '../base/part';
import { commandName } from './command';
import { isAtHand } from './commands';
import { exec } from './exec';
import type { CommandOutcome, ShellHost } from './host';
import { netnsNamed } from './netns';

export const language = new Part('the language of the shell', () => import('./language'));

/** Words in which nothing stands for something else. */
const PLAIN = /^[\w@%+:,./ -]+$/;

/**
 * Runs `text` in the netns named `netns`; the exit code is that of the last command. `stdin` is what the first command
 * of each pipeline may read. `pid` is the process that now runs, or the shell that waits for one.
 */
export function runCommand(
  host: ShellHost,
  netns: string,
  text: string,
  stdin: string | null = null,
): CommandOutcome {
  const argv = PLAIN.test(text) ? text.split(' ').filter((word) => word !== '') : [];
  if (!isAtHand(commandName(argv[0] ?? ''))) return language.content.runText(host, netns, text, stdin);
  const { shell } = netnsNamed(host.world, netns);
  const outcome = exec(
    {
      host,
      stdin,
      typed: argv.join(' '),
      cwd: shell.vars['PWD'] ?? '/',
      toTerminal: true,
      vars: shell.vars,
      exported: [],
      lastStatus: shell.status,
      setVars: () => undefined,
      door: { script: (_, inner, words) => language.content.runText(host, inner, words, stdin) },
    },
    netns,
    argv,
  );
  const { exitCode } = outcome;
  if (exitCode !== shell.status) host.remember?.(netns, { ...shell, status: exitCode });
  return outcome;
}
