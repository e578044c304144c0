/** The same calls of either transport. SCTP's are fetched when somebody wants them. */
import { sctp } from '../kernel/sock/sctp/part';
import {
  tcpAccept,
  tcpClose,
  tcpConnect,
  tcpConnected,
  tcpListen,
  tcpRead,
  tcpSend,
  tcpShutdown,
} from '../kernel/sock/tcp';

export type Transport = 'tcp' | 'sctp';

const TCP = {
  ...{ accept: tcpAccept, close: tcpClose, connect: tcpConnect, connected: tcpConnected },
  ...{ listen: tcpListen, read: tcpRead, send: tcpSend, shutdown: tcpShutdown },
};

type SctpCalls = Readonly<Record<'accept', (typeof sctp)['content']['sctpAccept']>>;
export type Door = Omit<typeof TCP, 'accept'> & { readonly accept: typeof tcpAccept | SctpCalls['accept'] };

export function doorOf({ transport }: { readonly transport?: Transport }): Door {
  if (transport !== 'sctp') return TCP;
  const { sctpAccept, sctpClose, sctpConnect, sctpConnected, sctpListen, sctpRead, sctpSend, sctpShutdown } =
    sctp.content;
  return {
    ...{ accept: sctpAccept, close: sctpClose, connect: sctpConnect, connected: sctpConnected },
    ...{ listen: sctpListen, read: sctpRead, send: sctpSend, shutdown: sctpShutdown },
  };
}
