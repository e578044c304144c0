/** Echo requests and their replies. Source: net/ipv4/ping.c ping_v4_sendmsg, ping_rcv. */
import type { Ipv4Addr } from '../../wire/addr';
import { ICMP_HEADER_LEN, emitIcmp4, fillIcmpChecksum, icmpEchoId } from '../../wire/icmp4';
import { IPV4_HEADER_LEN, PROTO_ICMP, ipDst, ipSrc, ipTtl } from '../../wire/ipv4';
import type { Ifindex, Link } from '../../model/link';
import type { Errno } from '../../model/op';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { PingSocket } from '../../model/socket';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { cutsByDefault, defaultTtl, ipSocketOut } from '../ip4/output';
import { routeOutput } from '../ip4/route';
import { allocSkb, drop, networkOffset } from '../skb';
import { countNoRoute } from '../snmp';
import { traceDeliver } from './deliver';
import { deliverTo, openSocket } from './table';

/**
 * Opens a ping socket bound to `local`; `ident` tells its replies from those of others. With `dev` it sends and receives
 * through that device alone (SO_BINDTODEVICE).
 */
export function pingOpen(
  ctx: Ctx,
  ns: Netns,
  pid: number,
  ident: number,
  local: Ipv4Addr,
  dev: Ifindex = 0,
): number {
  return openSocket(ctx, ns, (id) => ({
    ...{ kind: 'ping', id, pid, ident, local, queue: [] },
    ...(dev !== 0 && { dev }),
  }));
}

/** What routing sees of a type of service (IPTOS_RT_MASK). */
const TOS_MASK = 0x1c;

/** What an echo request is made of. */
export interface EchoRequest {
  readonly to: Ipv4Addr;
  readonly seq: number;
  readonly data: Uint8Array;
  /** 0 for the default. */
  readonly ttl: number;
  /** IP_MTU_DISCOVER: `dont` leaves DF off; with `do` what does not fit is refused instead of being cut; undefined: as the netns has it. */
  readonly pmtudisc: 'do' | 'want' | 'dont' | undefined;
  /** IP_TOS; absent for 0. */
  readonly tos?: number;
}

/** Why sendto(2) failed, and the MTU that was too small for EMSGSIZE. */
export interface PingSendError {
  readonly errno: Errno;
  readonly mtu: number;
}

/** Sends an echo request; null when it went out. */
export function pingSend(ctx: Ctx, ns: Netns, socketId: number, request: EchoRequest): PingSendError | null {
  const socket = ns.sockets.entries.get(socketId);
  if (socket?.kind !== 'ping') return { errno: 'ENOTCONN', mtu: 0 };
  const skb = allocSkb(ctx, ICMP_HEADER_LEN + request.data.length);
  const { tos = 0 } = request;
  const route = routeOutput(
    ctx,
    ns,
    {
      dst: request.to,
      src: socket.local,
      oif: socket.dev ?? 0,
      tos: tos & TOS_MASK,
      mark: 0,
      proto: PROTO_ICMP,
    },
    skb,
  );
  const tooLong =
    route.kind === 'route' && request.pmtudisc === 'do' && IPV4_HEADER_LEN + skbLength(skb) > route.mtu;
  const errno = route.kind === 'error' ? route.errno : tooLong ? 'EMSGSIZE' : null;
  if (ctx.trace.on) {
    const lenBytes = request.data.length;
    const detail = { socket: 'ping' as const, to: request.to, port: socket.ident, errno, lenBytes };
    ctx.emit('sock.send', errno === null ? 'sent' : 'refused', ns.id, 0, skb, detail);
  }
  if (route.kind === 'error') {
    countNoRoute(ctx, ns, route.errno);
    return { errno: route.errno, mtu: 0 };
  }
  if (tooLong) return { errno: 'EMSGSIZE', mtu: route.mtu };
  emitIcmp4({ kind: 'echo-request', id: socket.ident, seq: request.seq }, skb.data, skb.head);
  skb.data.set(request.data, skb.head + ICMP_HEADER_LEN);
  fillIcmpChecksum(skb.data, skb.head, skb.tail);
  const ttl = request.ttl === 0 ? defaultTtl(ns) : request.ttl;
  const df = (request.pmtudisc ?? (cutsByDefault(ns) ? 'dont' : 'want')) !== 'dont';
  const refused = ipSocketOut(ctx, ns, route, { dst: request.to, proto: PROTO_ICMP, ttl, tos, df }, skb);
  return refused === null ? null : { errno: refused, mtu: 0 };
}

/** The ping socket with this identifier, or null. */
export function findPingSocket(ns: Netns, ident: number): PingSocket | null {
  for (const socket of ns.sockets.entries.values()) {
    if (socket.kind === 'ping' && socket.ident === ident) return socket;
  }
  return null;
}

/** An echo reply for this host. */
export function pingReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number): void {
  const at = networkOffset(skb);
  const socket = findPingSocket(ns, icmpEchoId(skb.data, transport));
  if (socket === null || (socket.dev !== undefined && socket.dev !== link.ifindex)) {
    drop(ctx, ns, link.ifindex, skb, 'NO_SOCKET');
    return;
  }
  const payload = skb.data.slice(transport, skb.tail);
  traceDeliver(ctx, ns, link, skb, socket, socket.ident, payload.length);
  const from = ipSrc(skb.data, at);
  const item = {
    kind: 'data' as const,
    from,
    fromPort: 0,
    to: ipDst(skb.data, at),
    ttl: ipTtl(skb.data, at),
    payload,
  };
  if (!deliverTo(ctx, ns, socket, item)) drop(ctx, ns, link.ifindex, skb, 'SOCKET_RCVBUFF');
}
