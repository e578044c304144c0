/** Closing: in order, half, or at once. Source: net/ipv4/tcp.c __tcp_close, tcp_shutdown; inet_connection_sock.c inet_csk_listen_stop. */
import type { TcpListener } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { countSnmp } from '../../write';
import type { TcpDraft } from './draft';
import { draftOf, store } from './draft';
import { push, sendActiveReset } from './output';
import { awaitPeer, finish, setState } from './state';
import { removeTcpSocket } from './table';

/** close(2): the process has no more to do with the socket; the kernel ends the connection by itself. */
export function tcpClose(ctx: Ctx, ns: Netns, id: number): void {
  const socket = ns.sockets.entries.get(id);
  if (socket?.kind === 'tcp-listen') closeListener(ctx, ns, socket);
  const sk = draftOf(ns, id);
  if (sk === null) return;
  sk.pid = 0;
  switch (sk.state) {
    case 'CLOSE':
      removeTcpSocket(ctx, ns, sk);
      return;
    case 'SYN_SENT':
      finish(ctx, ns, sk, null);
      return;
    case 'TIME_WAIT':
      break;
    default:
      if (sk.recvQueue.length > 0) {
        // The peer must not believe that what it sent was read (RFC 2525 section 2.17).
        countSnmp(ctx, ns, 'TcpExtTCPAbortOnClose');
        sendActiveReset(ctx, ns, sk);
        finish(ctx, ns, sk, null);
        return;
      }
      sendFin(ctx, ns, sk);
      awaitPeer(ctx, ns, sk);
  }
  store(ctx, ns, sk);
}

/** shutdown(2), SHUT_WR: nothing more is sent, but still received. */
export function tcpShutdown(ctx: Ctx, ns: Netns, id: number): void {
  const sk = draftOf(ns, id);
  if (sk === null || sk.state === 'SYN_SENT') return;
  sendFin(ctx, ns, sk);
  store(ctx, ns, sk);
}

/** The FIN goes behind whatever is still to be sent. */
function sendFin(ctx: Ctx, ns: Netns, sk: TcpDraft): void {
  if (sk.finQueued) return;
  if (sk.state !== 'SYN_RECV' && sk.state !== 'ESTABLISHED' && sk.state !== 'CLOSE_WAIT') return;
  sk.finQueued = true;
  setState(ctx, ns, sk, sk.state === 'CLOSE_WAIT' ? 'LAST_ACK' : 'FIN_WAIT1');
  push(ctx, ns, sk);
}

/** Connections nobody will accept any more: those that stand are reset, half-open ones forgotten. */
function closeListener(ctx: Ctx, ns: Netns, listener: TcpListener): void {
  for (const id of listener.waiting) {
    const sk = draftOf(ns, id);
    if (sk === null) continue;
    sk.listener = 0;
    sendActiveReset(ctx, ns, sk);
    finish(ctx, ns, sk, null);
  }
  for (const id of listener.half) {
    const sk = draftOf(ns, id);
    if (sk === null) continue;
    sk.listener = 0;
    finish(ctx, ns, sk, null);
  }
  removeTcpSocket(ctx, ns, listener);
}
