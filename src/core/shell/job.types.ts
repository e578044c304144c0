/** What a shell that waits for a process remembers: plain data, the state of a process of the app `sh`. */
import type { ListItem, Script } from './parse';

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
  /** The file that its output goes to. */
  readonly sink: Sink | null;
  /** What follows the pipeline. */
  readonly after: Script;
  /** The pipeline as typed: the author of what it writes. */
  readonly typed: string;
  /** What begins anew when all is done (`watch`); missing where nothing does. */
  readonly again?: Script;
  /** Lines at the pipeline's end that have been printed already. */
  readonly shown: Shown;
}
