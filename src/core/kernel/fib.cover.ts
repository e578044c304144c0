/**
 * The prefixes that cover a destination, remembered for each table: the next packet goes to the same places; and the devices
 * its routes leave by. Indexes beside the World, found by the table and forgotten with each write to it.
 */
import type { Ifindex } from '../model/link';
import type { Route, RouteTable } from '../model/route';
import { prefixKey } from '../model/route';
import type { Ipv4Addr } from '../wire/addr';
import { maskOf } from '../wire/addr';

type Cover = readonly (readonly Route[])[];

/** Destinations remembered for a table; with more of them remembering begins anew. */
const DESTINATIONS_MAX = 1024;

const known = new WeakMap<RouteTable, Map<number, Cover>>();

/** The routes of each prefix that covers `dst`, the longest first. */
export function coverOf(table: RouteTable, dst: Ipv4Addr): Cover {
  // As a signed number an address needs no memory of its own.
  const key = dst | 0;
  if (table === forgotten && (unremembered += 1) <= UNREMEMBERED_MAX) return search(table, dst);
  const covers = known.get(table);
  const before = covers?.get(key);
  if (before !== undefined) return before;
  const cover = search(table, dst);
  if (table === forgotten) forgotten = null;
  if (covers === undefined) known.set(table, new Map([[key, cover]]));
  else {
    if (covers.size >= DESTINATIONS_MAX) covers.clear();
    covers.set(key, cover);
  }
  return cover;
}

/** The table was written to. */
export function forgetCovers(table: RouteTable): void {
  // Whoever writes a thousand routes one after the other has nothing to forget but once.
  if (table === forgotten) return;
  known.delete(table);
  devices.delete(table);
  forgotten = table;
  unremembered = 0;
}

/** A table that nothing is remembered of. */
let forgotten: RouteTable | null = null;
/** Who configures a netns looks at its tables once between two writes: only a packet's ways are worth remembering. */
const UNREMEMBERED_MAX = 4;
let unremembered = 0;

const devices = new WeakMap<RouteTable, ReadonlySet<Ifindex>>();

/** Whether a route of the table leaves by a device: of a node's thousand routes none does by the port of a pod. */
export function leavesBy(table: RouteTable, dev: Ifindex): boolean {
  if (table.byPrefix.size <= FEW_PREFIXES) return someLeavesBy(table, dev);
  let used = devices.get(table);
  if (used === undefined) {
    used = devicesOf(table);
    devices.set(table, used);
    if (table === forgotten) forgotten = null;
  }
  return used.has(dev);
}

/** As many are gone through sooner than an index is made. */
const FEW_PREFIXES = 16;

function someLeavesBy(table: RouteTable, dev: Ifindex): boolean {
  for (const routes of table.byPrefix.values()) {
    for (const route of routes) {
      if (route.dev === dev || route.nexthops?.some((hop) => hop.dev === dev) === true) return true;
    }
  }
  return false;
}

function devicesOf(table: RouteTable): ReadonlySet<Ifindex> {
  const used = new Set<Ifindex>();
  for (const routes of table.byPrefix.values()) {
    for (const route of routes) {
      used.add(route.dev);
      for (const hop of route.nexthops ?? []) used.add(hop.dev);
    }
  }
  return used;
}

function search(table: RouteTable, dst: Ipv4Addr): Cover {
  const cover: (readonly Route[])[] = [];
  for (let len = 32; len >= 0; len -= 1) {
    if (table.lengths[len] === 0) continue;
    const routes = table.byPrefix.get(prefixKey((dst & maskOf(len)) >>> 0, len));
    if (routes !== undefined) cover.push(routes);
  }
  return cover;
}
