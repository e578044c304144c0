/** Forwarding: TTL, MTU, then out again. Source: net/ipv4/ip_forward.c. */
import { ICMP_EXC_TTL, ICMP_FRAG_NEEDED, ICMP_TIME_EXCEEDED, ICMP_UNREACHABLE } from '../../wire/icmp4';
import { decrementTtl, ipDf, ipDst, ipTotalLen, ipTtl } from '../../wire/ipv4';
import type { Link } from '../../model/link';
import type { Skb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkOf, touch } from '../ctx';
import { nexthopOf, usesGateway } from '../fib';
import { runHook } from '../netfilter/hooks';
import { drop, networkOffset, pullEthernet } from '../skb';
import { countSnmp } from '../write';
import { countForwarded } from '../write.packets';
import { pathMtu } from './exception';
import { ipFinishOutput } from './output';
import { rare } from './part';
import type { ForwardRoute } from './route';

/** A packet that is for somebody else. The order of the checks decides which error the sender sees. */
export function ipForward(ctx: Ctx, ns: Netns, link: Link, skb: Skb, way: ForwardRoute): void {
  const { route, exception } = way;
  if (skb.pktType !== 'host') {
    drop(ctx, ns, link.ifindex, skb, 'OTHERHOST');
    return;
  }
  const at = networkOffset(skb);
  const ttl = ipTtl(skb.data, at);
  if (ttl <= 1) {
    countSnmp(ctx, ns, 'IpInHdrErrors');
    if (ctx.trace.on) ctx.emit('ip.ttl', 'expired', ns.id, link.ifindex, skb, { before: ttl, after: 0 });
    const cause = ctx.cause;
    rare.content.icmpSend(ctx, ns, link, skb, ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, 0, 'IP_INHDR');
    ctx.cause = cause;
    drop(ctx, ns, link.ifindex, skb, 'IP_INHDR');
    return;
  }
  const out = linkOf(ns, route.dev);
  if (out === null) {
    drop(ctx, ns, link.ifindex, skb, 'DEV_READY');
    return;
  }
  // Counted before the size is looked at, so what turns out too big counts as well.
  countForwarded(ctx, ns);
  const lenBytes = ipTotalLen(skb.data, at);
  const { mtu } = pathMtu(ns, route, out, exception, true);
  if (lenBytes > mtu && ipDf(skb.data, at)) {
    countSnmp(ctx, ns, 'IpFragFails');
    if (ctx.trace.on)
      ctx.emit('ip.fragment', 'too-big', ns.id, out.ifindex, skb, { mtu, lenBytes, pieces: 0 });
    const cause = ctx.cause;
    rare.content.icmpSend(ctx, ns, link, skb, ICMP_UNREACHABLE, ICMP_FRAG_NEEDED, mtu, 'PKT_TOO_BIG');
    ctx.cause = cause;
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_BIG');
    return;
  }
  decrementTtl(skb.data, at);
  touch(skb);
  if (ctx.trace.on)
    ctx.emit('ip.ttl', 'decremented', ns.id, link.ifindex, skb, { before: ttl, after: ttl - 1 });
  const redirected = exception !== null && exception.gateway !== 0;
  const nexthop = redirected ? exception.gateway : nexthopOf(route, ipDst(skb.data, at));
  // In front of FORWARD: who is told where to send need not be allowed to send there.
  if (way.redirect) rare.content.sendRedirect(ctx, ns, link, skb, nexthop);
  if (!runHook(ctx, ns, 'FORWARD', skb, { in: link.ifindex, out: out.ifindex, nexthop })) return;
  pullEthernet(skb);
  const viaGateway = redirected || usesGateway(route);
  ipFinishOutput(ctx, ns, { link: out, nexthop, viaGateway, mtu }, skb);
}
