/** Making vlan devices upon a card. Source: net/8021q/vlan_netlink.c vlan_validate, vlan_newlink; vlan.c vlan_check_real_dev. */
import type { LinkSpec, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import { VID_MAX } from '../../wire/vlan';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { netnsByName } from '../netns';
import { addLink, patchLink } from '../write';
import { explain, noDevice, refuse } from './error';
import { hasEthernet } from './link.ethernet';
import type { newLinkBase } from './link.state';
import { uppersOf } from './link.upper';

type Base = ReturnType<typeof newLinkBase>;

export function addVlan(
  ctx: Ctx,
  ns: Netns,
  base: (mtu: number) => Base,
  spec: LinkSpec & { kind: 'vlan' },
  given: { readonly mac: boolean; readonly mtu?: number },
): OpError | null {
  const { vid, protocol } = spec;
  if (!Number.isInteger(vid) || vid < 0 || vid > VID_MAX) return explain('ERANGE', '8021q: Invalid VLAN id');
  const id = netnsByName(ctx.world, spec.link.netns);
  const there = id === null ? null : ctx.own(id);
  const card = there === null ? null : linkByName(there, spec.link.dev);
  if (there === null || card === null) return noDevice(spec.link.dev);
  if (!hasEthernet(card)) return explain('EOPNOTSUPP', '8021q: VLANs not supported on device');
  const taken = uppersOf(ctx, card).some(
    ({ link }) => link.kind === 'vlan' && link.vid === vid && link.protocol === protocol,
  );
  if (taken) return explain('EEXIST', '8021q: VLAN device already exists');
  if (given.mtu !== undefined && given.mtu > card.mtu) return refuse('EINVAL');
  const made = base(card.mtu);
  const mac = given.mac ? made.mac : card.mac;
  const lower = { netns: there.id, ifindex: card.ifindex };
  addLink(ctx, ns, { ...made, mac, kind: 'vlan', lower, vid, protocol, macPinned: given.mac });
  patchLink(ctx, there, card, { uppers: [...card.uppers, { netns: ns.id, ifindex: made.ifindex }] });
  return null;
}
