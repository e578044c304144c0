/** ncat over TCP: sends what it was given, prints what comes. Source: nmap 7.93 ncat/ncat_connect.c, ncat_listen.c. */
import { utf8Decode } from '../base/bytes';
import {
  tcpAccept,
  tcpClose,
  tcpConnect,
  tcpConnected,
  tcpListen,
  tcpRead,
  tcpSend,
  tcpShutdown,
  tcpSocket,
} from '../kernel/sock/tcp';
import { strerror } from '../kernel/ops/error';
import type { NewProcess } from '../model/event';
import type { Errno } from '../model/op';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import type { App, ProcessIo } from './app';

export interface NcatOptions {
  /** Null to listen. */
  readonly dst: Ipv4Addr | null;
  readonly port: number;
  /** 0 for any. */
  readonly srcPort: number;
  /** What standard input holds. */
  readonly input: Uint8Array;
  readonly verbose: boolean;
  /** `-z`: only whether it connects. */
  readonly scan: boolean;
  /** How long it tries to connect, ns. */
  readonly timeoutNs: number;
}

interface NcatState extends NcatOptions {
  readonly listener: number;
  readonly socket: number;
  readonly step: 'connect' | 'talk' | 'done';
  readonly startNs: number;
  readonly receivedBytes: number;
  /** The end of what came, as long as no newline follows. */
  readonly rest: string;
}

const NS_PER_SEC = 1_000_000_000;

export function ncatProcess(options: NcatOptions, argv: readonly string[]): NewProcess {
  const state: NcatState = {
    ...options,
    ...{ listener: 0, socket: 0, step: 'connect', startNs: 0, receivedBytes: 0, rest: '' },
  };
  return { app: 'ncat', argv, state, daemon: options.dst === null };
}

export const ncat: App<NcatState> = {
  kind: 'ncat',
  run(io, state, wake) {
    if (state.step === 'done') return state;
    switch (wake.reason) {
      case 'start':
        return start(io, { ...state, startNs: io.ctx.world.nowNs });
      case 'timer':
        return state.step === 'connect' ? fail(io, state, 'TIMEOUT') : state;
      case 'socket':
        if (state.step === 'talk') return read(io, state);
        return state.dst === null ? accept(io, state) : connected(io, state);
    }
  },
};

function say(io: ProcessIo, { verbose }: NcatState, text: string): void {
  if (verbose) io.print(`Ncat: ${text}`);
}

function start(io: ProcessIo, state: NcatState): NcatState {
  say(io, state, 'Version 7.93 ( https://nmap.org/ncat )');
  if (state.dst === null) return listen(io, state);
  const socket = tcpConnect(io.ctx, io.ns, {
    ...{ pid: io.pid, local: ANY_IPV4, port: state.srcPort },
    ...{ remote: state.dst, remotePort: state.port },
  });
  if (typeof socket !== 'number') return fail(io, state, socket);
  io.after('timeout', state.timeoutNs);
  return { ...state, socket };
}

function listen(io: ProcessIo, state: NcatState): NcatState {
  const { port } = state;
  const listener = tcpListen(io.ctx, io.ns, { pid: io.pid, local: ANY_IPV4, port, backlog: 10 });
  if (typeof listener !== 'number') {
    io.print(`Ncat: bind to 0.0.0.0:${String(port)}: ${strerror(listener)}. QUITTING.`);
    io.exit(2);
    return { ...state, step: 'done' };
  }
  say(io, state, `Listening on 0.0.0.0:${String(port)}`);
  return { ...state, listener };
}

/** One client only: the port is closed to the next. */
function accept(io: ProcessIo, state: NcatState): NcatState {
  const accepted = tcpAccept(io.ctx, io.ns, state.listener);
  if (accepted === null) return state;
  const peer = formatIpv4(accepted.remote);
  say(io, state, `Connection from ${peer}.`);
  say(io, state, `Connection from ${peer}:${String(accepted.remotePort)}.`);
  tcpClose(io.ctx, io.ns, state.listener);
  return talk(io, { ...state, socket: accepted.id });
}

function connected(io: ProcessIo, state: NcatState): NcatState {
  const error = tcpConnected(io.ctx, io.ns, state.socket);
  if (error === 'wait') return state;
  if (error !== null) return fail(io, state, error);
  const address = formatIpv4(tcpSocket(io.ns, state.socket)?.remote ?? ANY_IPV4);
  say(io, state, `Connected to ${address}:${String(state.port)}.`);
  if (!state.scan) return talk(io, state);
  return end(io, { ...state, input: new Uint8Array(0) });
}

/** Standard input ends at once; what is in it is sent, then the sending side is closed. */
function talk(io: ProcessIo, state: NcatState): NcatState {
  if (state.input.length > 0) tcpSend(io.ctx, io.ns, state.socket, state.input);
  if (state.dst !== null) tcpShutdown(io.ctx, io.ns, state.socket);
  return read(io, { ...state, step: 'talk' });
}

function read(io: ProcessIo, state: NcatState): NcatState {
  const got = tcpRead(io.ctx, io.ns, state.socket);
  switch (got.kind) {
    case 'wait':
      return state;
    case 'data': {
      const lines = (state.rest + utf8Decode(got.data)).split('\n');
      const rest = lines.pop() ?? '';
      for (const line of lines) io.print(line);
      return read(io, { ...state, rest, receivedBytes: state.receivedBytes + got.data.length });
    }
    case 'error':
      return fail(io, state, got.errno);
    case 'end':
      return end(io, state);
  }
}

function end(io: ProcessIo, state: NcatState): NcatState {
  if (state.rest !== '') io.print(state.rest);
  if (state.dst !== null) {
    const seconds = ((io.ctx.world.nowNs - state.startNs) / NS_PER_SEC).toFixed(2);
    const bytes = `${String(state.input.length)} bytes sent, ${String(state.receivedBytes)} bytes received`;
    say(io, state, `${bytes} in ${seconds} seconds.`);
  }
  io.exit(0);
  return { ...state, step: 'done' };
}

function fail(io: ProcessIo, state: NcatState, error: Errno | 'TIMEOUT'): NcatState {
  io.print(error === 'TIMEOUT' ? 'Ncat: TIMEOUT.' : `Ncat: ${strerror(error)}.`);
  io.exit(1);
  return { ...state, step: 'done' };
}
