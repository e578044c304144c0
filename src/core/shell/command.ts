/** The shape of a member of the shelf commands/. */
import type { Shelf } from '../base/shelf';
import type { ProcessLimit } from '../model/process';
import type { Asked } from './conditional';
import type { CommandOutcome, ShellHost } from './host';

/** Where a command runs. */
export interface CommandIo {
  readonly host: ShellHost;
  readonly netns: string;
  /** The whole command as typed, for the record. */
  readonly typed: string;
  /** What a pipe feeds in, null without one. */
  readonly stdin: string | null;
  /** The folder that paths without a leading slash start from. */
  readonly cwd: string;
  /** Variables of the shell. */
  readonly vars: Readonly<Record<string, string>>;
  /** Names of those that the command has in its environment. */
  readonly exported: readonly string[];
  setVars(vars: Readonly<Record<string, string>>): void;
  /** `$?` */
  readonly lastStatus: number;
  /** What `hostname` says. */
  readonly hostname: string;
  /** What is printed is seen as it is: it goes to no pipe and to no file. */
  readonly toTerminal: boolean;
  readonly commands: Shelf<Command>;
  /** Runs a command line of its own (`sh -c`), with `$0`, `$1`, … */
  script(text: string, positional?: readonly string[]): Outcome;
  /** The shell that runs the command, for what is no program (`exit`, `read`). */
  readonly shell: ShellDoor;
  /** Runs another command, perhaps in another netns (`ip netns exec`), perhaps not longer than a while (`timeout`). */
  exec(netns: string, argv: readonly string[], limit?: ProcessLimit): Outcome;
}

/** Where the shell goes on. */
export type Jump =
  | { readonly kind: 'exit'; readonly status: number }
  /** Out of so many loops, or to their next turn. */
  | { readonly kind: 'break' | 'continue'; readonly loops: number }
  /** Out of a function. */
  | { readonly kind: 'return'; readonly status: number }
  /** With these commands first (`eval`). */
  | { readonly kind: 'script'; readonly text: string };

/** What bash's own commands ask of the shell. Missing is what there is none of, or none to be changed. */
export interface ShellDoor {
  /** Runs a command line in a shell of its own, as somebody else sees it. */
  script(
    around: Pick<CommandIo, 'host' | 'stdin' | 'vars' | 'exported'>,
    netns: string,
    text: string,
    positional?: readonly string[],
  ): Outcome;
  /** Null when nothing more may be run. */
  readonly refuse?: () => Outcome | null;
  readonly jump?: (to: Jump) => void;
  /** Loops around the command. */
  readonly loops?: number;
  /** Functions around the command. */
  readonly calls?: number;
  /** Makes a variable one of the function; null leaves it without a value. */
  readonly local?: (name: string, value: string | null) => void;
  /** The next line of what the shell reads; null at its end. */
  readonly readLine?: () => string | null;
  /** Takes variables away. */
  readonly unset?: (names: readonly string[]) => void;
  readonly export?: (names: readonly string[]) => void;
  /** Sets `$1`, `$2`, … */
  readonly setPositional?: (words: readonly string[]) => void;
  readonly positional?: readonly string[];
  /** What is asked by `test`. */
  readonly asked?: Asked;
}

/** An outcome inside the shell. */
export interface Outcome extends CommandOutcome {
  /** The last line of stdout has no newline (`echo -n`); only a pipe tells the difference. */
  readonly unterminated?: boolean;
}

export interface Command {
  /** Its name, `argv[0]`. */
  readonly kind: string;
  /** Forms it understands, one a line, in the notation of man pages. */
  readonly usage: readonly string[];
  /** The tool in a line, as its man page has it. */
  readonly summary?: string;
  /** Where the tool prints its usage in another notation: the forms it understands, for completion (grammar.ts). */
  readonly forms?: readonly string[];
  /** Options that may stand right behind the name, in every form. */
  readonly leading?: string;
  /** What options and keywords do, in the words of the tool's own help. */
  readonly about?: Readonly<Record<string, string>>;
  /** Any beginning of a keyword will do. */
  readonly abbreviates?: boolean;
  /** More input only ever makes it print more: it may read a pipe while somebody still writes. */
  streams?(words: readonly string[]): boolean;
  /** It has read all it wants of `lines`: whoever writes on gets SIGPIPE. */
  hasEnough?(words: readonly string[], lines: number): boolean;
  /** Installed on machines, and in no pod. */
  readonly onlyOnMachines?: boolean;
  run(io: CommandIo, argv: readonly string[]): Outcome;
}

export function printed(...lines: readonly string[]): Outcome {
  return { exitCode: 0, stdout: lines, stderr: [], pid: null };
}

export function failed(exitCode: number, ...lines: readonly string[]): Outcome {
  return { exitCode, stdout: [], stderr: lines, pid: null };
}

/** A process has been started that will print and end by itself. */
export function started(pid: number): Outcome {
  return { exitCode: 0, stdout: [], stderr: [], pid };
}

/** The kind of a command by what was typed: its name, or its path. */
export function commandName(typed: string): string {
  return typed.replace(/^\/(usr\/)?s?bin\//, '');
}

/** Exists in life, but nothing here stands behind it. */
export function notYet(what: string): Outcome {
  return failed(NOT_YET, `packetwalk: '${what}' is not in this lab yet`);
}

/** Exit code of {@link notYet}: EX_UNAVAILABLE of sysexits.h, which none of the tools use. */
export const NOT_YET = 69;
