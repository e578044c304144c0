/** Counts what an input's traffic has cost so far, and what the nodes keep for it. */
import type { NftTable } from '../model/nftables';
import type { NfTable } from '../model/netfilter';
import { TABLE_MAIN } from '../model/route';
import type { Netns, World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import type { TunnelEncap } from '../trace/tunnel';
import { ETHERNET_HEADER_LEN } from '../wire/ethernet';
import type { CostsArgs, CostsView, TableCost, TrafficCost } from './contract';
import { linkAt } from './names';
import { sessionsUp } from './bgp-sessions';
import type { ViewSource } from './source';
import { indexOf } from './trace-index';

type Count = Partial<Record<TrafficCost, number>>;

export function costs(source: ViewSource, { input, seq }: CostsArgs): CostsView {
  const index = indexOf(source);
  const world = source.worldAt(seq);
  const traffic: Record<TrafficCost, number> = {
    cableFrames: 0,
    cableBytes: 0,
    tunnelBytes: 0,
    hops: 0,
    routeLookups: 0,
    neighLookups: 0,
    fdbLookups: 0,
    rules: 0,
    crossings: 0,
    floodedCopies: 0,
  };
  for (let at = index.start; at <= seq && at < index.length; at += 1) {
    if (index.input[at] !== input) continue;
    const record = source.trace.record(at);
    if (record.background) continue;
    for (const [name, amount] of Object.entries(costOf(world, record)) as [TrafficCost, number][]) {
      traffic[name] += amount;
    }
  }
  return { traffic, tables: tablesOf(world) };
}

function costOf(world: World, record: TraceRecord): Count {
  switch (record.kind) {
    case 'link.tx':
      return linkAt(world, record.netns, record.dev)?.kind === 'physical'
        ? { cableFrames: 1, cableBytes: record.detail.lenBytes }
        : {};
    case 'link.rx':
      return { hops: 1 };
    case 'route.lookup':
      return { routeLookups: 1 };
    case 'neigh.lookup':
      return { neighLookups: 1 };
    case 'tunnel.lookup':
      return { fdbLookups: 1 };
    case 'bridge.forward':
      return { fdbLookups: 1, floodedCopies: Math.max(0, record.detail.ports.length - 1) };
    case 'tunnel.encap':
      return { tunnelBytes: record.detail.addedBytes + innerHeader(record.detail) };
    case 'nf.rule':
      return { rules: record.detail.considered + (record.detail.rule === null ? 0 : 1) };
    case 'user.cross':
      return { crossings: 1 };
    case 'sock.send':
      return record.verdict === 'sent' ? { crossings: 1 } : {};
    case 'sock.deliver':
      // A tunnel's own socket hands the packet to another part of the kernel.
      return ['vxlan', 'geneve', 'wireguard'].includes(record.detail.socket) ? {} : { crossings: 1 };
    default:
      return {};
  }
}

/** VXLAN and Geneve carry whole frames: the inner Ethernet header is there besides the one that every frame on a cable has. */
function innerHeader({ tunnel }: TunnelEncap): number {
  return tunnel === 'vxlan' || tunnel === 'geneve' ? ETHERNET_HEADER_LEN : 0;
}

function tablesOf(world: World): Record<TableCost, number> {
  const sum: Record<TableCost, number> = {
    routes: 0,
    neighbours: 0,
    fdbEntries: 0,
    nfRules: 0,
    conntrack: 0,
    bgpSessions: sessionsUp(world),
  };
  for (const { role, root } of world.machines) {
    const ns = role === 'node' ? world.netns[root] : undefined;
    if (ns === undefined) continue;
    sum.routes += ns.routeTables.get(TABLE_MAIN)?.size ?? 0;
    sum.nfRules += rulesOf(ns);
    sum.conntrack += ns.conntrack.entries.size;
    for (const link of ns.links) {
      sum.neighbours += link?.neigh.entries.size ?? 0;
      sum.fdbEntries += link !== undefined && 'fdb' in link ? link.fdb.entries.size : 0;
    }
  }
  return sum;
}

function rulesOf({ nfTables, nft }: Netns): number {
  const tables: readonly (NfTable | NftTable)[] = [...nfTables.values(), ...nft];
  return tables
    .flatMap(({ chains }) => [...chains.values()])
    .reduce((sum, { rules }) => sum + rules.length, 0);
}
