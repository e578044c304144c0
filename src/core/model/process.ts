/** Simulated processes: state machines over sockets, driven by apps/. Immutable values, replaced on change. */

import type { NetnsId } from './link';
import type { Cidr4, Ipv4Addr } from '../wire/addr';

/** A row of the table of a process that relays packets: which node a subnet of pods is on. */
export interface RelayRoute {
  readonly subnet: Cidr4;
  readonly remote: Ipv4Addr;
  readonly port: number;
}

/** Why a process is woken. */
export type Wake =
  | { readonly reason: 'start' }
  | { readonly reason: 'socket'; readonly socket: number }
  | { readonly reason: 'timer'; readonly timer: string };

/**
 * Timer by which a process with a netlink socket hears that somebody changed a device or an address; with the key of a
 * prefix behind it (`prefixKey`), that somebody changed routes of that prefix.
 */
export const NETLINK_TIMER = 'netlink ';

/** What `timeout` does to a process. `exitCode` is what it then ends with; null for its own. */
export interface ProcessLimit {
  readonly afterNs: number;
  readonly signal: 'INT' | 'TERM' | 'KILL';
  readonly exitCode: number | null;
}

/** Begins the name of the timer that tells a process that its time is over; the signal and the exit code stand behind. */
export const LIMIT_TIMER = 'limit ';

export interface Process {
  readonly pid: number;
  /** Which state machine of apps/ runs it. */
  readonly app: string;
  /** The command as typed. */
  readonly argv: readonly string[];
  /** Data of the state machine: plain data that only its app reads. */
  readonly state: unknown;
  /** Lines printed so far. */
  readonly output: readonly string[];
  /** Null while it runs. */
  readonly exitCode: number | null;
  /** Servers run in the background: "quiet" does not wait for them. */
  readonly daemon: boolean;
  /** It hears of changes of devices, addresses and routes (a netlink socket), by `NETLINK_TIMER`. */
  readonly netlink?: boolean;
  /** The input that started it. */
  readonly op: number;
  /** Index of the input whose foreground job it belongs to: that is what Ctrl-C ends. Absent for all others. */
  readonly job?: number;
  /** Netns whose shell it was started from: its exit code becomes `$?` there. */
  readonly shell?: NetnsId;
  /** The shell that waits for it: it hears of every output and of the end. */
  readonly reportsTo?: { readonly netns: NetnsId; readonly pid: number };
  /** What it prints goes to a pipe or a file, not to the terminal. */
  readonly piped?: boolean;
  /** From this time on, ns, nobody waits for it. Absent while it is waited for to its end. */
  readonly detachesAtNs?: number;
}
