/** SCTP as processes use it: sockets that never block. Source: net/sctp/socket.c sctp_connect, sctp_sendmsg, sctp_recvmsg, sctp_close. */
import type { Errno } from '../../../model/op';
import type { SctpSocket } from '../../../model/sctp';
import type { Netns } from '../../../model/world';
import { SCTP_ABORT, SCTP_INIT } from '../../../wire/sctp.chunk';
import type { Ctx } from '../../ctx';
import { routeOutput } from '../../ip4/route';
import { countNoRoute } from '../../snmp';
import { putSocket } from '../../write';
import type { TcpConnect, TcpListen, TcpRead } from '../tcp';
import { setTimer } from '../tcp/timers';
import { SEND_BUFFER } from './limits';
import { bare, enqueue, flush, initChunk, transmit } from './output';
import { loadSctp } from './module';
import { mayBind } from '../bind';
import { afterLastChunk, drawNumber, finish, newAssociation } from './state';
import { addSocket, draftOf, findAssociation, freeSctpPort, portIsFree, sctpListener, store } from './table';

export { sctpError, sctpReceive } from './input';
export { sctpTimer } from './state';
export { findAssociation } from './table';

export function sctpListen(ctx: Ctx, ns: Netns, { pid, local, port, backlog }: TcpListen): number | Errno {
  loadSctp(ctx, ns);
  if (!mayBind(ns, local)) return 'EADDRNOTAVAIL';
  if (!portIsFree(ns, local, port)) return 'EADDRINUSE';
  return addSocket(ctx, ns, (id) => ({
    ...{ kind: 'sctp-listen' as const, id, pid, local, port, backlog, waiting: [] },
  })).id;
}

/** The association that has waited longest, null when there is none. */
export function sctpAccept(ctx: Ctx, ns: Netns, id: number): SctpSocket | null {
  const listener = sctpListener(ns, id);
  const first = listener?.waiting[0];
  const socket = first === undefined ? undefined : ns.sockets.entries.get(first);
  if (listener === null || socket?.kind !== 'sctp') return null;
  putSocket(ctx, ns, id, { ...listener, waiting: listener.waiting.slice(1) });
  const accepted: SctpSocket = { ...socket, pid: listener.pid, listener: 0 };
  putSocket(ctx, ns, socket.id, accepted);
  return accepted;
}

/** Answers the socket's id or the errno; the process is woken when it is known whether it connects. */
export function sctpConnect(
  ctx: Ctx,
  ns: Netns,
  { pid, local, port, remote, remotePort }: TcpConnect,
): number | Errno {
  loadSctp(ctx, ns);
  if (!mayBind(ns, local)) return 'EADDRNOTAVAIL';
  const route = routeOutput(ctx, ns, { dst: remote, src: local, oif: 0, tos: 0, mark: 0 }, null);
  if (route.kind === 'error') {
    countNoRoute(ctx, ns, route.errno);
    return route.errno;
  }
  if (route.broadcast) return 'EINVAL';
  const chosen = port === 0 ? freeSctpPort(ctx, ns, route.src) : port;
  if (chosen === null) return 'EADDRNOTAVAIL';
  const ends = { local: route.src, port: chosen, remote, remotePort };
  if (findAssociation(ns, ends) !== null || (port !== 0 && !portIsFree(ns, route.src, port)))
    return 'EADDRINUSE';
  const fresh = newAssociation(ends, {
    ...{ pid, listener: 0, state: 'COOKIE_WAIT' as const, pathMtu: route.mtu },
    ...{ ownTag: drawNumber(ctx, ns), nextTsn: drawNumber(ctx, ns) },
  });
  const sk = { ...addSocket(ctx, ns, (id) => ({ ...fresh, id })) };
  setTimer(ctx, ns, sk, 'retransmit', sk.rtoNs);
  store(ctx, ns, sk);
  transmit(ctx, ns, sk, 0, [initChunk(SCTP_INIT, sk.ownTag, sk.nextTsn)]);
  return sk.id;
}

/** Whether connect(2) is through: an errno, `wait`, or null for yes. */
export function sctpConnected(ctx: Ctx, ns: Netns, id: number): Errno | 'wait' | null {
  const sk = draftOf(ns, id);
  if (sk === null) return 'ENOTCONN';
  if (sk.state === 'COOKIE_WAIT' || sk.state === 'COOKIE_ECHOED') return 'wait';
  if (sk.error === null) return null;
  const { error } = sk;
  sk.error = null;
  store(ctx, ns, sk);
  return error;
}

/** Takes all that has come. An error is told once. */
export function sctpRead(ctx: Ctx, ns: Netns, id: number): TcpRead {
  const sk = draftOf(ns, id);
  if (sk === null) return { kind: 'error', errno: 'ENOTCONN' };
  const { recvQueue: data, error: errno } = sk;
  if (data.length > 0) sk.recvQueue = new Uint8Array(0);
  else if (errno !== null) sk.error = null;
  else return { kind: sk.ended ? 'end' : 'wait' };
  store(ctx, ns, sk);
  return data.length > 0 ? { kind: 'data', data } : { kind: 'error', errno: errno ?? 'ENOTCONN' };
}

/** Sends one message; answers its length, 0 when it has to wait (EAGAIN), or the errno. */
export function sctpSend(ctx: Ctx, ns: Netns, id: number, data: Uint8Array): number | Errno {
  const sk = draftOf(ns, id);
  if (sk === null) return 'ENOTCONN';
  if (sk.state !== 'ESTABLISHED') return 'EPIPE';
  const waiting = [...sk.unsent, ...sk.unacked].reduce((sum, out) => sum + out.data.length, 0);
  // A message is taken as a whole, as soon as there is any room (sctp_wait_for_sndbuf).
  if (data.length > SEND_BUFFER) return 'EMSGSIZE';
  if (waiting >= SEND_BUFFER) return 0;
  enqueue(sk, data);
  flush(ctx, ns, sk);
  store(ctx, ns, sk);
  return data.length;
}

/** shutdown(2): unlike TCP there is no half of an association that goes on. */
export function sctpShutdown(ctx: Ctx, ns: Netns, id: number): void {
  const sk = draftOf(ns, id);
  if (sk?.state !== 'ESTABLISHED') return;
  sk.state = 'SHUTDOWN_PENDING';
  afterLastChunk(ctx, ns, sk);
  store(ctx, ns, sk);
}

/** close(2). What was not read makes it an ABORT. */
export function sctpClose(ctx: Ctx, ns: Netns, id: number): void {
  const listener = sctpListener(ns, id);
  if (listener !== null) {
    putSocket(ctx, ns, id, undefined);
    for (const waiting of listener.waiting) abort(ctx, ns, waiting);
    return;
  }
  const sk = draftOf(ns, id);
  if (sk === null) return;
  if (sk.state === 'CLOSED' || sk.state === 'COOKIE_WAIT' || sk.state === 'COOKIE_ECHOED') {
    finish(ctx, ns, { ...sk, pid: 0, listener: 0 }, null);
    return;
  }
  if (sk.recvQueue.length > 0) {
    abort(ctx, ns, id);
    return;
  }
  store(ctx, ns, { ...sk, pid: 0 });
  sctpShutdown(ctx, ns, id);
}

function abort(ctx: Ctx, ns: Netns, id: number): void {
  const sk = draftOf(ns, id);
  if (sk === null) return;
  if (sk.state !== 'CLOSED') bare(ctx, ns, sk, SCTP_ABORT);
  finish(ctx, ns, { ...sk, pid: 0, listener: 0 }, null);
}
