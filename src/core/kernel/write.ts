/**
 * Every write to World's tables. Each function replaces one slot and reports the change, so that no state can change
 * behind the trace's back. `ns` and `link` must be owned (`ctx.own`).
 */
import { LayeredMap } from '../base/layered-map';
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { CtEntry } from '../model/conntrack';
import type { LinkAttributes } from '../model/change';
import type { BridgeFdbEntry, BridgeFdbKey, VxlanFdbEntry } from '../model/fdb';
import type { BridgeLink, InetConf, Link, NeighConf, VxlanLink, WireguardLink } from '../model/link';
import { countersOf } from '../model/link';
import { countedOnce } from './counted';
import type { NeighEntry } from '../model/neigh';
import type { Process } from '../model/process';
import type { IpRule, Route, RouteException, RouteTable } from '../model/route';
import { exceptionKey } from '../model/route';
import type { ShellState } from '../model/shell';
import type { PacketCounts } from '../model/snmp';
import type { Socket } from '../model/socket';
import type { Table } from '../model/table';
import { writable } from '../model/table';
import { forgetWays } from '../model/ways';
import type { WireguardPeer } from '../model/wireguard';
import type { FragmentQueue, IcmpGlobal, IcmpPeer, KernelLogLine, Netns } from '../model/world';
import type { Ctx } from './ctx';
import { forgetCovers } from './fib.cover';

/** Sets or deletes one entry and returns the table that now holds it. */
export function put<K, V>(ctx: Ctx, table: Table<K, V>, key: K, after: V | undefined): Table<K, V> {
  const own = writable(table, ctx.world.generation);
  if (after === undefined) own.entries.delete(key);
  else own.entries.set(key, after);
  return own;
}

export function putNeigh(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  key: Ipv4Addr,
  after: NeighEntry | undefined,
): void {
  const before = ctx.trace.on ? link.neigh.entries.get(key) : undefined;
  link.neigh = put(ctx, link.neigh, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'neigh', netns: ns.id, ifindex: link.ifindex, key, before, after });
}

export function putBridgeFdb(
  ctx: Ctx,
  ns: Netns,
  bridge: BridgeLink,
  key: BridgeFdbKey,
  after: BridgeFdbEntry | undefined,
): void {
  const before = ctx.trace.on ? bridge.fdb.entries.get(key) : undefined;
  bridge.fdb = put(ctx, bridge.fdb, key, after);
  if (ctx.trace.on)
    ctx.changed({ slot: 'bridge.fdb', netns: ns.id, ifindex: bridge.ifindex, key, before, after });
}

export function putVxlanFdb(
  ctx: Ctx,
  ns: Netns,
  vxlan: VxlanLink,
  key: MacAddr,
  after: VxlanFdbEntry | undefined,
): void {
  const before = ctx.trace.on ? vxlan.fdb.entries.get(key) : undefined;
  vxlan.fdb = put(ctx, vxlan.fdb, key, after);
  if (ctx.trace.on)
    ctx.changed({ slot: 'vxlan.fdb', netns: ns.id, ifindex: vxlan.ifindex, key, before, after });
}

export function putWireguardPeer(
  ctx: Ctx,
  ns: Netns,
  link: WireguardLink,
  key: string,
  after: WireguardPeer | undefined,
): void {
  const before = ctx.trace.on ? link.peers.entries.get(key) : undefined;
  link.peers = put(ctx, link.peers, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'wg.peer', netns: ns.id, ifindex: link.ifindex, key, before, after });
}

/** Replaces the routes of one prefix (`key` from `prefixKey`), keeping the count of prefixes by length. */
export function putRoutes(
  ctx: Ctx,
  ns: Netns,
  tableId: number,
  key: number,
  after: readonly Route[] | undefined,
): void {
  forgetWays(ns);
  const table = ownRouteTable(ctx, ns, tableId);
  const before = table.byPrefix.get(key);
  const len = key % 64;
  table.size += (after?.length ?? 0) - (before?.length ?? 0);
  if (after === undefined) {
    if (before !== undefined) table.lengths[len] = (table.lengths[len] ?? 0) - 1;
    table.byPrefix.delete(key);
  } else {
    if (before === undefined) table.lengths[len] = (table.lengths[len] ?? 0) + 1;
    table.byPrefix.set(key, after);
  }
  forgetCovers(table);
  if (ctx.trace.on) ctx.changed({ slot: 'route', netns: ns.id, table: tableId, key, before, after });
  if (before !== undefined && ns.routeExceptions.entries.size > 0) forgetExceptions(ctx, ns, before);
}

/** Sets or deletes what was learned about one destination. */
export function putException(ctx: Ctx, ns: Netns, key: string, after: RouteException | undefined): void {
  const before = ns.routeExceptions.entries.get(key);
  ns.routeExceptions = put(ctx, ns.routeExceptions, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'route.exception', netns: ns.id, key, before, after });
}

/** Exceptions live as long as a route with their next hop (`struct fib_info`). */
function forgetExceptions(ctx: Ctx, ns: Netns, routes: readonly Route[]): void {
  for (const { dev, via, dst } of [...ns.routeExceptions.entries.values()]) {
    if (routes.some((route) => hasNexthop(route, dev, via)) && !inUse(ns, dev, via))
      putException(ctx, ns, exceptionKey({ dev, via, dst }), undefined);
  }
}

function inUse(ns: Netns, dev: number, via: number): boolean {
  for (const table of ns.routeTables.values()) {
    for (const routes of table.byPrefix.values())
      if (routes.some((route) => hasNexthop(route, dev, via))) return true;
  }
  return false;
}

/** Whether a route may leave by `dev` to `via`. */
export function hasNexthop(route: Route, dev: number, via: number): boolean {
  const hops: readonly Pick<Route, 'dev' | 'gateway'>[] = route.nexthops ?? [route];
  return hops.some((hop) => hop.dev === dev && hop.gateway === via);
}

/** The table for writing; one that was not there is made. */
export function ownRouteTable(ctx: Ctx, ns: Netns, tableId: number): RouteTable {
  const generation = ctx.world.generation;
  const old = ns.routeTables.get(tableId);
  if (old?.generation === generation) return old;
  const table: RouteTable = {
    generation,
    byPrefix: old === undefined ? new Map<number, readonly Route[]>() : LayeredMap.copyOf(old.byPrefix),
    size: old?.size ?? 0,
    lengths: old === undefined ? new Array<number>(33).fill(0) : old.lengths.slice(),
  };
  ns.routeTables.set(tableId, table);
  return table;
}

export function putIpRules(ctx: Ctx, ns: Netns, after: readonly IpRule[]): void {
  forgetWays(ns);
  const before = ns.ipRules;
  ns.ipRules = after;
  if (ctx.trace.on) ctx.changed({ slot: 'iprules', netns: ns.id, before, after });
}

/** A link's attributes as a value of their own. */
export function linkAttributes(link: Link): LinkAttributes {
  const { neigh: _neigh, stats: _stats, ...rest } = link;
  if ('fdb' in rest) {
    const { fdb: _fdb, ...attributes } = rest;
    return attributes;
  }
  if ('peers' in rest) {
    const { peers: _peers, ...attributes } = rest;
    return attributes;
  }
  return rest;
}

/** Puts a link into its netns; one that comes from elsewhere brings counters, tables and its number along. */
export function addLink(ctx: Ctx, ns: Netns, link: Link, ifindex: 'new' | 'kept' = 'new'): void {
  forgetWays(ns);
  if (ifindex === 'new') ns.nextIfindex = link.ifindex + 1;
  ns.links[link.ifindex] = link;
  if (!ctx.trace.on) return;
  const place = { netns: ns.id, ifindex: link.ifindex, before: undefined };
  ctx.changed({ slot: 'link', ...place, after: linkAttributes(link) });
  ctx.changed({ slot: 'stats', ...place, after: { ...link.stats } });
  for (const [key, after] of link.neigh.entries) ctx.changed({ slot: 'neigh', ...place, key, after });
  if (link.kind === 'vxlan') {
    for (const [key, after] of link.fdb.entries) ctx.changed({ slot: 'vxlan.fdb', ...place, key, after });
  }
}

export function removeLink(ctx: Ctx, ns: Netns, link: Link): void {
  forgetWays(ns);
  ns.links[link.ifindex] = undefined;
  if (ctx.trace.on) {
    const before = linkAttributes(link);
    ctx.changed({ slot: 'link', netns: ns.id, ifindex: link.ifindex, before, after: undefined });
  }
  ctx.stack.linkGone?.(ctx, ns, link);
}

/** Changes attributes of a link in place. Tables and counters have writers of their own. */
export function patchLink<L extends Link>(
  ctx: Ctx,
  ns: Netns,
  link: L,
  patch: Partial<Omit<L, 'kind' | 'ifindex' | 'neigh' | 'fdb' | 'peers' | 'stats'>>,
): void {
  forgetWays(ns);
  const before = ctx.trace.on ? linkAttributes(link) : null;
  Object.assign(link, patch);
  if (before === null) return;
  const after = linkAttributes(link);
  ctx.changed({ slot: 'link', netns: ns.id, ifindex: link.ifindex, before, after });
}

/** Counts a frame. */
export function countFrame(ctx: Ctx, ns: Netns, link: Link, way: 'rx' | 'tx', lenBytes: number): void {
  const stats = link.stats;
  const before = ctx.trace.on ? countersOf(stats) : null;
  if (way === 'rx') {
    stats.rxPackets += 1;
    stats.rxBytes += lenBytes;
  } else {
    stats.txPackets += 1;
    stats.txBytes += lenBytes;
  }
  if (before !== null) {
    ctx.changed({ slot: 'stats', netns: ns.id, ifindex: link.ifindex, before, after: countersOf(stats) });
  }
}

/** Counts a frame the device itself refused. */
export function countDropped(ctx: Ctx, ns: Netns, link: Link, way: 'rx' | 'tx'): void {
  const before = ctx.trace.on ? { ...link.stats } : null;
  if (way === 'rx') link.stats.rxDropped += 1;
  else link.stats.txDropped += 1;
  if (before !== null) {
    ctx.changed({ slot: 'stats', netns: ns.id, ifindex: link.ifindex, before, after: { ...link.stats } });
  }
}

export function putSysctl(ctx: Ctx, ns: Netns, key: string, after: number | undefined): void {
  forgetWays(ns);
  const before = ctx.trace.on ? ns.sysctl.entries.get(key) : undefined;
  ns.sysctl = put(ctx, ns.sysctl, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'sysctl', netns: ns.id, key, before, after });
}

export function putInet(ctx: Ctx, ns: Netns, key: 'all' | 'default', after: InetConf): void {
  forgetWays(ns);
  const before = key === 'all' ? ns.inetAll : ns.inetDefault;
  if (key === 'all') ns.inetAll = after;
  else ns.inetDefault = after;
  if (ctx.trace.on) ctx.changed({ slot: 'inet', netns: ns.id, key, before, after });
}

export function putNeighDefault(ctx: Ctx, ns: Netns, after: NeighConf): void {
  const before = ns.neighDefault;
  ns.neighDefault = after;
  if (ctx.trace.on) ctx.changed({ slot: 'neigh.default', netns: ns.id, before, after });
}

export function putSocket(ctx: Ctx, ns: Netns, key: number, after: Socket | undefined): void {
  const before = ctx.trace.on ? ns.sockets.entries.get(key) : undefined;
  ns.sockets = put(ctx, ns.sockets, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'socket', netns: ns.id, key, before, after });
}

export function putUdpPort(ctx: Ctx, ns: Netns, key: number, after: readonly number[] | undefined): void {
  const before = ctx.trace.on ? ns.udpPorts.entries.get(key) : undefined;
  ns.udpPorts = put(ctx, ns.udpPorts, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'udp.port', netns: ns.id, key, before, after });
}

export function putTcpPort(ctx: Ctx, ns: Netns, key: number, after: readonly number[] | undefined): void {
  const before = ctx.trace.on ? ns.tcpPorts.entries.get(key) : undefined;
  ns.tcpPorts = put(ctx, ns.tcpPorts, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'tcp.port', netns: ns.id, key, before, after });
}

export function putTcpHash(ctx: Ctx, ns: Netns, key: number, after: readonly number[] | undefined): void {
  const before = ctx.trace.on ? ns.tcpHash.entries.get(key) : undefined;
  ns.tcpHash = put(ctx, ns.tcpHash, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'tcp.hash', netns: ns.id, key, before, after });
}

export function putProcess(ctx: Ctx, ns: Netns, key: number, after: Process | undefined): void {
  const before = ctx.trace.on ? ns.processes.entries.get(key) : undefined;
  ns.processes = put(ctx, ns.processes, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'process', netns: ns.id, key, before, after });
}

export function putIcmpPeer(ctx: Ctx, ns: Netns, key: Ipv4Addr, after: IcmpPeer): void {
  const before = ctx.trace.on ? ns.icmpPeers.entries.get(key) : undefined;
  ns.icmpPeers = put(ctx, ns.icmpPeers, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'icmp.peer', netns: ns.id, key, before, after });
}

export function setIcmpGlobal(ctx: Ctx, ns: Netns, after: IcmpGlobal): void {
  const before = ns.icmpGlobal ?? undefined;
  ns.icmpGlobal = after;
  if (ctx.trace.on) ctx.changed({ slot: 'icmp.global', netns: ns.id, before, after });
}

export function putFragments(ctx: Ctx, ns: Netns, key: string, after: FragmentQueue | undefined): void {
  const before = ctx.trace.on ? ns.fragments.entries.get(key) : undefined;
  ns.fragments = put(ctx, ns.fragments, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'fragments', netns: ns.id, key, before, after });
}

export function putNfTables(ctx: Ctx, ns: Netns, after: Netns['nfTables']): void {
  const before = ns.nfTables;
  ns.nfTables = after;
  if (ctx.trace.on) ctx.changed({ slot: 'nf.tables', netns: ns.id, before, after });
}

export function putNft(ctx: Ctx, ns: Netns, after: Netns['nft']): void {
  const before = ns.nft;
  ns.nft = after;
  if (ctx.trace.on) ctx.changed({ slot: 'nft', netns: ns.id, before, after });
}

/** What a match remembers between packets. */
export function putNfState(ctx: Ctx, ns: Netns, key: string, after: readonly number[] | undefined): void {
  const before = ns.nfState.entries.get(key);
  ns.nfState = put(ctx, ns.nfState, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'nf.state', netns: ns.id, key, before, after });
}

/** A line of the kernel log comes or, the oldest, goes. */
export function putKlog(ctx: Ctx, ns: Netns, key: number, after: KernelLogLine | undefined): void {
  const before = ns.klog.entries.get(key);
  ns.klog = put(ctx, ns.klog, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'klog', netns: ns.id, key, before, after });
}

export function putIpsets(ctx: Ctx, ns: Netns, after: Netns['ipsets']): void {
  const before = ns.ipsets;
  ns.ipsets = after;
  if (ctx.trace.on) ctx.changed({ slot: 'ipsets', netns: ns.id, before, after });
}

/** A netns ceases to be. */
export function removeNetns(ctx: Ctx, ns: Netns): void {
  ctx.world.netns[ns.id] = undefined;
  if (!ctx.trace.on) return;
  const { id, name, machine } = ns;
  ctx.changed({ slot: 'netns', netns: id, before: { name, machine }, after: undefined });
}

export function putConntrack(ctx: Ctx, ns: Netns, key: number, after: CtEntry | undefined): void {
  const before = ctx.trace.on ? ns.conntrack.entries.get(key) : undefined;
  // What a record holds may not change any more.
  if (after !== undefined) after.generation = ctx.trace.on ? 0 : ctx.world.generation;
  ns.conntrack = put(ctx, ns.conntrack, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'conntrack', netns: ns.id, key, before, after });
}

export function putConntrackHash(
  ctx: Ctx,
  ns: Netns,
  key: number,
  after: readonly number[] | undefined,
): void {
  const before = ns.conntrackHash.entries.get(key);
  ns.conntrackHash = put(ctx, ns.conntrackHash, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'conntrack.hash', netns: ns.id, key, before, after });
}

export function putFile(ctx: Ctx, ns: Netns, key: string, after: string | undefined): void {
  const before = ctx.trace.on ? ns.files.entries.get(key) : undefined;
  ns.files = put(ctx, ns.files, key, after);
  if (ctx.trace.on) ctx.changed({ slot: 'file', netns: ns.id, key, before, after });
}

/** What the shell of a netns remembers between lines. */
export function putShell(ctx: Ctx, ns: Netns, after: ShellState): void {
  const before = ns.shell;
  ns.shell = after;
  if (ctx.trace.on) ctx.changed({ slot: 'shell', netns: ns.id, before, after });
}

/** Counts one of the counters `nstat` shows; those of every packet are in write.packets.ts. */
export function countSnmp<K extends string>(
  ctx: Ctx,
  ns: Netns,
  key: K extends keyof PacketCounts ? never : K,
  by = 1,
): void {
  ns.snmp = put(ctx, ns.snmp, key, (ns.snmp.entries.get(key) ?? 0) + by);
  if (ctx.trace.on) ctx.changed(by === 1 ? countedOnce(ns.id, key) : { slot: 'snmp', netns: ns.id, key, by });
}
