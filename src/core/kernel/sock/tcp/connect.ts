/** Calling: the handshake of the side that begins. Source: net/ipv4/tcp_ipv4.c tcp_v4_connect, tcp_output.c tcp_connect, tcp_input.c tcp_rcv_synsent_state_process. */
import type { Link } from '../../../model/link';
import type { Errno } from '../../../model/op';
import type { Skb } from '../../../model/skb';
import type { TcpSocket } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Ipv4Addr } from '../../../wire/addr';
import { TCP_ACK, TCP_SYN } from '../../../wire/tcp';
import type { Ctx } from '../../ctx';
import { routeOutput } from '../../ip4/route';
import { countNoRoute } from '../../snmp';
import { countSnmp } from '../../write';
import { drop } from '../../skb';
import { measure, rtoOf } from './ack';
import type { TcpDraft } from './draft';
import { store } from './draft';
import { guessRcvMss, initialWindow, newConnection, takeSynOptions } from './new';
import { HEADERS_LEN, RTO_INIT_NS } from './limits';
import { push, sendAck, sendControl, syncMss } from './output';
import { refuse } from './reset';
import { after } from './seq';
import type { TcpSegment } from './segment';
import { finish, setState, traceState, wakeOwner } from './state';
import { addTcpSocket, findConnection, findListener, freeTcpPort } from './table';
import { mayBind } from '../bind';
import { someHost } from '../some-host';
import { setTimer, stopTimer } from './timers';

export interface TcpConnect {
  readonly pid: number;
  /** 0 to let the route choose. */
  readonly local: Ipv4Addr;
  /** 0 for any free one. */
  readonly port: number;
  readonly remote: Ipv4Addr;
  readonly remotePort: number;
  /** IP_TTL and IP_TOS. */
  readonly ttl?: number;
  readonly tos?: number;
}

/** connect(2) of a socket that does not block: the process is woken when it is known. Answers the socket's id or the errno. */
export function tcpConnect(
  ctx: Ctx,
  ns: Netns,
  { pid, local, port, remote: to, remotePort, ttl, tos }: TcpConnect,
): number | Errno {
  if (!mayBind(ns, local)) return 'EADDRNOTAVAIL';
  const remote = someHost(to, local);
  const route = routeOutput(ctx, ns, { dst: remote, src: local, oif: 0, tos: 0, mark: 0 }, null);
  if (route.kind === 'error') {
    countNoRoute(ctx, ns, route.errno);
    return route.errno;
  }
  // Broadcast and multicast are no ends of a connection.
  if (route.broadcast) return 'ENETUNREACH';
  const from = { local: route.src, remote, remotePort };
  const chosen = port === 0 ? freeTcpPort(ctx, ns, from) : port;
  if (chosen === null) return 'EADDRNOTAVAIL';
  const ends = { ...from, port: chosen };
  if (findConnection(ns, ends) !== null) return 'EADDRNOTAVAIL';
  if (port !== 0 && findListener(ns, route.src, port) !== null) return 'EADDRINUSE';
  const fresh = {
    ...newConnection(ctx, ns, ends, { pid, listener: 0, state: 'SYN_SENT' }),
    ...(ttl !== undefined && { ttl }),
    ...(tos !== undefined && { tos }),
  };
  const sk: TcpDraft = { ...addTcpSocket<TcpSocket>(ctx, ns, (id) => ({ ...fresh, id }), true) };
  syncMss(sk, route.mtu);
  sk.rcvWnd = initialWindow(route.mtu - HEADERS_LEN);
  store(ctx, ns, sk);
  traceState(ctx, ns, sk, 'SYN_SENT', null);
  setTimer(ctx, ns, sk, 'retransmit', RTO_INIT_NS);
  sk.timedSeq = sk.sndNxt;
  sk.timedNs = ctx.world.nowNs;
  countSnmp(ctx, ns, 'TcpActiveOpens');
  sendControl(ctx, ns, sk, TCP_SYN, sk.iss);
  store(ctx, ns, sk);
  return sk.id;
}

/** An answer to the SYN. */
export function synSentReceive(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  sk: TcpDraft,
  segment: TcpSegment,
): void {
  const { ack, hasAck, rst, syn } = segment;
  if (hasAck && (!after(ack, sk.sndUna) || after(ack, sk.sndNxt))) {
    refuse(ctx, ns, link, skb, transport, 'TCP_INVALID_ACK_SEQUENCE');
    return;
  }
  if (rst) {
    if (hasAck) finish(ctx, ns, sk, 'ECONNREFUSED');
    else drop(ctx, ns, link.ifindex, skb, 'TCP_RESET');
    return;
  }
  if (!syn) {
    drop(ctx, ns, link.ifindex, skb, 'TCP_FLAGS');
    return;
  }
  takeSynOptions(sk, segment);
  if (hasAck) connected(ctx, ns, sk, ack);
  else bothCalled(ctx, ns, sk);
}

function connected(ctx: Ctx, ns: Netns, sk: TcpDraft, ack: number): void {
  sk.sndUna = ack;
  sk.retransmits = 0;
  if (sk.timedNs !== 0) {
    measure(sk, ctx.world.nowNs - sk.timedNs);
    sk.timedNs = 0;
  }
  sk.rtoNs = rtoOf(sk);
  sk.confirm = true;
  guessRcvMss(sk);
  stopTimer(ctx, ns, sk, 'retransmit');
  sk.lastDataNs = ctx.world.nowNs;
  setState(ctx, ns, sk, 'ESTABLISHED');
  sendAck(ctx, ns, sk);
  push(ctx, ns, sk);
  wakeOwner(ctx, ns, sk);
}

/** Both ends called one another at once (RFC 9293 section 3.5, figure 8). */
function bothCalled(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  setState(ctx, ns, sk, 'SYN_RECV');
  sendControl(ctx, ns, sk, TCP_SYN | TCP_ACK, sk.iss);
}
