/** Applying recorded changes to a World: how tables are shown in the middle of an event. */
import { need } from '../base/assert';
import type { Change, LinkAttributes } from '../model/change';
import { noteFile } from '../model/folders';
import { FIRST_OP } from '../model/op';
import { NEW_SHELL } from '../model/shell';
import type { BridgeLink, Link, VxlanLink, WireguardLink } from '../model/link';
import { isPacketCount } from '../model/snmp';
import type { Table } from '../model/table';
import { emptyTable, writable } from '../model/table';
import { forgetWays } from '../model/ways';
import type { Netns, World } from '../model/world';
import type { Ctx } from '../kernel/ctx';
import { applyToCluster } from './apply-cluster';

/** Makes an empty netns; injected, because how one looks is the kernel's business. */
export type NetnsMaker = (id: number, name: string, machine: number, generation: number) => Netns;

function put<K, V>(table: Table<K, V>, generation: number, key: K, after: V | undefined): Table<K, V> {
  const own = writable(table, generation);
  if (after === undefined) own.entries.delete(key);
  else own.entries.set(key, after);
  return own;
}

/** Applies one change. `ctx` owns the World; nothing is recorded. */
export function applyChange(ctx: Pick<Ctx, 'world' | 'own'>, change: Change, makeNetns: NetnsMaker): void {
  const { world } = ctx;
  const { generation } = world;
  if (change.slot === 'machine') {
    if (change.after !== undefined) {
      world.machines = [...world.machines, change.after];
      world.nextOps.push(FIRST_OP);
    }
    return;
  }
  if (change.slot === 'netns') {
    applyNetns(world, change, makeNetns);
    return;
  }
  if (applyToCluster(world, change)) return;
  const ns = ctx.own(change.netns);
  forgetWays(ns);
  switch (change.slot) {
    case 'neigh': {
      const link = linkAt(ns, change.ifindex);
      link.neigh = put(link.neigh, generation, change.key, change.after);
      return;
    }
    case 'bridge.fdb': {
      const link = linkAt(ns, change.ifindex);
      if (link.kind === 'bridge') link.fdb = put(link.fdb, generation, change.key, change.after);
      return;
    }
    case 'vxlan.fdb': {
      const link = linkAt(ns, change.ifindex);
      if (link.kind === 'vxlan') link.fdb = put(link.fdb, generation, change.key, change.after);
      return;
    }
    case 'wg.peer': {
      const link = linkAt(ns, change.ifindex);
      if (link.kind === 'wireguard') link.peers = put(link.peers, generation, change.key, change.after);
      return;
    }
    case 'route':
      applyRoutes(ns, generation, change);
      return;
    case 'route.exception':
      ns.routeExceptions = put(ns.routeExceptions, generation, change.key, change.after);
      return;
    case 'iprules':
      ns.ipRules = change.after ?? [];
      return;
    case 'link':
      ns.links[change.ifindex] = withAttributes(ns.links[change.ifindex], change.after);
      return;
    case 'stats':
      if (change.after !== undefined) Object.assign(linkAt(ns, change.ifindex).stats, change.after);
      return;
    case 'sysctl':
      ns.sysctl = put(ns.sysctl, generation, change.key, change.after);
      return;
    case 'inet':
      if (change.after === undefined) return;
      if (change.key === 'all') ns.inetAll = change.after;
      else ns.inetDefault = change.after;
      return;
    case 'neigh.default':
      if (change.after !== undefined) ns.neighDefault = change.after;
      return;
    case 'socket':
      ns.sockets = put(ns.sockets, generation, change.key, change.after);
      return;
    case 'udp.port':
      ns.udpPorts = put(ns.udpPorts, generation, change.key, change.after);
      return;
    case 'tcp.port':
      ns.tcpPorts = put(ns.tcpPorts, generation, change.key, change.after);
      return;
    case 'tcp.hash':
      ns.tcpHash = put(ns.tcpHash, generation, change.key, change.after);
      return;
    case 'process':
      ns.processes = put(ns.processes, generation, change.key, change.after);
      return;
    case 'icmp.peer':
      ns.icmpPeers = put(ns.icmpPeers, generation, change.key, change.after);
      return;
    case 'icmp.global':
      ns.icmpGlobal = change.after ?? null;
      return;
    case 'fragments':
      ns.fragments = put(ns.fragments, generation, change.key, change.after);
      return;
    case 'nft':
      ns.nft = change.after ?? [];
      return;
    case 'nf.tables':
      ns.nfTables = change.after ?? new Map();
      return;
    case 'nf.counter':
      ns.nfCounters = put(ns.nfCounters, generation, change.key, change.after);
      return;
    case 'nf.state':
      ns.nfState = put(ns.nfState, generation, change.key, change.after);
      return;
    case 'klog':
      ns.klog = put(ns.klog, generation, change.key, change.after);
      return;
    case 'ipsets':
      ns.ipsets = change.after ?? new Map();
      return;
    case 'conntrack':
      ns.conntrack = put(ns.conntrack, generation, change.key, change.after);
      return;
    case 'conntrack.hash':
      ns.conntrackHash = put(ns.conntrackHash, generation, change.key, change.after);
      return;
    case 'snmp':
      addCount(ns, generation, change.key, change.by);
      return;
    case 'file':
      ns.files = put(ns.files, generation, change.key, change.after);
      noteFile(ns.files.entries, change.key, change.before, change.after);
      return;
    case 'shell':
      ns.shell = change.after ?? NEW_SHELL;
  }
}

function addCount(ns: Netns, generation: number, key: string, by: number): void {
  if (isPacketCount(key)) ns.packets[key] += by;
  else ns.snmp = put(ns.snmp, generation, key, (ns.snmp.entries.get(key) ?? 0) + by);
}

function linkAt(ns: Netns, ifindex: number): Link {
  return need(ns.links[ifindex], `link ${String(ifindex)} of ${ns.name}`);
}

function applyNetns(world: World, change: Change & { slot: 'netns' }, makeNetns: NetnsMaker): void {
  const { after, netns } = change;
  world.netns[netns] =
    after === undefined ? undefined : makeNetns(netns, after.name, after.machine, world.generation);
}

function applyRoutes(ns: Netns, generation: number, change: Change & { slot: 'route' }): void {
  const old = ns.routeTables.get(change.table);
  const byPrefix = new Map(old?.byPrefix);
  const lengths = old === undefined ? new Array<number>(33).fill(0) : old.lengths.slice();
  const len = change.key % 64;
  const had = byPrefix.get(change.key);
  lengths[len] = (lengths[len] ?? 0) + (change.after === undefined ? 0 : 1) - (had === undefined ? 0 : 1);
  const size = (old?.size ?? 0) + (change.after?.length ?? 0) - (had?.length ?? 0);
  if (change.after === undefined) byPrefix.delete(change.key);
  else byPrefix.set(change.key, change.after);
  ns.routeTables.set(change.table, { generation, byPrefix, lengths, size });
}

/** A link with new attributes and the tables it had; empty ones when it is new. */
function withAttributes(old: Link | undefined, after: LinkAttributes | undefined): Link | undefined {
  if (after === undefined) return undefined;
  const neigh = old?.neigh ?? emptyTable<never, never>();
  const stats = old?.stats ?? {
    rxPackets: 0,
    rxBytes: 0,
    rxDropped: 0,
    txPackets: 0,
    txBytes: 0,
    txDropped: 0,
  };
  if (after.kind === 'bridge') {
    const fdb: BridgeLink['fdb'] = old?.kind === 'bridge' ? old.fdb : emptyTable();
    return { ...after, neigh, stats, fdb };
  }
  if (after.kind === 'vxlan') {
    const fdb: VxlanLink['fdb'] = old?.kind === 'vxlan' ? old.fdb : emptyTable();
    return { ...after, neigh, stats, fdb };
  }
  if (after.kind === 'wireguard') {
    const peers: WireguardLink['peers'] = old?.kind === 'wireguard' ? old.peers : emptyTable();
    return { ...after, neigh, stats, peers };
  }
  return { ...after, neigh, stats };
}
