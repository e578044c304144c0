/** ICMP errors reach the socket whose packet they quote. Source: icmp.c icmp_unreach, udp.c __udp4_lib_err, ping.c ping_err. */
import { Part } from '../../base/part';
import {
  ICMP_ECHO_REPLY,
  ICMP_FRAG_NEEDED,
  ICMP_HEADER_LEN,
  ICMP_REDIRECT,
  ICMP_REDIR_HOSTTOS,
  ICMP_UNREACHABLE,
  icmpCode,
  icmpEchoId,
  icmpGateway,
  icmpMtu,
  icmpType,
} from '../../wire/icmp4';
import {
  IPV4_HEADER_LEN,
  PROTO_ICMP,
  PROTO_IPIP,
  PROTO_SCTP,
  PROTO_TCP,
  PROTO_UDP,
  ipDst,
  ipHeaderLen,
  ipProto,
  ipSrc,
  ipTos,
  ipTtl,
} from '../../wire/ipv4';
import { sctpDstPort, sctpSrcPort } from '../../wire/sctp';
import { tcpDstPort, tcpSrcPort } from '../../wire/tcp';
import { udpDstPort, udpSrcPort } from '../../wire/udp';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import { isKernelSocket, type Socket } from '../../model/socket';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { learnMtu, learnRedirect } from '../ip4/exception.learn';
import { findTunnel } from '../link/ipip/find';
import { drop, networkOffset } from '../skb';
import { countIcmpFault } from '../snmp';
import { readNetnsSysctl } from '../sysctl.netns';
import { traceDeliver } from './deliver';
import { findPingSocket } from './ping';
import { deliverTo, findUdpSocket } from './table';
import { hasSctp } from './sctp/module';
import { sctp } from './sctp/part';

const tcpErrors = new Part('errors of TCP', () => import('./tcp/error'));
const connections = new Part('connections', () => import('./tcp/table'));

/** Bytes of the quoted transport header needed to know its owner. */
const QUOTED_MIN = 8;

export function deliverIcmpError(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number): void {
  const quote = transport + ICMP_HEADER_LEN;
  if (quote + IPV4_HEADER_LEN > skb.tail) {
    countIcmpFault(ctx, ns);
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_SMALL');
    return;
  }
  const inner = quote + ipHeaderLen(skb.data, quote);
  const socket = inner + QUOTED_MIN > skb.tail ? null : ownerOf(ctx, ns, skb.data, quote, inner);
  const type = icmpType(skb.data, transport);
  const code = icmpCode(skb.data, transport);
  const fragNeeded = type === ICMP_UNREACHABLE && code === ICMP_FRAG_NEEDED;
  const mtu = fragNeeded ? icmpMtu(skb.data, transport) : 0;
  // A path is learned from what sockets of this host sent, and from the answers of its own stack (icmp_err).
  const concerned =
    socket !== null || isEchoReply(skb.data, quote, inner) || isTunnel(ns, skb.data, quote, inner, skb.tail);
  if (concerned && (fragNeeded || type === ICMP_REDIRECT)) learn(ctx, ns, link, skb, transport, quote);
  if (socket?.kind === 'tcp') {
    traceDeliver(ctx, ns, link, skb, socket, socket.port, skb.tail - quote, 'error');
    if (type !== ICMP_REDIRECT)
      tcpErrors.content.tcpError(ctx, ns, socket, type, code, mtu, skb.data.slice(inner, skb.tail));
    return;
  }
  if (socket?.kind === 'sctp') {
    traceDeliver(ctx, ns, link, skb, socket, socket.port, skb.tail - quote, 'error');
    sctp.content.sctpError(ctx, ns, socket.id, type, code, mtu);
    return;
  }
  if (socket?.kind !== 'udp' && socket?.kind !== 'ping') {
    const proto = ipProto(skb.data, quote);
    if ((proto === PROTO_TCP || proto === PROTO_UDP) && !concerned) countIcmpFault(ctx, ns);
    drop(ctx, ns, link.ifindex, skb, 'NO_SOCKET');
    return;
  }
  // Only whoever listens for all ICMP hears of a redirect.
  if (type === ICMP_REDIRECT && socket.kind === 'udp') return;
  const port = socket.kind === 'udp' ? socket.port : socket.ident;
  traceDeliver(ctx, ns, link, skb, socket, port, skb.tail - quote, 'error');
  const network = networkOffset(skb);
  const delivered = deliverTo(ctx, ns, socket, {
    kind: 'error',
    icmpType: type,
    icmpCode: code,
    from: ipSrc(skb.data, network),
    ttl: ipTtl(skb.data, network),
    mtu,
    ...(type === ICMP_REDIRECT ? { gateway: icmpGateway(skb.data, transport) } : {}),
    quoted: skb.data.slice(inner, skb.tail),
  });
  if (!delivered) drop(ctx, ns, link.ifindex, skb, 'SOCKET_RCVBUFF');
}

/** What frag-needed errors and redirects say of the way to the quoted destination. Source: route.c ipv4_update_pmtu, ipv4_redirect. */
function learn(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number, quote: number): void {
  const { data } = skb;
  const from = ipSrc(data, networkOffset(skb));
  const [dst, src, tos] = [ipDst(data, quote), ipSrc(data, quote), ipTos(data, quote)];
  const key = { dst, src, iif: 0, oif: 0, tos, mark: 0, proto: ipProto(data, quote) };
  if (icmpType(data, transport) === ICMP_REDIRECT) {
    if (icmpCode(data, transport) <= ICMP_REDIR_HOSTTOS)
      learnRedirect(ctx, ns, link, key, icmpGateway(data, transport), from, skb);
    return;
  }
  // 2: nothing is believed that is not asked for.
  if (readNetnsSysctl(ns, 'net/ipv4/ip_no_pmtu_disc') < 2)
    learnMtu(ctx, ns, key, icmpMtu(data, transport), from, skb);
}

/** Whether a tunnel of this host sent the quoted packet. Source: udp.c __udp4_lib_err_encap, ipip.c ipip_err. */
function isTunnel(ns: Netns, data: Uint8Array, quote: number, inner: number, end: number): boolean {
  const [src, dst] = [ipSrc(data, quote), ipDst(data, quote)];
  switch (ipProto(data, quote)) {
    case PROTO_IPIP:
      return findTunnel(ns, 0, src, dst) !== null;
    case PROTO_UDP: {
      if (inner + QUOTED_MIN > end) return false;
      const port = udpDstPort(data, inner);
      const owner = findUdpSocket(ns, src, port, dst, port);
      return owner !== null && isKernelSocket(owner);
    }
    default:
      return false;
  }
}

function isEchoReply(data: Uint8Array, quote: number, inner: number): boolean {
  return (
    ipProto(data, quote) === PROTO_ICMP && inner < data.length && icmpType(data, inner) === ICMP_ECHO_REPLY
  );
}

/** The socket that sent the quoted packet. */
function ownerOf(ctx: Ctx, ns: Netns, data: Uint8Array, quote: number, inner: number): Socket | null {
  const proto = ipProto(data, quote);
  if (proto === PROTO_ICMP) return findPingSocket(ns, icmpEchoId(data, inner));
  if (proto === PROTO_TCP) {
    const local = ipSrc(data, quote);
    const remote = ipDst(data, quote);
    const [port, remotePort] = [tcpSrcPort(data, inner), tcpDstPort(data, inner)];
    return connections.content.findConnection(ns, { local, port, remote, remotePort });
  }
  if (proto === PROTO_SCTP) return hasSctp(ctx.world, ns) ? associationOf(ns, data, quote, inner) : null;
  if (proto !== PROTO_UDP) return null;
  return findUdpSocket(
    ns,
    ipSrc(data, quote),
    udpSrcPort(data, inner),
    ipDst(data, quote),
    udpDstPort(data, inner),
  );
}

function associationOf(ns: Netns, data: Uint8Array, quote: number, inner: number): Socket | null {
  return sctp.content.findAssociation(ns, {
    ...{ local: ipSrc(data, quote), port: sctpSrcPort(data, inner) },
    ...{ remote: ipDst(data, quote), remotePort: sctpDstPort(data, inner) },
  });
}
