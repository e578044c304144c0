/** The kinds of records that tell of TCP connections. */
import type { TcpState } from '../model/tcp';
import type { Ipv4Addr } from '../wire/addr';
import type { Kind } from './kinds.cluster';

/** Part of {@link TraceKinds}. */
export interface TcpTraceKinds {
  /** One end of a TCP connection changes its state. */
  'sock.state': Kind<
    TcpState,
    {
      /** Id of the socket. */
      readonly socket: number;
      readonly app: string;
      readonly local: Ipv4Addr;
      readonly port: number;
      readonly remote: Ipv4Addr;
      readonly remotePort: number;
      /** Null for a new one. */
      readonly before: TcpState | null;
    }
  >;
  /** A timer of a TCP connection fires: something is sent (again), or it ends. */
  'tcp.timer': Kind<
    'retransmit' | 'probe' | 'loss-probe' | 'delayed-ack' | 'give-up' | 'forgotten',
    {
      readonly socket: number;
      readonly app: string;
      readonly state: TcpState;
      readonly remote: Ipv4Addr;
      readonly remotePort: number;
      /** 1 for the first repetition, 0 where none is counted. */
      readonly attempt: number;
      /** Until the next one, ns. */
      readonly nextNs: number;
    }
  >;
}
