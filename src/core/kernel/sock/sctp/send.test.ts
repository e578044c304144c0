/** sendmsg(2) of SCTP: a message is taken as a whole or not at all. Source: net/sctp/socket.c sctp_sendmsg, sctp_wait_for_sndbuf. */
import { expect, test } from 'vitest';
import { routedNet } from '../../../testing/net';
import { ANY_IPV4, ipv4 } from '../../../wire/addr';
import { SEND_BUFFER } from './limits';
import { sctpConnect, sctpSend } from './index';

test('what there is no room for waits, and takes no number', () => {
  const lab = routedNet();
  lab.start('h2', 'ncat --sctp -l -k 9000');
  const { ctx } = lab.simulation;
  const ends = { local: ANY_IPV4, port: 0, remote: ipv4('10.2.0.2'), remotePort: 9000 };
  const id = sctpConnect(ctx, ctx.own(lab.ns('h1').id), { pid: 1, ...ends });
  if (typeof id === 'string') throw new Error(id);
  lab.wait(1);
  const ns = ctx.own(lab.ns('h1').id);
  const now = () => {
    const socket = ns.sockets.entries.get(id);
    return socket?.kind === 'sctp' ? { seq: socket.streamSeq, next: socket.nextTsn } : null;
  };
  expect(sctpSend(ctx, ns, id, new Uint8Array(SEND_BUFFER + 1))).toBe('EMSGSIZE');
  expect(sctpSend(ctx, ns, id, new Uint8Array(SEND_BUFFER - 1))).toBe(SEND_BUFFER - 1);
  // There is room for a byte: then a message fits whatever its length.
  expect(sctpSend(ctx, ns, id, new Uint8Array(10))).toBe(10);
  const full = now();
  expect(full?.seq).toBe(2);
  expect(sctpSend(ctx, ns, id, new Uint8Array(10))).toBe(0);
  expect(now()).toEqual(full);
});
