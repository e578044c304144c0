/** Making and setting ipvlan devices. Source: drivers/net/ipvlan/ipvlan_main.c ipvlan_link_new, ipvlan_nl_changelink. */
import type { IpvlanFlag, IpvlanLink, IpvlanMode, Link } from '../../model/link';
import type { LinkSpec, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ipv4Addr } from '../../wire/addr';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { addLink, patchLink } from '../write';
import { noDevice, refuse } from './error';
import { hasEthernet } from './link.ethernet';
import type { newLinkBase } from './link.state';
import { uppersOf } from './link.upper';
import { netnsByName } from '../netns';

type Base = ReturnType<typeof newLinkBase>;

export function addIpvlan(
  ctx: Ctx,
  ns: Netns,
  base: (mtu: number) => Base,
  spec: LinkSpec & { kind: 'ipvlan' },
): OpError | null {
  const id = netnsByName(ctx.world, spec.link.netns);
  const there = id === null ? null : ctx.own(id);
  const named = there === null ? null : linkByName(there, spec.link.dev);
  if (there === null || named === null) return noDevice(spec.link.dev);
  // Upon one of its own kind it stands beside it.
  const place = named.kind === 'ipvlan' ? named.lower : { netns: there.id, ifindex: named.ifindex };
  const lowerNs = ctx.own(place.netns);
  const card = lowerNs.links[place.ifindex];
  if (card === undefined || !hasEthernet(card)) return refuse('EINVAL');
  // Devices of VLANs are beside them.
  const siblings = uppersOf(ctx, card).flatMap(({ link }) => (link.kind === 'vlan' ? [] : [link]));
  if (card.master !== 0 || siblings.some(({ kind }) => kind !== 'ipvlan')) return refuse('EBUSY');
  const made = base(card.mtu);
  const [first] = siblings;
  const flag = spec.flag ?? (first?.kind === 'ipvlan' ? first.flag : 'bridge');
  // They all bear the card's address, whatever was asked for.
  addLink(ctx, ns, { ...made, mac: card.mac, kind: 'ipvlan', lower: place, mode: spec.mode, flag });
  patchLink(ctx, lowerNs, card, { uppers: [...card.uppers, { netns: ns.id, ifindex: made.ifindex }] });
  setAll(ctx, card, { mode: spec.mode, flag });
  return null;
}

/** Mode and flag are those of the card: what one gets, all get. */
function setAll(ctx: Ctx, card: Link, set: { readonly mode?: IpvlanMode; readonly flag?: IpvlanFlag }): void {
  for (const { ns, link } of uppersOf(ctx, card)) {
    if (link.kind === 'ipvlan') patchLink(ctx, ns, link, set);
  }
}

export function setIpvlan(
  ctx: Ctx,
  link: Link,
  mode: IpvlanMode | undefined,
  flag: IpvlanFlag | undefined,
): OpError | null {
  if (mode === undefined && flag === undefined) return null;
  if (link.kind !== 'ipvlan') return refuse('EOPNOTSUPP');
  const card = cardOf(ctx, link);
  if (card === undefined) return refuse('EINVAL');
  setAll(ctx, card, { ...(mode !== undefined && { mode }), ...(flag !== undefined && { flag }) });
  return null;
}

/** An address is one device's alone, of all that stand upon a card. Source: ipvlan_addr4_validator_event. */
export function isIpvlanAddressBusy(ctx: Ctx, link: Link, addr: Ipv4Addr): boolean {
  const card = link.kind === 'ipvlan' ? cardOf(ctx, link) : undefined;
  if (card === undefined) return false;
  return uppersOf(ctx, card).some((upper) => upper.link.addrs.some(({ local }) => local === addr));
}

function cardOf(ctx: Ctx, { lower }: IpvlanLink): Link | undefined {
  return ctx.world.netns[lower.netns]?.links[lower.ifindex];
}
