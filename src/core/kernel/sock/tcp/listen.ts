/** Listening: the handshake of the side that is called, and accepting. Source: net/ipv4/tcp_input.c tcp_conn_request, inet_connection_sock.c inet_csk_accept. */
import type { Link } from '../../../model/link';
import type { Errno } from '../../../model/op';
import type { Skb } from '../../../model/skb';
import type { TcpListener, TcpSocket } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Ipv4Addr } from '../../../wire/addr';
import { TCP_ACK, TCP_SYN } from '../../../wire/tcp';
import type { Ctx } from '../../ctx';
import { routeOutput } from '../../ip4/route';
import { drop } from '../../skb';
import { countSnmp, putSocket } from '../../write';
import type { TcpDraft } from './draft';
import { store } from './draft';
import { initialWindow, newConnection, takeSynOptions } from './new';
import { HEADERS_LEN, RTO_INIT_NS, TIMESTAMPS_LEN } from './limits';
import { sendControl, syncMss } from './output';
import { refuse } from './reset';
import type { TcpSegment } from './segment';
import { mayBind } from '../bind';
import { traceState, wakeOwner } from './state';
import type { TcpEnds } from './table';
import { addTcpSocket, portIsFree, tcpListener, tcpSocket } from './table';
import { setTimer, synAckDelay } from './timers';

/** `net.core.somaxconn`: no listener's queue is longer. */
const BACKLOG_MAX = 4096;

export interface TcpListen {
  readonly pid: number;
  readonly local: Ipv4Addr;
  readonly port: number;
  readonly backlog: number;
  /** IP_TTL and IP_TOS; its connections begin with them. */
  readonly ttl?: number;
  readonly tos?: number;
}

/** socket + bind + listen. Answers the socket's id or the errno. */
export function tcpListen(
  ctx: Ctx,
  ns: Netns,
  { pid, local, port, backlog, ...options }: TcpListen,
): number | Errno {
  if (!mayBind(ns, local)) return 'EADDRNOTAVAIL';
  if (!portIsFree(ns, local, port)) return 'EADDRINUSE';
  const make = (id: number): TcpListener => ({
    ...{ kind: 'tcp-listen', id, pid, local, port, ...options },
    backlog: Math.min(backlog, BACKLOG_MAX),
    ...{ half: [], waiting: [] },
  });
  return addTcpSocket(ctx, ns, make, true).id;
}

/** accept(2): the connection that has waited longest, null when there is none. */
export function tcpAccept(ctx: Ctx, ns: Netns, id: number): TcpSocket | null {
  const listener = tcpListener(ns, id);
  const first = listener?.waiting[0];
  const socket = first === undefined ? null : tcpSocket(ns, first);
  if (listener === null || socket === null) return null;
  putSocket(ctx, ns, id, { ...listener, waiting: listener.waiting.slice(1) });
  const accepted: TcpSocket = { ...socket, pid: listener.pid, listener: 0 };
  putSocket(ctx, ns, socket.id, accepted);
  return accepted;
}

/** A segment for a listener: a SYN begins a connection, anything else belongs to none. */
export function listenReceive(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  listener: TcpListener,
  ends: TcpEnds,
  segment: TcpSegment,
): void {
  const discard = (reason: 'TCP_RESET' | 'TCP_FLAGS' | 'TCP_LISTEN_OVERFLOW'): void => {
    drop(ctx, ns, link.ifindex, skb, reason);
  };
  if (segment.rst) discard('TCP_RESET');
  else if (segment.hasAck) refuse(ctx, ns, link, skb, transport, 'TCP_FLAGS');
  else if (!segment.syn || segment.fin) discard('TCP_FLAGS');
  else if (isFull(listener)) {
    countSnmp(ctx, ns, 'TcpExtListenOverflows');
    countSnmp(ctx, ns, 'TcpExtListenDrops');
    discard('TCP_LISTEN_OVERFLOW');
  } else beginConnection(ctx, ns, listener, ends, segment);
}

/** Source: include/net/sock.h sk_acceptq_is_full: one more than asked for. */
function isFull({ backlog, half, waiting }: TcpListener): boolean {
  return waiting.length > backlog || half.length > backlog;
}

function beginConnection(
  ctx: Ctx,
  ns: Netns,
  listener: TcpListener,
  ends: TcpEnds,
  segment: TcpSegment,
): void {
  const flow = { dst: ends.remote, src: ends.local, oif: 0, tos: 0, mark: 0 };
  const route = routeOutput(ctx, ns, flow, null);
  if (route.kind === 'error') return;
  const { ttl, tos } = listener;
  const fresh = {
    ...newConnection(ctx, ns, ends, { pid: 0, listener: listener.id, state: 'SYN_RECV' }),
    ...(ttl !== undefined && { ttl }),
    ...(tos !== undefined && { tos }),
  };
  const added = addTcpSocket(ctx, ns, (id) => ({ ...fresh, id }), false);
  putSocket(ctx, ns, listener.id, { ...listener, half: [...listener.half, added.id] });
  const sk: TcpDraft = { ...added };
  takeSynOptions(sk, segment);
  syncMss(sk, route.mtu);
  sk.rcvWnd = initialWindow(route.mtu - HEADERS_LEN - (sk.timestamps ? TIMESTAMPS_LEN : 0));
  store(ctx, ns, sk);
  traceState(ctx, ns, sk, 'SYN_RECV', null);
  setTimer(ctx, ns, sk, 'retransmit', synAckDelay(RTO_INIT_NS));
  sk.timedSeq = sk.sndNxt;
  sk.timedNs = ctx.world.nowNs;
  sendControl(ctx, ns, sk, TCP_SYN | TCP_ACK, sk.iss);
  store(ctx, ns, sk);
}

/** The handshake is complete: the connection waits to be accepted. False when there is no room, and it has to wait. */
export function handOver(ctx: Ctx, ns: Netns, sk: TcpDraft): boolean {
  const listener = tcpListener(ns, sk.listener);
  if (listener === null) return true;
  if (listener.waiting.length > listener.backlog) return false;
  const half = listener.half.filter((id) => id !== sk.id);
  putSocket(ctx, ns, listener.id, { ...listener, half, waiting: [...listener.waiting, sk.id] });
  wakeOwner(ctx, ns, listener);
  return true;
}
