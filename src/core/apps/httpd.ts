/**
 * An HTTP server to look at: answers every request with its name and the peer it sees, and closes (HTTP/1.0, RFC 1945).
 * `/bytes/N` is N bytes long, for whoever wants to know what becomes of an answer that fills its packets.
 */
import { joinBytes, utf8Decode, utf8Encode } from '../base/bytes';
import { tcpAccept, tcpClose, tcpListen, tcpRead, tcpSend, tcpSocket } from '../kernel/sock/tcp';
import type { NewProcess } from '../model/event';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import type { App, ProcessIo } from './app';

export interface HttpdOptions {
  readonly port: number;
  /** How it names itself. */
  readonly name: string;
}

interface HttpdState extends HttpdOptions {
  readonly listener: number;
  /** What has come of the requests that are not complete, by socket. */
  readonly requests: Readonly<Record<number, Uint8Array>>;
}

const BACKLOG = 128;
/** Most bytes that `/bytes/N` answers with. */
const BYTES_MAX = 65_536;
/** Bytes of a request it reads before it gives up on it. */
const REQUEST_MAX = 65_536;
const HEAD_END = '\r\n\r\n';

export function httpdProcess(options: HttpdOptions, argv: readonly string[]): NewProcess {
  const state: HttpdState = { ...options, listener: 0, requests: {} };
  return { app: 'httpd', argv, state, daemon: true };
}

export const httpd: App<HttpdState> = {
  kind: 'httpd',
  run(io, state, wake) {
    if (wake.reason === 'start') return start(io, state);
    if (wake.reason !== 'socket') return state;
    return wake.socket === state.listener ? accept(io, state) : read(io, state, wake.socket);
  },
};

function start(io: ProcessIo, state: HttpdState): HttpdState {
  const listener = tcpListen(io.ctx, io.ns, {
    ...{ pid: io.pid, local: ANY_IPV4, port: state.port, backlog: BACKLOG },
  });
  if (typeof listener === 'number') return { ...state, listener };
  io.print('httpd: bind: Address already in use');
  io.exit(1);
  return state;
}

function accept(io: ProcessIo, state: HttpdState): HttpdState {
  let next = state;
  for (;;) {
    const accepted = tcpAccept(io.ctx, io.ns, state.listener);
    if (accepted === null) return next;
    const requests = { ...next.requests, [accepted.id]: new Uint8Array(0) };
    next = read(io, { ...next, requests }, accepted.id);
  }
}

function read(io: ProcessIo, state: HttpdState, socket: number): HttpdState {
  const before = state.requests[socket];
  if (before === undefined) return state;
  const got = tcpRead(io.ctx, io.ns, socket);
  if (got.kind === 'wait') return state;
  if (got.kind !== 'data') return close(io, state, socket);
  const request = joinBytes(before, got.data);
  const line = requestLine(request);
  if (line === null && request.length < REQUEST_MAX)
    return { ...state, requests: { ...state.requests, [socket]: request } };
  tcpSend(io.ctx, io.ns, socket, answerTo(io, state, socket, line ?? 'GET /'));
  return close(io, state, socket);
}

/** The first line of a request that is all there, head and body; null for one that is not. */
function requestLine(request: Uint8Array): string | null {
  const text = utf8Decode(request);
  const end = text.indexOf(HEAD_END);
  if (end === -1) return null;
  const head = text.slice(0, end);
  const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
  const headBytes = utf8Encode(head + HEAD_END).length;
  return request.length - headBytes < length ? null : (head.split('\r\n')[0] ?? '');
}

function answerTo(io: ProcessIo, state: HttpdState, socket: number, line: string): Uint8Array {
  const [method, path = '/'] = line.split(' ');
  const peer = tcpSocket(io.ns, socket)?.remote ?? ANY_IPV4;
  const body = filling(path) ?? `${state.name} sees ${formatIpv4(peer)}\n`;
  const head = [
    'HTTP/1.0 200 OK',
    'Server: httpd',
    'Content-Type: text/plain',
    `Content-Length: ${String(utf8Encode(body).length)}`,
  ].join('\r\n');
  return utf8Encode(head + HEAD_END + (method === 'HEAD' ? '' : body));
}

/** As many letters as `/bytes/N` asks for; null for any other path. */
function filling(path: string): string | null {
  const digits = /^\/bytes\/(\d{1,6})$/.exec(path)?.[1];
  return digits === undefined ? null : 'x'.repeat(Math.min(Number(digits), BYTES_MAX));
}

function close(io: ProcessIo, state: HttpdState, socket: number): HttpdState {
  tcpClose(io.ctx, io.ns, socket);
  const requests = Object.fromEntries(Object.entries(state.requests).filter(([id]) => Number(id) !== socket));
  return { ...state, requests };
}
