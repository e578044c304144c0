/** A reset for a segment that belongs to nobody here. Source: net/ipv4/tcp_ipv4.c tcp_v4_send_reset. */
import type { Link } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import type { Netns } from '../../../model/world';
import type { DropReason } from '../../../trace/drop';
import { PROTO_TCP, ipDst, ipSrc } from '../../../wire/ipv4';
import { TCP_HEADER_LEN, TCP_RST, emitTcp, fillTcpChecksum, tcpFlagNames, tcpFlags } from '../../../wire/tcp';
import type { Ctx } from '../../ctx';
import { defaultTtl, ipLocalOut } from '../../ip4/output';
import { routeOutput } from '../../ip4/route';
import { resetHeader } from '../../ip4/tcp.reset';
import { allocSkb, drop, networkOffset } from '../../skb';
import { countSnmp } from '../../write';

/** Answers with a reset, unless the segment is one itself, and discards it. */
export function refuse(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  skb: Skb,
  transport: number,
  reason: DropReason,
): void {
  const cause = ctx.cause;
  if ((tcpFlags(skb.data, transport) & TCP_RST) === 0) answerReset(ctx, ns, skb, transport);
  ctx.cause = cause;
  drop(ctx, ns, link.ifindex, skb, reason);
}

function answerReset(ctx: Ctx, ns: Netns, skb: Skb, transport: number): void {
  const network = networkOffset(skb);
  const from = ipDst(skb.data, network);
  const to = ipSrc(skb.data, network);
  const header = resetHeader(skb.data, transport, skb.tail);
  const answer = allocSkb(ctx, TCP_HEADER_LEN);
  const route = routeOutput(ctx, ns, { dst: to, src: from, oif: 0, tos: 0, mark: 0 }, answer);
  if (route.kind === 'error') return;
  if (ctx.trace.on) {
    ctx.emit('sock.send', 'sent', ns.id, 0, answer, {
      ...{ socket: 'tcp', to, port: header.dstPort, errno: null, lenBytes: 0 },
      ...{ flags: tcpFlagNames(header.flags), again: false },
    });
  }
  countSnmp(ctx, ns, 'TcpOutSegs');
  countSnmp(ctx, ns, 'TcpOutRsts');
  emitTcp(header, answer.data, answer.head);
  fillTcpChecksum(answer.data, answer.head, answer.tail, from, to);
  ipLocalOut(ctx, ns, route, { dst: to, proto: PROTO_TCP, ttl: defaultTtl(ns), tos: 0, df: true }, answer);
}
