/** States of a connection: changing them, telling the process, ending. Source: net/ipv4/tcp.c tcp_set_state, tcp_done; tcp_minisocks.c tcp_time_wait. */
import type { Errno } from '../../../model/op';
import type { TcpListener, TcpSocket, TcpState } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { SOFTIRQ_DELAY_NS } from '../../ctx';
import { countSnmp, putSocket } from '../../write';
import type { TcpDraft } from './draft';
import { store } from './draft';
import { FIN_TIMEOUT_NS, TIME_WAIT_NS } from './limits';
import { removeTcpSocket, tcpListener, unhash } from './table';
import { isWaitedFor, setTimer, stopTimer } from './timers';

/** Who owns the socket, for the trace. */
export function appOf(ns: Netns, pid: number): string {
  return ns.processes.entries.get(pid)?.app ?? 'kernel';
}

export function traceState(ctx: Ctx, ns: Netns, sk: TcpSocket, state: TcpState, was: TcpState | null): void {
  if (!ctx.trace.on) return;
  const { id, pid, local, port, remote, remotePort, listener } = sk;
  const owner = pid === 0 ? (tcpListener(ns, listener)?.pid ?? 0) : pid;
  ctx.emit('sock.state', state, ns.id, 0, null, {
    ...{ socket: id, app: appOf(ns, owner), local, port, remote, remotePort },
    before: was,
  });
}

export function setState(ctx: Ctx, ns: Netns, sk: TcpDraft, state: TcpState): void {
  const was = sk.state;
  if (was === state) return;
  if (state === 'CLOSE' && (was === 'ESTABLISHED' || was === 'CLOSE_WAIT'))
    countSnmp(ctx, ns, 'TcpEstabResets');
  sk.state = state;
  store(ctx, ns, sk);
  traceState(ctx, ns, sk, state, was);
}

/** The process of a socket may run: there is something to read, to write, or to hear. */
export function wakeOwner(
  ctx: Ctx,
  ns: Netns,
  { pid, id }: Pick<TcpSocket | TcpListener, 'pid' | 'id'>,
): void {
  if (pid === 0) return;
  const event = { kind: 'process.wake', netns: ns.id, pid, wake: { reason: 'socket', socket: id } } as const;
  // Whatever brought the news: the process goes on with what it does, and somebody waits for that.
  ctx.schedule(event, SOFTIRQ_DELAY_NS, isWaitedFor(ns, pid) ? false : undefined);
}

/** The connection is over: no packet finds it any more. It stays for its process until that closes it. */
export function finish(ctx: Ctx, ns: Netns, sk: TcpDraft, error: Errno | null): void {
  for (const timer of ['retransmit', 'ack', 'linger'] as const) stopTimer(ctx, ns, sk, timer);
  if (sk.state === 'SYN_SENT' && error !== null) countSnmp(ctx, ns, 'TcpAttemptFails');
  sk.error = error;
  sk.finReceived = true;
  sk.sendQueue = new Uint8Array(0);
  sk.early = [];
  forgetWaiting(ctx, ns, sk);
  setState(ctx, ns, sk, 'CLOSE');
  if (sk.pid === 0) removeTcpSocket(ctx, ns, sk);
  else unhash(ctx, ns, sk);
  wakeOwner(ctx, ns, sk);
}

/** A connection that ends before it was accepted leaves its listener. */
function forgetWaiting(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  const listener = tcpListener(ns, sk.listener);
  sk.listener = 0;
  if (listener === null) return;
  const half = listener.half.filter((id) => id !== sk.id);
  const waiting = listener.waiting.filter((id) => id !== sk.id);
  putSocket(ctx, ns, listener.id, { ...listener, half, waiting });
}

/** Both sides are done; segments that are still on their way must not reach a later connection. */
export function timeWait(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  // What has no process waits as such already when it waits for the peer's FIN.
  if (sk.state !== 'FIN_WAIT2' || sk.pid !== 0) countSnmp(ctx, ns, 'TcpExtTW');
  stopTimer(ctx, ns, sk, 'retransmit');
  stopTimer(ctx, ns, sk, 'ack');
  sk.sendQueue = new Uint8Array(0);
  sk.early = [];
  setTimer(ctx, ns, sk, 'linger', TIME_WAIT_NS);
  setState(ctx, ns, sk, 'TIME_WAIT');
}

/** A socket without a process waits for the peer's FIN no longer than this. */
export function awaitPeer(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  if (sk.pid !== 0 || sk.state !== 'FIN_WAIT2') return;
  countSnmp(ctx, ns, 'TcpExtTW');
  setTimer(ctx, ns, sk, 'linger', FIN_TIMEOUT_NS);
}
