/** What a command line is once it is read: plain data, for what is left of it waits in the World while a process runs. */

/** What may be the name of a variable. */
export const VARIABLE_NAME = /^[A-Za-z_]\w*$/;

/** A piece of a word. Outside quotes, what a piece stands for is split at blanks. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** `$NAME`, `${NAME…}`, `$?`: looked up when the command runs. */
  | { readonly kind: 'value'; readonly name: string; readonly quoted: boolean; readonly change?: Change }
  /** `$(…)`, backquotes. */
  | { readonly kind: 'output'; readonly script: Script; readonly quoted: boolean }
  /** What such a script has printed. */
  | { readonly kind: 'printed'; readonly text: string; readonly quoted: boolean }
  /** `$((…))` */
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly quoted: boolean };

export type Word = readonly Part[];

/** What `${NAME…}` makes of the value. */
export interface Change {
  readonly sign:
    ':-' | '-' | ':+' | '+' | ':=' | '=' | ':?' | '?' | '#' | '##' | '%' | '%%' | '/' | '//' | ':' | 'length';
  /** What stands behind the sign, up to the next `/` or `:`. */
  readonly word: Word;
  /** Behind that. */
  readonly second: Word | null;
}

export type RedirectText = '>' | '>>' | '<' | '>&' | '<<' | '<<<';

export interface Redirect {
  readonly text: RedirectText;
  /** The number before it, as a rule 0 or 1 without; `BOTH_OUTPUTS` for `&>`. */
  readonly fd: number;
  /** A file; of a here-document the text itself. */
  readonly target: Word;
}

/** Standard output and standard error at once (`&>`). */
export const BOTH_OUTPUTS = 3;

export interface SimpleCommand {
  readonly kind?: undefined;
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  /** Offset of its first word. */
  readonly at: number;
}

interface Compound {
  readonly redirects: readonly Redirect[];
  readonly at: number;
}

export interface IfCommand extends Compound {
  readonly kind: 'if';
  readonly arms: readonly { readonly condition: Script; readonly body: Script }[];
  readonly otherwise: Script | null;
}

export interface WhileCommand extends Compound {
  readonly kind: 'while';
  readonly until: boolean;
  readonly condition: Script;
  readonly body: Script;
}

export interface ForCommand extends Compound {
  readonly kind: 'for';
  readonly name: string;
  readonly words: readonly Word[];
  readonly body: Script;
}

/** `for ((first; condition; step))` */
export interface CountCommand extends Compound {
  readonly kind: 'count';
  readonly first: Word;
  readonly condition: Word;
  readonly step: Word;
  readonly body: Script;
}

export interface CaseCommand extends Compound {
  readonly kind: 'case';
  readonly word: Word;
  readonly arms: readonly { readonly patterns: readonly Word[]; readonly body: Script }[];
}

export type CompoundCommand =
  | IfCommand
  | WhileCommand
  | ForCommand
  | CountCommand
  | CaseCommand
  /** `{ …; }`, and `( … )`, which is a shell of its own. */
  | (Compound & { readonly kind: 'group' | 'subshell'; readonly body: Script })
  /** `((…))` */
  | (Compound & { readonly kind: 'arithmetic'; readonly expression: Word })
  /** `NAME() COMMAND` */
  | (Compound & { readonly kind: 'function'; readonly name: string; readonly body: CompoundCommand })
  /** A simple command that names a function. */
  | (Compound & {
      readonly kind: 'call';
      readonly name: string;
      readonly words: readonly Word[];
      readonly body: CompoundCommand;
    })
  /** `[[ … ]]`: its words, operators among them unquoted. */
  | (Compound & { readonly kind: 'test'; readonly words: readonly Word[] });

export type Command = SimpleCommand | CompoundCommand;

/** Commands whose output feeds the next one's input; at least one. */
export interface Pipeline {
  readonly commands: readonly Command[];
  /** `!` in front: success and failure change places. */
  readonly negated: boolean;
}

export interface ListItem {
  readonly kind?: undefined;
  readonly pipeline: Pipeline;
  /** When it runs, by how the one before ended: always, on success, on failure. */
  readonly when: 'always' | 'success' | 'failure';
  /** `&`: nobody waits for it. */
  readonly background: boolean;
  /** Exit code of what ran last for one of its words (`$(…)`). */
  readonly told?: number;
}

export type Script = readonly ListItem[];

/** What is to be done behind something that is under way, besides commands. */
export type Control =
  /** The condition of an arm has run. */
  | { readonly kind: 'arm'; readonly of: IfCommand; readonly at: number }
  /** The condition or the body of a loop has run; `status` is the exit code of the body's last time. */
  | {
      readonly kind: 'loop';
      readonly of: WhileCommand;
      readonly ran: 'condition' | 'body';
      readonly status: number;
    }
  | { readonly kind: 'each'; readonly of: ForCommand; readonly words: readonly string[]; readonly at: number }
  | { readonly kind: 'turn'; readonly of: CountCommand }
  | { readonly kind: 'negate' }
  /** A function has run. */
  | { readonly kind: 'return' }
  /** What the shell read before a redirection. */
  | { readonly kind: 'stdin'; readonly stdin: string | null };

export type Agenda = readonly (ListItem | Control)[];

export interface ParseError {
  readonly code: 'open-quote' | 'unsupported' | 'unexpected' | 'unfinished' | 'not-a-name' | 'too-deep';
  /** The character or construct. */
  readonly what: string;
  readonly at: number;
}

/** The text of a word that is one piece of plain text; null for any other. */
export function plainText(word: Word | undefined): string | null {
  const [part, ...more] = word ?? [];
  return more.length === 0 && part?.kind === 'text' && !part.quoted ? part.text : null;
}
