/** Sockets of a netns as `ss` sees them. */
import type { TcpSocket, TcpState } from '../../../model/tcp';
import type { Netns } from '../../../model/world';
import { ANY_IPV4, type Ipv4Addr } from '../../../wire/addr';

export interface SocketRow {
  readonly netid: 'tcp' | 'udp';
  /** In the words of ss: `UNCONN`, `ESTAB`, `LISTEN`, … */
  readonly state: string;
  /** Bytes that wait to be read, and to be acknowledged; of a listening one its backlog. */
  readonly receiveQueue: number;
  readonly sendQueue: number;
  readonly local: Ipv4Addr;
  readonly localPort: number;
  readonly remote: Ipv4Addr;
  readonly remotePort: number;
  /** Null for the kernel's own. */
  readonly pid: number | null;
  /** The connection; null for all others. */
  readonly tcp: TcpSocket | null;
}

/** Source: iproute2 misc/ss.c sstate_name. */
const TCP_STATES: Readonly<Record<Exclude<TcpState, 'CLOSE'>, string>> = {
  SYN_SENT: 'SYN-SENT',
  SYN_RECV: 'SYN-RECV',
  ESTABLISHED: 'ESTAB',
  FIN_WAIT1: 'FIN-WAIT-1',
  FIN_WAIT2: 'FIN-WAIT-2',
  CLOSE_WAIT: 'CLOSE-WAIT',
  CLOSING: 'CLOSING',
  LAST_ACK: 'LAST-ACK',
  TIME_WAIT: 'TIME-WAIT',
};

/** In the order in which they were opened. */
export function socketsOf(ns: Netns): readonly SocketRow[] {
  return [...ns.sockets.entries.values()].flatMap((socket): readonly SocketRow[] => {
    switch (socket.kind) {
      case 'udp': {
        const waiting = socket.queue.reduce(
          (sum, item) => sum + (item.kind === 'data' ? item.payload.length : 0),
          0,
        );
        return [
          {
            netid: 'udp',
            state: socket.remotePort === 0 ? 'UNCONN' : 'ESTAB',
            receiveQueue: waiting,
            sendQueue: 0,
            local: socket.local,
            localPort: socket.port,
            remote: socket.remote,
            remotePort: socket.remotePort,
            pid: socket.pid,
            tcp: null,
          },
        ];
      }
      case 'tcp':
        if (socket.state === 'CLOSE') return [];
        return [
          {
            netid: 'tcp',
            state: TCP_STATES[socket.state],
            receiveQueue: socket.recvQueue.length,
            sendQueue: (socket.sndNxt - socket.sndUna) | 0,
            local: socket.local,
            localPort: socket.port,
            remote: socket.remote,
            remotePort: socket.remotePort,
            pid: socket.pid === 0 ? null : socket.pid,
            tcp: socket,
          },
        ];
      case 'tcp-listen':
        return [
          {
            netid: 'tcp',
            state: 'LISTEN',
            receiveQueue: socket.waiting.length,
            sendQueue: socket.backlog,
            local: socket.local,
            localPort: socket.port,
            remote: ANY_IPV4,
            remotePort: 0,
            pid: socket.pid,
            tcp: null,
          },
        ];
      case 'vxlan':
      case 'geneve':
      case 'wireguard':
        return [
          {
            netid: 'udp',
            state: 'UNCONN',
            receiveQueue: 0,
            sendQueue: 0,
            local: ANY_IPV4,
            localPort: socket.port,
            remote: ANY_IPV4,
            remotePort: 0,
            pid: null,
            tcp: null,
          },
        ];
      default:
        return [];
    }
  });
}
