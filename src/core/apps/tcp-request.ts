/** A TCP client: connects, sends one request, reads to the end, closes. */
import type { Errno } from '../model/op';
import type { NewProcess } from '../model/event';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4 } from '../wire/addr';
import { tcpClose, tcpConnect, tcpConnected, tcpRead, tcpSend } from '../kernel/sock/tcp';
import { joinBytes } from '../base/bytes';
import type { App, ProcessIo } from './app';

export interface TcpRequestOptions {
  readonly dst: Ipv4Addr;
  readonly port: number;
  /** 0 for any. */
  readonly srcPort: number;
  /** Its own address; absent to let routing choose. */
  readonly src?: Ipv4Addr;
  readonly request: Uint8Array;
  /** Longest wait for each step, ns. */
  readonly timeoutNs: number;
  /** Pauses before the request is sent, and before the socket is closed, ns. */
  readonly pauseNs: number;
  readonly closePauseNs: number;
}

/** How it ended, for whoever reads the process afterwards. */
export type TcpRequestResult =
  | { readonly kind: 'reply'; readonly payload: Uint8Array }
  | { readonly kind: 'error'; readonly error: Errno | 'TIMEOUT' };

export interface TcpRequestState extends TcpRequestOptions {
  readonly socket: number;
  readonly step: 'connect' | 'pause' | 'read' | 'close';
  /** Counts the waits, so that a timer knows whether it is still the present one. */
  readonly waits: number;
  readonly received: Uint8Array;
  readonly result: TcpRequestResult | null;
}

export function tcpRequestProcess(options: TcpRequestOptions, argv: readonly string[]): NewProcess {
  const state: TcpRequestState = {
    ...options,
    ...{ socket: 0, step: 'connect', waits: 0, received: new Uint8Array(0), result: null },
  };
  return { app: 'tcp-request', argv, state, daemon: false };
}

export const tcpRequest: App<TcpRequestState> = {
  kind: 'tcp-request',
  run(io, state, wake) {
    switch (wake.reason) {
      case 'start':
        return start(io, state);
      case 'socket':
        if (state.step === 'connect') return connected(io, state);
        return state.step === 'read' ? read(io, state) : state;
      case 'timer':
        if (wake.timer === 'send') return send(io, state);
        if (wake.timer === 'close') return close(io, state);
        if (wake.timer !== `timeout ${String(state.waits)}` || state.result !== null) return state;
        return finish(io, state, { kind: 'error', error: 'TIMEOUT' });
    }
  },
};

/** Begins a wait that ends with the time-out. */
function waiting(io: ProcessIo, state: TcpRequestState): TcpRequestState {
  const waits = state.waits + 1;
  io.after(`timeout ${String(waits)}`, state.timeoutNs);
  return { ...state, waits };
}

function start(io: ProcessIo, state: TcpRequestState): TcpRequestState {
  const socket = tcpConnect(io.ctx, io.ns, {
    ...{ pid: io.pid, local: state.src ?? ANY_IPV4, port: state.srcPort },
    ...{ remote: state.dst, remotePort: state.port },
  });
  if (typeof socket !== 'number') return finish(io, state, { kind: 'error', error: socket });
  return waiting(io, { ...state, socket });
}

function connected(io: ProcessIo, state: TcpRequestState): TcpRequestState {
  const error = tcpConnected(io.ctx, io.ns, state.socket);
  if (error === 'wait') return state;
  if (error !== null) return finish(io, state, { kind: 'error', error });
  io.after('send', state.pauseNs);
  return { ...state, step: 'pause', waits: state.waits + 1 };
}

function send(io: ProcessIo, state: TcpRequestState): TcpRequestState {
  const sent = tcpSend(io.ctx, io.ns, state.socket, state.request);
  if (typeof sent !== 'number') return finish(io, state, { kind: 'error', error: sent });
  return read(io, waiting(io, { ...state, step: 'read' }));
}

function read(io: ProcessIo, state: TcpRequestState): TcpRequestState {
  const got = tcpRead(io.ctx, io.ns, state.socket);
  switch (got.kind) {
    case 'wait':
      return state;
    case 'data':
      return read(io, waiting(io, { ...state, received: joinBytes(state.received, got.data) }));
    case 'error':
      return finish(io, state, { kind: 'error', error: got.errno });
    case 'end':
      io.after('close', state.closePauseNs);
      return { ...state, step: 'close', result: { kind: 'reply', payload: state.received } };
  }
}

function close(io: ProcessIo, state: TcpRequestState): TcpRequestState {
  tcpClose(io.ctx, io.ns, state.socket);
  io.exit(0);
  return state;
}

function finish(io: ProcessIo, state: TcpRequestState, result: TcpRequestResult): TcpRequestState {
  io.exit(1);
  return { ...state, result };
}
