/** Finding TCP sockets, and free ports. Source: net/ipv4/inet_hashtables.c __inet_lookup, __inet_hash_connect. */
import { nextBelow } from '../../../base/prng';
import type { Socket } from '../../../model/socket';
import type { TcpListener, TcpSocket } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Ipv4Addr } from '../../../wire/addr';
import { ANY_IPV4 } from '../../../wire/addr';
import type { Ctx } from '../../ctx';
import { putSocket, putTcpHash, putTcpPort } from '../../write';
import { LOCAL_PORT_MAX, LOCAL_PORT_MIN } from '../table';

/** Both ends of a connection, as its packets name them. */
export interface TcpEnds {
  readonly local: Ipv4Addr;
  readonly port: number;
  readonly remote: Ipv4Addr;
  readonly remotePort: number;
}

function hashOf({ local, port, remote, remotePort }: TcpEnds): number {
  const hash = Math.imul(local, 0x9e3779b1) ^ Math.imul(remote, 0x85ebca77);
  return Math.imul(hash ^ ((port << 16) | remotePort), 0xc2b2ae3d) >>> 0;
}

function sameEnds(a: TcpEnds, b: TcpEnds): boolean {
  return a.local === b.local && a.port === b.port && a.remote === b.remote && a.remotePort === b.remotePort;
}

/** The connection between these ends, or null. */
export function findConnection(ns: Netns, ends: TcpEnds): TcpSocket | null {
  for (const id of ns.tcpHash.entries.get(hashOf(ends)) ?? []) {
    const socket = ns.sockets.entries.get(id);
    if (socket?.kind === 'tcp' && sameEnds(socket, ends)) return socket;
  }
  return null;
}

/** Who listens at this address and port: a socket of the very address before one of all. */
export function findListener(ns: Netns, local: Ipv4Addr, port: number): TcpListener | null {
  let any: TcpListener | null = null;
  for (const id of ns.tcpPorts.entries.get(port) ?? []) {
    const socket = ns.sockets.entries.get(id);
    if (socket?.kind !== 'tcp-listen') continue;
    if (socket.local === local) return socket;
    if (socket.local === ANY_IPV4) any = socket;
  }
  return any;
}

/** Whether `port` may be listened at: nobody else does so at that address, and no connection left from it. */
export function portIsFree(ns: Netns, local: Ipv4Addr, port: number): boolean {
  return (ns.tcpPorts.entries.get(port) ?? []).every((id) => {
    const other = ns.sockets.entries.get(id);
    if (other?.kind !== 'tcp-listen' && other?.kind !== 'tcp') return true;
    // Servers set SO_REUSEADDR: what only waits to be forgotten keeps nobody from the port.
    if (other.kind === 'tcp' && other.state === 'TIME_WAIT') return true;
    return local !== ANY_IPV4 && other.local !== ANY_IPV4 && other.local !== local;
  });
}

/** A free client port for a connection to these ends, drawn from the netns's own stream; null when none is free. */
export function freeTcpPort(ctx: Ctx, ns: Netns, ends: Omit<TcpEnds, 'port'>): number | null {
  const count = LOCAL_PORT_MAX - LOCAL_PORT_MIN + 1;
  const start = nextBelow(ctx.random(ns.id, 'tcp.port'), count);
  for (let i = 0; i < count; i += 1) {
    const port = LOCAL_PORT_MIN + ((start + i) % count);
    if (!ns.tcpPorts.entries.has(port) && findConnection(ns, { ...ends, port }) === null) return port;
  }
  return null;
}

/** Puts a socket into the table; answers its id. `bound`: it chose its port itself, as all do but accepted ones. */
export function addTcpSocket<S extends TcpListener | TcpSocket>(
  ctx: Ctx,
  ns: Netns,
  make: (id: number) => S,
  bound: boolean,
): S {
  const id = ns.nextSocket;
  ns.nextSocket = id + 1;
  const socket = make(id);
  putSocket(ctx, ns, id, socket);
  if (bound) putTcpPort(ctx, ns, socket.port, [...(ns.tcpPorts.entries.get(socket.port) ?? []), id]);
  if (socket.kind === 'tcp') {
    const hash = hashOf(socket);
    putTcpHash(ctx, ns, hash, [...(ns.tcpHash.entries.get(hash) ?? []), id]);
  }
  return socket;
}

/** Its packets find it no more; the process may still hold it. */
export function unhash(ctx: Ctx, ns: Netns, socket: TcpListener | TcpSocket): void {
  const ports = ns.tcpPorts.entries.get(socket.port);
  if (ports?.includes(socket.id) === true) putTcpPort(ctx, ns, socket.port, without(ports, socket.id));
  if (socket.kind !== 'tcp') return;
  const hash = hashOf(socket);
  const found = ns.tcpHash.entries.get(hash);
  if (found?.includes(socket.id) === true) putTcpHash(ctx, ns, hash, without(found, socket.id));
}

/** Takes a socket out of the netns. */
export function removeTcpSocket(ctx: Ctx, ns: Netns, socket: TcpListener | TcpSocket): void {
  unhash(ctx, ns, socket);
  putSocket(ctx, ns, socket.id, undefined);
}

function without(ids: readonly number[], id: number): readonly number[] | undefined {
  const left = ids.filter((other) => other !== id);
  return left.length === 0 ? undefined : left;
}

/** The connection with this id, or null. */
export function tcpSocket(ns: Netns, id: number): TcpSocket | null {
  const socket: Socket | undefined = ns.sockets.entries.get(id);
  return socket?.kind === 'tcp' ? socket : null;
}

export function tcpListener(ns: Netns, id: number): TcpListener | null {
  const socket: Socket | undefined = ns.sockets.entries.get(id);
  return socket?.kind === 'tcp-listen' ? socket : null;
}
