/**
 * Many entries written at a stroke, as rows that other namespaces have as well: what `write.ts` does one by one. For runs that
 * nobody records; a trace names each entry, and is written one by one.
 */
import { LayeredMap, type Segment } from '../base/layered-map';
import type { VxlanFdbEntry } from '../model/fdb';
import type { Link, VxlanLink } from '../model/link';
import type { NeighEntry } from '../model/neigh';
import type { Route } from '../model/route';
import type { Table } from '../model/table';
import { writable } from '../model/table';
import { forgetWays } from '../model/ways';
import type { Netns } from '../model/world';
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import type { Ctx } from './ctx';
import { forgetCovers } from './fib.cover';
import { ownRouteTable } from './write';

function layered<K, V>(map: Map<K, V>): LayeredMap<K, V> {
  return map instanceof LayeredMap ? (map as LayeredMap<K, V>) : new LayeredMap(map);
}

function withRows<K, V>(ctx: Ctx, table: Table<K, V>, segment: Segment<K, V>): Table<K, V> {
  const { generation } = ctx.world;
  const entries = layered(writable(table, generation).entries);
  entries.append(segment);
  return { generation, entries };
}

export function putNeighRows(ctx: Ctx, link: Link, segment: Segment<Ipv4Addr, NeighEntry>): void {
  link.neigh = withRows(ctx, link.neigh, segment);
}

export function putVxlanFdbRows(ctx: Ctx, vxlan: VxlanLink, segment: Segment<MacAddr, VxlanFdbEntry>): void {
  vxlan.fdb = withRows(ctx, vxlan.fdb, segment);
}

/** Rows of prefixes with one route each. */
export function putRouteRows(
  ctx: Ctx,
  ns: Netns,
  tableId: number,
  segment: Segment<number, readonly Route[]>,
): void {
  forgetWays(ns);
  const table = ownRouteTable(ctx, ns, tableId);
  const byPrefix = layered(table.byPrefix);
  byPrefix.append(segment);
  const { rows, from, to } = segment;
  table.size += to - from;
  for (let at = from; at < to; at += 1) {
    const len = (rows.keys[at] ?? 0) % 64;
    table.lengths[len] = (table.lengths[len] ?? 0) + 1;
  }
  forgetCovers(table);
  if (byPrefix !== table.byPrefix) ns.routeTables.set(tableId, { ...table, byPrefix });
}
