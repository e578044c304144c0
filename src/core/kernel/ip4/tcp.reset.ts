/** A reset in the name of the one a segment was for (`-j REJECT --reject-with tcp-reset`). Source: net/ipv4/netfilter/nf_reject_ipv4.c nf_send_reset. */
import { getU16, getU32, setU16, setU32 } from '../../base/bytes';
import { internetChecksum, pseudoHeaderSum } from '../../wire/checksum';
import { ETHERTYPE_IPV4, ethDst, ethSrc } from '../../wire/ethernet';
import { PROTO_TCP, ipDst, ipHeaderLen, ipSrc } from '../../wire/ipv4';
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

const TCP_HEADER_LEN = 20;
const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

/** Answers `skb`, unless it is a reset itself. */
export function sendReset(ctx: Ctx, ns: Netns, _link: Link, skb: Skb): void {
  const at = transportAt(skb, PROTO_TCP, TCP_HEADER_LEN);
  const flags = skb.data[at + 13] ?? 0;
  if (at === -1 || (flags & RST) !== 0) return;
  const network = networkOffset(skb);
  const from = ipDst(skb.data, network);
  const to = ipSrc(skb.data, network);
  const answer = allocSkb(ctx, TCP_HEADER_LEN);
  fillReset(answer, skb, at, skb.tail - network - ipHeaderLen(skb.data, network));
  const sum = pseudoHeaderSum(from, to, PROTO_TCP, TCP_HEADER_LEN);
  setU16(answer.data, answer.head + 16, internetChecksum(answer.data, answer.head, answer.tail, sum));
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

/** Sequence numbers as the other side expects them (RFC 9293 section 3.10.7). `lenBytes`: of the segment with header. */
function fillReset(answer: Skb, skb: Skb, at: number, lenBytes: number): void {
  const { data, head } = answer;
  const flags = skb.data[at + 13] ?? 0;
  setU16(data, head, getU16(skb.data, at + 2));
  setU16(data, head + 2, getU16(skb.data, at));
  data[head + 12] = (TCP_HEADER_LEN / 4) << 4;
  if ((flags & ACK) !== 0) {
    setU32(data, head + 4, getU32(skb.data, at + 8));
    data[head + 13] = RST;
    return;
  }
  const headerLen = ((skb.data[at + 12] ?? 0) >> 4) * 4;
  const taken = lenBytes - headerLen + ((flags & SYN) === 0 ? 0 : 1) + ((flags & FIN) === 0 ? 0 : 1);
  setU32(data, head + 8, (getU32(skb.data, at + 4) + taken) >>> 0);
  data[head + 13] = RST | ACK;
}
