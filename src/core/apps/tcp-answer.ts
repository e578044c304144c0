/** A TCP server that reads one request, answers with its name and the peer it sees, and closes: one connection after the other. */
import { utf8Encode } from '../base/bytes';
import { tcpAccept, tcpClose, tcpListen, tcpRead, tcpSend, tcpSocket } from '../kernel/sock/tcp';
import type { NewProcess } from '../model/event';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import type { App, ProcessIo } from './app';

export interface TcpAnswerOptions {
  readonly port: number;
  /** How it names itself. */
  readonly name: string;
  /** Pauses before the answer and before closing, ns. */
  readonly pauseNs: number;
  /** The one address it listens at; absent for all. */
  readonly local?: Ipv4Addr;
}

interface TcpAnswerState extends TcpAnswerOptions {
  readonly listener: number;
  /** The connection it serves, 0 while there is none. */
  readonly socket: number;
  readonly step: 'read' | 'answer' | 'close';
}

const BACKLOG = 16;

export function tcpAnswerProcess(options: TcpAnswerOptions, argv: readonly string[]): NewProcess {
  const state: TcpAnswerState = { ...options, listener: 0, socket: 0, step: 'read' };
  return { app: 'tcp-answer', argv, state, daemon: true };
}

export const tcpAnswer: App<TcpAnswerState> = {
  kind: 'tcp-answer',
  run(io, state, wake) {
    switch (wake.reason) {
      case 'start':
        return start(io, state);
      case 'socket':
        return state.socket === 0 ? accept(io, state) : read(io, state);
      case 'timer':
        return state.step === 'answer' ? answer(io, state) : close(io, state);
    }
  },
};

function start(io: ProcessIo, state: TcpAnswerState): TcpAnswerState {
  const listener = tcpListen(io.ctx, io.ns, {
    ...{ pid: io.pid, local: state.local ?? ANY_IPV4, port: state.port, backlog: BACKLOG },
  });
  if (typeof listener === 'number') return { ...state, listener };
  io.print(`bind to port ${String(state.port)}: Address already in use`);
  io.exit(1);
  return state;
}

function accept(io: ProcessIo, state: TcpAnswerState): TcpAnswerState {
  const accepted = tcpAccept(io.ctx, io.ns, state.listener);
  return accepted === null ? state : read(io, { ...state, socket: accepted.id, step: 'read' });
}

function read(io: ProcessIo, state: TcpAnswerState): TcpAnswerState {
  if (state.step !== 'read') return state;
  const got = tcpRead(io.ctx, io.ns, state.socket);
  if (got.kind === 'wait') return state;
  if (got.kind !== 'data') return close(io, state);
  io.after('answer', state.pauseNs);
  return { ...state, step: 'answer' };
}

function answer(io: ProcessIo, state: TcpAnswerState): TcpAnswerState {
  const peer = tcpSocket(io.ns, state.socket)?.remote ?? ANY_IPV4;
  const body = `${state.name} sees ${formatIpv4(peer)}\n`;
  const head = `HTTP/1.0 200 OK\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
  tcpSend(io.ctx, io.ns, state.socket, utf8Encode(head + body));
  io.after('close', state.pauseNs);
  return { ...state, step: 'close' };
}

/** The next one may be waiting. */
function close(io: ProcessIo, state: TcpAnswerState): TcpAnswerState {
  tcpClose(io.ctx, io.ns, state.socket);
  return accept(io, { ...state, socket: 0, step: 'read' });
}
