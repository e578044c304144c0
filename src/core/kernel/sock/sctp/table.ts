/** Finding SCTP sockets, and free ports. Source: net/sctp/input.c __sctp_lookup_association, sctp_lookup_endpoint; socket.c sctp_get_port_local. */
import { nextBelow } from '../../../base/prng';
import type { SctpListener, SctpSocket } from '../../../model/sctp';
import type { Netns } from '../../../model/world';
import type { Ipv4Addr } from '../../../wire/addr';
import { ANY_IPV4 } from '../../../wire/addr';
import type { Ctx } from '../../ctx';
import { putSocket } from '../../write';
import { LOCAL_PORT_MAX, LOCAL_PORT_MIN } from '../table';

export interface SctpEnds {
  readonly local: Ipv4Addr;
  readonly port: number;
  readonly remote: Ipv4Addr;
  readonly remotePort: number;
}

/** The association between these ends that is not over. A netns has few: they need no index. */
export function findAssociation(ns: Netns, ends: SctpEnds): SctpSocket | null {
  for (const socket of ns.sockets.entries.values()) {
    if (socket.kind !== 'sctp' || socket.state === 'CLOSED') continue;
    const same = socket.port === ends.port && socket.remotePort === ends.remotePort;
    if (same && socket.local === ends.local && socket.remote === ends.remote) return socket;
  }
  return null;
}

/** Who listens at this address and port: a socket of the very address before one of all. */
export function findListener(ns: Netns, local: Ipv4Addr, port: number): SctpListener | null {
  let any: SctpListener | null = null;
  for (const socket of ns.sockets.entries.values()) {
    if (socket.kind !== 'sctp-listen' || socket.port !== port) continue;
    if (socket.local === local) return socket;
    if (socket.local === ANY_IPV4) any = socket;
  }
  return any;
}

export function portIsFree(ns: Netns, local: Ipv4Addr, port: number): boolean {
  for (const socket of ns.sockets.entries.values()) {
    if (socket.kind !== 'sctp-listen' && socket.kind !== 'sctp') continue;
    if (socket.port !== port || (socket.kind === 'sctp' && socket.state === 'CLOSED')) continue;
    if (local === ANY_IPV4 || socket.local === ANY_IPV4 || socket.local === local) return false;
  }
  return true;
}

export function freeSctpPort(ctx: Ctx, ns: Netns, local: Ipv4Addr): number | null {
  const count = LOCAL_PORT_MAX - LOCAL_PORT_MIN + 1;
  const start = nextBelow(ctx.random(ns.id, 'sctp.port'), count);
  for (let i = 0; i < count; i += 1) {
    const port = LOCAL_PORT_MIN + ((start + i) % count);
    if (portIsFree(ns, local, port)) return port;
  }
  return null;
}

/** An association while an event works on it; stored before anything is told that depends on it. */
export type SctpDraft = { -readonly [K in keyof SctpSocket]: SctpSocket[K] };

export function draftOf(ns: Netns, id: number): SctpDraft | null {
  const socket = ns.sockets.entries.get(id);
  return socket?.kind === 'sctp' ? { ...socket } : null;
}

/** Stores the draft, unless the association has been taken out of the table. */
export function store(ctx: Ctx, ns: Netns, sk: SctpDraft): void {
  if (ns.sockets.entries.has(sk.id)) putSocket(ctx, ns, sk.id, { ...sk });
}

export function sctpListener(ns: Netns, id: number): SctpListener | null {
  const socket = ns.sockets.entries.get(id);
  return socket?.kind === 'sctp-listen' ? socket : null;
}

export function addSocket<S extends SctpListener | SctpSocket>(
  ctx: Ctx,
  ns: Netns,
  make: (id: number) => S,
): S {
  const id = ns.nextSocket;
  ns.nextSocket = id + 1;
  const socket = make(id);
  putSocket(ctx, ns, id, socket);
  return socket;
}
