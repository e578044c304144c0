/** What a shell on a machine cannot do for ever either: words, variables and processes have an end. Words: bash 5.2. */
import type { Outcome } from './command';
import { failed } from './command';
import { expandedLength, type Surroundings } from './expand';
import type { ShellHost } from './host';
import type { Word } from './lex';
import type { Pipeline } from './parse';

const MISUSE = 2;
const TOO_LONG = 126;
const NO_FORK = 254;
/** Characters in the words of one command (ARG_MAX, a quarter of the usual stack). */
const ARGUMENTS_MAX = 2_097_152;
/** Characters in all variables of a shell. */
const VARIABLES_MAX = 1_048_576;
/** Processes that may run in one netns. */
const PROCESSES_MAX = 4096;
/** What bash does itself, without a process. */
const BUILT_IN = new Set(['cd', 'echo', 'export', 'false', 'kill', 'pwd', 'set', 'true', 'unset', 'wait']);
export const ASSIGNMENT = /^([A-Za-z_]\w*)=/;

/** What bash says of words that would become too long to be kept; null when they can be. Nothing is expanded for that. */
export function tooLong(
  around: Surroundings,
  vars: Readonly<Record<string, string>>,
  { commands }: Pipeline,
): Outcome | null {
  const kept = Object.values(vars).reduce((sum, value) => sum + value.length, 0);
  for (const { words } of commands) {
    const length = expandedLength(around, words);
    const [first] = words;
    const name = first === undefined ? '' : textBefore(first);
    if (ASSIGNMENT.test(name) && kept + length > VARIABLES_MAX) {
      return failed(MISUSE, `bash: xrealloc: cannot allocate ${String(length)} bytes`);
    }
    if (length > ARGUMENTS_MAX) return failed(TOO_LONG, `bash: ${name}: Argument list too long`);
  }
  return null;
}

/** The beginning of a word as far as it is text without quotes. */
export function textBefore(word: Word): string {
  const [first] = word;
  return first?.kind === 'text' && !first.quoted ? first.text : '';
}

/** What bash says when no more processes may start in a netns; null when `name` needs none, or one may. */
export function noFork({ world }: ShellHost, netns: string, name: string): Outcome | null {
  const processes = world.netns.find((ns) => ns?.name === netns)?.processes.entries;
  if (BUILT_IN.has(name) || processes === undefined || processes.size < PROCESSES_MAX) return null;
  let running = 0;
  for (const { exitCode } of processes.values()) if (exitCode === null) running += 1;
  if (running < PROCESSES_MAX) return null;
  return failed(NO_FORK, 'bash: fork: retry: Resource temporarily unavailable');
}
