/**
 * Who listens to netlink hears what changed (the groups RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR and RTNLGRP_IPV4_ROUTE): of devices
 * also where a wire or a pair leads, whose other end came, went or lost its carrier. Source: net/core/link_watch.c,
 * rtnetlink.c rtmsg_ifinfo.
 */
import type { Link, NetnsId } from '../model/link';
import type { NetOp } from '../model/op';
import { NETLINK_TIMER } from '../model/process';
import { prefixKey } from '../model/route';
import type { Netns } from '../model/world';
import type { Cidr4 } from '../wire/addr';
import type { Ctx } from './ctx';
import { linkByName } from './ctx';
import { netnsByName } from './netns';

/** Tells processes of the netns; one hears nothing of what it did itself (`command`). */
export function notifyNetlink(ctx: Ctx, netns: NetnsId, op: NetOp, command: string | null): void {
  if (!op.kind.startsWith('route.') && !op.kind.startsWith('link.') && !op.kind.startsWith('addr.')) return;
  notify(ctx, netns, 'route' in op ? op.route.dst : null, command);
}

/** Whether a process of the netns listens. */
export function listens({ processes }: Netns): boolean {
  for (const { netlink, exitCode } of processes.entries.values()) {
    if (netlink === true && exitCode === null) return true;
  }
  return false;
}

/** Devices of the netns changed. */
export function notifyDevices(ctx: Ctx, netns: NetnsId): void {
  notify(ctx, netns, null, null);
}

/** `prefix`: of the route that changed, null where it was a device. */
function notify(ctx: Ctx, netns: NetnsId, prefix: Cidr4 | null, command: string | null): void {
  const ns = ctx.world.netns[netns];
  if (ns === undefined || ns.processes.entries.size === 0) return;
  for (const { pid, app, netlink, exitCode } of ns.processes.entries.values()) {
    if (netlink !== true || exitCode !== null || app === command) continue;
    const key = prefix === null ? '' : String(prefixKey(prefix.addr, prefix.len));
    const wake = { reason: 'timer', timer: `${NETLINK_TIMER}${key}` } as const;
    ctx.schedule({ kind: 'process.wake', netns, pid, wake }, 0);
  }
}

const NOWHERE: readonly NetnsId[] = [];

/** Other namespaces whose devices an operation reaches, as things are now: asked before it and after it. */
export function reachedBy(ctx: Ctx, ns: Netns, op: NetOp): readonly NetnsId[] {
  switch (op.kind) {
    case 'link.add':
    case 'link.del':
      return otherEnd(ns, linkByName(ns, op.name));
    case 'link.set': {
      if (op.set.up === undefined && op.set.netns === undefined) return NOWHERE;
      const target = op.set.netns === undefined ? null : netnsByName(ctx.world, op.set.netns);
      const ends = otherEnd(ns, linkByName(ns, op.name));
      return target === null || target === ns.id ? ends : [...ends, target];
    }
    case 'netns.del': {
      const gone = ctx.world.netns[netnsByName(ctx.world, op.name) ?? -1];
      return gone === undefined ? NOWHERE : gone.links.flatMap((link) => otherEnd(gone, link ?? null));
    }
    default:
      return NOWHERE;
  }
}

function otherEnd(ns: Netns, link: Link | null): readonly NetnsId[] {
  if (link?.kind !== 'veth' && link?.kind !== 'physical') return NOWHERE;
  return link.peer === null || link.peer.netns === ns.id ? NOWHERE : [link.peer.netns];
}
