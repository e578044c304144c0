/** A reset in the name of the one a segment was for (`-j REJECT --reject-with tcp-reset`). Source: net/ipv4/netfilter/nf_reject_ipv4.c nf_send_reset. */
import { ETHERTYPE_IPV4, ethDst, ethSrc } from '../../wire/ethernet';
import { PROTO_TCP, ipDst, ipSrc } from '../../wire/ipv4';
import type { TcpHeader } from '../../wire/tcp';
import {
  TCP_ACK,
  TCP_FIN,
  TCP_HEADER_LEN,
  TCP_RST,
  TCP_SYN,
  emitTcp,
  fillTcpChecksum,
  tcpAck,
  tcpDstPort,
  tcpFlags,
  tcpHeaderLen,
  tcpSeq,
  tcpSrcPort,
} from '../../wire/tcp';
import { NO_TCP_OPTIONS } from '../../wire/tcp.options';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ANY_IPV4 } from '../../wire/addr';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { transportAt } from '../netfilter/transport';
import { allocSkb, networkOffset, pushEthernet } from '../skb';
import { defaultTtl, ipSend, pushIpHeader } from './output';
import { routeOutput } from './route';

/** Answers `skb`, unless it is a reset itself. */
export function sendReset(ctx: Ctx, ns: Netns, _link: Link, skb: Skb): void {
  const at = transportAt(skb, PROTO_TCP, TCP_HEADER_LEN);
  if (at === -1 || (tcpFlags(skb.data, at) & TCP_RST) !== 0) return;
  const network = networkOffset(skb);
  const from = ipDst(skb.data, network);
  const to = ipSrc(skb.data, network);
  const answer = allocSkb(ctx, TCP_HEADER_LEN);
  emitTcp(resetHeader(skb.data, at, skb.tail), answer.data, answer.head);
  fillTcpChecksum(answer.data, answer.head, answer.tail, from, to);
  const route = routeOutput(ctx, ns, { dst: to, src: ANY_IPV4, oif: 0, tos: 0, mark: 0 }, answer);
  if (route.kind === 'error') return;
  const own = { ...route, src: from };
  const options = { dst: to, proto: PROTO_TCP, ttl: defaultTtl(ns), tos: 0, df: true };
  const { bridge } = skb;
  const port = bridge === null ? null : linkOf(ns, bridge.physIn);
  if (port !== null && skb.l2) {
    // On a bridge the sender must not see the bridge's own address: straight back out of the port it came by.
    pushIpHeader(ctx, ns, own, options, answer);
    pushEthernet(answer, ethSrc(skb.data, skb.head), ethDst(skb.data, skb.head), ETHERTYPE_IPV4);
    ctx.stack.transmit(ctx, ns, port, answer);
    return;
  }
  if (skb.ct !== null) answer.ct = { ...skb.ct, isReply: !skb.ct.isReply, state: 'RELATED' };
  pushIpHeader(ctx, ns, own, options, answer);
  ipSend(ctx, ns, own, answer);
}

/**
 * The reset that answers the segment at `at`, which ends before `end`: with numbers as the other side expects them (RFC
 * 9293 section 3.10.7.1).
 */
export function resetHeader(b: Uint8Array, at: number, end: number): TcpHeader {
  const flags = tcpFlags(b, at);
  const base = {
    ...{ srcPort: tcpDstPort(b, at), dstPort: tcpSrcPort(b, at) },
    ...{ window: 0, urgent: 0, options: NO_TCP_OPTIONS },
  };
  if ((flags & TCP_ACK) !== 0) return { ...base, seq: tcpAck(b, at), ack: 0, flags: TCP_RST };
  const taken =
    end - at - tcpHeaderLen(b, at) + ((flags & TCP_SYN) === 0 ? 0 : 1) + ((flags & TCP_FIN) === 0 ? 0 : 1);
  return { ...base, seq: 0, ack: (tcpSeq(b, at) + taken) >>> 0, flags: TCP_RST | TCP_ACK };
}
