/**
 * flanneld's udp backend: a tunnel in user space. What comes out of the tun device goes by UDP to the node that its own
 * table names; what comes in by UDP goes into the tun device. Each way costs a TTL.
 * Source: flannel pkg/backend/udp/proxy_amd64.c run_proxy, tun_to_udp, udp_to_tun.
 */
import { asIpv4, formatIpv4, inCidr } from '../wire/addr';
import type { Cidr4, Ipv4Addr } from '../wire/addr';
import {
  ICMP_HEADER_LEN,
  ICMP_NET_UNREACH,
  ICMP_UNREACHABLE,
  emitIcmp4,
  fillIcmpChecksum,
} from '../wire/icmp4';
import {
  IPV4_HEADER_LEN,
  PROTO_ICMP,
  decrementTtl,
  emitIpv4Header,
  ipDst,
  ipFragOffset,
  ipHeaderLen,
  ipProto,
  ipSrc,
  ipTtl,
} from '../wire/ipv4';
import { UDP_HEADER_LEN } from '../wire/udp';
import type { Ctx } from '../kernel/ctx';
import { linkByName, touch } from '../kernel/ctx';
import { strerror } from '../kernel/ops/error';
import { allocSkb, drop } from '../kernel/skb';
import { takeUp } from '../kernel/sock/relay';
import { readSocket } from '../kernel/sock/table';
import { tunOpen, tunWrite } from '../kernel/sock/tun';
import { udpOpen, udpSend } from '../kernel/sock/udp';
import { putProcess } from '../kernel/write';
import type { NewProcess } from '../model/event';
import type { RelayRoute } from '../model/process';
import type { Skb } from '../model/skb';
import type { SocketItem } from '../model/socket';
import type { Netns } from '../model/world';
import type { Candidate } from '../trace/kinds';
import type { App, ProcessIo } from './app';

const KIND = 'flannel-udp';
/** TTL of the errors it makes. */
const ERROR_TTL = 8;
/** Bytes of the offending packet's transport part that an error quotes. */
const QUOTED_LEN = 8;
/** What the tunnel adds: an outer IPv4 header and UDP. */
const ADDED_BYTES = IPV4_HEADER_LEN + UDP_HEADER_LEN;

export interface FlannelUdpOptions {
  /** Name of the tun device, which must be there. */
  readonly tun: string;
  /** Address of the node, and port: 8285 unless the network's configuration says otherwise. */
  readonly local: Ipv4Addr;
  readonly port: number;
  /** Subnets of the other nodes. */
  readonly routes: readonly RelayRoute[];
}

interface FlannelUdpState extends FlannelUdpOptions {
  /** 0 until they are open. */
  readonly tunSocket: number;
  readonly udpSocket: number;
}

export function flannelUdpProcess(options: FlannelUdpOptions, argv: readonly string[]): NewProcess {
  return { app: KIND, argv, state: { ...options, tunSocket: 0, udpSocket: 0 }, daemon: true };
}

/** flanneld learns that a node came or went: a row is set, or with `remote` null deleted. */
export function setFlannelUdpRoute(
  ctx: Ctx,
  ns: Netns,
  pid: number,
  subnet: Cidr4,
  remote: Ipv4Addr | null,
): void {
  const process = ns.processes.entries.get(pid);
  if (process?.app !== KIND) return;
  const state = process.state as FlannelUdpState;
  const { port } = state;
  const routes =
    remote === null
      ? deleteRelayRoute(state.routes, subnet)
      : setRelayRoute(state.routes, { subnet, remote, port });
  putProcess(ctx, ns, pid, { ...process, state: { ...state, routes } });
}

/** A row is overwritten or put at the end. Source: proxy_amd64.c set_route. */
export function setRelayRoute(table: readonly RelayRoute[], route: RelayRoute): readonly RelayRoute[] {
  const at = table.findIndex(({ subnet }) => sameSubnet(subnet, route.subnet));
  return at === -1 ? [...table, route] : table.with(at, route);
}

/** The last row takes the place of the one that goes. Source: proxy_amd64.c del_route. */
export function deleteRelayRoute(table: readonly RelayRoute[], subnet: Cidr4): readonly RelayRoute[] {
  const at = table.findIndex((route) => sameSubnet(route.subnet, subnet));
  const last = table[table.length - 1];
  return at === -1 || last === undefined ? table : table.with(at, last).slice(0, -1);
}

function sameSubnet(a: Cidr4, b: Cidr4): boolean {
  return a.addr === b.addr && a.len === b.len;
}

export const flannelUdp: App<FlannelUdpState> = {
  kind: KIND,
  run(io, state, wake) {
    if (wake.reason === 'start') return start(io, state);
    if (wake.reason !== 'socket') return state;
    let next = state;
    for (let item = read(io, wake.socket); item !== null; item = read(io, wake.socket)) {
      if (item.kind === 'packet') next = tunToUdp(io, next, item);
      else if (item.kind === 'data') udpToTun(io, next, item);
    }
    return next;
  },
};

function read(io: ProcessIo, socket: number): SocketItem | null {
  return readSocket(io.ctx, io.ns, socket);
}

function start(io: ProcessIo, state: FlannelUdpState): FlannelUdpState {
  const { ctx, ns, pid } = io;
  const tunSocket = tunOpen(ctx, ns, pid, state.tun);
  if (typeof tunSocket !== 'number') {
    io.print(`failed to open TUN interface: ${state.tun}: ${strerror(tunSocket)}`);
    io.exit(1);
    return state;
  }
  const udpSocket = udpOpen(ctx, ns, { pid, local: state.local, port: state.port, relay: true });
  if (typeof udpSocket !== 'number') {
    io.print(`failed to start listening on UDP socket: ${strerror(udpSocket)}`);
    io.exit(1);
    return state;
  }
  return { ...state, tunSocket, udpSocket };
}

/** A packet the kernel sent into the tun device. */
function tunToUdp(
  io: ProcessIo,
  state: FlannelUdpState,
  item: SocketItem & { kind: 'packet' },
): FlannelUdpState {
  const { ctx, ns } = io;
  const dev = linkByName(ns, state.tun)?.ifindex ?? 0;
  const skb = takeUp(ctx, item.origin, item.payload);
  const dst = ipDst(skb.data, skb.head);
  const found = state.routes.findIndex(({ subnet }) => inCidr(dst, subnet));
  const route = state.routes[found] ?? null;
  traceLookup(io, state, dev, dst, route, skb);
  if (route === null) {
    netUnreachable(io, state, dev, skb);
    drop(ctx, ns, dev, skb, 'PW_RELAY_NO_ROUTE');
    return state;
  }
  if (lowerTtl(io, dev, skb)) {
    if (ctx.trace.on) {
      const { local, port: srcPort } = state;
      const ends = { remote: route.remote, local, srcPort, dstPort: route.port };
      const detail = { tunnel: KIND, app: KIND, ...ends, addedBytes: ADDED_BYTES } as const;
      ctx.emit('tunnel.encap', 'wrapped', ns.id, dev, skb, detail);
    }
    const payload = skb.data.slice(skb.head, skb.tail);
    const errno = udpSend(ctx, ns, state.udpSocket, route.remote, route.port, payload, { relayed: skb });
    if (errno !== null) io.print(`send to ${formatIpv4(route.remote)} failed: ${strerror(errno)}`);
  }
  // The list is searched from its head, so what was found goes there.
  if (found === 0) return state;
  return { ...state, routes: [route, ...state.routes.filter((_, at) => at !== found)] };
}

/** A datagram of another node's flanneld. */
function udpToTun(io: ProcessIo, state: FlannelUdpState, item: SocketItem & { kind: 'data' }): void {
  const { ctx, ns } = io;
  if (item.origin === undefined) return;
  const dev = linkByName(ns, state.tun)?.ifindex ?? 0;
  const skb = takeUp(ctx, item.origin, item.payload);
  if (skb.tail - skb.head < IPV4_HEADER_LEN) {
    drop(ctx, ns, dev, skb, 'PKT_TOO_SMALL');
    return;
  }
  if (ctx.trace.on) {
    const detail = { tunnel: KIND, app: KIND, remote: item.from, removedBytes: ADDED_BYTES } as const;
    ctx.emit('tunnel.decap', 'unwrapped', ns.id, dev, skb, detail);
  }
  if (lowerTtl(io, dev, skb)) tunWrite(ctx, ns, state.tunSocket, skb);
}

/** Takes one from the TTL; a packet whose TTL is used up is discarded without a word. */
function lowerTtl(io: ProcessIo, dev: number, skb: Skb): boolean {
  const { ctx, ns } = io;
  const before = ipTtl(skb.data, skb.head);
  const alive = before > 1;
  if (alive) {
    decrementTtl(skb.data, skb.head);
    touch(skb);
  }
  if (ctx.trace.on) {
    const detail = { before, after: alive ? before - 1 : 0, app: KIND };
    ctx.emit('ip.ttl', alive ? 'decremented' : 'expired', ns.id, dev, skb, detail);
  }
  if (!alive) drop(ctx, ns, dev, skb, 'PW_RELAY_TTL');
  return alive;
}

/** Tells the sender through the tun device; never about ICMP, nor about later fragments. */
function netUnreachable(io: ProcessIo, state: FlannelUdpState, dev: number, offender: Skb): void {
  const { ctx, ns } = io;
  const { data, head } = offender;
  const tun = linkByName(ns, state.tun);
  if (ipProto(data, head) === PROTO_ICMP || ipFragOffset(data, head) !== 0) return;
  const quoted = data.subarray(head, Math.min(offender.tail, head + ipHeaderLen(data, head) + QUOTED_LEN));
  const totalLen = IPV4_HEADER_LEN + ICMP_HEADER_LEN + quoted.length;
  const skb = allocSkb(ctx, totalLen);
  skb.l3 = true;
  const from = tun?.addrs[0]?.local ?? asIpv4(0);
  const to = ipSrc(data, head);
  emitIpv4Header(
    {
      ...{ src: from, dst: to, ttl: ERROR_TTL, proto: PROTO_ICMP, id: 0, tos: 0, df: false, mf: false },
      ...{ fragOffset: 0, totalLen, headerLen: IPV4_HEADER_LEN },
    },
    skb.data,
    skb.head,
  );
  const at = skb.head + IPV4_HEADER_LEN;
  emitIcmp4({ kind: 'error', type: ICMP_UNREACHABLE, code: ICMP_NET_UNREACH, rest: 0 }, skb.data, at);
  skb.data.set(quoted, at + ICMP_HEADER_LEN);
  fillIcmpChecksum(skb.data, at, skb.tail);
  const cause = ctx.cause;
  if (ctx.trace.on) {
    const about = { type: ICMP_UNREACHABLE, code: ICMP_NET_UNREACH, to, from };
    ctx.emit('icmp.send', 'sent', ns.id, dev, offender, { ...about, about: 'PW_RELAY_NO_ROUTE' });
  }
  tunWrite(ctx, ns, state.tunSocket, skb);
  ctx.cause = cause;
}

function traceLookup(
  io: ProcessIo,
  state: FlannelUdpState,
  dev: number,
  key: Ipv4Addr,
  match: RelayRoute | null,
  skb: Skb,
): void {
  const { ctx, ns } = io;
  if (!ctx.trace.on) return;
  const considered = match === null ? state.routes.length : state.routes.indexOf(match) + 1;
  const losers = (): readonly Candidate<RelayRoute>[] =>
    state.routes
      .filter((entry) => entry !== match)
      .map((entry) => ({ entry, reason: 'prefix-mismatch' as const }));
  ctx.emit('tunnel.lookup', match === null ? 'none' : 'found', ns.id, dev, skb, {
    tunnel: KIND,
    key,
    table: { name: KIND, size: state.routes.length },
    match,
    considered,
    ...(ctx.trace.evidence ? { candidates: losers() } : {}),
  });
}
