/** What the shell needs of the machine, and what it answers. The session implements ShellHost. */
import type { Json } from '../base/json';
import type { Result } from '../base/result';
import type { ApiCaller } from '../cluster/apiserver';
import type { NewProcess } from '../model/event';
import type { NetOp, OpError } from '../model/op';
import type { ShellState } from '../model/shell';
import type { World } from '../model/world';

export interface ShellHost {
  /** For looking things up; never written. */
  readonly world: World;
  /** The one write path. `command` is the command as typed: it is kept as the author of what it wrote. */
  apply(netns: string, op: NetOp, command: string): OpError | null;
  /** Starts a process in a netns; returns its pid. */
  spawn(netns: string, process: NewProcess): number;
  /** A process tells a shell what it prints (which is shown no other way when it is `piped`), and that it ended. */
  adopt?(child: ProcessAt, by: ProcessAt, piped: boolean): void;
  /** What the shell of a netns remembers. */
  remember?(netns: string, shell: ShellState): void;
  writeFile?(netns: string, path: string, text: string | undefined): void;
  /** Sends a signal; false when there is no such process. */
  kill?(netns: string, pid: number, signal: 'INT' | 'TERM' | 'PIPE'): boolean;
  /** Tells a process something, by a timer of its that fires at once. */
  tell?(netns: string, pid: number, timer: string): void;
  /** Missing where machines are tried out by themselves. */
  readonly cluster?: ClusterDoor;
}

/** A process and the name of its netns. */
export interface ProcessAt {
  readonly netns: string;
  readonly pid: number;
}

/** The cluster as administrators reach it. */
export interface ClusterDoor {
  /** Somebody called `by` who talks to the API server from a netns given by name. */
  caller(netns: string, by: string): ApiCaller;
  /** Starts the kubelet of a machine, and what else runs on every node. */
  startNode(machine: string): void;
  stopNode(machine: string): void;
  /** Starts or stops a daemon of the network on a machine, by its kind. */
  startDaemon(machine: string, kind: string): void;
  stopDaemon(machine: string, kind: string): void;
  /** Starts the network's daemons anew on all nodes, so that they read their configuration. */
  restartNetwork(): void;
  readonly yaml: YamlText;
}

/** YAML and JSON as the tools of Kubernetes read and write them. */
export interface YamlText {
  /** The documents of a text, or what kubectl says of it. */
  read(text: string): Result<readonly Json[], string>;
  write(value: Json): string;
}

/** A line on one of the two outputs of a command. */
export interface WrittenLine {
  readonly to: 'stdout' | 'stderr';
  /** Without its newline. */
  readonly text: string;
}

export interface CommandOutcome {
  /** As in life: 0 success, 127 command not found, else the tool's own. */
  readonly exitCode: number;
  /** Lines, without their newline. */
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** Both outputs as they were written; missing where stderr comes after all of stdout. */
  readonly written?: readonly WrittenLine[];
  /** A process now runs and will print; null when the command is over. */
  readonly pid: number | null;
}
