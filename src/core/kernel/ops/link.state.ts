/** A link goes up or down, and what follows from it. Source: net/core/dev.c, fib_frontend.c fib_netdev_event. */
import type { MacAddr } from '../../wire/addr';
import type { Ifindex, Link, LinkRef, LinkStats } from '../../model/link';
import type { Route } from '../../model/route';
import { SCOPE_HOST } from '../../model/route';
import { NO_TRAFFIC_CONTROL } from '../../model/qdisc';
import { emptyTable } from '../../model/table';
import type { Netns } from '../../model/world';
import { ipv4 } from '../../wire/addr';
import { hasCarrier } from '../carrier';
import { announceAddresses } from '../arp.send';
import type { Ctx } from '../ctx';
import { leavesBy } from '../fib.cover';
import { wireguardDown, wireguardUp } from '../link/wireguard/state';
import { neighFlush } from '../neigh';
import { forgetMasqueraded } from '../netfilter/conntrack';
import { closeSocket, openSocket } from '../sock/table';
import { patchLink, putBridgeFdb, putRoutes, putSocket, putVxlanFdb } from '../write';
import { closeGenevePort, openGenevePort } from './geneve-port';
import { uppersOf, vlansOf } from './link.upper';
import { addInterfaceRoutes } from './interface-routes';

const LOOPBACK_ADDRESS = ipv4('127.0.0.1');

/** DEFAULT_TX_QUEUE_LEN */
const TX_QUEUE_LEN = 1000;
const NO_LINKS: readonly LinkRef[] = Object.freeze([]);

type LinkBase = Omit<Link & { kind: 'loopback' }, 'kind'>;

function noTraffic(): LinkStats {
  return { rxPackets: 0, rxBytes: 0, rxDropped: 0, txPackets: 0, txBytes: 0, txDropped: 0 };
}

/** The next number that no link has, from `from` on. Source: net/core/dev.c dev_index_reserve. */
export function freeIfindex(ns: Netns, from = ns.nextIfindex): Ifindex {
  let ifindex = from;
  while (ns.links[ifindex] !== undefined) ifindex += 1;
  return ifindex;
}

/** The part all kinds of links have in common; takes the next ifindex. */
export function newLinkBase(ns: Netns, name: string, mac: MacAddr, mtu: number, op: number): LinkBase {
  return {
    ifindex: freeIfindex(ns),
    name,
    mac,
    mtu,
    txQueueLen: TX_QUEUE_LEN,
    alias: '',
    up: false,
    wasUp: false,
    master: 0,
    port: null,
    uppers: NO_LINKS,
    tc: NO_TRAFFIC_CONTROL,
    addrs: [],
    inet: ns.inetDefault,
    neighConf: ns.neighDefault,
    neigh: emptyTable(),
    stats: noTraffic(),
    op,
  };
}

/**
 * The link of a kind. Its fields are put onto the base, which no other link has: all links of a kind are then built alike, as
 * they are not by spreading, and the stack reads them faster.
 */
export function ofKind<B extends LinkBase, K extends object>(base: B, own: K): B & K {
  return Object.assign(base, own);
}

/** `ip link set up`. */
export function linkUp(ctx: Ctx, ns: Netns, link: Link, op: number): void {
  if (link.up) return;
  patchLink(ctx, ns, link, { up: true, wasUp: true });
  if (link.kind === 'loopback' && link.addrs.length === 0) {
    const address = { local: LOOPBACK_ADDRESS, len: 8, scope: SCOPE_HOST, secondary: false, op };
    patchLink(ctx, ns, link, { addrs: [address] });
  }
  for (const address of link.addrs) addInterfaceRoutes(ctx, ns, link, address);
  if (link.kind === 'vxlan') openTunnelPort(ctx, ns, link);
  if (link.kind === 'geneve') openGenevePort(ctx, ns, link);
  if (link.kind === 'wireguard') wireguardUp(ctx, ns, link);
  announceAddresses(ctx, ns, link);
  for (const above of vlansOf(ctx, link)) linkUp(ctx, above.ns, above.link, op);
}

/** `ip link set down`: routes through the device, its neighbours and what was learned behind it are gone. */
export function linkDown(ctx: Ctx, ns: Netns, link: Link): void {
  if (!link.up) return;
  patchLink(ctx, ns, link, { up: false });
  flushRoutes(ctx, ns, link, false);
  neighFlush(ctx, ns, link, false);
  forgetMasqueraded(ctx, ns, link.ifindex, null);
  if (link.master !== 0) portStopped(ctx, ns, link);
  if ((link.kind === 'veth' || link.kind === 'physical') && link.peer !== null) carrierLost(ctx, link.peer);
  for (const above of vlansOf(ctx, link)) linkDown(ctx, above.ns, above.link);
  lostBelow(ctx, link);
  if (link.kind === 'bridge') {
    for (const port of link.ports.flatMap((ifindex) => ns.links[ifindex] ?? []))
      forgetPort(ctx, ns, port, false);
  }
  if (link.kind === 'geneve') closeGenevePort(ctx, ns, link);
  if (link.kind === 'wireguard') wireguardDown(ctx, ns, link);
  if (link.kind === 'vxlan') {
    closeTunnelPort(ctx, ns, link);
    for (const [mac, entry] of [...link.fdb.entries]) {
      if (!entry.permanent) putVxlanFdb(ctx, ns, link, mac, undefined);
    }
  }
}

/** The other end of the wire went down, or the wire was pulled out. Source: neighbour.c neigh_carrier_down, br_if.c br_port_carrier_check. */
export function carrierLost(ctx: Ctx, end: LinkRef): void {
  const ns = ctx.own(end.netns);
  const link = ns.links[end.ifindex];
  if (link?.up !== true) return;
  neighFlush(ctx, ns, link, true);
  lostBelow(ctx, link);
  if (link.master !== 0) portStopped(ctx, ns, link);
}

/** The devices upon a card lose their carrier with it. Source: net/core/dev.c netif_stacked_transfer_operstate. */
function lostBelow(ctx: Ctx, card: Link): void {
  for (const { ns, link } of uppersOf(ctx, card)) if (link.up) neighFlush(ctx, ns, link, true);
}

/** A port passes nothing on any more; the last one takes the bridge's carrier along. Source: br_stp_disable_port. */
function portStopped(ctx: Ctx, ns: Netns, port: Link): void {
  forgetPort(ctx, ns, port, false);
  const bridge = ns.links[port.master];
  if (bridge?.kind === 'bridge' && !hasCarrier(ctx.world, ns, bridge)) neighFlush(ctx, ns, bridge, true);
}

/**
 * Everything that leaves by the device goes. With `addressesToo` the addresses are gone as well; else they stay ours
 * (host scope). Source: fib_semantics.c fib_sync_down_dev.
 */
export function flushRoutes(ctx: Ctx, ns: Netns, link: Link, addressesToo: boolean): void {
  for (const [id, table] of [...ns.routeTables]) {
    if (!leavesBy(table, link.ifindex)) continue;
    for (const [key, routes] of [...table.byPrefix]) {
      const left = routes.filter(
        (route) => !leavesOnlyBy(ns, route, link) || (!addressesToo && route.scope === SCOPE_HOST),
      );
      if (left.length !== routes.length) putRoutes(ctx, ns, id, key, left.length === 0 ? undefined : left);
    }
  }
}

/** A route with several next hops stays as long as one of their devices is up. */
function leavesOnlyBy(ns: Netns, route: Route, link: Link): boolean {
  if (route.nexthops === undefined) return route.dev === link.ifindex;
  if (!route.nexthops.some(({ dev }) => dev === link.ifindex)) return false;
  return route.nexthops.every(({ dev }) => dev === link.ifindex || ns.links[dev]?.up !== true);
}

/** Forgets the addresses behind a bridge port; with `all` also the port's own. Source: br_fdb_delete_by_port. */
export function forgetPort(ctx: Ctx, ns: Netns, port: Link, all: boolean): void {
  const bridge = ns.links[port.master];
  if (bridge?.kind !== 'bridge') return;
  for (const [mac, entry] of [...bridge.fdb.entries]) {
    if (entry.port === port.ifindex && (all || !entry.permanent))
      putBridgeFdb(ctx, ns, bridge, mac, undefined);
  }
}

/** The UDP socket all vxlan devices of a port share. Source: vxlan_core.c vxlan_open, vxlan_sock_add. */
function openTunnelPort(ctx: Ctx, ns: Netns, link: Link & { kind: 'vxlan' }): void {
  for (const socket of ns.sockets.entries.values()) {
    if (socket.kind !== 'vxlan' || socket.port !== link.dstPort) continue;
    const devices = new Map([...socket.devices, [link.vni, link.ifindex] as const]);
    putSocket(ctx, ns, socket.id, { ...socket, devices });
    return;
  }
  const devices = new Map([[link.vni, link.ifindex]]);
  openSocket(ctx, ns, (id) => ({ kind: 'vxlan', id, port: link.dstPort, devices }));
}

function closeTunnelPort(ctx: Ctx, ns: Netns, link: Link & { kind: 'vxlan' }): void {
  for (const socket of [...ns.sockets.entries.values()]) {
    if (socket.kind !== 'vxlan' || socket.devices.get(link.vni) !== link.ifindex) continue;
    const devices = new Map([...socket.devices].filter(([vni]) => vni !== link.vni));
    if (devices.size === 0) closeSocket(ctx, ns, socket.id);
    else putSocket(ctx, ns, socket.id, { ...socket, devices });
  }
}
