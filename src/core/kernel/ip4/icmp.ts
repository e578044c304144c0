/** Receiving ICMP: the stack answers echo requests itself, errors go to the sockets they are about. Source: icmp.c icmp_rcv. */
import { ANY_IPV4 } from '../../wire/addr';
import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_HEADER_LEN,
  fillIcmpChecksum,
  icmpChecksumOk,
  icmpEchoId,
  icmpEchoSeq,
  icmpType,
} from '../../wire/icmp4';
import { PROTO_ICMP, ipDst, ipSrc, ipTos } from '../../wire/ipv4';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { localType } from '../fib';
import { allocSkb, drop, networkOffset } from '../skb';
import { countBadSum, countIcmpFault, countIcmpIn } from '../snmp';
import { countSnmp } from '../write';
import { readNetnsSysctl } from '../sysctl.netns';
import { pingReceive } from '../sock/ping';
import { defaultTtl, ipLocalOut } from './output';
import { rare } from './part';
import { routeOutput } from './route';

/** The highest type there is (NR_ICMP_TYPES). */
const TYPES_MAX = 18;

/** `transport` is the offset of the ICMP header. */
export function icmpReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number): void {
  countSnmp(ctx, ns, 'IcmpInMsgs');
  if (skb.tail - transport < ICMP_HEADER_LEN) {
    countIcmpFault(ctx, ns);
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_SMALL');
    return;
  }
  if (!icmpChecksumOk(skb.data, transport, skb.tail)) {
    countBadSum(ctx, ns, 'Icmp');
    drop(ctx, ns, link.ifindex, skb, 'ICMP_CSUM');
    return;
  }
  const type = icmpType(skb.data, transport);
  countIcmpIn(ctx, ns, type);
  if (type === ICMP_ECHO) echoReply(ctx, ns, link, skb, transport);
  else if (type === ICMP_ECHO_REPLY) pingReceive(ctx, ns, link, skb, transport);
  else if (rare.content.concernsSocket(type)) rare.content.deliverIcmpError(ctx, ns, link, skb, transport);
  else {
    if (type > TYPES_MAX) countIcmpFault(ctx, ns);
    drop(ctx, ns, link.ifindex, skb, 'INVALID_PROTO');
  }
}

/** Same identifier, sequence number and data, back from the address that was asked. Source: icmp.c icmp_echo, icmp_reply. */
function echoReply(ctx: Ctx, ns: Netns, link: Link, skb: Skb, transport: number): void {
  const at = networkOffset(skb);
  const from = ipDst(skb.data, at);
  const to = ipSrc(skb.data, at);
  const toAll = localType(ns, from) === 'broadcast' || skb.pktType !== 'host';
  if (toAll && readNetnsSysctl(ns, 'net/ipv4/icmp_echo_ignore_broadcasts') !== 0) {
    countIcmpFault(ctx, ns);
    drop(ctx, ns, link.ifindex, skb, 'INVALID_PROTO');
    return;
  }
  const ident = icmpEchoId(skb.data, transport);
  const seq = icmpEchoSeq(skb.data, transport);
  const ignored = readNetnsSysctl(ns, 'net/ipv4/icmp_echo_ignore_all') !== 0;
  if (ctx.trace.on) {
    const verdict = ignored ? 'ignored' : 'reply';
    ctx.emit('icmp.echo', verdict, ns.id, link.ifindex, skb, { from, to, ident, seq });
  }
  if (ignored) return;
  const tos = ipTos(skb.data, at);
  const reply = allocSkb(ctx, skb.tail - transport);
  const route = routeOutput(ctx, ns, { dst: to, src: toAll ? ANY_IPV4 : from, oif: 0, tos, mark: 0 }, reply);
  if (route.kind === 'error') {
    // The request was heard; it is the answer that goes nowhere.
    drop(ctx, ns, link.ifindex, reply, 'IP_OUTNOROUTES');
    return;
  }
  reply.data.set(skb.data.subarray(transport, skb.tail), reply.head);
  reply.data[reply.head] = ICMP_ECHO_REPLY;
  fillIcmpChecksum(reply.data, reply.head, reply.tail);
  ipLocalOut(ctx, ns, route, { dst: to, proto: PROTO_ICMP, ttl: defaultTtl(ns), tos, df: false }, reply);
}
