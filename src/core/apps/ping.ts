/** ping(8) as iputils has it: requests, replies, errors, statistics. */
import { timeStamp } from '../base/clock';
import { nextBelow } from '../base/prng';
import { pingOpen, pingSend, type PingSendError } from '../kernel/sock/ping';
import { readSocket } from '../kernel/sock/table';
import { routeOutput } from '../kernel/ip4/route';
import { countNoRoute } from '../kernel/snmp';
import { strerror } from '../kernel/ops/error';
import type { NewProcess } from '../model/event';
import type { Ifindex } from '../model/link';
import type { Errno } from '../model/op';
import type { SocketItem } from '../model/socket';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import { ICMP_REDIRECT } from '../wire/icmp4';
import { getU16 } from '../base/bytes';
import type { App, ProcessIo } from './app';
import { byName } from './by-name';
import { askName, continueNaming, nameOf, type Naming } from './naming';
import type { Lookup } from './resolver';
import { isNameTimer } from './resolver.timers';
import { someHost } from '../kernel/sock/some-host';
import { TIMEVAL_LEN, payload } from './ping.data';
import { connectText, errorText, headText, lossText, paceText, rttText, tripText } from './ping.text';

const NS_PER_MS = 1_000_000;
/** Requests a ping sends at most that has a deadline, or nothing, to end it. */
const SENT_MAX = 1000;
/** Most data that fits into an IPv4 packet. */
const DATA_MAX = 65_507;
/** Longest a flood waits for an answer before it sends again. */
const FLOOD_NS = 10_000_000;
/** By then an ICMP error of this host's own, sent over `lo`, is in the error queue. */
const ERROR_QUEUE_NS = 10_000;

export interface PingOptions {
  readonly dst: Ipv4Addr;
  readonly lookup?: Lookup | null;
  /** As typed, or by its canonical name; absent: the address. */
  readonly host?: string;
  /** Where the names of those who answer come from; absent or null: they stay addresses (`-n`). */
  readonly naming?: Naming | null;
  /** Source address (`-I`), absent to let routing choose. */
  readonly src?: Ipv4Addr;
  /** The one device (`-I`). */
  readonly dev?: { readonly ifindex: Ifindex; readonly name: string };
  /** `-f`: the next request leaves when an answer has come, or 10 ms later. */
  readonly flood?: boolean;
  /** `-D`: each line begins with the time. */
  readonly stamped?: boolean;
  /** `-O`: requests without an answer yet are told of. */
  readonly outstanding?: boolean;
  /** `-c`; null: until it is interrupted. */
  readonly count: number | null;
  readonly sizeBytes: number;
  readonly intervalMs: number;
  /** 0 for the default. */
  readonly ttl: number;
  /** `-Q`: type of service; absent for 0. */
  readonly tos?: number;
  /** Milliseconds to wait for an answer while none has come yet (`-W`; ping's own default is 10 s). */
  readonly waitMs: number;
  /** After this time ping ends whatever came (`-w`). */
  readonly deadlineMs?: number | null;
  /** `-M`: dont clears DF. */
  readonly pmtudisc?: 'do' | 'want' | 'dont';
  /** Only the summary is printed (`-q`). */
  readonly quiet?: boolean;
}

/** What came, and when. */
interface Arrival {
  readonly item: SocketItem;
  readonly atNs: number;
}

export interface PingState extends PingOptions {
  readonly host: string;
  readonly naming: Naming | null;
  readonly socket: number;
  /** Of the way to the destination. */
  readonly routeMtu: number;
  readonly sent: number;
  /** Requests that were answered. */
  readonly received: number;
  /** Answers to requests that had been answered before. */
  readonly duplicates: number;
  readonly errors: number;
  /** Most requests that were out at once. */
  readonly pipe: number;
  readonly startNs: number;
  /** When each request left, ns, by sequence number - 1. */
  readonly sentAtNs: readonly number[];
  readonly rttsNs: readonly number[];
  /** Sequence numbers that were answered. */
  readonly answered: readonly number[];
  /** Why the last request was refused, as long as that is not printed. */
  readonly refused?: Errno | null;
  /** Arrivals that wait for the name of their sender. */
  readonly held: readonly Arrival[];
  /** Timers that ran out while ping waited for a name. */
  readonly due: readonly string[];
  readonly done: boolean;
}

export function pingProcess(options: PingOptions, argv: readonly string[]): NewProcess {
  const state: PingState = {
    ...options,
    host: options.host ?? formatIpv4(options.dst),
    naming: options.naming ?? null,
    socket: 0,
    routeMtu: 0,
    sent: 0,
    received: 0,
    duplicates: 0,
    errors: 0,
    pipe: 0,
    startNs: 0,
    sentAtNs: [],
    rttsNs: [],
    answered: [],
    held: [],
    due: [],
    done: false,
  };
  const endless = options.count === null && (options.deadlineMs ?? null) === null;
  return { app: 'ping', argv, state, daemon: false, ...(endless && { endless }) };
}

const pingAddress: App<PingState> = {
  kind: 'ping',
  run(io, state, wake) {
    if (wake.reason === 'start') return start(io, state);
    if (state.done) return state;
    if (wake.reason === 'socket' && wake.socket === state.socket) return receive(io, state);
    if (state.naming === null || state.naming.asking === null) {
      return wake.reason === 'timer' ? rung(io, state, wake.timer) : state;
    }
    if (wake.reason === 'timer' && !isNameTimer(wake)) {
      return { ...state, due: [...state.due, wake.timer] };
    }
    const next = receive(io, { ...state, naming: continueNaming(io, state.naming, wake) });
    if (next.naming?.asking !== null) return next;
    let last: PingState = { ...next, due: [] };
    for (const timer of next.due) last = rung(io, last, timer);
    return last;
  },
  interrupt: finish,
};

/** ping(8): what is before `run` of an address is getaddrinfo(3). */
export const ping: App<PingState> = byName(pingAddress, {
  found: (state, { canonical }) => ({ ...state, host: canonical }),
  onlyIpv6: (io, state, why) => failed(io, state, `connect: ${why}`),
  failed: (io, state, why) => failed(io, state, `${state.host}: ${why}`),
});

function failed(io: ProcessIo, state: PingState, text: string): PingState {
  io.print(`ping: ${text}`);
  io.exit(2);
  return { ...state, done: true };
}

function rung(io: ProcessIo, state: PingState, timer: string): PingState {
  if (isNameTimer({ reason: 'timer', timer })) return state;
  if (timer === 'refused') return printRefused(io, state);
  if (!timer.startsWith('send')) return finish(io, state);
  // A flood that was answered in time has sent already.
  return timer === 'send' || timer === `send${String(state.sent)}` ? sendNext(io, state) : state;
}

/**
 * Asks the routing for the source address first, as ping does with a connected UDP socket. One that was asked for (`-I`) is
 * bound without asking: whether there is a way is known when the first request is sent. Source: ping.c ping4_run.
 */
function start(io: ProcessIo, asked: PingState): PingState {
  const { ctx, ns } = io;
  const state = { ...asked, dst: someHost(asked.dst, asked.src ?? ANY_IPV4) };
  const route = routeOutput(
    ctx,
    ns,
    { dst: state.dst, src: state.src ?? ANY_IPV4, oif: state.dev?.ifindex ?? 0, tos: 0, mark: 0 },
    null,
  );
  if (route.kind === 'error' && state.src === undefined) {
    countNoRoute(ctx, ns, route.errno);
    return failed(io, state, connectText(route.errno));
  }
  // A broadcast address needs -b (SO_BROADCAST), which this ping does not have.
  if (route.kind === 'route' && route.broadcast) return failed(io, state, connectText('EACCES'));
  const local = state.src ?? (route.kind === 'route' ? route.src : ANY_IPV4);
  const ident = nextBelow(ctx.random(ns.id, 'ping.ident'), 0xffff) + 1;
  const socket = pingOpen(ctx, ns, io.pid, ident, local, state.dev?.ifindex ?? 0);
  io.print(headText(state, local));
  const { deadlineMs } = state;
  if (deadlineMs !== undefined && deadlineMs !== null) io.after('deadline', deadlineMs * NS_PER_MS);
  return sendNext(io, {
    ...state,
    socket,
    routeMtu: route.kind === 'route' ? route.mtu : 0,
    startNs: ctx.world.nowNs,
  });
}

function sendNext(io: ProcessIo, state: PingState): PingState {
  if (state.done) return state;
  const { ctx, ns } = io;
  const seq = state.sent + 1;
  if (state.outstanding === true && state.sent > 0 && !state.answered.includes(state.sent)) {
    tell(io, state, `no answer yet for icmp_seq=${String(state.sent)}`);
  }
  const tooLong = { errno: 'EMSGSIZE' as const, mtu: state.routeMtu };
  const problem =
    state.sizeBytes > DATA_MAX
      ? tooLong
      : pingSend(ctx, ns, state.socket, {
          to: state.dst,
          seq: seq & 0xffff,
          data: payload(state.sizeBytes, ctx.world.nowNs),
          ttl: state.ttl,
          pmtudisc: state.pmtudisc,
          tos: state.tos ?? 0,
        });
  let next: PingState = { ...state, sent: seq, sentAtNs: [...state.sentAtNs, ctx.world.nowNs] };
  if (problem !== null) next = refused(io, next, problem);
  if (isOver(next)) return finish(io, next);
  // With a deadline it is answers that are counted, not requests.
  const more = seq < (hasDeadline(state) ? SENT_MAX : (state.count ?? SENT_MAX));
  if (more) io.after(`send${state.flood === true ? String(seq) : ''}`, intervalNs(state));
  else if (!hasDeadline(state)) io.after('linger', lingerNs(next));
  return next;
}

/** A flood sends when it is answered, at the latest after 10 ms. */
function intervalNs({ flood, intervalMs }: PingState): number {
  return flood === true ? FLOOD_NS : intervalMs * NS_PER_MS;
}

/** A line about a request: with the time in front on request. */
function tell(io: ProcessIo, state: PingState, line: string): void {
  if (state.quiet === true || state.flood === true) return;
  io.print(state.stamped === true ? `${timeStamp(io.ctx.world.nowNs)} ${line}` : line);
}

function hasDeadline({ deadlineMs }: PingState): boolean {
  return deadlineMs !== undefined && deadlineMs !== null;
}

/** The kernel did not take the request. Source: ping_common.c pinger, ping.c ping4_receive_error_msg. */
function refused(io: ProcessIo, state: PingState, { errno, mtu }: PingSendError): PingState {
  if (errno !== 'EMSGSIZE') {
    io.after('refused', ERROR_QUEUE_NS);
    return { ...state, refused: errno };
  }
  if (state.quiet === true) return state;
  io.print(`ping: local error: message too long, mtu=${String(mtu)}`);
  return { ...state, errors: state.errors + 1 };
}

/** After what the error queue had to say. */
function printRefused(io: ProcessIo, state: PingState): PingState {
  if (state.done || state.refused === undefined || state.refused === null) return state;
  if (state.quiet !== true) io.print(`ping: sendmsg: ${strerror(state.refused)}`);
  return { ...state, refused: null };
}

/** Every request has its answer or its error; with a deadline the first error is enough. */
function isOver(state: PingState): boolean {
  if (hasDeadline(state) && state.errors > 0) return true;
  return state.count !== null && state.received + state.errors >= state.count;
}

/** Source: iputils ping_common.c schedule_exit. */
function lingerNs(state: PingState): number {
  if (state.received === 0) return state.waitMs * NS_PER_MS;
  const longest = Math.max(...state.rttsNs);
  return Math.max(2 * longest, state.intervalMs * NS_PER_MS);
}

function receive(io: ProcessIo, state: PingState): PingState {
  const held = [...state.held];
  for (let item = readSocket(io.ctx, io.ns, state.socket); item !== null;) {
    held.push({ item, atNs: io.ctx.world.nowNs });
    item = readSocket(io.ctx, io.ns, state.socket);
  }
  return told(io, { ...state, held });
}

/** Tells of what came, as far as the names of the senders are known. */
function told(io: ProcessIo, state: PingState): PingState {
  let next = state;
  if (next.naming !== null && next.naming.asking !== null) return next;
  for (let [first] = next.held; first !== undefined; [first] = next.held) {
    const { item, atNs } = first;
    if (item.kind !== 'data' && item.kind !== 'error') return next;
    if (next.naming !== null && next.quiet !== true && nameOf(next.naming, item.from) === undefined) {
      next = { ...next, naming: askName(io, next.naming, item.from) };
      if (next.naming?.asking !== null) return next;
    }
    next = { ...next, held: next.held.slice(1) };
    next = item.kind === 'data' ? reply(io, next, item, atNs) : error(io, next, item);
  }
  next = printRefused(io, next);
  if (isOver(next)) return finish(io, next);
  const answered = next.flood === true && next.received > state.received;
  const more = next.sent < (next.count ?? SENT_MAX);
  return answered && more ? sendNext(io, next) : next;
}

/** `name (address)`, or the address alone. Source: ping_common.c pr_addr. */
function senderText({ naming }: PingState, addr: Ipv4Addr): string {
  const name = naming === null ? null : (nameOf(naming, addr) ?? null);
  return name === null ? formatIpv4(addr) : `${name} (${formatIpv4(addr)})`;
}

function reply(
  io: ProcessIo,
  state: PingState,
  item: SocketItem & { kind: 'data' },
  atNs: number,
): PingState {
  const seq = getU16(item.payload, 6);
  const sentNs = state.sentAtNs[seq - 1];
  const rttNs = sentNs === undefined ? 0 : atNs - sentNs;
  const again = state.answered.includes(seq);
  if (state.quiet !== true && state.flood !== true) {
    const trip = isTimed(state) ? ` time=${tripText(rttNs)} ms` : '';
    const what = `${String(item.payload.length)} bytes from ${senderText(state, item.from)}`;
    const dup = again ? ' (DUP!)' : '';
    tell(io, state, `${what}: icmp_seq=${String(seq)} ttl=${String(item.ttl)}${trip}${dup}`);
  }
  return {
    ...acknowledged(state, seq),
    received: state.received + (again ? 0 : 1),
    duplicates: state.duplicates + (again ? 1 : 0),
    rttsNs: [...state.rttsNs, rttNs],
    answered: again ? state.answered : [...state.answered, seq],
  };
}

/** Whether the data has room for the time stamp that trips are measured with. */
function isTimed(state: PingState): boolean {
  return state.sizeBytes >= TIMEVAL_LEN;
}

/** Source: ping_common.h acknowledge. */
function acknowledged(state: PingState, seq: number): PingState {
  return { ...state, pipe: Math.max(state.pipe, state.sent - seq + 1) };
}

function error(io: ProcessIo, state: PingState, item: SocketItem & { kind: 'error' }): PingState {
  const seq = getU16(item.quoted, 6);
  if (item.icmpType === ICMP_REDIRECT) {
    tell(io, state, redirectText(state, item, seq));
    return state;
  }
  const text = errorText(item.icmpType, item.icmpCode, item.mtu);
  tell(io, state, `From ${senderText(state, item.from)} icmp_seq=${String(seq)} ${text}`);
  return { ...acknowledged(state, seq), errors: state.errors + 1 };
}

/** A redirect is no error: it comes as a packet of its own, hence the colon. Source: ping.c ping4_parse_reply. */
function redirectText(
  state: PingState,
  { from, icmpCode, gateway }: SocketItem & { kind: 'error' },
  seq: number,
): string {
  const what = REDIRECTS[icmpCode] ?? `Redirect, Bad Code: ${String(icmpCode)}`;
  const next = formatIpv4(gateway ?? ANY_IPV4);
  return `From ${senderText(state, from)}: icmp_seq=${String(seq)} ${what}(New nexthop: ${next})`;
}

const REDIRECTS = [
  'Redirect Network',
  'Redirect Host',
  'Redirect Type of Service and Network',
  'Redirect Type of Service and Host',
];

function finish(io: ProcessIo, last: PingState): PingState {
  if (last.done) return last;
  const state = printRefused(io, last);
  const lastNs = state.sentAtNs[state.sentAtNs.length - 1] ?? state.startNs;
  const tookMs = Math.floor((lastNs - state.startNs) / NS_PER_MS);
  // What is left of a flood's dots once each answer has taken one away.
  io.print(
    state.flood === true && state.quiet !== true ? '.'.repeat(Math.max(0, state.sent - state.received)) : '',
  );
  io.print(`--- ${state.host} ping statistics ---`);
  io.print(lossText({ ...state, tookMs }));
  const rtts = isTimed(state) ? state.rttsNs : [];
  const paced =
    state.sent > 1 && state.flood === true ? paceText(lastNs - state.startNs, state.sent, rtts) : null;
  const parts = [rttText(rtts, state.pipe), paced].filter((part) => part !== null);
  if (parts.length > 0) io.print(parts.join(', '));
  io.exit(state.received > 0 ? 0 : 1);
  return { ...state, done: true };
}
