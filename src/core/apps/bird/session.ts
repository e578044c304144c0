/**
 * BGP sessions: how they come up and end. Source: BIRD 1.6.8 proto/bgp/bgp.c, packets.c; RFC 4271 section 8.
 * Each protocol has an outgoing connection and an incoming one, of which one stands in the end.
 */
import { mapDelete, mapSet } from '../../base/persistent-map';
import { tcpClose, tcpConnect, tcpConnected, tcpSend, tcpSetTtl } from '../../kernel/sock/tcp';
import { localType } from '../../kernel/fib';

import type { Errno } from '../../model/op';
import { joinBytes } from '../../base/bytes';
import { ANY_IPV4 } from '../../wire/addr';
import { emitBgp } from '../../wire/bgp';
import type { BgpMessage } from '../../wire/bgp.types';
import { idleConnection, newStats, type Bird, type BgpDraft, type ConnectionDraft } from './draft';
import { errorText, socketError } from './errors';
import { neighbourOn } from './hosts';
import { openOf } from './open';
import { flushRoutes } from './table';
import { dueIn } from './timers';
import { traceSession, type SessionNews } from './trace';

/** Type of service of routing: precedence "internetwork control". */
export const BGP_TOS = 0xc0;
/** TTL of packets that must come from the link (RFC 5082). */
const TTL_SECURITY = 255;
const LINK_TTL = 1;
const NOTHING = new Uint8Array(0);
const UNFRAMED = { as4: true, addPath: false };

export type Side = 'outgoing' | 'incoming';

export function setState(
  bird: Bird,
  p: BgpDraft,
  c: ConnectionDraft,
  state: ConnectionDraft['state'],
  news: SessionNews,
): void {
  const before = c.state;
  c.state = state;
  traceSession(bird, p, c, before, news);
}

/** The protocol comes up, or comes up again. */
export function startSession(bird: Bird, p: BgpDraft): void {
  const { nowNs } = bird.io.ctx.world;
  p.state = 'start';
  p.sinceNs = nowNs;
  p.session.phase = 'neighbour';
  p.session.calls = 0;
  p.session.dev = 0;
  p.stats = newStats();
  if (p.config.multihop === 0) {
    const neighbour = neighbourOn(bird.s.interfaces, p.config.neighbor);
    if (neighbour === null || neighbour.self) {
      traceSession(bird, p, p.session.outgoing, 'Idle', { why: 'no-neighbour' });
      return;
    }
    p.session.dev = neighbour.dev;
    if (waitsForLink(bird, p)) {
      traceSession(bird, p, p.session.outgoing, 'Idle', { why: 'no-link' });
      return;
    }
  }
  if (p.session.startupDelay > 0) {
    p.session.phase = 'delay';
    p.session.startupDueNs = dueIn(bird, p.session.startupDelay);
    traceSession(bird, p, p.session.outgoing, 'Idle', { why: 'error-wait', seconds: p.session.startupDelay });
    return;
  }
  beginToCall(bird, p);
}

/** Whether the carrier of the neighbour's link is heeded and is not there. Source: bgp.c bgp_start_locked, bgp_neigh_notify. */
export function waitsForLink({ s }: Bird, { config, session }: BgpDraft): boolean {
  if (!config.checkLink) return false;
  return s.interfaces.find(({ ifindex }) => ifindex === session.dev)?.link === false;
}

/** Source: bgp.c bgp_startup. */
export function beginToCall(bird: Bird, p: BgpDraft): void {
  p.session.phase = 'connect';
  p.session.startupDueNs = 0;
  if (p.config.passive) traceSession(bird, p, p.session.outgoing, 'Idle', { why: 'passive' });
  else activate(bird, p, 'started');
}

/** Source: bgp.c bgp_active. */
function activate(bird: Bird, p: BgpDraft, why: SessionNews['why']): void {
  const { outgoing } = p.session;
  const seconds = Math.max(1, p.config.connectDelayTime);
  outgoing.connectDueNs = dueIn(bird, seconds);
  setState(bird, p, outgoing, 'Active', { why, seconds });
}

/** Source: bgp.c bgp_connect. */
export function connect(bird: Bird, p: BgpDraft): void {
  const { io, s } = bird;
  const { config, session } = p;
  const c = session.outgoing;
  dropSocket(bird, c);
  session.calls += 1;
  c.connectDueNs = dueIn(bird, config.connectRetryTime);
  setState(bird, p, c, 'Connect', { why: 'timer', seconds: config.connectRetryTime });
  const local = config.sourceAddress;
  const socket =
    local !== ANY_IPV4 && localType(io.ns, local) !== 'local'
      ? 'EADDRNOTAVAIL'
      : tcpConnect(io.ctx, io.ns, {
          ...{ pid: io.pid, local, port: 0, remote: config.neighbor, remotePort: config.port },
          ...{ ttl: ttlOf(p), tos: BGP_TOS },
        });
  if (typeof socket !== 'number') {
    socketFailed(bird, p, 'outgoing', socket);
    return;
  }
  c.socket = socket;
  s.sockets = mapSet(s.sockets, socket, p.no * 2);
}

function ttlOf({ config }: BgpDraft): number {
  return config.ttlSecurity ? TTL_SECURITY : config.multihop === 0 ? LINK_TTL : config.multihop;
}

/** The socket of a call has news: it is through, or it failed. */
export function callAnswered(bird: Bird, p: BgpDraft): void {
  const c = p.session.outgoing;
  const outcome = tcpConnected(bird.io.ctx, bird.io.ns, c.socket);
  if (outcome === 'wait') return;
  if (outcome === null) sendOpen(bird, p, c, 'connected');
  else socketFailed(bird, p, 'outgoing', outcome);
}

/** Somebody calls. False when he is not to be heard now. Source: bgp.c bgp_incoming_connection. */
export function takeCall(bird: Bird, p: BgpDraft, socket: number): boolean {
  const { io, s } = bird;
  const { session, config } = p;
  if (p.state === 'down' || session.phase !== 'connect') return false;
  if (session.established !== null && restartReady(p)) {
    session.lastError = { class: 'misc', text: 'Graceful restart' };
    awaitRestart(bird, p);
    leave(bird, p, session.established, { why: 'peer-restarts' });
  }
  if (session.incoming.socket !== 0) return false;
  tcpSetTtl(io.ctx, io.ns, socket, config.ttlSecurity ? TTL_SECURITY : ttlOf(p));
  session.incoming.socket = socket;
  s.sockets = mapSet(s.sockets, socket, p.no * 2 + 1);
  sendOpen(bird, p, session.incoming, 'called');
  return true;
}

function sendOpen(bird: Bird, p: BgpDraft, c: ConnectionDraft, why: SessionNews['why']): void {
  c.connectDueNs = 0;
  c.holdDueNs = dueIn(bird, p.config.startupHoldTime);
  c.abilities = null;
  setState(bird, p, c, 'OpenSent', { why });
  say(bird, p, c, openOf(p.config, bird.s.routerId));
}

/** Sends a message. */
export function say(bird: Bird, p: BgpDraft, c: ConnectionDraft, message: BgpMessage): void {
  sendBytes(bird, p, c, emitBgp(message, UNFRAMED));
}

/** Hands bytes to the socket; what it has no room for waits. */
export function sendBytes(bird: Bird, p: BgpDraft, c: ConnectionDraft, bytes: Uint8Array): void {
  p.session.sent += 1;
  c.unsent = c.unsent.length === 0 ? bytes : joinBytes(c.unsent, bytes);
  sendRest(bird, c);
}

export function sendRest({ io }: Bird, c: ConnectionDraft): void {
  while (c.unsent.length > 0 && c.socket !== 0) {
    const taken = tcpSend(io.ctx, io.ns, c.socket, c.unsent);
    if (typeof taken !== 'number') {
      // The read that follows says why.
      c.unsent = NOTHING;
      return;
    }
    c.unsent = taken === c.unsent.length ? NOTHING : c.unsent.slice(taken);
    if (taken === 0) return;
  }
}

function dropSocket({ io, s }: Bird, c: ConnectionDraft): void {
  if (c.socket === 0) return;
  s.sockets = mapDelete(s.sockets, c.socket);
  tcpClose(io.ctx, io.ns, c.socket);
  c.socket = 0;
}

/** The connection is no more. */
export function idle(bird: Bird, p: BgpDraft, side: Side, news: SessionNews): void {
  const c = p.session[side];
  dropSocket(bird, c);
  const { state: before } = c;
  Object.assign(c, idleConnection());
  if (before !== 'Idle') traceSession(bird, p, c, before, news);
}

/** Source: bgp.c bgp_sock_err. */
export function socketFailed(bird: Bird, p: BgpDraft, side: Side, errno: Errno | null): void {
  p.session.lastError = errno === null ? { class: 'socket', text: 'Connection closed' } : socketError(errno);
  if (p.session.established === side && restartReady(p)) awaitRestart(bird, p);
  leave(bird, p, side, errno === null ? { why: 'closed-by-peer' } : { why: 'socket-error', errno });
}

/** A connection ends; what follows depends on whether it was the one that stood. Source: bgp.c bgp_conn_enter_idle_state, bgp_decision. */
function leave(bird: Bird, p: BgpDraft, side: Side, news: SessionNews): void {
  const { session } = p;
  const stood = session.established === side;
  idle(bird, p, side, news);
  if (stood) {
    session.established = null;
    Object.assign(session, { fed: false, again: false });
    if (p.state === 'up') {
      stop(bird, p, 0, true);
      return;
    }
  }
  decide(bird, p);
}

function decide(bird: Bird, p: BgpDraft): void {
  const { outgoing, incoming, phase } = p.session;
  if (p.state !== 'start' || phase !== 'connect' || p.config.passive) return;
  if (outgoing.state === 'Idle' && incoming.state !== 'OpenConfirm' && incoming.state !== 'Established') {
    activate(bird, p, 'started');
  }
}

/** Whether the peer's routes are kept while it restarts. */
function restartReady({ config, session }: BgpDraft): boolean {
  const { established } = session;
  return (
    config.gracefulRestart !== 'off' &&
    established !== null &&
    session[established].abilities?.restartAble === true
  );
}

/** Source: bgp.c bgp_handle_graceful_restart. */
function awaitRestart(bird: Bird, p: BgpDraft): void {
  const { session } = p;
  const { nowNs } = bird.io.ctx.world;
  const time = session.established === null ? 0 : (session[session.established].abilities?.restartTime ?? 0);
  p.state = 'start';
  p.sinceNs = nowNs;
  session.staleNs = nowNs;
  session.restartDueNs = dueIn(bird, Math.max(1, time));
}

/** The peer is back and has told everything, or did not come back in time. */
export function restartOver(bird: Bird, p: BgpDraft): void {
  const { session } = p;
  const { staleNs } = session;
  session.restartDueNs = 0;
  session.staleNs = 0;
  if (staleNs !== 0) flushRoutes(bird, p.no, staleNs);
}

export function restartTimeOver(bird: Bird, p: BgpDraft): void {
  p.session.restartDueNs = 0;
  p.session.staleNs = 0;
  stop(bird, p, 0, true);
}

/** Ends all connections and takes the routes out; then it starts anew, unless it is disabled. Source: bgp.c bgp_stop, bgp_down. */
export function stop(bird: Bird, p: BgpDraft, subcode: number, again: boolean): void {
  const { session } = p;
  for (const side of ['outgoing', 'incoming'] as const) {
    const c = session[side];
    if (c.state === 'OpenSent' || c.state === 'OpenConfirm' || c.state === 'Established') {
      say(bird, p, c, { kind: 'notification', code: 6, subcode, data: NOTHING });
    }
    idle(bird, p, side, { why: 'stopped', code: 6, subcode });
  }
  Object.assign(session, {
    established: null,
    fed: false,
    again: false,
    staleNs: 0,
    restartDueNs: 0,
    startupDueNs: 0,
  });
  p.state = 'down';
  p.sinceNs = bird.io.ctx.world.nowNs;
  flushRoutes(bird, p.no);
  p.stats.exported = 0;
  if (again && !p.disabled) startSession(bird, p);
}

/** Something was wrong with what came, or nothing came: says so and ends the connection. Source: bgp.c bgp_error. */
export function fault(
  bird: Bird,
  p: BgpDraft,
  side: Side,
  code: number,
  subcode: number,
  data: Uint8Array = NOTHING,
): void {
  const { session } = p;
  const c = session[side];
  session.lastError = { class: 'sent', text: errorText(code, subcode) };
  say(bird, p, c, { kind: 'notification', code, subcode, data });
  const why = code === 4 ? 'hold-timer' : code === 6 && subcode === 7 ? 'collision' : 'error-found';
  endWith(bird, p, side, { why, code, subcode }, code !== 6);
}

/** The peer says what is wrong. Source: packets.c bgp_rx_notification. */
export function notified(bird: Bird, p: BgpDraft, side: Side, code: number, subcode: number): void {
  p.session.lastError = { class: 'received', text: errorText(code, subcode) };
  endWith(bird, p, side, { why: 'notification-received', code, subcode }, code !== 6);
}

function endWith(bird: Bird, p: BgpDraft, side: Side, news: SessionNews, isError: boolean): void {
  if (!isError) {
    leave(bird, p, side, news);
    return;
  }
  lengthenDelay(bird, p);
  const { established } = p.session;
  idle(bird, p, side, news);
  if (established === side) p.session.established = null;
  stop(bird, p, 0, true);
}

/** Source: bgp.c bgp_update_startup_delay. */
export function lengthenDelay(bird: Bird, { session, config }: BgpDraft): void {
  const { nowNs } = bird.io.ctx.world;
  const forgotten =
    session.lastErrorNs !== 0 && nowNs - session.lastErrorNs >= config.errorForgetTime * 1_000_000_000;
  const before = forgotten ? 0 : session.startupDelay;
  session.lastErrorNs = nowNs;
  session.startupDelay = before === 0 ? config.errorWaitMin : Math.min(2 * before, config.errorWaitMax);
}
