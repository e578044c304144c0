/** Receiving IPv4 in IPv4. Source: net/ipv4/tunnel4.c tunnel4_rcv, ipip.c ipip_rcv, ip_tunnel.c ip_tunnel_lookup. */
import { ICMP_PORT_UNREACH, ICMP_UNREACHABLE } from '../../../wire/icmp4';
import { IPV4_HEADER_LEN, ipDst, ipSrc, ipTos } from '../../../wire/ipv4';
import type { Link } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import type { Netns, World } from '../../../model/world';
import type { Ctx } from '../../ctx';
import { decapsulateEcn } from '../../ecn';
import { icmpSend } from '../../ip4/icmp.error';
import { drop, networkOffset, pullHead } from '../../skb';
import { findTunnel } from './find';

/** Whether the machine understands protocol 4: the module comes with the first tunnel. */
export function hasIpip(world: World, ns: Netns): boolean {
  return world.netns.some(
    (other) => other?.machine === ns.machine && other.links.some((link) => link?.kind === 'ipip'),
  );
}

/** A packet of protocol 4 for this host. `inner` is the offset of what it carries. */
export function ipipReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb, inner: number): void {
  const at = networkOffset(skb);
  const remote = ipSrc(skb.data, at);
  const tunnel = findTunnel(ns, link.ifindex, ipDst(skb.data, at), remote);
  if (tunnel === null) {
    const cause = ctx.cause;
    icmpSend(ctx, ns, link, skb, ICMP_UNREACHABLE, ICMP_PORT_UNREACH, 0, 'PW_NO_TUNNEL');
    ctx.cause = cause;
    drop(ctx, ns, link.ifindex, skb, 'PW_NO_TUNNEL');
    return;
  }
  if (skb.tail - inner < IPV4_HEADER_LEN) {
    drop(ctx, ns, link.ifindex, skb, 'PKT_TOO_SMALL');
    return;
  }
  const outerTos = ipTos(skb.data, at);
  const removedBytes = inner - skb.head;
  pullHead(skb, removedBytes);
  skb.l2 = false;
  skb.pktType = 'host';
  skb.hash = 0;
  skb.ct = null;
  skb.untracked = false;
  if (ctx.trace.on) {
    const detail = { tunnel: 'ipip' as const, remote, removedBytes };
    ctx.emit('tunnel.decap', 'unwrapped', ns.id, tunnel.ifindex, skb, detail);
  }
  if (!decapsulateEcn(outerTos, skb)) {
    drop(ctx, ns, tunnel.ifindex, skb, 'IP_TUNNEL_ECN');
    return;
  }
  ctx.stack.receive(ctx, ns, tunnel, skb);
}
