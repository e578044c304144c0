/** `ip netns delete`, once nobody is in it: its devices go with it. Source: net/core/net_namespace.c cleanup_net. */
import type { OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { removeNetns } from '../write';
import { unregister } from './link';
import { moveLink } from './link.move';
import { linkDown } from './link.state';
import { netnsByName } from '../netns';

/**
 * The other ends of its veth pairs vanish too; network cards go home to the machine's own netns. `ns` is where the
 * command is typed: a netns of another machine is not known there, and a machine cannot delete its own.
 */
export function deleteNetns(ctx: Ctx, ns: Netns, name: string): OpError | null {
  const id = netnsByName(ctx.world, name);
  const machine = ctx.world.machines[ns.machine];
  const target = id === null || id === machine?.root ? undefined : ctx.world.netns[id];
  if (id === null || target?.machine !== ns.machine) {
    const message = `Cannot remove namespace file "/run/netns/${name}": No such file or directory`;
    return { errno: 'ENOENT', message };
  }
  const own = ctx.own(id);
  const home = machine === undefined ? undefined : ctx.world.netns[machine.root];
  for (const link of own.links) {
    if (link === undefined) continue;
    if (link.kind === 'physical' && home !== undefined) {
      moveLink(ctx, own, link, home.name);
      continue;
    }
    const peer = link.kind === 'veth' ? link.peer : null;
    if (link.kind === 'loopback') linkDown(ctx, own, link);
    else unregister(ctx, own, link);
    if (peer === null) continue;
    const peerNs = ctx.own(peer.netns);
    const far = peerNs.links[peer.ifindex];
    if (far !== undefined) unregister(ctx, peerNs, far);
  }
  removeNetns(ctx, own);
  return null;
}
