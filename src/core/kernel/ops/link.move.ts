/** `ip link set netns`: a device moves to another namespace. Source: net/core/dev.c dev_change_net_namespace. */
import type { Link } from '../../model/link';
import { isBareIp } from '../../model/link';
import { NO_TRAFFIC_CONTROL } from '../../model/qdisc';
import type { OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { addLink, patchLink, removeLink } from '../write';
import { removeAddresses } from './addr';
import { detachFromBridge } from './bridge';
import { explain, refuse } from './error';
import { isUpper, repointLower, repointUppers } from './link.upper';
import { freeIfindex, linkDown } from './link.state';
import { netnsByName } from '../netns';

/** A device and the netns it is in. */
export interface PlacedLink {
  readonly ns: Netns;
  readonly link: Link;
}

/**
 * It goes down, loses addresses and master, and keeps its ifindex unless that is taken there. `newName` is
 * taken when its own name is taken there.
 */
export function moveLink(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  target: string,
  newName?: string,
): PlacedLink | OpError {
  const id = netnsByName(ctx.world, target);
  if (id === null) return explain('EINVAL', 'Invalid "netns" value');
  if (id === ns.id) return { ns, link };
  if (link.kind === 'loopback' || link.kind === 'bridge' || isBareIp(link))
    return explain('EINVAL', 'The interface netns is immutable');
  const there = ctx.own(id);
  const name = linkByName(there, link.name) === null ? link.name : newName;
  if (name === undefined || linkByName(there, name) !== null) return refuse('EEXIST');
  linkDown(ctx, ns, link);
  removeAddresses(ctx, ns, link);
  if (link.master !== 0) detachFromBridge(ctx, ns, link);
  removeLink(ctx, ns, link);
  const kept = there.links[link.ifindex] === undefined;
  const ifindex = kept ? link.ifindex : freeIfindex(there);
  const moved: Link = {
    ...link,
    name,
    ifindex,
    tc: NO_TRAFFIC_CONTROL,
    inet: there.inetDefault,
    neighConf: there.neighDefault,
  };
  addLink(ctx, there, moved, kept ? 'kept' : 'new');
  const placed = { ns: there, link: moved };
  repointUppers(ctx, moved, { netns: id, ifindex });
  if (isUpper(moved))
    repointLower(ctx, moved, { netns: ns.id, ifindex: link.ifindex }, { netns: id, ifindex });
  if ((moved.kind !== 'veth' && moved.kind !== 'physical') || moved.peer === null) return placed;
  const peerNs = ctx.own(moved.peer.netns);
  const peer = peerNs.links[moved.peer.ifindex];
  if (peer?.kind === 'veth' || peer?.kind === 'physical') {
    patchLink(ctx, peerNs, peer, { peer: { netns: id, ifindex } });
  }
  return placed;
}
