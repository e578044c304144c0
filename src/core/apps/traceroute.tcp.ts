/**
 * TCP probes of traceroute (`-T`): a SYN from a port of its own each, made by hand, so that no connection comes of it; the
 * answers are seen by a packet socket, and the host's own stack resets what answers. Source: traceroute 2.1.2 mod-tcp.c.
 */
import { nextU32 } from '../base/prng';
import { rawSend } from '../kernel/sock/raw';
import { freeTcpPort } from '../kernel/sock/tcp/table';
import type { Errno } from '../model/op';
import type { CapturedItem, Datagram, SocketError } from '../model/socket';
import type { Ipv4Addr } from '../wire/addr';
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, ethType } from '../wire/ethernet';
import { ICMP_HEADER_LEN, icmpCode, icmpMtu, icmpType, isIcmpErrorType } from '../wire/icmp4';
import {
  IPV4_HEADER_LEN,
  PROTO_ICMP,
  PROTO_TCP,
  ipDst,
  ipHeaderLen,
  ipProto,
  ipSrc,
  ipTtl,
} from '../wire/ipv4';
import { TCP_SYN, emitTcp, fillTcpChecksum, tcpDstPort, tcpHeaderLenOf, tcpSrcPort } from '../wire/tcp';
import type { ProcessIo } from './app';

/** What the receiver may send before it hears more. */
const WINDOW = 5840;
const HEADERS_LEN = 40;
const WSCALE = 2;

export interface SynProbe {
  readonly src: Ipv4Addr;
  readonly dst: Ipv4Addr;
  readonly port: number;
  readonly ttl: number;
  readonly df: boolean;
  /** Of the way there. */
  readonly mtu: number;
}

/** Sends a SYN; answers its source port, or why it did not leave. */
export function sendSyn(io: ProcessIo, { src, dst, port, ttl, df, mtu }: SynProbe): number | Errno {
  const { ctx, ns } = io;
  const srcPort = freeTcpPort(ctx, ns, { local: src, remote: dst, remotePort: port });
  if (srcPort === null) return 'EADDRNOTAVAIL';
  const header = {
    ...{ srcPort, dstPort: port, seq: nextU32(ctx.random(ns.id, 'traceroute.seq')), ack: 0, flags: TCP_SYN },
    ...{ window: WINDOW, urgent: 0 },
    options: {
      ...{ mss: mtu - HEADERS_LEN, wscale: WSCALE, sackPermitted: true, sack: [] },
      timestamps: { value: nextU32(ctx.random(ns.id, 'traceroute.seq')), echo: 0 },
    },
  };
  const payload = new Uint8Array(tcpHeaderLenOf(header));
  emitTcp(header, payload, 0);
  fillTcpChecksum(payload, 0, payload.length, src, dst);
  return rawSend(ctx, ns, { src, dst, proto: PROTO_TCP, ttl, df, payload }) ?? srcPort;
}

/** An answer, by the source port of the probe it is about. */
export interface SynAnswer {
  readonly srcPort: number;
  readonly item: Datagram | SocketError;
}

/** What a frame that came in says about a probe towards `dst`; null for anything else. */
export function synAnswer(
  { direction, l2, bytes }: CapturedItem,
  dst: Ipv4Addr,
  port: number,
): SynAnswer | null {
  const at = l2 ? ETHERNET_HEADER_LEN : 0;
  if (direction === 'out' || bytes.length < at + IPV4_HEADER_LEN) return null;
  if (l2 && ethType(bytes, 0) !== ETHERTYPE_IPV4) return null;
  const transport = at + ipHeaderLen(bytes, at);
  const from = ipSrc(bytes, at);
  const ttl = ipTtl(bytes, at);
  if (ipProto(bytes, at) === PROTO_TCP && bytes.length >= transport + HEADERS_LEN / 2) {
    if (from !== dst || tcpSrcPort(bytes, transport) !== port) return null;
    const srcPort = tcpDstPort(bytes, transport);
    const item = { kind: 'data', from, fromPort: port, to: ipDst(bytes, at), ttl, payload: bytes } as const;
    return { srcPort, item };
  }
  const quote = transport + ICMP_HEADER_LEN;
  if (ipProto(bytes, at) !== PROTO_ICMP || bytes.length < quote + IPV4_HEADER_LEN) return null;
  const inner = quote + ipHeaderLen(bytes, quote);
  const isOurs =
    ipProto(bytes, quote) === PROTO_TCP && ipDst(bytes, quote) === dst && bytes.length >= inner + 8;
  if (!isIcmpErrorType(icmpType(bytes, transport)) || !isOurs || tcpDstPort(bytes, inner) !== port)
    return null;
  const error: SocketError = {
    kind: 'error',
    icmpType: icmpType(bytes, transport),
    icmpCode: icmpCode(bytes, transport),
    ...{ from, ttl, mtu: icmpMtu(bytes, transport) },
    quoted: bytes.subarray(inner),
  };
  return { srcPort: tcpSrcPort(bytes, inner), item: error };
}
