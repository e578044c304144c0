/** A process knows that its peer is alive and says so with its next send (MSG_CONFIRM). */
import type { Ipv4Addr } from '../../wire/addr';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { fibPeek, nexthopOf } from '../fib';
import { neighConfirm } from '../neigh';

/** Confirms the neighbour packets to `dst` go through. Source: include/net/sock.h sock_confirm_neigh. */
export function confirmNexthop(ctx: Ctx, ns: Netns, dst: Ipv4Addr, src: Ipv4Addr): void {
  const { route } = fibPeek(ns, { dst, src, iif: 0, oif: 0, tos: 0, mark: 0 });
  const link = route?.type === 'unicast' ? linkOf(ns, route.dev) : null;
  if (route !== null && link !== null) neighConfirm(ctx, ns, link, nexthopOf(route, dst));
}
