/** TCP as processes use it: sockets that never block. Source: net/ipv4/tcp.c tcp_sendmsg_locked, tcp_recvmsg_locked. */
import { joinBytes } from '../../../base/bytes';
import type { Errno } from '../../../model/op';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { draftOf, store } from './draft';
import { SEND_BUFFER } from './limits';
import { push } from './output';
import { afterRead } from './receive';

export { tcpClose, tcpShutdown } from './close';
export { tcpConnect, type TcpConnect } from './connect';
export { tcpAccept, tcpListen, type TcpListen } from './listen';
export { tcpSocket } from './table';

/** What a read brings. */
export type TcpRead =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  /** The peer sends no more. */
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly errno: Errno }
  /** Nothing yet: the process is woken when there is. */
  | { readonly kind: 'wait' };

const WAIT: TcpRead = { kind: 'wait' };
const END: TcpRead = { kind: 'end' };

/** Whether connect(2) is through: an errno, `wait`, or null for yes. */
export function tcpConnected(ctx: Ctx, ns: Netns, id: number): Errno | 'wait' | null {
  const sk = draftOf(ns, id);
  if (sk === null) return 'ENOTCONN';
  if (sk.state === 'SYN_SENT' || sk.state === 'SYN_RECV') return 'wait';
  if (sk.error === null) return null;
  const { error } = sk;
  sk.error = null;
  store(ctx, ns, sk);
  return error;
}

/** Takes all that has come. An error is told once. */
export function tcpRead(ctx: Ctx, ns: Netns, id: number): TcpRead {
  const sk = draftOf(ns, id);
  if (sk === null) return { kind: 'error', errno: 'ENOTCONN' };
  const data = sk.recvQueue;
  if (data.length > 0) {
    sk.recvQueue = new Uint8Array(0);
    afterRead(ctx, ns, sk);
    store(ctx, ns, sk);
    return { kind: 'data', data };
  }
  if (sk.error !== null) {
    const errno = sk.error;
    sk.error = null;
    store(ctx, ns, sk);
    return { kind: 'error', errno };
  }
  return sk.finReceived ? END : WAIT;
}

/** Hands over bytes to be sent; answers how many were taken (the process is woken when there is room), or the errno. */
export function tcpSend(ctx: Ctx, ns: Netns, id: number, data: Uint8Array): number | Errno {
  const sk = draftOf(ns, id);
  if (sk === null) return 'ENOTCONN';
  if (sk.error !== null) {
    const errno = sk.error;
    sk.error = null;
    store(ctx, ns, sk);
    return errno;
  }
  if (sk.finQueued || sk.state === 'CLOSE' || sk.state === 'TIME_WAIT') return 'EPIPE';
  const taken = data.subarray(0, Math.max(0, SEND_BUFFER - sk.sendQueue.length));
  sk.wantsRoom = taken.length < data.length;
  if (taken.length > 0) {
    sk.sendQueue = joinBytes(sk.sendQueue, taken);
  }
  if (sk.state === 'ESTABLISHED' || sk.state === 'CLOSE_WAIT') push(ctx, ns, sk);
  store(ctx, ns, sk);
  return taken.length;
}

/** IP_TTL. */
export function tcpSetTtl(ctx: Ctx, ns: Netns, id: number, ttl: number): void {
  const sk = draftOf(ns, id);
  if (sk === null || sk.ttl === ttl) return;
  sk.ttl = ttl;
  store(ctx, ns, sk);
}
