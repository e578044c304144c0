/** The door in: a device hands a frame to the stack (`netif_receive_skb`). */
import { Part } from '../base/part';
import type { Link } from '../model/link';
import type { Skb } from '../model/skb';
import { skbLength, wireLength } from '../model/skb';
import type { Netns } from '../model/world';
import { ETHERNET_HEADER_LEN, ETHERTYPE_ARP, ETHERTYPE_IPV4, ethType } from '../wire/ethernet';
import { isVlanType } from '../wire/vlan';
import { arpReceive } from './arp';
import type { Ctx } from './ctx';
import { ipReceive } from './ip4/input';
import { bridgeOf, bridgeReceive } from './link/bridge';
import { ipvlan } from './link/ipvlan/part';
import { classify, drop } from './skb';
import { tapFrame } from './sock/packet';
import { countDropped, countFrame } from './write';

const vlan = new Part('vlan receives', () => import('./link/vlan'));
const macvlan = new Part('macvlan receives', () => import('./link/macvlan'));

/** A frame reaches `link` from its wire: the driver's part, then the stack's. */
export function frameArrive(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  if (!link.up) {
    countDropped(ctx, ns, link, 'rx');
    drop(ctx, ns, link.ifindex, skb, 'DEV_READY');
    return;
  }
  skb.pktType = classify(link, skb);
  netifReceive(ctx, ns, link, skb);
}

/** A frame comes up from the card below; one to a group is classified anew, one for `link` alone was found to be. */
export function frameFromBelow(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  if (skb.pktType === 'host' && link.up) netifReceive(ctx, ns, link, skb);
  else frameArrive(ctx, ns, link, skb);
}

/**
 * Order of the stages: taps, the device of a tagged frame's VLAN, then the bridge if the device is a port or the devices upon
 * it, then the protocol.
 * Source: net/core/dev.c __netif_receive_skb_core.
 */
export function netifReceive(ctx: Ctx, ns: Netns, link: Link, skb: Skb): void {
  skb.iif = link.ifindex;
  const lenBytes = wireLength(skb);
  // A vlan device counts what is behind the Ethernet header (vlan_do_receive), and a tag beside the bytes nobody.
  countFrame(ctx, ns, link, 'rx', skbLength(skb) - (link.kind === 'vlan' ? ETHERNET_HEADER_LEN : 0));
  if (ctx.trace.on) {
    ctx.emit('link.rx', 'received', ns.id, link.ifindex, skb, { pktType: skb.pktType, lenBytes });
  } else if (ctx.trace.tap !== null) {
    ctx.trace.tap.take(ctx.world.nowNs, ns.id, link.ifindex, skb);
  }
  tapFrame(ctx, ns, link, skb, 'in');
  if (isTagged(skb) && vlan.content.vlanReceive(ctx, ns, link, skb)) return;
  const bridge = bridgeOf(ns, link);
  if (bridge !== null) {
    bridgeReceive(ctx, ns, bridge, link, skb);
    return;
  }
  if (link.uppers.length > 0 && receivedAbove(ctx, ns, link, skb)) return;
  if (skb.tag !== 0) vlan.content.forNobody(skb);
  if (!skb.l2) {
    ipReceive(ctx, ns, link, skb);
    return;
  }
  switch (ethType(skb.data, skb.head)) {
    case ETHERTYPE_ARP:
      arpReceive(ctx, ns, link, skb);
      return;
    case ETHERTYPE_IPV4:
      ipReceive(ctx, ns, link, skb);
      return;
    default:
      drop(ctx, ns, link.ifindex, skb, 'UNHANDLED_PROTO');
  }
}

function isTagged(skb: Skb): boolean {
  return skb.tag !== 0 || (skb.l2 && isVlanType(ethType(skb.data, skb.head)));
}

/** Devices upon a card are of one kind, those of its VLANs apart. True when the card's own stack must not see the frame. */
function receivedAbove(ctx: Ctx, ns: Netns, card: Link, skb: Skb): boolean {
  for (const { netns, ifindex } of card.uppers) {
    const kind = ctx.world.netns[netns]?.links[ifindex]?.kind;
    if (kind === 'ipvlan') return ipvlan.content.ipvlanReceive(ctx, ns, card, skb);
    if (kind === 'macvlan') return macvlan.content.macvlanReceive(ctx, ns, card, skb);
  }
  return false;
}
