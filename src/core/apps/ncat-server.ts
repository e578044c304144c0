/** `ncat -l` and `nc -l` over TCP, `ncat --sctp -l`. Source: nmap 7.93 ncat/ncat_listen.c; OpenBSD netcat 1.219 netcat.c main. */
import { joinBytes, utf8Decode, utf8Encode } from '../base/bytes';
import type { NewProcess } from '../model/event';
import type { SctpSocket } from '../model/sctp';
import type { TcpSocket } from '../model/tcp';
import { ANY_IPV4, type Ipv4Addr } from '../wire/addr';
import type { App, ProcessIo } from './app';
import { doorOf, type Transport } from './ncat.door';
import { ncatWords, type NcatTool } from './ncat.text';

export interface NcatServerOptions {
  readonly tool: NcatTool;
  /** TCP when absent. */
  readonly transport?: Transport;
  /** The address it listens at; absent for all. */
  readonly local?: Ipv4Addr;
  readonly port: number;
  readonly verbose: boolean;
  /** `-k`: more than one client. */
  readonly keepOpen: boolean;
  /** What standard input holds: the first client gets it. */
  readonly input: Uint8Array;
  /** `-e`: a program that answers every line with this in front; null to print what comes. */
  readonly exec: string | null;
}

interface NcatServerState extends NcatServerOptions {
  readonly listener: number;
  /** What came last without a newline behind it, by the socket of the client. */
  readonly clients: Readonly<Record<number, Uint8Array>>;
}

const BACKLOG = 10;
const NEWLINE = 10;
const NOTHING = new Uint8Array(0);

export function ncatServerProcess(options: NcatServerOptions, argv: readonly string[]): NewProcess {
  const state: NcatServerState = { ...options, listener: 0, clients: {} };
  return { app: 'ncat-server', argv, state, daemon: true };
}

export const ncatServer: App<NcatServerState> = {
  kind: 'ncat-server',
  run(io, state, wake) {
    if (wake.reason === 'start') return start(io, state);
    if (wake.reason !== 'socket') return state;
    return wake.socket === state.listener ? accept(io, state) : read(io, state, wake.socket);
  },
};

function start(io: ProcessIo, state: NcatServerState): NcatServerState {
  const words = ncatWords[state.tool];
  const { local = ANY_IPV4 } = state;
  const listener = doorOf(state).listen(io.ctx, io.ns, {
    ...{ pid: io.pid, local, port: state.port, backlog: BACKLOG },
  });
  if (typeof listener !== 'number') {
    io.print(words.bindFailed(local, state.port, listener));
    io.exit(words.bindFailedCode);
    return state;
  }
  if (state.verbose) for (const line of words.listening(local, state.port)) io.print(line);
  return { ...state, listener };
}

/** nc serves one client after the other, ncat all at once. */
function accept(io: ProcessIo, before: NcatServerState): NcatServerState {
  let state = before;
  while (state.tool === 'ncat' || Object.keys(state.clients).length === 0) {
    const accepted = doorOf(state).accept(io.ctx, io.ns, state.listener);
    if (accepted === null) break;
    state = welcome(io, state, accepted);
    if (!state.keepOpen) break;
  }
  return state;
}

function welcome(io: ProcessIo, before: NcatServerState, client: TcpSocket | SctpSocket): NcatServerState {
  const { ctx, ns } = io;
  const { tool, verbose, keepOpen, input } = before;
  if (verbose) for (const line of ncatWords[tool].received(client)) io.print(line);
  if (!keepOpen) doorOf(before).close(ctx, ns, before.listener);
  if (input.length > 0) doorOf(before).send(ctx, ns, client.id, input);
  const clients = { ...before.clients, [client.id]: NOTHING };
  return read(io, { ...before, clients, input: NOTHING }, client.id);
}

function read(io: ProcessIo, state: NcatServerState, socket: number): NcatServerState {
  const rest = state.clients[socket];
  if (rest === undefined) return state;
  const got = doorOf(state).read(io.ctx, io.ns, socket);
  switch (got.kind) {
    case 'wait':
      return state;
    case 'data': {
      const more = take(io, state, socket, joinBytes(rest, got.data));
      return read(io, { ...state, clients: { ...state.clients, [socket]: more } }, socket);
    }
    case 'error':
    case 'end':
      return ended(io, state, socket, rest);
  }
}

/** Prints or answers what is complete; `cat` waits for no newline. Answers what is left. */
function take(io: ProcessIo, state: NcatServerState, socket: number, data: Uint8Array): Uint8Array {
  const { exec } = state;
  if (exec === '') {
    doorOf(state).send(io.ctx, io.ns, socket, data);
    return NOTHING;
  }
  const end = data.lastIndexOf(NEWLINE) + 1;
  const lines = utf8Decode(data.subarray(0, end)).split('\n').slice(0, -1);
  if (exec === null) for (const line of lines) io.print(line);
  else if (end > 0)
    doorOf(state).send(io.ctx, io.ns, socket, utf8Encode(lines.map((line) => `${exec}${line}\n`).join('')));
  return data.subarray(end);
}

function ended(io: ProcessIo, state: NcatServerState, socket: number, rest: Uint8Array): NcatServerState {
  const { ctx, ns } = io;
  if (rest.length > 0) {
    if (state.exec === null) io.print(utf8Decode(rest));
    else doorOf(state).send(ctx, ns, socket, joinBytes(utf8Encode(state.exec), rest));
  }
  doorOf(state).shutdown(ctx, ns, socket);
  doorOf(state).close(ctx, ns, socket);
  const clients = Object.fromEntries(Object.entries(state.clients).filter(([id]) => Number(id) !== socket));
  const next = { ...state, clients };
  if (state.keepOpen) return accept(io, next);
  io.exit(0);
  return next;
}
