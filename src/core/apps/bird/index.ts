/**
 * BIRD 1.6, the routing daemon that Calico runs on every node: a table, protocols that fill it and hear of it, BGP among
 * them. Its configuration is a file of the machine; SIGHUP (`configureBird`) has it read again.
 */
import { emptyMap, mapDelete, mapGet, mapSet, mapValues } from '../../base/persistent-map';
import { tcpAccept, tcpClose, tcpListen } from '../../kernel/sock/tcp';
import type { BirdInterface, BirdProtocol, BirdState } from '../../model/bird';
import type { BirdConfig, Filter, ProtocolConfig } from '../../model/bird.config';
import { configErrorText } from '../../model/bird.config';
import type { NewProcess } from '../../model/event';
import { ANY_IPV4 } from '../../wire/addr';
import type { App, ProcessIo } from '../app';
import { flush } from './announce';
import { parseConfig } from './config';
import { CONFIGURE, CONTROL } from './control';
import {
  close,
  look,
  lookBgp,
  newSession,
  newStats,
  NO_ROUTES,
  open,
  touch,
  touchBgp,
  type Bird,
} from './draft';
import { directRoutes, ownRouterId, sameInterfaces, scanInterfaces } from './interfaces';
import { isUp } from './hosts';
import {
  eraseAll,
  exportToKernel,
  KERNEL_SCAN,
  kernelChanged,
  learnAll,
  retry,
  scanKernel,
  scanLater,
  scanNow,
} from './kernel';
import { keepaliveDue, socketReady } from './receive';
import {
  beginToCall,
  BGP_TOS,
  connect,
  fault,
  restartTimeOver,
  startSession,
  stop,
  takeCall,
} from './session';
import { neighboursChanged } from './session.up';
import { allPrefixes, refilter } from './refilter';
import { staticRoutes } from './static';
import { FLUSH, flushRoutes, prefixOf, scheduleFlush } from './table';
import { arm, SESSION } from './timers';
import { NETLINK_TIMER, type Wake } from '../../model/process';
import { prefixKey } from '../../model/route';

const BACKLOG = 128;
/** TTL of answers to a SYN, before it is known who calls. */
const LISTENER_TTL = 255;

/** `config`: what was just read at `path`, null when it is read at the start. */
export function birdProcess(
  path: string,
  argv: readonly string[],
  config: BirdConfig | null = null,
): NewProcess {
  return { app: 'bird', argv, state: newState(path, config), daemon: true, netlink: true };
}

function newState(path: string, config: BirdConfig | null): BirdState {
  return {
    ...{ path, config, routerId: ANY_IPV4, startedNs: 0, configuredNs: 0, listener: 0 },
    ...{ protocols: emptyMap<BirdProtocol>(), order: [], nextProtocol: 0, sockets: emptyMap<number>() },
    ...{ rib: emptyMap(), interfaces: [], hosts: emptyMap(), pending: emptyMap(), flushing: false },
    ...{
      written: emptyMap(),
      unwritten: emptyMap(),
      scanning: false,
      routesCome: 0,
      nextSource: 2,
      sources: emptyMap(),
    },
  };
}

export const bird: App<BirdState> = {
  kind: 'bird',
  run(io, state, wake) {
    const run = open(io, state);
    if (wake.reason === 'start') start(run);
    else if (state.config !== null) woken(run, wake);
    for (const no of run.touched.keys()) {
      const p = touchBgp(run, no);
      if (p !== null) arm(run, p);
    }
    return close(run);
  },
  terminate(io, state) {
    const run = open(io, state);
    if (state.config === null) return;
    for (const no of state.order) takeDown(run, no, 2);
    const kernel = state.config.protocols.find((one) => one.kind === 'kernel');
    if (kernel?.kind === 'kernel' && !kernel.persist) eraseAll(run);
  },
};

function start(run: Bird): void {
  const { io, s } = run;
  const config = s.config ?? readConfig(io, s.path);
  s.config = null;
  if (typeof config === 'string') {
    io.print(`bird: ${config}`);
    io.exit(1);
    return;
  }
  const { nowNs } = io.ctx.world;
  s.startedNs = nowNs;
  s.interfaces = scanInterfaces(io.ctx.world, io.ns);
  adopt(run, config);
}

/** The configuration, or what is wrong with it. */
function readConfig({ ns, ctx }: ProcessIo, path: string): BirdConfig | string {
  const files = ctx.world.netns[ctx.world.machines[ns.machine]?.root ?? ns.id]?.files ?? ns.files;
  const read = parseConfig(path, (name) => files.entries.get(name) ?? null);
  return read.ok ? read.value : configErrorText(read.error);
}

/** Follows a configuration: what is in it unchanged goes on undisturbed. Source: BIRD 1.6.8 nest/proto.c protos_commit. */
function adopt(run: Bird, config: BirdConfig): void {
  const { io, s } = run;
  const before = new Map(s.order.map((no) => [look(run, no).config.name, no]));
  const routerId = config.routerId === ANY_IPV4 ? ownRouterId(s.interfaces) : config.routerId;
  const renamed = s.config !== null && routerId !== s.routerId;
  const functions = JSON.stringify(config.functions) === JSON.stringify(s.config?.functions ?? {});
  const differ = (a: Filter, b: Filter): boolean =>
    (!functions && b.kind === 'code') || JSON.stringify(a) !== JSON.stringify(b);
  const gone: number[] = [];
  const order: number[] = [];
  const fresh: number[] = [];
  const kept: (readonly [no: number, known: ProtocolConfig, now: ProtocolConfig])[] = [];
  for (const one of config.protocols) {
    const no = before.get(one.name);
    const known = no === undefined ? null : look(run, no).config;
    if (no === undefined || known === null || renamed || !isSame(known, one)) {
      if (no !== undefined) gone.push(no);
      fresh.push(s.nextProtocol);
      order.push(s.nextProtocol);
      s.protocols = mapSet(s.protocols, s.nextProtocol, newProtocol(s.nextProtocol, one, io.ctx.world.nowNs));
      s.nextProtocol += 1;
    } else {
      order.push(no);
      kept.push([no, known, one]);
    }
    before.delete(one.name);
  }
  for (const no of gone) takeDown(run, no, 6);
  for (const no of before.values()) takeDown(run, no, 3);
  // What went with them is told while they are still known, and by the filters of before.
  if (s.pending.size > 0) flush(run);
  for (const no of [...gone, ...before.values()]) forget(run, no);
  for (const [no, , now] of kept) touch(run, no).config = now;
  Object.assign(s, { config, order, routerId, configuredNs: io.ctx.world.nowNs });
  listen(run);
  for (const no of fresh) bringUp(run, no);
  for (const [no, known, now] of kept) {
    if (known.kind === 'static' && now.kind === 'static' && look(run, no).state === 'up') {
      staticRoutes(run, no, now, { routes: known.routes, interfaces: s.interfaces });
    }
    const imports = differ(known.importFilter, now.importFilter);
    const exports = differ(known.exportFilter, now.exportFilter);
    // These two cannot go over their routes again: they are started anew.
    if (imports && (now.kind === 'static' || now.kind === 'direct')) restart(run, no, 6);
    else if (imports || exports) refilter(run, no, imports, exports);
  }
}

function newProtocol(no: number, config: ProtocolConfig, nowNs: number): BirdProtocol {
  return {
    ...{ no, config, state: 'down', sinceNs: nowNs, disabled: config.disabled, stats: newStats() },
    session: config.kind === 'bgp' ? newSession() : null,
  };
}

/** Whether two configurations of a protocol say the same, apart from what can be changed while it runs. */
function isSame(a: ProtocolConfig, b: ProtocolConfig): boolean {
  const said = ({ importFilter: _import, exportFilter: _export, ...rest }: ProtocolConfig): string =>
    JSON.stringify({ ...rest, description: null, ...(rest.kind === 'static' && { routes: [] }) });
  return said(a) === said(b);
}

function listen({ io, s }: Bird): void {
  const wanted = s.config?.protocols.some(({ kind }) => kind === 'bgp') === true;
  if (!wanted || s.listener !== 0) return;
  const listener = tcpListen(io.ctx, io.ns, {
    ...{ pid: io.pid, local: ANY_IPV4, port: s.config?.listenPort ?? 179, backlog: BACKLOG },
    ...{ ttl: LISTENER_TTL, tos: BGP_TOS },
  });
  if (typeof listener === 'number') s.listener = listener;
  else io.print('bird: Cannot create listening socket: Address already in use');
}

function bringUp(run: Bird, no: number): void {
  const p = touch(run, no);
  if (p.disabled || p.state !== 'down') return;
  p.sinceNs = run.io.ctx.world.nowNs;
  const session = touchBgp(run, no);
  if (session !== null) {
    startSession(run, session);
    return;
  }
  p.state = 'up';
  switch (p.config.kind) {
    case 'direct':
      directRoutes(run, no, p.config, []);
      return;
    case 'static':
      staticRoutes(run, no, p.config);
      return;
    case 'kernel':
      learnAll(run);
      for (const prefix of allPrefixes(run)) {
        // What changed just now is told with the next flush.
        const key = prefixKey(prefix.addr, prefix.len);
        if (mapGet(run.s.pending, key) === undefined) exportToKernel(run, prefix, NO_ROUTES);
      }
      return;
    default:
      return;
  }
}

/** A protocol goes down and takes its routes along; `subcode` is what a peer is told. */
function takeDown(run: Bird, no: number, subcode: number): void {
  const session = touchBgp(run, no);
  if (session !== null) {
    if (session.state !== 'down') stop(run, session, subcode, false);
    session.session.lastError = null;
    return;
  }
  const p = touch(run, no);
  if (p.config.kind === 'kernel' && !p.config.persist && p.state === 'up') eraseAll(run);
  p.state = 'down';
  p.sinceNs = run.io.ctx.world.nowNs;
  flushRoutes(run, no);
}

function restart(run: Bird, no: number, subcode: number): void {
  takeDown(run, no, subcode);
  const p = touch(run, no);
  // What it left in the kernel is there still.
  p.stats = { ...newStats(), exported: p.config.kind === 'kernel' ? run.s.written.size : 0 };
  bringUp(run, no);
}

function forget({ s, touched }: Bird, no: number): void {
  touched.delete(no);
  s.protocols = mapDelete(s.protocols, no);
}

function woken(run: Bird, wake: Exclude<Wake, { reason: 'start' }>): void {
  switch (wake.reason) {
    case 'socket':
      if (wake.socket === run.s.listener) accept(run);
      else {
        const found = mapGet(run.s.sockets, wake.socket);
        if (found !== undefined)
          socketReady(run, Math.floor(found / 2), found % 2 === 1 ? 'incoming' : 'outgoing', wake.socket);
      }
      return;
    case 'timer':
      timer(run, wake.timer);
  }
}

/** Source: BIRD 1.6.8 proto/bgp/bgp.c bgp_find_proto. */
function accept(run: Bird): void {
  const { io, s } = run;
  for (
    let socket = tcpAccept(io.ctx, io.ns, s.listener);
    socket !== null;
    socket = tcpAccept(io.ctx, io.ns, s.listener)
  ) {
    const { remote, id } = socket;
    const no = s.order.find((each) => lookBgp(run, each)?.config.neighbor === remote);
    const p = no === undefined ? null : touchBgp(run, no);
    if (p === null || !takeCall(run, p, id)) tcpClose(io.ctx, io.ns, id);
    else socketReady(run, p.no, 'incoming', id);
  }
}

function devicesChanged(run: Bird): void {
  const { io, s } = run;
  const before = s.interfaces;
  const now = scanInterfaces(
    io.ctx.world,
    io.ns,
    before,
    before.filter(({ ifindex }) => leadsTo(run, ifindex)),
  );
  if (sameInterfaces(before, now)) return;
  s.interfaces = now;
  for (const no of s.order) {
    const { config, state } = look(run, no);
    if (state !== 'up') continue;
    if (config.kind === 'direct') directRoutes(run, no, config, before);
    if (config.kind === 'static') {
      staticRoutes(run, no, config, { routes: config.routes, interfaces: before });
    }
  }
  neighboursChanged(run);
  retry(run);
  devicesLost(run, before);
}

/** Whether the kernel has a route to a device that is no more, as far as BIRD knows. */
function leadsTo({ io, s }: Bird, ifindex: number): boolean {
  if (io.ns.links[ifindex] !== undefined) return false;
  return mapValues(s.rib).some((routes) => routes.some(({ dev }) => dev === ifindex));
}

/**
 * The kernel says nothing of the routes that go with a device: where one was up, the table is scanned, and else at the next
 * scan. Source: BIRD 1.6.8 sysdep/unix/krt.c krt_if_notify.
 */
function devicesLost(run: Bird, before: readonly BirdInterface[]): void {
  for (const was of before) {
    const now = run.s.interfaces.find(({ ifindex }) => ifindex === was.ifindex);
    if (isUp(was) && (now === undefined || !isUp(now))) {
      scanNow(run);
      return;
    }
    if (was.gone !== true && now?.gone === true) scanLater(run);
  }
}

function timer(run: Bird, name: string): void {
  if (name === FLUSH) flush(run);
  else if (name === NETLINK_TIMER) devicesChanged(run);
  else if (name.startsWith(NETLINK_TIMER)) {
    // A device is heard of before the routes that lead to it.
    devicesChanged(run);
    kernelChanged(run, prefixOf(Number(name.slice(NETLINK_TIMER.length))));
  } else if (name === KERNEL_SCAN) scanKernel(run);
  else if (name === CONFIGURE) configure(run);
  else if (name.startsWith(CONTROL)) control(run, name.slice(CONTROL.length));
  else if (name.startsWith(SESSION)) sessionTimer(run, Number(name.slice(SESSION.length)));
}

function sessionTimer(run: Bird, no: number): void {
  const p = touchBgp(run, no);
  const { nowNs } = run.io.ctx.world;
  if (p === null || p.session.eventNs !== nowNs) return;
  const { session } = p;
  session.eventNs = 0;
  const due = (atNs: number): boolean => atNs !== 0 && atNs <= nowNs;
  if (due(session.startupDueNs)) beginToCall(run, p);
  if (due(session.restartDueNs)) restartTimeOver(run, p);
  if (due(session.outgoing.connectDueNs)) connect(run, p);
  for (const side of ['outgoing', 'incoming'] as const) {
    if (due(session[side].holdDueNs)) fault(run, p, side, 4, 0);
    else if (due(session[side].keepaliveDueNs)) keepaliveDue(run, p, side);
  }
}

function configure(run: Bird): void {
  const config = readConfig(run.io, run.s.path);
  if (typeof config === 'string') run.io.print(`bird: ${config}`);
  else adopt(run, config);
}

/** `disable`, `enable` and `restart` of one protocol or all. */
function control(run: Bird, words: string): void {
  const [verb, name] = words.split(' ');
  for (const no of run.s.order) {
    const p = touch(run, no);
    if (name !== 'all' && p.config.name !== name) continue;
    if (verb === 'enable') {
      p.disabled = false;
      bringUp(run, no);
    } else if (verb === 'disable') {
      p.disabled = true;
      if (p.state !== 'down') takeDown(run, no, 2);
    } else if (verb === 'restart') {
      restart(run, no, 4);
    }
  }
  scheduleFlush(run);
}
