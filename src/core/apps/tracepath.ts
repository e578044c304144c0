/** tracepath(8) of iputils 20221126: the MTU and the hops of a path, by datagrams that may not be cut. Source: tracepath.c. */
import { routeOutput } from '../kernel/ip4/route';
import { readSocket } from '../kernel/sock/table';
import { udpOpen, udpSend } from '../kernel/sock/udp';
import type { NewProcess } from '../model/event';
import type { SocketError } from '../model/socket';
import type { Ipv4Addr } from '../wire/addr';
import { ANY_IPV4, formatIpv4 } from '../wire/addr';
import { getU16 } from '../base/bytes';
import { ICMP_FRAG_NEEDED, ICMP_PORT_UNREACH, ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../wire/icmp4';
import type { App, ProcessIo } from './app';
import { byName } from './by-name';
import { askName, continueNaming, nameOf, type Naming } from './naming';
import type { Lookup } from './resolver';

const NS_PER_SEC = 1_000_000_000;
const NS_PER_US = 1000;
/** Headers of IPv4 and UDP. */
const OVERHEAD = 28;
const MTU_START = 65_535;
/** Probes that are remembered: each has a port of its own. */
const PROBES_KEPT = 64;
/** Times a hop is asked. */
const TRIES = 3;
/** Times a probe that the kernel refuses is sent again. */
const SENDS = 10;
const HOST_COLUMN = 52;

export interface TracepathOptions {
  readonly dst: Ipv4Addr;
  readonly lookup?: Lookup | null;
  /** As typed. */
  readonly host: string;
  /** Of the first probe; each one takes the next. */
  readonly port: number;
  readonly maxHops: number;
  /** `-l`, null: as long as the path takes. */
  readonly lenBytes: number | null;
  /** Null: addresses only (`-n`). */
  readonly naming: Naming | null;
  /** `-b`. */
  readonly both: boolean;
}

interface TracepathState extends TracepathOptions {
  readonly socket: number;
  readonly mtu: number;
  /** What it was when the present probe was begun: where it has changed since, the hop is asked once more. */
  readonly askedMtu: number;
  readonly ttl: number;
  readonly tries: number;
  /** Of the probes sent so far. */
  readonly probes: readonly { readonly ttl: number; readonly sentNs: number }[];
  /** Counts the waits, so that a timer knows whether it is still the present one. */
  readonly waits: number;
  /** An answer that waits for the name of its sender, and when it came. */
  readonly held: { readonly item: SocketError; readonly atNs: number } | null;
  readonly done: boolean;
}

export function tracepathProcess(options: TracepathOptions, argv: readonly string[]): NewProcess {
  const mtu = options.lenBytes ?? MTU_START;
  const state: TracepathState = {
    ...options,
    ...{ socket: 0, mtu, askedMtu: mtu, ttl: 0, tries: 0, probes: [], waits: 0, held: null, done: false },
  };
  return { app: 'tracepath', argv, state, daemon: false };
}

const toAddress: App<TracepathState> = {
  kind: 'tracepath',
  run(io, state, wake) {
    if (state.done) return state;
    if (wake.reason === 'start') return start(io, state);
    if (state.naming !== null && state.naming.asking !== null) {
      return hold(io, { ...state, naming: continueNaming(io, state.naming, wake) });
    }
    if (wake.reason === 'timer') return wake.timer === String(state.waits) ? silent(io, state) : state;
    return hold(io, state);
  },
};

export const tracepath: App<TracepathState> = byName(toAddress, {
  failed(io, state, why) {
    io.print(`tracepath: ${state.host}: ${why}`);
    io.exit(1);
    return { ...state, done: true };
  },
});

function start(io: ProcessIo, state: TracepathState): TracepathState {
  const socket = udpOpen(io.ctx, io.ns, { pid: io.pid, local: ANY_IPV4, port: 0 });
  return typeof socket === 'number' ? nextHop(io, { ...state, socket }) : finish(io, state, null);
}

function nextHop(io: ProcessIo, state: TracepathState): TracepathState {
  const ttl = state.ttl + 1;
  if (ttl <= state.maxHops) return probe(io, { ...state, ttl, tries: 1 });
  io.print(`     Too many hops: pmtu ${String(state.mtu)}`);
  return finish(io, state, null);
}

/** Sends, and lowers the size at once where this host's own device is the narrowest. Source: probe_ttl. */
function probe(io: ProcessIo, before: TracepathState): TracepathState {
  let state: TracepathState = { ...before, askedMtu: before.mtu };
  for (let sends = 0; sends < SENDS; sends += 1) {
    const { ctx, ns } = io;
    const port = state.port + (state.probes.length % PROBES_KEPT);
    const sent = { ttl: state.ttl, sentNs: ctx.world.nowNs };
    const data = new Uint8Array(Math.max(0, Math.min(state.mtu, MTU_START) - OVERHEAD));
    const options = { ttl: state.ttl, pmtudisc: 'probe' as const };
    const errno =
      state.mtu > MTU_START ? 'EMSGSIZE' : udpSend(ctx, ns, state.socket, state.dst, port, data, options);
    if (errno === null) {
      const next = { ...state, probes: [...state.probes, sent], waits: state.waits + 1 };
      io.after(String(next.waits), NS_PER_SEC);
      return next;
    }
    const route = routeOutput(ctx, ns, { dst: state.dst, src: ANY_IPV4, oif: 0, tos: 0, mark: 0 }, null);
    if (errno !== 'EMSGSIZE' || route.kind !== 'route' || state.mtu > MTU_START) continue;
    io.print(`${place(state.ttl)}?: ${'[LOCALHOST]'.padEnd(32)} pmtu ${String(route.devMtu)}`);
    state = { ...state, mtu: route.devMtu };
    sends = -1;
  }
  io.print(`${place(state.ttl)}:  send failed`);
  return finish(io, state, null);
}

function place(ttl: number): string {
  return String(ttl).padStart(2);
}

function silent(io: ProcessIo, state: TracepathState): TracepathState {
  if (state.tries < TRIES) return probe(io, { ...state, tries: state.tries + 1 });
  io.print(`${place(state.ttl)}:  no reply`);
  return nextHop(io, state);
}

/** Takes the next answer; nothing is printed before the name of its sender is known. */
function hold(io: ProcessIo, before: TracepathState): TracepathState {
  let state = before;
  if (state.held === null) {
    const item = readSocket(io.ctx, io.ns, state.socket);
    if (item === null || (item.kind !== 'data' && item.kind !== 'error')) return state;
    if (item.kind === 'data') {
      io.print(`${place(state.ttl)}?: reply received 8)`);
      return finish(io, state, null);
    }
    state = { ...state, held: { item, atNs: io.ctx.world.nowNs } };
  }
  const { held } = state;
  if (held === null) return state;
  if (state.naming !== null && nameOf(state.naming, held.item.from) === undefined) {
    if (state.naming.asking === null) state = { ...state, naming: askName(io, state.naming, held.item.from) };
    if (state.naming?.asking !== null) return state;
  }
  return answered(io, { ...state, held: null }, held.item, held.atNs);
}

/** Source: tracepath.c recverr. */
function answered(io: ProcessIo, state: TracepathState, item: SocketError, atNs: number): TracepathState {
  const slot = item.quoted.length >= 4 ? getU16(item.quoted, 2) - state.port : -1;
  const index = state.probes.findLastIndex((_, i) => i % PROBES_KEPT === slot);
  const sent = state.probes[index];
  const ttl = sent?.ttl ?? state.ttl;
  const us = Math.floor((atNs - (sent?.sentNs ?? atNs)) / NS_PER_US);
  const trip = `${String(Math.floor(us / 1000)).padStart(3)}.${String(us % 1000).padStart(3, '0')}ms`;
  const back = hopsBack(item.ttl ?? 0);
  const tell = (what: string): void => {
    io.print(
      `${place(ttl)}${sent === undefined ? '?: ' : ':  '}${hostText(state, item.from)}${trip} ${what}`,
    );
  };
  const { icmpType: type, icmpCode: code } = item;
  if (type === ICMP_TIME_EXCEEDED && code === 0) {
    tell(back === ttl ? '' : `asymm ${String(back).padStart(2)} `);
    return goOn(io, state, nextHop);
  }
  if (type === ICMP_UNREACHABLE && code === ICMP_FRAG_NEEDED) {
    tell(`pmtu ${String(item.mtu)}`);
    return goOn(io, { ...state, mtu: item.mtu }, nextHop);
  }
  if (type === ICMP_UNREACHABLE && code === ICMP_PORT_UNREACH) {
    tell('reached');
    return goOn(io, state, () => finish(io, state, { to: ttl, back }));
  }
  tell(UNREACHABLE[code] ?? '!H');
  return goOn(io, state, () => finish(io, state, null));
}

function goOn(
  io: ProcessIo,
  state: TracepathState,
  next: (io: ProcessIo, state: TracepathState) => TracepathState,
): TracepathState {
  return state.mtu === state.askedMtu ? next(io, state) : probe(io, { ...state, tries: 1 });
}

/** Hops of the way back, were it begun with one of the usual TTLs. */
function hopsBack(ttl: number): number {
  if (ttl <= 64) return 65 - ttl;
  return ttl <= 128 ? 129 - ttl : 256 - ttl;
}

const UNREACHABLE: Readonly<Record<number, string>> = {
  ...{ 0: '!N', 6: '!N', 11: '!N', 2: '!P', 9: '!N', 10: '!H', 13: '!H' },
};

/** The name, or `???` where nobody could say it. Source: tracepath.c print_host. */
function hostText({ naming, both }: TracepathState, from: Ipv4Addr): string {
  const address = formatIpv4(from);
  if (naming === null) return address.padEnd(HOST_COLUMN);
  const name = nameOf(naming, from) ?? '???';
  const text = both ? `${name} (${address})` : name;
  return text.padEnd(Math.max(HOST_COLUMN, text.length + 1));
}

function finish(
  io: ProcessIo,
  state: TracepathState,
  hops: { readonly to: number; readonly back: number } | null,
): TracepathState {
  const way = hops === null ? '' : `hops ${String(hops.to)} back ${String(hops.back)} `;
  io.print(`     Resume: pmtu ${String(state.mtu)} ${way}`);
  io.exit(0);
  return { ...state, done: true };
}
