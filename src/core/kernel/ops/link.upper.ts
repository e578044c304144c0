/** Devices upon a card, seen from both sides. */
import type { Link, LinkRef } from '../../model/link';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { patchLink } from '../write';

/** A device that is upon another one, wherever that is. */
export type Upper = Link & { readonly lower: LinkRef };

export function isUpper(link: Link): link is Upper {
  return link.kind === 'macvlan' || link.kind === 'ipvlan' || link.kind === 'vlan';
}

export function uppersOf(ctx: Ctx, card: Link): readonly { readonly ns: Netns; readonly link: Link }[] {
  return card.uppers.flatMap(({ netns, ifindex }) => {
    const ns = ctx.own(netns);
    const link = ns.links[ifindex];
    return link === undefined ? [] : [{ ns, link }];
  });
}

/** Whether a hardware address is taken: by the card, or by another device upon it that is up. Source: macvlan_addr_busy. */
export function isAddressBusy(ctx: Ctx, link: Upper, mac: number): boolean {
  const card = ctx.world.netns[link.lower.netns]?.links[link.lower.ifindex];
  if (card === undefined) return false;
  return (
    card.mac === mac ||
    uppersOf(ctx, card).some((upper) => upper.link !== link && upper.link.up && upper.link.mac === mac)
  );
}

/** Tells the card that a device upon it is gone, or is somewhere else now. */
export function repointLower(ctx: Ctx, upper: Upper, was: LinkRef, now: LinkRef | null): void {
  const ns = ctx.own(upper.lower.netns);
  const card = ns.links[upper.lower.ifindex];
  if (card === undefined) return;
  const uppers = card.uppers.flatMap((one) =>
    one.netns === was.netns && one.ifindex === was.ifindex ? (now === null ? [] : [now]) : [one],
  );
  patchLink(ctx, ns, card, { uppers });
}

/** Tells the devices upon a card where it is now. */
export function repointUppers(ctx: Ctx, card: Link, now: LinkRef): void {
  for (const { ns, link } of uppersOf(ctx, card)) {
    if (isUpper(link)) patchLink(ctx, ns, link, { lower: now });
  }
}

/** A card goes up or down, and the devices of its VLANs with it. Source: net/8021q/vlan.c vlan_device_event. */
export function vlansOf(ctx: Ctx, card: Link): ReturnType<typeof uppersOf> {
  if (card.uppers.length === 0) return [];
  return uppersOf(ctx, card).filter(({ link }) => link.kind === 'vlan');
}

/** A vlan device is up only while its card is. Source: vlan_dev_open. */
export function isCardDown(ctx: Ctx, link: Link): boolean {
  return link.kind === 'vlan' && ctx.world.netns[link.lower.netns]?.links[link.lower.ifindex]?.up !== true;
}
