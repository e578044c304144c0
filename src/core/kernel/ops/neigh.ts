/** `ip neigh add|replace|change|del`. Source: net/core/neighbour.c neigh_add, neigh_delete. */
import type { NeighState } from '../../model/neigh';
import type { NetOp, NeighSpecState, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { neighDelete, neighSet } from '../neigh';
import { patchLink } from '../write';
import { noDevice, refuse } from './error';

const STATES: Readonly<Record<NeighSpecState, NeighState>> = {
  permanent: 'PERMANENT',
  reachable: 'REACHABLE',
  stale: 'STALE',
  noarp: 'NOARP',
};

type NeighOp = NetOp & { kind: 'neigh.add' | 'neigh.replace' | 'neigh.change' | 'neigh.del' };

export function neighOp(ctx: Ctx, ns: Netns, op: NeighOp, opId: number): OpError | null {
  const link = linkByName(ns, op.dev);
  if (link === null) return noDevice(op.dev);
  const present = link.neigh.entries.get(op.dst);
  if (op.kind === 'neigh.del') {
    if (present === undefined) return refuse('ENOENT');
    neighDelete(ctx, ns, link, op.dst);
    return null;
  }
  if (op.kind === 'neigh.add' && present !== undefined) return refuse('EEXIST');
  if (op.kind === 'neigh.change' && present === undefined) return refuse('ENOENT');
  neighSet(ctx, ns, link, op.dst, op.mac, STATES[op.state], opId);
  return null;
}

/** `ip neigh add|del proxy`. Source: neighbour.c pneigh_lookup, pneigh_delete. */
export function neighProxyOp(
  ctx: Ctx,
  ns: Netns,
  { kind, dev, dst }: NetOp & { kind: 'neigh.proxy.add' | 'neigh.proxy.del' },
): OpError | null {
  const link = linkByName(ns, dev);
  if (link === null) return noDevice(dev);
  const present = link.proxied ?? [];
  const others = present.filter((addr) => addr !== dst);
  if (kind === 'neigh.proxy.add') {
    patchLink(ctx, ns, link, { proxied: [...others, dst] });
    return null;
  }
  if (others.length === present.length) return refuse('ENOENT');
  patchLink(ctx, ns, link, { proxied: others });
  return null;
}
