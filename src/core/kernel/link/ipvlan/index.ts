/**
 * ipvlan: devices upon one card that all bear its hardware address; which of them gets a packet is decided by IP address. In
 * mode l2 each asks by ARP for itself; in l3 and l3s the netns of the card routes what they send.
 * Source: drivers/net/ipvlan/ipvlan_core.c.
 */
import type { Ipv4Addr } from '../../../wire/addr';
import { ANY_IPV4, isGroupMac } from '../../../wire/addr';
import { ethDst, ethSrc } from '../../../wire/ethernet';
import { ipDst, ipSrc, ipTos } from '../../../wire/ipv4';
import type { IpvlanLink, Link, LinkRef } from '../../../model/link';
import type { Skb } from '../../../model/skb';
import { cloneSkb } from '../../../model/skb';
import type { Netns } from '../../../model/world';
import type { Detail, Verdict } from '../../../trace/kinds';
import type { Ctx } from '../../ctx';
import { SOFTIRQ_DELAY_NS } from '../../ctx';
import { localType } from '../../fib';
import { ipSend } from '../../ip4/output';
import { routeOutput } from '../../ip4/route';
import { drop, networkOffset, pullEthernet } from '../../skb';
import { countDropped } from '../../write';
import { addressAsked, ipvlansOf, ipvlanWith, type IpvlanMember } from './members';
import type { LinkDriver } from '../kind';
import { sendToPeer } from '../veth';

/** Source: ipvlan_queue_xmit. */
export const ipvlan: LinkDriver = {
  kind: 'ipvlan',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'ipvlan') return;
    const { lower } = link;
    const card = ctx.world.netns[lower.netns]?.links[lower.ifindex];
    if (card === undefined) {
      countDropped(ctx, ns, link, 'tx');
      drop(ctx, ns, link.ifindex, skb, 'PW_LINK_DOWN');
      return;
    }
    if (link.mode === 'l2') sendFrame(ctx, ns, link, card, skb);
    else sendPacket(ctx, ns, link, card, skb);
  },
};

/** Source: ipvlan_xmit_mode_l2. */
function sendFrame(ctx: Ctx, ns: Netns, link: IpvlanLink, card: Link, skb: Skb): void {
  const dst = ethDst(skb.data, skb.head);
  if (link.flag !== 'vepa' && dst === ethSrc(skb.data, skb.head)) {
    if (toSibling(ctx, ns, link, card, skb)) return;
    tell(ctx, ns, link.ifindex, skb, 'card', link.lower, []);
    sendToPeer(ctx, ns, link, link.lower, skb, SOFTIRQ_DELAY_NS);
    return;
  }
  if (!isGroupMac(dst)) {
    tell(ctx, ns, link.ifindex, skb, 'wire', link.lower, []);
    toCard(ctx, link.lower, skb, 'down');
    return;
  }
  const own = { netns: ns.id, ifindex: link.ifindex };
  const others = ipvlansOf(ctx.world, card).filter((member) => !isAt(member, own));
  tell(ctx, ns, link.ifindex, skb, others.length > 0 ? 'flood' : 'wire', link.lower, others);
  leaveNetns(skb);
  const { cause } = ctx;
  for (const member of others) {
    sendToPeer(ctx, ns, link, member, cloneSkb(skb), SOFTIRQ_DELAY_NS);
    ctx.cause = cause;
  }
  toCard(ctx, link.lower, skb, 'down');
}

/** Source: ipvlan_xmit_mode_l3, ipvlan_process_outbound. */
function sendPacket(ctx: Ctx, ns: Netns, link: IpvlanLink, card: Link, skb: Skb): void {
  if (link.flag !== 'vepa' && toSibling(ctx, ns, link, card, skb)) return;
  if (isGroupMac(ethDst(skb.data, skb.head))) {
    tell(ctx, ns, link.ifindex, skb, 'group', link.lower, []);
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PW_IPVLAN_GROUP');
    return;
  }
  tell(ctx, ns, link.ifindex, skb, 'route', link.lower, []);
  leaveNetns(skb);
  toCard(ctx, link.lower, skb, 'route');
}

/** The address belongs to another device upon the card (or to this one): true when that settled it. Source: ipvlan_rcv_frame. */
function toSibling(ctx: Ctx, ns: Netns, link: IpvlanLink, card: Link, skb: Skb): boolean {
  const sibling = ipvlanWith(ctx.world, card, addressAsked(skb, 'destination'));
  if (sibling === null) return false;
  if (link.flag === 'private') {
    tell(ctx, ns, link.ifindex, skb, 'refused', link.lower, [sibling]);
    countDropped(ctx, ns, link, 'tx');
    drop(ctx, ns, link.ifindex, skb, 'PW_IPVLAN_PRIVATE');
    return true;
  }
  tell(ctx, ns, link.ifindex, skb, 'sibling', link.lower, [sibling]);
  sendToPeer(ctx, ns, link, sibling, skb, SOFTIRQ_DELAY_NS);
  return true;
}

/** What a namespace knows about a packet stays there (skb_scrub_packet). */
function leaveNetns(skb: Skb): void {
  Object.assign(skb, { mark: 0, ct: null, untracked: false, bridge: null });
}

function toCard(ctx: Ctx, lower: LinkRef, skb: Skb, way: 'down' | 'route'): void {
  ctx.schedule({ kind: 'frame.stacked', netns: lower.netns, ifindex: lower.ifindex, way, skb }, 0);
}

/** In mode l3 the netns of the card sends, as if a process of its own did. Source: ipvlan_process_v4_outbound. */
export function ipvlanRoute(ctx: Ctx, ns: Netns, card: Link, skb: Skb): void {
  pullEthernet(skb);
  const at = networkOffset(skb);
  const src = ipSrc(skb.data, at);
  const flow = {
    dst: ipDst(skb.data, at),
    // The sender's address need not be one of this netns (FLOWI_FLAG_ANYSRC).
    src: localType(ns, src) === 'local' ? src : ANY_IPV4,
    ...{ oif: card.ifindex, tos: ipTos(skb.data, at), mark: skb.mark },
  };
  const route = routeOutput(ctx, ns, flow, skb);
  if (route.kind === 'error' || route.broadcast) {
    drop(ctx, ns, card.ifindex, skb, 'IP_OUTNOROUTES');
    return;
  }
  skb.iif = 0;
  ipSend(ctx, ns, route, skb);
}

/**
 * A frame that the card has received. True when it was for one of the devices upon it and the card's own stack must not
 * see it. Source: ipvlan_handle_frame.
 */
export function ipvlanReceive(ctx: Ctx, ns: Netns, card: Link, skb: Skb): boolean {
  const members = ipvlansOf(ctx.world, card);
  const [first] = members;
  const lower = { netns: ns.id, ifindex: card.ifindex };
  // In l3s it is the stack that finds out, behind its rules.
  if (first === undefined || first.link.mode === 'l3s') return false;
  if (first.link.mode === 'l2' && isGroupMac(ethDst(skb.data, skb.head))) {
    const echo = ethSrc(skb.data, skb.head) === card.mac;
    const own = echo && ipvlanWith(ctx.world, card, addressAsked(skb, 'source')) !== null;
    const copies = own ? [] : members;
    tell(ctx, ns, card.ifindex, skb, copies.length > 0 ? 'copies' : 'stack', lower, copies);
    const { cause } = ctx;
    for (const member of copies) {
      const copy = cloneSkb(skb);
      leaveNetns(copy);
      handUp(ctx, member, copy);
      ctx.cause = cause;
    }
    return false;
  }
  const member = ipvlanWith(ctx.world, card, addressAsked(skb, 'destination'));
  tell(
    ctx,
    ns,
    card.ifindex,
    skb,
    member === null ? 'stack' : 'child',
    lower,
    member === null ? [] : [member],
  );
  if (member === null) return false;
  handUp(ctx, member, skb);
  return true;
}

function handUp(ctx: Ctx, { netns, ifindex }: LinkRef, skb: Skb): void {
  ctx.schedule({ kind: 'frame.stacked', netns, ifindex, way: 'up', skb }, 0);
}

/**
 * In mode l3s a packet that passed PREROUTING of the card's netns belongs to a device upon it: there it is routed, and INPUT
 * of the card's netns is passed before it arrives. Source: ipvlan_l3s.c ipvlan_l3_rcv, ipvlan_nf_input.
 */
export function ipvlanL3s(ctx: Ctx, ns: Netns, card: Link, skb: Skb): IpvlanMember | null {
  const [first] = ipvlansOf(ctx.world, card);
  if (first?.link.mode !== 'l3s') return null;
  const dst: Ipv4Addr = ipDst(skb.data, networkOffset(skb));
  const member = ipvlanWith(ctx.world, card, dst);
  if (member === null) return null;
  const lower = { netns: ns.id, ifindex: card.ifindex };
  tell(ctx, ns, card.ifindex, skb, 'child', lower, [member]);
  return member;
}

function isAt(member: LinkRef, { netns, ifindex }: LinkRef): boolean {
  return member.netns === netns && member.ifindex === ifindex;
}

function tell(
  ctx: Ctx,
  ns: Netns,
  dev: number,
  skb: Skb,
  verdict: Verdict<'ipvlan.forward'>,
  lower: LinkRef,
  members: readonly IpvlanMember[],
): void {
  if (!ctx.trace.on) return;
  const to = members.map(({ netns, ifindex }): LinkRef => ({ netns, ifindex }));
  const detail: Detail<'ipvlan.forward'> = { addr: addressAsked(skb, 'destination'), lower, to };
  ctx.emit('ipvlan.forward', verdict, ns.id, dev, skb, detail);
}
