/** curl over HTTP: one request, the answer, and what went wrong in curl's words. Source: curl 7.88.1 lib/connect.c, lib/multi.c. */
import { joinBytes, utf8Decode, utf8Encode } from '../base/bytes';
import { tcpConnect, tcpConnected, tcpRead, tcpSend, tcpSocket } from '../kernel/sock/tcp';
import { mayBind } from '../kernel/sock/bind';
import { strerror } from '../kernel/ops/error';
import type { NewProcess } from '../model/event';
import type { Errno } from '../model/op';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import type { App, ProcessIo } from './app';
import { byName } from './by-name';
import type { Lookup } from './resolver';

const NS_PER_MS = 1_000_000;

export interface CurlOptions {
  readonly dst: Ipv4Addr;
  readonly lookup?: Lookup | null;
  readonly port: number;
  /** As typed, for Host and messages. */
  readonly host: string;
  /** `--interface` with an address; absent to let routing choose. */
  readonly src?: Ipv4Addr;
  readonly path: string;
  readonly url: string;
  readonly method: string;
  /** Header lines of `-H`. */
  readonly headers: readonly string[];
  /** Of `-d`, null without. */
  readonly data: string | null;
  readonly verbose: boolean;
  readonly silent: boolean;
  /** `-S`: errors are told in spite of `-s`. */
  readonly showError: boolean;
  /** `-I`, `-i`: the answer's head is printed. */
  readonly head: boolean;
  /** The body is thrown away (`-o /dev/null`). */
  readonly discard: boolean;
  /** `-w`, empty without. */
  readonly format: string;
  /** `--connect-timeout`, `-m`, ms; null without. */
  readonly connectMs: number | null;
  readonly maxMs: number | null;
}

export interface CurlState extends CurlOptions {
  readonly socket: number;
  readonly step: 'connect' | 'answer' | 'done';
  readonly startNs: number;
  readonly connectedNs: number;
  readonly received: Uint8Array;
  /** Text printed already: `* Connected …` and so on come before the answer. */
  readonly headShown: boolean;
}

export function curlProcess(options: CurlOptions, argv: readonly string[]): NewProcess {
  const state: CurlState = {
    ...options,
    ...{ socket: 0, step: 'connect', startNs: 0, connectedNs: 0 },
    ...{ received: new Uint8Array(0), headShown: false },
  };
  return { app: 'curl', argv, state, daemon: false };
}

/** Exit codes: the name of the host has no address; time is over; its own address is not to be had. */
const NO_SUCH_HOST = 6;
const TIMED_OUT = 28;
const INTERFACE_FAILED = 45;

const connectedToHost: App<CurlState> = {
  kind: 'curl',
  run(io, state, wake) {
    if (state.step === 'done') return state;
    switch (wake.reason) {
      case 'start':
        return start(io, state);
      case 'socket':
        return state.step === 'connect' ? connected(io, state) : read(io, state);
      case 'timer':
        return timedOut(io, state, wake.timer);
    }
  },
};

export const curl: App<CurlState> = byName(connectedToHost, {
  begin(io, state) {
    if (state.connectMs !== null) io.after('connect', state.connectMs * NS_PER_MS);
    if (state.maxMs !== null) io.after('max', state.maxMs * NS_PER_MS);
    return { ...state, startNs: io.ctx.world.nowNs };
  },
  timer: (io, state) =>
    fail(io, state, TIMED_OUT, `Resolving timed out after ${String(elapsedMs(io, state))} milliseconds`),
  onlyIpv6: (io, state) => unreachable(io, state, 7, "Couldn't connect to server"),
  failed: (io, state) => fail(io, state, NO_SUCH_HOST, `Could not resolve host: ${state.host}`),
});

function note(io: ProcessIo, { verbose }: CurlState, text: string): void {
  if (verbose) io.print(`* ${text}`);
}

function elapsedMs(io: ProcessIo, { startNs }: CurlState): number {
  return Math.floor((io.ctx.world.nowNs - startNs) / NS_PER_MS);
}

function start(io: ProcessIo, state: CurlState): CurlState {
  note(io, state, `  Trying ${formatIpv4(state.dst)}:${String(state.port)}...`);
  const { src } = state;
  if (src !== undefined && !bound(io, state, src)) return interfaceFailed(io, state);
  const socket = tcpConnect(io.ctx, io.ns, {
    ...{ pid: io.pid, local: src ?? ANY_IPV4, port: 0, remote: state.dst, remotePort: state.port },
  });
  if (typeof socket !== 'number') {
    note(io, state, `Immediate connect fail for ${formatIpv4(state.dst)}: ${strerror(socket)}`);
    return unreachable(io, state, 7, "Couldn't connect to server");
  }
  return { ...state, socket };
}

/** Source: lib/connect.c bindlocal. */
function bound(io: ProcessIo, state: CurlState, src: Ipv4Addr): boolean {
  const address = formatIpv4(src);
  note(io, state, `Name '${address}' family 2 resolved to '${address}' family 2`);
  const taken = mayBind(io.ns, src);
  note(io, state, taken ? 'Local port: 0' : BIND_FAILED);
  return taken;
}

const BIND_FAILED = `bind failed with errno 99: ${strerror('EADDRNOTAVAIL')}`;

/** The last word is not of the connection but of the bind before it. */
function interfaceFailed(io: ProcessIo, state: CurlState): CurlState {
  note(
    io,
    state,
    `Failed to connect to ${state.host} port ${String(state.port)} after ${String(elapsedMs(io, state))} ms: Failed binding local connection end`,
  );
  note(io, state, 'Closing connection 0');
  if (!state.silent || state.showError) io.print(`curl: (${String(INTERFACE_FAILED)}) ${BIND_FAILED}`);
  writeOut(io, state, '000', 0);
  io.exit(INTERFACE_FAILED);
  return { ...state, step: 'done' };
}

/** No address of the host could be reached. */
function unreachable(io: ProcessIo, state: CurlState, code: number, why: string): CurlState {
  const text = `Failed to connect to ${state.host} port ${String(state.port)} after ${String(elapsedMs(io, state))} ms: ${why}`;
  return fail(io, state, code, text);
}

function fail(io: ProcessIo, state: CurlState, code: number, text: string): CurlState {
  note(io, state, text);
  note(io, state, 'Closing connection 0');
  if (!state.silent || state.showError) io.print(`curl: (${String(code)}) ${text}`);
  writeOut(io, state, '000', 0);
  io.exit(code);
  return { ...state, step: 'done' };
}

function connected(io: ProcessIo, state: CurlState): CurlState {
  const { ctx, ns } = io;
  const error = tcpConnected(ctx, ns, state.socket);
  if (error === 'wait') return state;
  const address = formatIpv4(state.dst);
  if (error !== null) {
    note(io, state, `connect to ${address} port ${String(state.port)} failed: ${strerror(error)}`);
    return unreachable(io, state, error === 'ETIMEDOUT' ? 28 : 7, "Couldn't connect to server");
  }
  note(io, state, `Connected to ${state.host} (${address}) port ${String(state.port)} (#0)`);
  const head = requestHead(state);
  if (state.verbose) for (const line of [...head, '']) io.print(`> ${line}`);
  if (state.verbose && state.data !== null && state.discard) {
    io.print(`} [${String(utf8Encode(state.data).length)} bytes data]`);
  }
  tcpSend(ctx, ns, state.socket, utf8Encode(`${head.join('\r\n')}\r\n\r\n${state.data ?? ''}`));
  return { ...state, step: 'answer', connectedNs: ctx.world.nowNs };
}

/** In curl's order: its own headers, those given, then what belongs to the body. */
function requestHead({ method, path, host, port, headers, data }: CurlState): string[] {
  const own: readonly (readonly [string, string])[] = [
    ['Host', port === 80 ? host : `${host}:${String(port)}`],
    ['User-Agent', 'curl/7.88.1'],
    ['Accept', '*/*'],
  ];
  const nameOf = (line: string): string => (line.split(':')[0] ?? '').toLowerCase();
  const given = new Set(headers.map(nameOf));
  const body: readonly (readonly [string, string])[] =
    data === null
      ? []
      : [
          ['Content-Length', String(utf8Encode(data).length)],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ];
  const lines = (list: typeof own): string[] =>
    list.filter(([name]) => !given.has(name.toLowerCase())).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines(own), ...headers, ...lines(body)];
}

function read(io: ProcessIo, state: CurlState): CurlState {
  if (state.step === 'done') return state;
  const got = tcpRead(io.ctx, io.ns, state.socket);
  switch (got.kind) {
    case 'wait':
      return state;
    case 'data':
      return read(io, arrived(io, { ...state, received: joinBytes(state.received, got.data) }));
    case 'error':
      return broken(io, state, got.errno);
    case 'end':
      return ended(io, state);
  }
}

function broken(io: ProcessIo, state: CurlState, errno: Errno): CurlState {
  return fail(io, state, 56, `Recv failure: ${strerror(errno)}`);
}

interface Answer {
  readonly head: readonly string[];
  readonly body: Uint8Array;
  readonly code: string;
  /** As announced, null without. */
  readonly length: number | null;
}

function answerOf({ received }: CurlState): Answer | null {
  const text = utf8Decode(received);
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = text.slice(0, end).split('\r\n');
  const body = received.subarray(utf8Encode(text.slice(0, end + 4)).length);
  const length = head
    .map((line) => /^content-length:\s*(\d+)$/i.exec(line)?.[1])
    .find((one) => one !== undefined);
  return {
    ...{ head, body, code: /^HTTP\/\S+ (\d{3})/.exec(head[0] ?? '')?.[1] ?? '000' },
    length: length === undefined ? null : Number(length),
  };
}

/** The head is told as soon as it is there; an answer that says how long it is ends there. */
function arrived(io: ProcessIo, state: CurlState): CurlState {
  const answer = answerOf(state);
  if (answer === null) return state;
  if (!state.headShown) {
    if (answer.head[0]?.startsWith('HTTP/1.0') === true) note(io, state, 'HTTP 1.0, assume close after body');
    if (state.verbose) for (const line of [...answer.head, '']) io.print(`< ${line}`);
    else if (state.head) for (const line of [...answer.head, '']) io.print(line);
  }
  const next = { ...state, headShown: true };
  const whole = state.method === 'HEAD' || (answer.length !== null && answer.body.length >= answer.length);
  return whole ? done(io, next, answer) : next;
}

function ended(io: ProcessIo, state: CurlState): CurlState {
  const answer = answerOf(state);
  if (answer === null) return fail(io, state, 52, 'Empty reply from server');
  if (answer.length !== null && answer.body.length < answer.length) {
    const missing = answer.length - answer.body.length;
    return fail(io, state, 18, `transfer closed with ${String(missing)} bytes remaining to read`);
  }
  return done(io, state, answer);
}

function done(io: ProcessIo, state: CurlState, answer: Answer): CurlState {
  if (state.discard) {
    if (state.verbose && answer.body.length > 0) io.print(`{ [${String(answer.body.length)} bytes data]`);
  } else if (answer.body.length > 0) {
    const lines = utf8Decode(answer.body).split('\n');
    if (lines[lines.length - 1] === '') lines.pop();
    for (const line of lines) io.print(line);
  }
  const closes = answer.head[0]?.startsWith('HTTP/1.0') === true;
  note(io, state, closes ? 'Closing connection 0' : `Connection #0 to host ${state.host} left intact`);
  writeOut(io, state, answer.code, answer.body.length);
  io.exit(0);
  return { ...state, step: 'done' };
}

function timedOut(io: ProcessIo, state: CurlState, timer: string): CurlState {
  const ms = String(elapsedMs(io, state));
  if (timer === 'connect') {
    if (state.step !== 'connect') return state;
    note(io, state, `ipv4 connect timeout after ${String(state.connectMs ?? 0)}ms, move on!`);
    return unreachable(io, state, 28, 'Timeout was reached');
  }
  if (state.step === 'connect') return fail(io, state, 28, `Connection timed out after ${ms} milliseconds`);
  const bytes = answerOf(state)?.body.length ?? 0;
  return fail(
    io,
    state,
    28,
    `Operation timed out after ${ms} milliseconds with ${String(bytes)} bytes received`,
  );
}

/** `-w`. */
function writeOut(io: ProcessIo, state: CurlState, code: string, size: number): void {
  if (state.format === '') return;
  const socket = tcpSocket(io.ns, state.socket);
  const seconds = (ns: number): string => (Math.max(0, ns) / 1e9).toFixed(6);
  const reached = state.connectedNs > 0;
  const values: Readonly<Record<string, string>> = {
    ...{ http_code: code, response_code: code, size_download: String(size), method: state.method },
    ...{ url: state.url, url_effective: state.url, remote_ip: reached ? formatIpv4(state.dst) : '' },
    remote_port: String(reached ? state.port : 0),
    local_ip: reached && socket !== null ? formatIpv4(socket.local) : '',
    local_port: String(reached ? (socket?.port ?? 0) : 0),
    time_connect: seconds(reached ? state.connectedNs - state.startNs : 0),
    time_total: seconds(io.ctx.world.nowNs - state.startNs),
  };
  const text = state.format
    .replaceAll(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  for (const line of lines) io.print(line);
}
