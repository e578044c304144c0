/** What a simulated process is: a state machine over sockets. */
import type { Ctx } from '../kernel/ctx';
import type { Netns } from '../model/world';
import type { Wake } from '../model/process';

/** What a process can do besides using sockets. */
export interface ProcessIo {
  readonly ctx: Ctx;
  readonly ns: Netns;
  readonly pid: number;
  print(line: string): void;
  /** Ends the process; its sockets are closed. */
  exit(code: number): void;
  /** Wakes the process with `{reason: 'timer', timer}` after `delayNs`. Housekeeping timers hold nobody up. */
  after(timer: string, delayNs: number, background?: boolean): void;
}

/** A state machine. `State` is plain data; `run` answers the next state. */
export interface App<State> {
  readonly kind: string;
  run(io: ProcessIo, state: State, wake: Wake): State;
  /** What SIGINT does (Ctrl-C); without it the process ends, as by default. */
  interrupt?(io: ProcessIo, state: State): State;
  /** What it does before SIGTERM ends it: says good-bye, takes away what it made. */
  terminate?(io: ProcessIo, state: State): void;
}
