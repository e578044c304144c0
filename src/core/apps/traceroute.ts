/**
 * traceroute(8) as Dmitry Butskoy's 2.1.2 has it: probes with growing TTL, several under way at once, answers printed in
 * their order.
 */
import { nextBelow } from '../base/prng';
import { getU16 } from '../base/bytes';
import { routeOutput } from '../kernel/ip4/route';
import { mayBind } from '../kernel/sock/bind';
import { strerror } from '../kernel/ops/error';
import { packetOpen } from '../kernel/sock/packet';
import { pingOpen, pingSend } from '../kernel/sock/ping';
import { closeSocket, readSocket } from '../kernel/sock/table';
import { udpConnect, udpSend } from '../kernel/sock/udp';
import type { NewProcess } from '../model/event';
import type { Errno } from '../model/op';
import type { SocketItem } from '../model/socket';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import { ICMP_HEADER_LEN, ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../wire/icmp4';
import { IPV4_HEADER_LEN } from '../wire/ipv4';
import { UDP_HEADER_LEN } from '../wire/udp';
import type { App, ProcessIo } from './app';
import { byName } from './by-name';
import { askName, continueNaming, nameOf, type Naming } from './naming';
import type { Lookup } from './resolver';
import { sendSyn, synAnswer } from './traceroute.tcp';

const NS_PER_SEC = 1_000_000_000;
const NS_PER_US = 1000;
/** What is added to a round trip before a factor waits for its multiple (DEF_WAIT_PREC), ns. */
const PRECISION_NS = 1_000_000;

export interface TracerouteOptions {
  readonly dst: Ipv4Addr;
  readonly lookup?: Lookup | null;
  /** As typed. */
  readonly host: string;
  /** Of that word on the command line, from 1. */
  readonly place: number;
  /** 0 to let routing choose. */
  readonly src: Ipv4Addr;
  readonly method: 'udp' | 'icmp' | 'tcp';
  /** Port of the first UDP probe; each one takes the next. */
  readonly port: number;
  readonly firstTtl: number;
  readonly maxTtl: number;
  readonly queries: number;
  /** Probes under way at once. */
  readonly simultaneous: number;
  /** Seconds: at most; times of an answer from the same hop; times of one from a later hop. 0 switches a factor off. */
  readonly wait: { readonly max: number; readonly here: number; readonly near: number };
  /** Length of the packets, IP header included. */
  readonly lenBytes: number;
  readonly df: boolean;
  /** Where the names of hops come from; null: addresses only (`-n`). */
  readonly naming: Naming | null;
}

interface Probe {
  readonly sentNs: number | null;
  /** Of a TCP probe its source port. */
  readonly socket: number;
  readonly done: boolean;
  readonly from: Ipv4Addr | null;
  readonly backNs: number | null;
  /** `!H`. */
  readonly note: string;
  /** The destination, or somebody who will not pass on: no probe goes further. */
  readonly final: boolean;
}

export interface TracerouteState extends TracerouteOptions {
  readonly probes: readonly Probe[];
  /** The next probe to be printed, and the first that is not sent any more. */
  readonly start: number;
  readonly end: number;
  /** The line being printed. */
  readonly line: string;
  readonly socket: number;
  /** Of the way to the destination. */
  readonly mtu: number;
  readonly done: boolean;
}

const FRESH: Probe = {
  sentNs: null,
  socket: 0,
  done: false,
  from: null,
  backNs: null,
  note: '',
  final: false,
};

export function tracerouteProcess(options: TracerouteOptions, argv: readonly string[]): NewProcess {
  const { firstTtl, maxTtl, queries } = options;
  const state: TracerouteState = {
    ...options,
    probes: new Array<Probe>(maxTtl * queries).fill(FRESH),
    start: (firstTtl - 1) * queries,
    end: maxTtl * queries,
    line: '',
    socket: 0,
    mtu: 0,
    done: false,
  };
  return { app: 'traceroute', argv, state, daemon: false };
}

const toAddress: App<TracerouteState> = {
  kind: 'traceroute',
  run(io, before, wake) {
    if (before.done) return before;
    const { naming } = before;
    const state = naming === null ? before : { ...before, naming: continueNaming(io, naming, wake) };
    switch (wake.reason) {
      case 'start':
        return begin(io, state);
      case 'socket':
        return waited(io, go(io, receive(io, state, wake.socket)));
      case 'timer':
        return waited(io, go(io, state));
    }
  },
};

export const traceroute: App<TracerouteState> = byName(toAddress, {
  failed(io, state, why) {
    for (const line of unknownHost(state, why)) io.print(line);
    io.exit(2);
    return { ...state, done: true };
  },
});

/** Source: traceroute's CLIF, which names the operand and its place. */
export function unknownHost(
  { host, place }: Pick<TracerouteOptions, 'host' | 'place'>,
  why: string,
): readonly string[] {
  return [
    `${host}: ${why}`,
    `Cannot handle "host" cmdline arg \`${host}' on position 1 (argc ${String(place)})`,
  ];
}

function begin(io: ProcessIo, state: TracerouteState): TracerouteState {
  io.print(
    `traceroute to ${state.host} (${formatIpv4(state.dst)}), ${state.maxTtl} hops max, ${state.lenBytes} byte packets`,
  );
  const { ctx, ns } = io;
  if (!mayBind(ns, state.src)) {
    io.print(`bind: ${strerror('EADDRNOTAVAIL')}`);
    io.exit(1);
    return { ...state, done: true };
  }
  const flow = { dst: state.dst, src: state.src, oif: 0, tos: 0, mark: 0 };
  const route = routeOutput(ctx, ns, flow, null);
  if (route.kind === 'error') {
    io.print(`connect: ${strerror(route.errno)}`);
    io.exit(1);
    return { ...state, done: true };
  }
  if (state.method === 'udp') return go(io, state);
  if (state.method === 'tcp') {
    const socket = packetOpen(ctx, ns, { pid: io.pid, ifindex: 0, filter: null });
    return go(io, { ...state, socket, src: route.src, mtu: route.mtu });
  }
  const ident = nextBelow(ctx.random(ns.id, 'ping.ident'), 0xffff) + 1;
  return go(io, { ...state, socket: pingOpen(ctx, ns, io.pid, ident, route.src) });
}

/** Expires, prints, sends, and waits for what comes next. Source: traceroute.c do_it. */
function go(io: ProcessIo, state: TracerouteState): TracerouteState {
  let next = state;
  let underWay = 0;
  for (let n = next.start; n < next.end && underWay < next.simultaneous; n += 1) {
    next = expired(io, next, n);
    const probe = next.probes[n] ?? FRESH;
    if (probe.done) {
      if (n === next.start) {
        next = named(io, next, probe.from);
        if (!isAsking(next)) next = printed(io, next, n);
      }
      if (probe.final) next = { ...next, end: (Math.floor(n / next.queries) + 1) * next.queries };
      continue;
    }
    if (probe.sentNs === null) next = sent(io, next, n);
    if (next.done) return next;
    underWay += 1;
  }
  return next.start >= next.end ? finish(io, next) : next;
}

/** Asks for the name of a hop about which nothing is known yet. Nothing is printed meanwhile. */
function named(io: ProcessIo, state: TracerouteState, addr: Ipv4Addr | null): TracerouteState {
  const { naming } = state;
  if (naming === null || addr === null || naming.asking !== null) return state;
  return nameOf(naming, addr) === undefined ? { ...state, naming: askName(io, naming, addr) } : state;
}

function isAsking({ naming }: TracerouteState): boolean {
  return naming !== null && naming.asking !== null;
}

function finish(io: ProcessIo, state: TracerouteState): TracerouteState {
  if (state.line !== '') io.print(state.line);
  io.exit(0);
  return { ...state, line: '', done: true };
}

function withProbe(state: TracerouteState, n: number, change: Partial<Probe>): TracerouteState {
  return { ...state, probes: state.probes.map((probe, i) => (i === n ? { ...probe, ...change } : probe)) };
}

function sent(io: ProcessIo, state: TracerouteState, n: number): TracerouteState {
  const ttl = Math.floor(n / state.queries) + 1;
  const { ctx, ns } = io;
  const headers = IPV4_HEADER_LEN + (state.method === 'udp' ? UDP_HEADER_LEN : ICMP_HEADER_LEN);
  const data = Uint8Array.from(
    { length: Math.max(0, state.lenBytes - headers) },
    (_, i) => 0x40 + (i & 0x3f),
  );
  let socket = state.socket;
  let errno: Errno | null;
  if (state.method === 'udp') {
    const port = state.port + n;
    const opened = udpConnect(ctx, ns, { pid: io.pid, local: state.src, port: 0 }, state.dst, port);
    if (typeof opened !== 'number') return failed(io, state, opened);
    socket = opened;
    errno = udpSend(ctx, ns, socket, state.dst, port, data, { ttl, pmtudisc: state.df ? 'do' : 'dont' });
  } else if (state.method === 'tcp') {
    const srcPort = sendSyn(io, { ...state, ttl });
    if (typeof srcPort !== 'number') return failed(io, state, srcPort);
    socket = srcPort;
    errno = null;
  } else {
    const request = { to: state.dst, seq: n + 1, data, ttl, pmtudisc: state.df ? 'do' : 'dont' } as const;
    errno = pingSend(ctx, ns, socket, request)?.errno ?? null;
  }
  const next = withProbe(state, n, { socket, sentNs: ctx.world.nowNs });
  if (errno !== null) return failed(io, next, errno);
  io.after('wait', Math.ceil(state.wait.max * NS_PER_SEC));
  return next;
}

function failed(io: ProcessIo, state: TracerouteState, errno: Errno): TracerouteState {
  if (state.line !== '') io.print(state.line);
  io.print(`send: ${strerror(errno)}`);
  io.exit(1);
  return { ...state, done: true };
}

/** Gives a probe up whose time is over. */
function expired(io: ProcessIo, state: TracerouteState, n: number): TracerouteState {
  const probe = state.probes[n] ?? FRESH;
  if (probe.done || probe.sentNs === null) return state;
  const dueNs = probe.sentNs + patienceNs(state, n);
  if (io.ctx.world.nowNs >= dueNs) {
    closeProbe(io, state, probe);
    return withProbe(state, n, { done: true });
  }
  return state;
}

/** How long an answer is waited for: shorter when others have shown how long one takes. Source: traceroute.c get_timeout. */
function patienceNs(state: TracerouteState, n: number): number {
  const { max, here, near } = state.wait;
  const maxNs = Math.ceil(max * NS_PER_SEC);
  const first = n - (n % state.queries);
  const same = state.probes
    .slice(first, first + state.queries)
    .map(tripNs)
    .find((trip) => trip > 0);
  if (here > 0 && same !== undefined) return Math.min(maxNs, here * (same + PRECISION_NS));
  let later: number | undefined;
  for (let i = n + 1; later === undefined; i += 1) {
    const probe = state.probes[i];
    if (probe === undefined || probe.sentNs === null) break;
    if (tripNs(probe) > 0) later = tripNs(probe);
  }
  return near > 0 && later !== undefined ? Math.min(maxNs, near * (later + PRECISION_NS)) : maxNs;
}

/** Wakes up when the first probe's time is over, where an answer has shown that it need not be the longest. */
function waited(io: ProcessIo, state: TracerouteState): TracerouteState {
  if (state.done) return state;
  let first = Infinity;
  for (let n = state.start; n < state.end; n += 1) {
    const probe = state.probes[n] ?? FRESH;
    // Probes are sent one after the other.
    if (probe.sentNs === null) break;
    if (!probe.done) first = Math.min(first, probe.sentNs + patienceNs(state, n) - io.ctx.world.nowNs);
  }
  if (first < state.wait.max * NS_PER_SEC) io.after('wait', Math.max(0, Math.ceil(first)));
  return state;
}

function tripNs({ sentNs, backNs }: Probe): number {
  return sentNs === null || backNs === null ? 0 : backNs - sentNs;
}

function closeProbe(io: ProcessIo, state: TracerouteState, probe: Probe): void {
  if (state.method === 'udp') closeSocket(io.ctx, io.ns, probe.socket);
}

function receive(io: ProcessIo, state: TracerouteState, socket: number): TracerouteState {
  let next = state;
  for (
    let item = readSocket(io.ctx, io.ns, socket);
    item !== null;
    item = readSocket(io.ctx, io.ns, socket)
  ) {
    const syn = item.kind === 'frame' ? synAnswer(item, next.dst, next.port) : null;
    const n =
      syn === null ? indexOf(next, socket, item) : next.probes.findIndex((one) => one.socket === syn.srcPort);
    const probe = next.probes[n];
    const answer = answerOf(next, syn?.item ?? item);
    if (probe === undefined || probe.done || probe.sentNs === null || answer === null) continue;
    const backNs = io.ctx.world.nowNs;
    next = withProbe(next, n, { ...answer, done: true, backNs });
    if (next.method === 'udp') {
      closeProbe(io, next, probe);
      break;
    }
  }
  return next;
}

/** Which probe an answer is about. */
function indexOf(state: TracerouteState, socket: number, item: SocketItem): number {
  if (state.method === 'udp') return state.probes.findIndex((probe) => probe.socket === socket);
  if (item.kind === 'data') return getU16(item.payload, 6) - 1;
  return item.kind === 'error' && item.quoted.length >= ICMP_HEADER_LEN ? getU16(item.quoted, 6) - 1 : -1;
}

/** Source: traceroute.c parse_icmp_res. */
function answerOf(state: TracerouteState, item: SocketItem): Pick<Probe, 'from' | 'note' | 'final'> | null {
  if (item.kind !== 'data' && item.kind !== 'error') return null;
  const { from } = item;
  if (item.kind === 'data') return { from, note: '', final: true };
  if (item.icmpType === ICMP_TIME_EXCEEDED)
    return item.icmpCode === 0 ? { from, note: '', final: false } : null;
  if (item.icmpType !== ICMP_UNREACHABLE) return null;
  // The port nobody listens at is what UDP probes are for.
  const arrived = item.icmpCode === 3 && state.method === 'udp';
  return { from, note: arrived ? '' : unreachableNote(item.icmpCode, item.mtu), final: true };
}

function unreachableNote(code: number, mtu: number): string {
  const letters: Readonly<Record<number, string>> = {
    ...{ 0: '!N', 6: '!N', 8: '!N', 11: '!N', 1: '!H', 7: '!H', 12: '!H', 2: '!P', 5: '!S' },
    ...{ 9: '!X', 10: '!X', 13: '!X', 14: '!V', 15: '!C' },
  };
  return code === 4 ? `!F-${mtu}` : (letters[code] ?? `!<${code}>`);
}

/** Adds a probe to its line; the address is named where it differs from the one before. Source: traceroute.c print_probe. */
function printed(io: ProcessIo, state: TracerouteState, n: number): TracerouteState {
  const { queries, probes, naming } = state;
  const probe = probes[n] ?? FRESH;
  let { line } = state;
  const place = n % queries;
  if (place === 0) {
    if (line !== '') io.print(line);
    line = `${String(Math.floor(n / queries) + 1).padStart(2)} `;
  }
  if (probe.from === null) line += ' *';
  else {
    const before = probes.slice(n - place, n).findLast(({ from }) => from !== null);
    const address = formatIpv4(probe.from);
    const name = naming === null ? null : (nameOf(naming, probe.from) ?? address);
    if (before?.from !== probe.from) line += ` ${name === null ? address : `${name} (${address})`}`;
    line += `  ${tripText(tripNs(probe))} ms`;
    if (probe.note !== '') line += ` ${probe.note}`;
  }
  return { ...state, line, start: n + 1 };
}

function tripText(ns: number): string {
  return (Math.floor(ns / NS_PER_US) / 1000).toFixed(3);
}

export const TRACEROUTE_DEFAULTS = {
  src: ANY_IPV4,
  method: 'udp',
  port: 33_434,
  firstTtl: 1,
  maxTtl: 30,
  queries: 3,
  simultaneous: 16,
  wait: { max: 5, here: 3, near: 10 },
  lenBytes: 60,
  df: false,
} as const satisfies Omit<TracerouteOptions, 'dst' | 'host' | 'place' | 'naming'>;
