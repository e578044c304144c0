/**
 * macvlan: devices with addresses of their own upon one card. Which of them gets a frame is decided by its destination
 * address; the card itself is no member. Source: drivers/net/macvlan.c.
 */
import type { MacAddr } from '../../wire/addr';
import { BROADCAST_MAC, asMac, isGroupMac } from '../../wire/addr';
import { ethDst, ethSrc } from '../../wire/ethernet';
import type { Link, LinkRef, MacvlanLink, MacvlanMode } from '../../model/link';
import type { Skb } from '../../model/skb';
import { cloneSkb } from '../../model/skb';
import type { Netns } from '../../model/world';
import type { Detail, Verdict } from '../../trace/kinds';
import type { Ctx } from '../ctx';
import { SOFTIRQ_DELAY_NS } from '../ctx';
import { drop } from '../skb';
import { countDropped } from '../write';
import type { LinkDriver } from './kind';
import { sendToPeer } from './veth';

/** The one group every IPv4 host is in, 224.0.0.1. */
const ALL_HOSTS = asMac(0x01005e000001);

type Member = LinkRef & { readonly link: MacvlanLink };

/** Source: macvlan_queue_xmit. */
export const macvlan: LinkDriver = {
  kind: 'macvlan',
  xmit(ctx, ns, link, skb) {
    if (link.kind !== 'macvlan') return;
    const { lower } = link;
    const card = ctx.world.netns[lower.netns]?.links[lower.ifindex];
    if (card === undefined) {
      countDropped(ctx, ns, link, 'tx');
      drop(ctx, ns, link.ifindex, skb, 'PW_LINK_DOWN');
      return;
    }
    const dst = ethDst(skb.data, skb.head);
    if (link.mode === 'bridge') {
      if (isGroupMac(dst)) {
        const own = { netns: ns.id, ifindex: link.ifindex };
        const copies = membersFor(ctx, card, dst, own, ['bridge']);
        tell(ctx, ns, link.ifindex, skb, copies.length > 0 ? 'flood' : 'wire', dst, lower, copies);
        const { cause } = ctx;
        for (const member of copies) {
          sendToPeer(ctx, ns, link, member, cloneSkb(skb), SOFTIRQ_DELAY_NS);
          ctx.cause = cause;
        }
        toWire(ctx, lower, skb);
        return;
      }
      const sibling = membersOf(ctx, card).find((member) => member.link.mac === dst);
      if (sibling?.link.mode === 'bridge') {
        tell(ctx, ns, link.ifindex, skb, 'sibling', dst, lower, [sibling]);
        // Received by the card as if it came off the wire, for the sake of its captures.
        sendToPeer(ctx, ns, link, lower, skb, SOFTIRQ_DELAY_NS);
        return;
      }
    }
    tell(ctx, ns, link.ifindex, skb, 'wire', dst, lower, []);
    toWire(ctx, lower, skb);
  },
};

/** The card sends in its own netns; nothing is taken off the packet on the way there. */
function toWire(ctx: Ctx, lower: LinkRef, skb: Skb): void {
  ctx.schedule({ kind: 'frame.stacked', netns: lower.netns, ifindex: lower.ifindex, way: 'down', skb }, 0);
}

/**
 * A frame that the card has received. True when it was for one of the devices upon it and the card's own stack must not
 * see it. Source: macvlan_handle_frame.
 */
export function macvlanReceive(ctx: Ctx, ns: Netns, card: Link, skb: Skb): boolean {
  const dst = ethDst(skb.data, skb.head);
  const lower = { netns: ns.id, ifindex: card.ifindex };
  const members = membersOf(ctx, card);
  if (isGroupMac(dst)) {
    const src = ethSrc(skb.data, skb.head);
    const sender = members.find((member) => member.link.mac === src);
    if (sender !== undefined && sender.link.mode !== 'vepa' && sender.link.mode !== 'bridge') {
      tell(ctx, ns, card.ifindex, skb, 'child', dst, lower, [sender]);
      handUp(ctx, sender, skb);
      return true;
    }
    const modes: readonly MacvlanMode[] =
      sender === undefined
        ? ['private', 'vepa', 'passthru', 'bridge']
        : sender.link.mode === 'vepa'
          ? ['vepa', 'bridge']
          : // Those in bridge mode have seen it on its way out.
            ['vepa'];
    const copies = membersFor(ctx, card, dst, sender ?? null, modes);
    tell(ctx, ns, card.ifindex, skb, copies.length > 0 ? 'copies' : 'stack', dst, lower, copies);
    const { cause } = ctx;
    for (const member of copies) {
      handUp(ctx, member, cloneSkb(skb));
      ctx.cause = cause;
    }
    return false;
  }
  const passthru = members.find((member) => member.link.mode === 'passthru');
  const member = passthru ?? members.find(({ link }) => link.mac === dst);
  if (member === undefined) {
    tell(ctx, ns, card.ifindex, skb, 'stack', dst, lower, []);
    return false;
  }
  tell(ctx, ns, card.ifindex, skb, 'child', dst, lower, [member]);
  skb.pktType = 'host';
  handUp(ctx, member, skb);
  return true;
}

function handUp(ctx: Ctx, { netns, ifindex }: LinkRef, skb: Skb): void {
  ctx.schedule({ kind: 'frame.stacked', netns, ifindex, way: 'up', skb }, 0);
}

/** The devices upon a card that are up: only they are in its table. */
function membersOf(ctx: Ctx, card: Link): readonly Member[] {
  return card.uppers.flatMap(({ netns, ifindex }) => {
    const link = ctx.world.netns[netns]?.links[ifindex];
    return link?.kind === 'macvlan' && link.up ? [{ netns, ifindex, link }] : [];
  });
}

/**
 * Who gets a copy of a frame to a group, in the order of the kernel's table: by bucket, within one the youngest first.
 * Source: macvlan_broadcast, macvlan_hash_add.
 */
function membersFor(
  ctx: Ctx,
  card: Link,
  group: MacAddr,
  except: LinkRef | null,
  modes: readonly MacvlanMode[],
): readonly Member[] {
  // Nobody joins other groups.
  if (group !== BROADCAST_MAC && group !== ALL_HOSTS) return [];
  return membersOf(ctx, card)
    .filter(
      (member) =>
        modes.includes(member.link.mode) &&
        !(member.netns === except?.netns && member.ifindex === except.ifindex),
    )
    .reverse()
    .sort((a, b) => bucketOf(a.link.mac) - bucketOf(b.link.mac));
}

const GOLDEN_RATIO_64 = 0x61c8_8646_80b5_83ebn;

/** Eight bits of a hash of the address as it lies in memory. Source: macvlan_eth_hash, hash_64. */
export function bucketOf(mac: MacAddr): number {
  let value = 0n;
  for (let i = 0; i < 6; i += 1)
    value |= BigInt(Math.floor(mac / 2 ** (8 * (5 - i))) % 256) << BigInt(8 * (i + 2));
  return Number(((value * GOLDEN_RATIO_64) & 0xffff_ffff_ffff_ffffn) >> 56n);
}

function tell(
  ctx: Ctx,
  ns: Netns,
  dev: number,
  skb: Skb,
  verdict: Verdict<'macvlan.forward'>,
  mac: MacAddr,
  lower: LinkRef,
  members: readonly Member[],
): void {
  if (!ctx.trace.on) return;
  const to = members.map(({ netns, ifindex }): LinkRef => ({ netns, ifindex }));
  const detail: Detail<'macvlan.forward'> = { mac, lower, to };
  ctx.emit('macvlan.forward', verdict, ns.id, dev, skb, detail);
}
