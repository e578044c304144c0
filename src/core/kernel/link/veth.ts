/** A veth pair: what is sent on one end is received by the other. Source: drivers/net/veth.c veth_xmit. */
import type { Link, LinkRef } from '../../model/link';
import type { Skb } from '../../model/skb';
import { skbLength } from '../../model/skb';
import type { Netns } from '../../model/world';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';
import type { Ctx } from '../ctx';
import { SOFTIRQ_DELAY_NS } from '../ctx';
import { drop } from '../skb';
import { countDropped } from '../write';
import type { LinkDriver } from './kind';

/** Room for one VLAN tag that the receiver grants beyond its MTU. */
const VLAN_HEADER_LEN = 4;

export const veth: LinkDriver = {
  kind: 'veth',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'veth') return;
    sendToPeer(ctx, ns, link, link.peer, skb, SOFTIRQ_DELAY_NS);
  },
};

/**
 * Hands a frame to the device at the other end, which refuses it when it is down or the frame is longer than its MTU.
 * Source: net/core/dev.c __dev_forward_skb, include/linux/netdevice.h __is_skb_forwardable.
 */
export function sendToPeer(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  peer: LinkRef | null,
  skb: Skb,
  delayNs: number,
): void {
  const other = peer === null ? undefined : ctx.world.netns[peer.netns]?.links[peer.ifindex];
  if (peer === null || other === undefined) {
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PW_LINK_DOWN');
    return;
  }
  if (!other.up || skbLength(skb) > other.mtu + ETHERNET_HEADER_LEN + VLAN_HEADER_LEN) {
    if (link.kind !== 'physical') countRefused(ctx, peer);
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PW_PEER_REFUSED');
    // A process that is still in its call learns of it (NET_XMIT_DROP, net_xmit_errno).
    if (link.kind === 'veth') skb.refused = 'ENOBUFS';
    return;
  }
  // A namespace border takes mark and conntrack away (skb_scrub_packet); the flow hash stays.
  if (peer.netns !== ns.id) {
    skb.mark = 0;
    skb.ct = null;
    skb.untracked = false;
    skb.bridge = null;
  }
  ctx.arrive(peer.netns, peer.ifindex, skb, delayNs);
}

/** Who does not take a frame out of memory counts it as one of its own (____dev_forward_skb). */
function countRefused(ctx: Ctx, { netns, ifindex }: LinkRef): void {
  const ns = ctx.own(netns);
  const link = ns.links[ifindex];
  if (link !== undefined) countDropped(ctx, ns, link, 'rx');
}
