/** What a shell that waits for a process remembers: plain data, the state of a process of the app `sh`. */
import type { Agenda, ListItem } from './syntax';

export interface ChildProcess {
  /** Name of its netns. */
  readonly netns: string;
  readonly pid: number;
}

/** A file that output goes to: from its beginning, or to its end. */
export interface Sink {
  readonly path: string;
  readonly append: boolean;
}

/** So many lines of each output have been seen. */
export interface Shown {
  readonly stdout: number;
  readonly stderr: number;
}

export const NOTHING_SHOWN: Shown = Object.freeze({ stdout: 0, stderr: 0 });

/** What a shell of its own has that its netns does not remember. */
export interface OwnVariables {
  readonly vars: Readonly<Record<string, string>>;
  readonly exported: readonly string[];
}

export interface ShellJob {
  /** The line as typed. */
  readonly text: string;
  /** The process that is waited for. */
  readonly child: ChildProcess;
  /** What the command had printed before there was something to wait for: it goes where the process's output goes. */
  readonly first: string;
  /** The pipeline it belongs to, and the command of it that reads what it prints. */
  readonly item: ListItem;
  readonly at: number;
  /** What the process prints becomes part of a word of the pipeline (`$(…)`), which begins when it has ended. */
  readonly forWord: boolean;
  /** The process is a part of this shell (`{ …; } > FILE`): what it set stays. */
  readonly keeps: boolean;
  /** The file that its output goes to. */
  readonly sink: Sink | null;
  /** What follows the pipeline. */
  readonly after: Agenda;
  /** The pipeline as typed: the author of what it writes. */
  readonly typed: string;
  /** Lines at the pipeline's end that have been printed already. */
  readonly shown: Shown;
  /** Lines of the process that were handed on, where this shell's output goes somewhere. */
  readonly handedOn: number;
  /** What the shell reads, as far as it is not read. */
  readonly stdin: string | null;
  /** Variables of a shell of its own; null for the one of the netns. */
  readonly own: OwnVariables | null;
  /** What the line may still do. */
  readonly budget: number;
  /** Loops that the shell is in. */
  readonly loops: number;
}
