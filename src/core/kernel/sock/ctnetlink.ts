/** Netlink sockets that hear of flows. Source: net/netfilter/nf_conntrack_netlink.c ctnetlink_conntrack_event. */
import type { CtEntry } from '../../model/conntrack';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { deliverTo, openSocket } from './table';

/** Where the index by port keeps these sockets: no datagram is for port 0, and none of them has a port. */
const NO_PORT = 0 as const;

export function ctnetlinkOpen(ctx: Ctx, ns: Netns, pid: number): number {
  return openSocket(ctx, ns, (id) => ({ kind: 'ctnetlink', id, pid, port: NO_PORT, queue: [] }));
}

/** An entry has changed in the table; null where there was none, or is none any more. */
export function tellOfFlow(
  ctx: Ctx,
  ns: Netns,
  before: CtEntry | null,
  after: CtEntry | null,
  byHand = false,
): void {
  const ids = ns.udpPorts.entries.get(NO_PORT);
  const entry = after ?? before;
  if (ids === undefined || entry === null) return;
  const event = before === null ? 'new' : after === null ? 'destroy' : 'update';
  // That it lives longer is no news.
  if (before !== null && after !== null && isSame(before, after)) return;
  for (const id of ids) {
    const socket = ns.sockets.entries.get(id);
    if (socket?.kind !== 'ctnetlink') continue;
    // As it is now: the table's own may be changed in place.
    const told = { ...entry, generation: 0 };
    deliverTo(ctx, ns, socket, { kind: 'flow', atNs: ctx.world.nowNs, event, entry: told, byHand });
  }
}

function isSame(a: CtEntry, b: CtEntry): boolean {
  if (a.tcp !== b.tcp || a.sctp?.state !== b.sctp?.state) return false;
  return a.seenReply === b.seenReply && a.assured === b.assured && a.mark === b.mark;
}
