/** What a terminal asks: where one can type, and what was typed and printed there. Part of the contract of views. */

/** A network namespace one can type commands in. */
export interface TerminalPlace {
  /** Name of the netns. */
  readonly netns: string;
  readonly machine: string;
  readonly role: 'node' | 'host' | 'router' | 'switch';
  /** The machine's own netns. */
  readonly root: boolean;
  /** What `hostname` says there. */
  readonly host: string;
  /** The pod it is the sandbox of. */
  readonly pod: { readonly namespace: string; readonly name: string } | null;
}

/** A line that was printed, and when. */
export interface PrintedLine {
  readonly text: string;
  readonly seq: number;
  readonly atNs: number;
}
/** What a terminal shows of one input. */
export interface InputOutput {
  /** Its index in the log. */
  readonly index: number;
  /** Its own record. */
  readonly seq: number;
  readonly atNs: number;
  /** Typed, a Ctrl+C, or waiting, which is typed nowhere. */
  readonly kind: 'command' | 'interrupt' | 'wait';
  /** Where it was typed; empty for waiting. */
  readonly netns: string;
  readonly command: string;
  /** The folder it was typed in, and the one its shell is in by now. */
  readonly folder: string;
  readonly folderAfter: string;
  /** Printed by now, by the shell and by what it started, in the order of time. */
  readonly lines: readonly PrintedLine[];
  /** Something of it runs in the foreground: there is no prompt, and Ctrl-C ends it. */
  readonly running: boolean;
  /** Of what ended last; null as long as nothing has ended. */
  readonly exitCode: number | null;
  /** Record at which it was done: its last line, or what it did to its machine. Null while it runs. */
  readonly doneSeq: number | null;
  /** How many decisions follow from it by now, and the first of them; null when there is none. */
  readonly decisions: number;
  readonly firstDecision: number | null;
}
/** All that was printed up to an instant, input by input. */
export interface OutputsView {
  readonly nowNs: number;
  readonly inputs: readonly InputOutput[];
}
