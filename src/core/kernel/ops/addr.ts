/** `ip addr add|del`. Source: net/ipv4/devinet.c inet_insert_ifa, __inet_del_ifa. */
import type { Ipv4Addr } from '../../wire/addr';
import { asIpv4, maskOf, networkOf } from '../../wire/addr';
import type { Ifaddr, Link } from '../../model/link';
import type { NetOp, OpError } from '../../model/op';
import { SCOPE_GLOBAL } from '../../model/route';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { localType } from '../fib';
import { neighFlush } from '../neigh';
import { forgetMasqueraded } from '../netfilter/conntrack';
import { patchLink, putRoutes } from '../write';
import { explain, noDevice, refuse } from './error';
import { addInterfaceRoutes, removeInterfaceRoutes } from './interface-routes';
import { isIpvlanAddressBusy } from './link.ipvlan';
import { flushRoutes } from './link.state';

export function addAddress(
  ctx: Ctx,
  ns: Netns,
  op: NetOp & { kind: 'addr.add' },
  opId: number,
): OpError | null {
  const link = linkByName(ns, op.dev);
  if (link === null) return noDevice(op.dev);
  const { addr: local, len } = op.addr;
  if (link.addrs.some((other) => other.local === local && other.len === len)) {
    return explain('EEXIST', 'ipv4: Address already assigned');
  }
  if (isIpvlanAddressBusy(ctx, link, local))
    return explain('EADDRINUSE', 'Address already assigned to an ipvlan device');
  const network = networkOf(local, len);
  const secondary = link.addrs.some(
    (other) => !other.secondary && other.len === len && networkOf(other.local, len) === network,
  );
  const broadcast = op.broadcast === 'auto' ? asIpv4((network | ~maskOf(len)) >>> 0) : op.broadcast;
  const address: Ifaddr = {
    local,
    len,
    ...(broadcast === undefined ? {} : { broadcast }),
    scope: op.scope ?? SCOPE_GLOBAL,
    secondary,
    op: opId,
  };
  patchLink(ctx, ns, link, { addrs: insertAddress(link.addrs, address) });
  addInterfaceRoutes(ctx, ns, link, address);
  return null;
}

/**
 * A primary address stands after the last primary of the same or a nearer scope, a secondary at the end.
 * Source: devinet.c __inet_insert_ifa.
 */
function insertAddress(present: readonly Ifaddr[], address: Ifaddr): readonly Ifaddr[] {
  if (address.secondary) return [...present, address];
  const before = present.findLastIndex((other) => !other.secondary && address.scope <= other.scope) + 1;
  return [...present.slice(0, before), address, ...present.slice(before)];
}

/** The secondaries of a subnet go with its primary (`promote_secondaries` is off). */
export function deleteAddress(ctx: Ctx, ns: Netns, op: NetOp & { kind: 'addr.del' }): OpError | null {
  const link = linkByName(ns, op.dev);
  if (link === null) return noDevice(op.dev);
  const found = link.addrs.find((other) => other.local === op.addr.addr && other.len === op.addr.len);
  if (found === undefined) return { ...refuse('EADDRNOTAVAIL'), message: 'Error: ipv4: Address not found.' };
  const network = networkOf(found.local, found.len);
  const goes = (other: Ifaddr): boolean =>
    other === found ||
    (!found.secondary &&
      other.secondary &&
      other.len === found.len &&
      networkOf(other.local, other.len) === network);
  for (const address of link.addrs.filter(goes)) remove(ctx, ns, link, address);
  if (link.addrs.length === 0) disableIp(ctx, ns, link);
  return null;
}

/** Without an address there is no IP on the device: its routes and neighbours go. Source: fib_frontend.c fib_disable_ip. */
function disableIp(ctx: Ctx, ns: Netns, link: Link): void {
  flushRoutes(ctx, ns, link, true);
  neighFlush(ctx, ns, link, false);
}

/** Takes all addresses off a link that leaves its netns, and its last routes with them (NETDEV_UNREGISTER). */
export function removeAddresses(ctx: Ctx, ns: Netns, link: Link): void {
  for (const address of link.addrs) remove(ctx, ns, link, address);
  disableIp(ctx, ns, link);
}

function remove(ctx: Ctx, ns: Netns, link: Link, address: Ifaddr): void {
  removeInterfaceRoutes(ctx, ns, link, address);
  patchLink(ctx, ns, link, { addrs: link.addrs.filter((other) => other !== address) });
  forgetMasqueraded(ctx, ns, link.ifindex, address.local);
  if (localType(ns, address.local) !== 'local') flushSource(ctx, ns, address.local);
}

/** Routes whose preferred source is no longer ours. Source: fib_semantics.c fib_sync_down_addr. */
function flushSource(ctx: Ctx, ns: Netns, source: Ipv4Addr): void {
  for (const [id, table] of [...ns.routeTables]) {
    for (const [key, routes] of [...table.byPrefix]) {
      const left = routes.filter((route) => route.prefsrc !== source);
      if (left.length !== routes.length) putRoutes(ctx, ns, id, key, left.length === 0 ? undefined : left);
    }
  }
}
