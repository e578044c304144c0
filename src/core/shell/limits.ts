/** What a shell on a machine cannot do for ever either: words, variables and processes have an end. Words: bash 5.2. */
import type { Outcome } from './command';
import { failed } from './command';
import { expandedLength, type Surroundings } from './expand';
import { plainText, type Pipeline } from './syntax';

const MISUSE = 2;
const TOO_LONG = 126;
/** Characters in the words of one command (ARG_MAX, a quarter of the usual stack). */
const ARGUMENTS_MAX = 2_097_152;
/** Characters in all variables of a shell. */
const VARIABLES_MAX = 1_048_576;
export const ASSIGNMENT = /^([A-Za-z_]\w*)(\+?)=/;

/** Commands that one typed line may run, whatever its loops say; what is read and printed costs as well. */
const STEPS_MAX = 10_000;
/** Characters that cost as much as a command. */
const CHARACTERS_PER_STEP = 4096;
/** Lines that a line may print at one go. */
const LINES_MAX = 10_000;

/** What a typed line may still do. Shells within one another share it. */
export class Budget {
  /** It was said that nothing is left. */
  told = false;
  constructor(public left = STEPS_MAX) {}

  get isSpent(): boolean {
    return this.left <= 0;
  }

  spend(cost: number): void {
    this.left -= cost;
  }

  spendText(characters: number): void {
    this.left -= characters / CHARACTERS_PER_STEP;
  }

  spendLines(printed: number): void {
    if (printed > LINES_MAX) this.left = 0;
  }
}

/** What is said of a line that was ended for that. */
export const SPENT = `packetwalk: ended: one line runs ${String(STEPS_MAX)} commands and prints ${String(LINES_MAX)} lines at most`;

/** What bash says of words that would become too long to be kept; null when they can be. Nothing is expanded for that. */
export function tooLong(
  around: Surroundings,
  vars: Readonly<Record<string, string>>,
  { commands }: Pipeline,
): Outcome | null {
  for (const command of commands) {
    if (command.kind !== undefined) continue;
    const length = expandedLength(around, command.words);
    const [first] = command.words;
    const name = plainText(first?.slice(0, 1)) ?? '';
    if (ASSIGNMENT.test(name) && kept(vars) + length > VARIABLES_MAX) return cannotKeep(length);
    if (length > ARGUMENTS_MAX) return failed(TOO_LONG, `bash: ${name}: Argument list too long`);
  }
  return null;
}

function kept(vars: Readonly<Record<string, string>>): number {
  return Object.values(vars).reduce((sum, { length }) => sum + length, 0);
}

export function cannotKeep(length: number): Outcome {
  return failed(MISUSE, `bash: xrealloc: cannot allocate ${String(length)} bytes`);
}

/** Whether a variable of that length can be kept besides the others. */
export function hasRoom(vars: Readonly<Record<string, string>>, name: string, value: string): boolean {
  if (value.length < 1024) return Object.keys(vars).length < 1000 || name in vars;
  return kept(vars) + value.length <= VARIABLES_MAX;
}
