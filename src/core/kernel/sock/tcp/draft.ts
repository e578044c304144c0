/**
 * A connection while an event works on it. The value in the table is immutable: an event takes a draft of it, changes
 * that, and stores it again before anything is told that depends on it.
 */
import type { TcpSocket } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { putSocket } from '../../write';

export type TcpDraft = { -readonly [K in keyof TcpSocket]: TcpSocket[K] };

/** A draft of the connection with this id, null when there is none. */
export function draftOf(ns: Netns, id: number): TcpDraft | null {
  const socket = ns.sockets.entries.get(id);
  return socket?.kind === 'tcp' ? { ...socket } : null;
}

/** Stores the draft, unless the connection has been taken out of the table. */
export function store(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  if (ns.sockets.entries.has(sk.id)) putSocket(ctx, ns, sk.id, { ...sk });
}
