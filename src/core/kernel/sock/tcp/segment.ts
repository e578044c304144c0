/** A received segment, read once. */
import type { Skb } from '../../../model/skb';
import type { TcpHeader } from '../../../wire/tcp';
import { TCP_ACK, TCP_FIN, TCP_PSH, TCP_RST, TCP_SYN, tcpHeaderLen } from '../../../wire/tcp';
import type { TcpOptions } from '../../../wire/tcp.options';
import { plus } from './seq';

export interface TcpSegment {
  readonly seq: number;
  /** Number behind the segment; SYN and FIN count. */
  readonly end: number;
  readonly ack: number;
  readonly window: number;
  readonly options: TcpOptions;
  readonly data: Uint8Array;
  readonly syn: boolean;
  readonly hasAck: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly psh: boolean;
}

export function segmentOf(header: TcpHeader, skb: Skb, transport: number): TcpSegment {
  const { seq, ack, flags, window, options } = header;
  const data = skb.data.subarray(transport + tcpHeaderLen(skb.data, transport), skb.tail);
  const syn = (flags & TCP_SYN) !== 0;
  const fin = (flags & TCP_FIN) !== 0;
  return {
    ...{ seq, ack, window, options, data, syn, fin },
    end: plus(seq, data.length + (syn ? 1 : 0) + (fin ? 1 : 0)),
    hasAck: (flags & TCP_ACK) !== 0,
    rst: (flags & TCP_RST) !== 0,
    psh: (flags & TCP_PSH) !== 0,
  };
}
