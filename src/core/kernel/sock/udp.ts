/** UDP: sending and receiving. Source: net/ipv4/udp.c udp_sendmsg, __udp4_lib_rcv. */
import { Part } from '../../base/part';
import { nextU32 } from '../../base/prng';
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4 } from '../../wire/addr';
import { ICMP_PORT_UNREACH, ICMP_UNREACHABLE } from '../../wire/icmp4';
import { IPV4_HEADER_LEN, PROTO_UDP, ipDst, ipSrc, ipTtl } from '../../wire/ipv4';
import {
  UDP_HEADER_LEN,
  emitUdp,
  fillUdpChecksum,
  udpChecksumOk,
  udpDstPort,
  udpLen,
  udpSrcPort,
} from '../../wire/udp';
import type { Link } from '../../model/link';
import type { Errno } from '../../model/op';
import type { Skb } from '../../model/skb';
import { isKernelSocket } from '../../model/socket';
import type { Netns } from '../../model/world';
import { cutsByDefault, defaultTtl, ipSocketOut } from '../ip4/output';
import { rare } from '../ip4/part';
import { routeOutput, type OutputRoute } from '../ip4/route';
import type { Ctx } from '../ctx';
import { vxlanReceive } from '../link/vxlan.rx';
import { allocSkb, drop, networkOffset, pushHead } from '../skb';
import { countBadSum, countNoRoute } from '../snmp';
import { countSnmp } from '../write';
import { mayBind } from './bind';
import { traceDeliver } from './deliver';
import { originOf } from './relay';
import { someHost } from './some-host';
import { deliverTo, findUdpSocket, freeUdpPort, openSocket, portIsFree, udpSocket } from './table';

const geneve = new Part('Geneve receives', () => import('../link/geneve/rx'));
const wireguard = new Part('WireGuard receives', () => import('../link/wireguard/rx'));

export interface UdpOpen {
  readonly pid: number;
  readonly local: Ipv4Addr;
  /** 0 for any free one. */
  readonly port: number;
  /** What arrives is sent on by the process: it stays the same packet. */
  readonly relay?: boolean;
  /** SO_BROADCAST. */
  readonly broadcast?: boolean;
}

/** socket + bind. Answers the socket id or the errno. */
export function udpOpen(ctx: Ctx, ns: Netns, open: UdpOpen): number | Errno {
  if (!mayBind(ns, open.local)) return 'EADDRNOTAVAIL';
  const port = open.port === 0 ? freeUdpPort(ctx, ns) : open.port;
  if (port === null || !portIsFree(ns, open.local, port)) return 'EADDRINUSE';
  return openSocket(ctx, ns, (id) => ({
    kind: 'udp',
    id,
    pid: open.pid,
    local: open.local,
    port,
    remote: ANY_IPV4,
    remotePort: 0,
    txHash: 0,
    ...(open.relay === true ? { relay: true } : {}),
    queue: [],
  }));
}

/**
 * A connected socket: bound to a local port, its source address chosen once, with a flow hash of its own.
 * Source: udp.c __ip4_datagram_connect, sk_set_txhash.
 */
export function udpConnect(
  ctx: Ctx,
  ns: Netns,
  open: UdpOpen,
  to: Ipv4Addr,
  remotePort: number,
): number | Errno {
  if (!mayBind(ns, open.local)) return 'EADDRNOTAVAIL';
  const remote = someHost(to, open.local);
  const flow = { dst: remote, src: open.local, oif: 0, tos: 0, mark: 0 };
  const route = routeOutput(ctx, ns, flow, null);
  if (route.kind === 'error') {
    countNoRoute(ctx, ns, route.errno);
    return route.errno;
  }
  if (route.broadcast && open.broadcast !== true) return 'EACCES';
  const port = open.port === 0 ? freeUdpPort(ctx, ns) : open.port;
  if (port === null || !portIsFree(ns, route.src, port)) return 'EADDRINUSE';
  const txHash = nextU32(ctx.random(ns.id, 'txhash')) | 1;
  return openSocket(ctx, ns, (id) => ({
    kind: 'udp',
    id,
    pid: open.pid,
    local: route.src,
    port,
    remote,
    remotePort,
    txHash: txHash >>> 0,
    ...(open.broadcast === true ? { broadcast: true } : {}),
    queue: [],
  }));
}

/**
 * IP_MTU_DISCOVER: `want` sets DF as long as the datagram fits, `do` refuses what does not, `dont` lets it be cut, `probe` sets
 * DF and believes in no path MTU but that of the device.
 */
export type PmtuDiscovery = 'do' | 'want' | 'dont' | 'probe';

export interface UdpSendOptions {
  /** 0 for the default. */
  readonly ttl?: number;
  readonly pmtudisc?: PmtuDiscovery;
  /** The packet of a relay that the payload is. */
  readonly relayed?: Skb | null;
}

/** Sends one datagram; null when it went out, else the errno of sendto(2). */
export function udpSend(
  ctx: Ctx,
  ns: Netns,
  socketId: number,
  dst: Ipv4Addr,
  toPort: number,
  payload: Uint8Array,
  { ttl = 0, pmtudisc = cutsByDefault(ns) ? 'dont' : 'want', relayed = null }: UdpSendOptions = {},
): Errno | null {
  const socket = udpSocket(ns, socketId);
  if (socket === null) return 'ENOTCONN';
  const skb = relayed ?? allocSkb(ctx, UDP_HEADER_LEN + payload.length);
  if (relayed !== null) {
    pushHead(relayed, UDP_HEADER_LEN);
    relayed.l3 = false;
  }
  const { local, port } = socket;
  const to = someHost(dst, local);
  const flow = { dst: to, src: local, oif: 0, tos: 0, mark: 0, proto: PROTO_UDP, sport: port, dport: toPort };
  const route = routeOutput(ctx, ns, flow, skb);
  const totalLen = IPV4_HEADER_LEN + UDP_HEADER_LEN + payload.length;
  const tooLong = route.kind === 'route' && totalLen > sizeLimit(route, pmtudisc);
  const errno =
    route.kind === 'error'
      ? route.errno
      : route.broadcast && socket.broadcast !== true
        ? 'EACCES'
        : tooLong
          ? 'EMSGSIZE'
          : null;
  if (ctx.trace.on) {
    const detail = { socket: 'udp' as const, to, port: toPort, errno, lenBytes: payload.length };
    ctx.emit('sock.send', errno === null ? 'sent' : 'refused', ns.id, 0, skb, detail);
  }
  if (route.kind === 'error') {
    countNoRoute(ctx, ns, route.errno);
    return route.errno;
  }
  if (errno !== null) return errno;
  const len = UDP_HEADER_LEN + payload.length;
  emitUdp({ srcPort: socket.port, dstPort: toPort, len }, skb.data, skb.head);
  skb.data.set(payload, skb.head + UDP_HEADER_LEN);
  fillUdpChecksum(skb.data, skb.head, skb.tail, route.src, to);
  skb.hash = socket.txHash;
  const options = {
    dst: to,
    proto: PROTO_UDP,
    ttl: ttl === 0 ? defaultTtl(ns) : ttl,
    tos: 0,
    df: pmtudisc !== 'dont',
    dfAlways: pmtudisc === 'probe',
  };
  const way = pmtudisc === 'probe' ? { ...route, mtu: route.devMtu } : route;
  const refused = ipSocketOut(ctx, ns, way, options, skb);
  if (refused === null) countSnmp(ctx, ns, 'UdpOutDatagrams');
  if (refused !== 'ENOBUFS') return refused;
  // Told only to who asks for errors (IP_RECVERR). Source: udp.c udp_send_skb.
  countSnmp(ctx, ns, 'UdpSndbufErrors');
  return null;
}

/** What a socket sends at most in one piece that may not be cut. Source: ip_output.c ip_sk_use_pmtu. */
function sizeLimit({ mtu, devMtu }: OutputRoute, pmtudisc: PmtuDiscovery): number {
  if (pmtudisc === 'do') return mtu;
  return pmtudisc === 'probe' ? devMtu : Infinity;
}

/** A UDP datagram for this host. `transport` is the offset of the UDP header. */
export function udpReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number): void {
  const at = networkOffset(skb);
  const src = ipSrc(skb.data, at);
  const dst = ipDst(skb.data, at);
  const available = skb.tail - transport;
  if (available < UDP_HEADER_LEN || udpLen(skb.data, transport) > available) {
    countSnmp(ctx, ns, 'UdpInErrors');
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_SMALL');
    return;
  }
  const end = transport + udpLen(skb.data, transport);
  if (skb.summed !== transport && !udpChecksumOk(skb.data, transport, end, src, dst)) {
    countBadSum(ctx, ns, 'Udp');
    drop(ctx, ns, link.ifindex, skb, 'UDP_CSUM');
    return;
  }
  const srcPort = udpSrcPort(skb.data, transport);
  const dstPort = udpDstPort(skb.data, transport);
  const socket = findUdpSocket(ns, dst, dstPort, src, srcPort);
  if (socket === null || (socket.kind !== 'udp' && !isKernelSocket(socket))) {
    noSocket(ctx, ns, link, skb);
    return;
  }
  traceDeliver(ctx, ns, link, skb, socket, dstPort, end - transport - UDP_HEADER_LEN);
  if (socket.kind !== 'udp') countSnmp(ctx, ns, 'UdpInDatagrams');
  if (socket.kind === 'vxlan') {
    skb.tail = end;
    vxlanReceive(ctx, ns, link, skb, transport, socket);
    return;
  }
  if (socket.kind === 'geneve') {
    skb.tail = end;
    geneve.content.geneveReceive(ctx, ns, link, skb, transport, socket);
    return;
  }
  if (socket.kind === 'wireguard') {
    skb.tail = end;
    wireguard.content.wireguardReceive(ctx, ns, link, skb, transport, socket);
    return;
  }
  const payload = skb.data.slice(transport + UDP_HEADER_LEN, end);
  const ttl = ipTtl(skb.data, at);
  const item = { kind: 'data' as const, from: src, fromPort: srcPort, to: dst, ttl, payload };
  const told = socket.relay === true ? { ...item, origin: originOf(ctx, skb) } : item;
  if (deliverTo(ctx, ns, socket, told)) return;
  countSnmp(ctx, ns, 'UdpRcvbufErrors');
  countSnmp(ctx, ns, 'UdpInErrors');
  drop(ctx, ns, link.ifindex, skb, 'SOCKET_RCVBUFF');
}

/** Nobody listens there: the sender is told. */
function noSocket(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  countSnmp(ctx, ns, 'UdpNoPorts');
  const cause = ctx.cause;
  rare.content.icmpSend(ctx, ns, link, skb, ICMP_UNREACHABLE, ICMP_PORT_UNREACH, 0, 'NO_SOCKET');
  ctx.cause = cause;
  drop(ctx, ns, link.ifindex, skb, 'NO_SOCKET');
}
