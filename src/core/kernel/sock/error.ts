/** ICMP errors reach the socket whose packet they quote. Source: icmp.c icmp_unreach, udp.c __udp4_lib_err, ping.c ping_err. */
import {
  ICMP_FRAG_NEEDED,
  ICMP_HEADER_LEN,
  ICMP_UNREACHABLE,
  icmpCode,
  icmpEchoId,
  icmpMtu,
  icmpType,
} from '../../wire/icmp4';
import {
  IPV4_HEADER_LEN,
  PROTO_ICMP,
  PROTO_TCP,
  PROTO_UDP,
  ipDst,
  ipHeaderLen,
  ipProto,
  ipSrc,
} from '../../wire/ipv4';
import { tcpDstPort, tcpSrcPort } from '../../wire/tcp';
import { udpDstPort, udpSrcPort } from '../../wire/udp';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Socket } from '../../model/socket';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { drop, networkOffset } from '../skb';
import { traceDeliver } from './deliver';
import { findPingSocket } from './ping';
import { deliverTo, findUdpSocket } from './table';
import { tcpError } from './tcp/error';
import { findConnection } from './tcp/table';

/** Bytes of the quoted transport header needed to know its owner. */
const QUOTED_MIN = 8;

export function deliverIcmpError(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number): void {
  const quote = transport + ICMP_HEADER_LEN;
  if (quote + IPV4_HEADER_LEN > skb.tail) {
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_SMALL');
    return;
  }
  const inner = quote + ipHeaderLen(skb.data, quote);
  const socket = inner + QUOTED_MIN > skb.tail ? null : ownerOf(ns, skb.data, quote, inner);
  const type = icmpType(skb.data, transport);
  const code = icmpCode(skb.data, transport);
  const mtu = type === ICMP_UNREACHABLE && code === ICMP_FRAG_NEEDED ? icmpMtu(skb.data, transport) : 0;
  if (socket?.kind === 'tcp') {
    traceDeliver(ctx, ns, link, skb, socket, socket.port, skb.tail - quote, 'error');
    tcpError(ctx, ns, socket, type, code, mtu, skb.data.slice(inner, skb.tail));
    return;
  }
  if (socket?.kind !== 'udp' && socket?.kind !== 'ping') {
    drop(ctx, ns, link.ifindex, skb, 'NO_SOCKET');
    return;
  }
  const port = socket.kind === 'udp' ? socket.port : socket.ident;
  traceDeliver(ctx, ns, link, skb, socket, port, skb.tail - quote, 'error');
  const delivered = deliverTo(ctx, ns, socket, {
    kind: 'error',
    icmpType: type,
    icmpCode: code,
    from: ipSrc(skb.data, networkOffset(skb)),
    mtu,
    quoted: skb.data.slice(inner, skb.tail),
  });
  if (!delivered) drop(ctx, ns, link.ifindex, skb, 'SOCKET_RCVBUFF');
}

/** The socket that sent the quoted packet. */
function ownerOf(ns: Netns, data: Uint8Array, quote: number, inner: number): Socket | null {
  const proto = ipProto(data, quote);
  if (proto === PROTO_ICMP) return findPingSocket(ns, icmpEchoId(data, inner));
  if (proto === PROTO_TCP) {
    const local = ipSrc(data, quote);
    const remote = ipDst(data, quote);
    const [port, remotePort] = [tcpSrcPort(data, inner), tcpDstPort(data, inner)];
    return findConnection(ns, { local, port, remote, remotePort });
  }
  if (proto !== PROTO_UDP) return null;
  return findUdpSocket(
    ns,
    ipSrc(data, quote),
    udpSrcPort(data, inner),
    ipDst(data, quote),
    udpDstPort(data, inner),
  );
}
