/** ncat and nc as TCP clients, ncat as one of SCTP: send what they were given, print what comes. Source: nmap 7.93 ncat/ncat_connect.c; OpenBSD netcat 1.219 netcat.c. */
import { utf8Decode } from '../base/bytes';
import type { NewProcess } from '../model/event';
import type { Errno } from '../model/op';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4 } from '../wire/addr';
import type { App, ProcessIo } from './app';
import { byName } from './by-name';
import { doorOf, type Transport } from './ncat.door';
import { ncatWords, type NcatTool } from './ncat.text';
import type { Lookup } from './resolver';

export interface NcatOptions {
  readonly tool: NcatTool;
  /** TCP when absent. */
  readonly transport?: Transport;
  readonly dst: Ipv4Addr;
  readonly lookup?: Lookup | null;
  /** As typed. */
  readonly host: string;
  readonly port: number;
  /** Ports that are tried after `port` (`nc -z HOST 20-25`). */
  readonly more: readonly number[];
  /** Its own address; absent to let routing choose. */
  readonly src?: Ipv4Addr;
  /** 0 for any. */
  readonly srcPort: number;
  /** What standard input holds. */
  readonly input: Uint8Array;
  readonly verbose: boolean;
  /** `-n`: services have no names. */
  readonly numeric: boolean;
  /** `-z`: only whether it connects. */
  readonly scan: boolean;
  /** The sending side is closed once the input has been sent. */
  readonly shutdown: boolean;
  /** How long it tries to connect, ns; null: as long as the kernel does. */
  readonly timeoutNs: number | null;
  /** After this long without data it ends, ns. */
  readonly idleNs: number | null;
}

interface NcatState extends NcatOptions {
  readonly socket: number;
  readonly step: 'connect' | 'talk' | 'done';
  readonly startNs: number;
  readonly receivedBytes: number;
  /** The end of what came, as long as no newline follows. */
  readonly rest: string;
  /** Counts the waits, so that a timer knows whether it is still the present one. */
  readonly waits: number;
  /** A connection has been made. */
  readonly reached: boolean;
}

const NS_PER_SEC = 1_000_000_000;

export function ncatProcess(options: NcatOptions, argv: readonly string[]): NewProcess {
  const state: NcatState = {
    ...options,
    ...{ socket: 0, step: 'connect', startNs: 0, receivedBytes: 0, rest: '', waits: 0, reached: false },
  };
  return { app: 'ncat', argv, state, daemon: false };
}

const connectedToHost: App<NcatState> = {
  kind: 'ncat',
  run(io, state, wake) {
    if (state.step === 'done') return state;
    switch (wake.reason) {
      case 'start':
        return connect(io, { ...state, startNs: io.ctx.world.nowNs });
      case 'timer':
        if (wake.timer !== String(state.waits)) return state;
        return state.step === 'connect' ? fail(io, state, 'TIMEOUT') : end(io, state);
      case 'socket':
        if (wake.socket !== state.socket) return state;
        return state.step === 'talk' ? read(io, state) : connected(io, state);
    }
  },
};

export const ncat: App<NcatState> = byName(connectedToHost, {
  begin(io, state) {
    for (const line of ncatWords[state.tool].hello) say(io, state, line);
    return state;
  },
  failed(io, state, why) {
    const { code, text } = ncatWords[state.tool].unknownHost(state.host, state.port, why);
    io.print(text);
    io.exit(code);
    return { ...state, step: 'done' };
  },
});

function say(io: ProcessIo, { verbose }: NcatState, text: string): void {
  if (verbose) io.print(text);
}

/** Begins a wait; an earlier one counts no longer. */
function waiting(io: ProcessIo, state: NcatState, ns: number | null): NcatState {
  const waits = state.waits + 1;
  if (ns !== null) io.after(String(waits), ns);
  return { ...state, waits };
}

function connect(io: ProcessIo, state: NcatState): NcatState {
  const socket = doorOf(state).connect(io.ctx, io.ns, {
    ...{ pid: io.pid, local: state.src ?? ANY_IPV4, port: state.srcPort },
    ...{ remote: state.dst, remotePort: state.port },
  });
  if (socket === 'EADDRNOTAVAIL' && state.src !== undefined) {
    const words = ncatWords[state.tool];
    io.print(words.sourceFailed(socket));
    io.exit(words.bindFailedCode);
    return { ...state, step: 'done' };
  }
  if (typeof socket !== 'number') return fail(io, state, socket);
  return waiting(io, { ...state, socket, step: 'connect' }, state.timeoutNs);
}

function connected(io: ProcessIo, state: NcatState): NcatState {
  const error = doorOf(state).connected(io.ctx, io.ns, state.socket);
  if (error === 'wait') return state;
  if (error !== null) return fail(io, state, error);
  say(io, state, ncatWords[state.tool].connected(state));
  const reached = { ...state, reached: true };
  if (!state.scan) return talk(io, reached);
  return next(io, reached) ?? end(io, { ...reached, input: new Uint8Array(0) });
}

/** The next port, null behind the last one. */
function next(io: ProcessIo, state: NcatState): NcatState | null {
  const [port, ...more] = state.more;
  if (port === undefined) return null;
  doorOf(state).close(io.ctx, io.ns, state.socket);
  return connect(io, { ...state, port, more });
}

function talk(io: ProcessIo, state: NcatState): NcatState {
  if (state.input.length > 0) doorOf(state).send(io.ctx, io.ns, state.socket, state.input);
  if (state.shutdown) doorOf(state).shutdown(io.ctx, io.ns, state.socket);
  return read(io, waiting(io, { ...state, step: 'talk' }, state.idleNs));
}

function read(io: ProcessIo, state: NcatState): NcatState {
  const got = doorOf(state).read(io.ctx, io.ns, state.socket);
  switch (got.kind) {
    case 'wait':
      return state;
    case 'data': {
      const lines = (state.rest + utf8Decode(got.data)).split('\n');
      const rest = lines.pop() ?? '';
      for (const line of lines) io.print(line);
      const receivedBytes = state.receivedBytes + got.data.length;
      return read(io, waiting(io, { ...state, rest, receivedBytes }, state.idleNs));
    }
    case 'error':
      // nc takes it for the end of what comes.
      return state.tool === 'nc' ? end(io, state) : fail(io, state, got.errno);
    case 'end':
      return end(io, state);
  }
}

function end(io: ProcessIo, state: NcatState): NcatState {
  if (state.rest !== '') io.print(state.rest);
  if (state.tool === 'ncat') {
    const seconds = ((io.ctx.world.nowNs - state.startNs) / NS_PER_SEC).toFixed(2);
    const bytes = `${String(state.input.length)} bytes sent, ${String(state.receivedBytes)} bytes received`;
    say(io, state, `Ncat: ${bytes} in ${seconds} seconds.`);
  }
  io.exit(0);
  return { ...state, step: 'done' };
}

/** ncat always tells, nc with `-v` alone; a scan goes on. */
function fail(io: ProcessIo, state: NcatState, error: Errno | 'TIMEOUT'): NcatState {
  const text = ncatWords[state.tool].failed(state, error);
  if (state.tool === 'ncat' || state.verbose) io.print(text);
  const following = next(io, state);
  if (following !== null) return following;
  io.exit(state.reached ? 0 : 1);
  return { ...state, step: 'done' };
}
