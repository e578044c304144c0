/** What the shell needs of the machine, and what it answers. The session implements ShellHost. */
import type { NewProcess } from '../model/event';
import type { NetOp, OpError } from '../model/op';
import type { World } from '../model/world';

export interface ShellHost {
  /** For looking things up; never written. */
  readonly world: World;
  /** The one write path. `command` is the command as typed: it is kept as the author of what it wrote. */
  apply(netns: string, op: NetOp, command: string): OpError | null;
  /** Starts a process in a netns; returns its pid. */
  spawn(netns: string, process: NewProcess): number;
}

export interface CommandOutcome {
  /** As in life: 0 success, 127 command not found, else the tool's own. */
  readonly exitCode: number;
  /** Lines, without their newline. */
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** A process now runs and will print; null when the command is over. */
  readonly pid: number | null;
}
