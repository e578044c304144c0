/** Making devices upon a card. Source: drivers/net/macvlan.c macvlan_common_newlink. */
import type { Link, MacvlanMode } from '../../model/link';
import type { LinkSpec, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { addLink, patchLink } from '../write';
import { noDevice, refuse } from './error';
import { hasEthernet } from './link.ethernet';
import type { newLinkBase } from './link.state';
import { uppersOf } from './link.upper';
import { netnsByName } from '../netns';

type Base = ReturnType<typeof newLinkBase>;

export function addMacvlan(
  ctx: Ctx,
  ns: Netns,
  base: (mtu: number) => Base,
  spec: LinkSpec & { kind: 'macvlan' },
  given: { readonly mac: boolean; readonly mtu?: number },
): OpError | null {
  const id = netnsByName(ctx.world, spec.link.netns);
  const there = id === null ? null : ctx.own(id);
  const named = there === null ? null : linkByName(there, spec.link.dev);
  if (there === null || named === null) return noDevice(spec.link.dev);
  // Upon one of its own kind it stands beside it.
  const place = named.kind === 'macvlan' ? named.lower : { netns: there.id, ifindex: named.ifindex };
  const lowerNs = ctx.own(place.netns);
  const card = lowerNs.links[place.ifindex];
  if (card === undefined || !hasEthernet(card)) return refuse('EINVAL');
  const above = uppersOf(ctx, card);
  if (card.master !== 0 || above.some(({ link }) => link.kind === 'ipvlan')) return refuse('EBUSY');
  if (given.mtu !== undefined && given.mtu > card.mtu) return refuse('EINVAL');
  if (!admits(ctx, card, spec.mode)) return refuse('EINVAL');
  const made = base(card.mtu);
  const mac = spec.mode === 'passthru' && !given.mac ? card.mac : made.mac;
  addLink(ctx, ns, { ...made, mac, kind: 'macvlan', lower: place, mode: spec.mode });
  patchLink(ctx, lowerNs, card, { uppers: [...card.uppers, { netns: ns.id, ifindex: made.ifindex }] });
  return null;
}

/** A device in passthru mode has its card for itself. */
function admits(ctx: Ctx, card: Link, mode: MacvlanMode): boolean {
  const siblings = uppersOf(ctx, card).flatMap(({ link }) => (link.kind === 'macvlan' ? [link] : []));
  if (siblings.length === 0) return true;
  return mode !== 'passthru' && !siblings.some((sibling) => sibling.mode === 'passthru');
}
