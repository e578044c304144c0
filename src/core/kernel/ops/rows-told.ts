/**
 * Entries that one namespace after the other is told of in the same words. What a message leaves in a table depends on the
 * message, the number of the operation, the time and the number of the device; where these are as they were before, a
 * namespace gets the rows that came of it then (`base/layered-map.ts`). A memory beside the World.
 */
import { LayeredMap, SharedRows, type Segment } from '../../base/layered-map';
import type { VxlanFdbEntry } from '../../model/fdb';
import type { VxlanLink } from '../../model/link';
import type { NeighEntry } from '../../model/neigh';
import { FIRST_OP, type NetOp } from '../../model/op';
import { TABLE_LOCAL, TABLE_MAIN, prefixKey, type Route } from '../../model/route';
import type { Netns } from '../../model/world';
import { ZERO_MAC, isGroupMac, maskOf, type Ipv4Addr, type MacAddr } from '../../wire/addr';
import type { Ctx } from '../ctx';
import { linkByName } from '../ctx';
import { putNeighRows, putRouteRows, putVxlanFdbRows } from '../write.rows';

/** Fewer operations than this are sooner done. */
const WORTH_IT = 6;
/** Rows of so many occasions are remembered. */
const OCCASIONS_MAX = 8;

type Told = NetOp & {
  kind:
    'neigh.add' | 'neigh.replace' | 'fdb.add' | 'fdb.append' | 'fdb.replace' | 'route.add' | 'route.replace';
};

/** What was told on one occasion, and the rows it came to: three lists, for entries of three tables. */
interface Occasion {
  readonly dev: string;
  readonly ifindex: number;
  readonly nowNs: number;
  /** Number of the operation less its place in the list: the same for whoever is told the same so far. */
  readonly offset: number;
  /** Place in the list of the first of `ops`. */
  readonly base: number;
  readonly ops: NetOp[];
  /** By operation, and one more: how many rows of each list come before it. */
  readonly neighAt: number[];
  readonly fdbAt: number[];
  readonly routeAt: number[];
  readonly neigh: SharedRows<Ipv4Addr, NeighEntry>;
  readonly fdb: SharedRows<MacAddr, VxlanFdbEntry>;
  readonly routes: SharedRows<number, readonly Route[]>;
  /** Gateways by place of their route, with the prefixes they were looked for in. */
  readonly gateways: SharedRows<Ipv4Addr, true>;
  readonly covered: Map<number, number[]>;
}

const occasions: Occasion[] = [];

/** Whoever goes on where sharing ends: says what comes of the operations that are done one by one. */
export interface Witness {
  /** How many operations are done. */
  readonly done: number;
  /** Null where what follows is remembered for nobody. */
  readonly occasion: Occasion | null;
}

const ALONE: Witness = { done: 0, occasion: null };

/** Does as many of the operations from number `from` to before `end` as were done before for somebody else. */
export function shareRows(ctx: Ctx, ns: Netns, ops: readonly NetOp[], from: number, end: number): Witness {
  const first = ops[from];
  if (end - from < WORTH_IT || first === undefined || !isTold(first)) return ALONE;
  const link = linkByName(ns, devOf(first) ?? '');
  if (link?.kind !== 'vxlan' || !link.up) return ALONE;
  const ordinals = ctx.world.nextOps;
  const offset = (ordinals[ns.machine] ?? FIRST_OP) - from;
  const occasion = occasionOf(ctx, link, ops, from, offset);
  const known = sameUntil(occasion, ops, from, end);
  if (known - from >= WORTH_IT) {
    if (!fits(ns, link, occasion, from, known)) return ALONE;
    write(ctx, ns, link, occasion, from, known);
    ordinals[ns.machine] = offset + known;
    const isLast = known - occasion.base === occasion.ops.length;
    return { done: known - from, occasion: isLast ? occasion : null };
  }
  return { done: 0, occasion: from - occasion.base === occasion.ops.length ? occasion : null };
}

function occasionOf(
  { world }: Ctx,
  { name, ifindex }: VxlanLink,
  ops: readonly NetOp[],
  from: number,
  offset: number,
): Occasion {
  const found = occasions.find(
    (one) =>
      one.offset === offset &&
      one.nowNs === world.nowNs &&
      one.dev === name &&
      one.ifindex === ifindex &&
      from >= one.base &&
      (one.ops[from - one.base] === ops[from] || from - one.base === one.ops.length),
  );
  if (found !== undefined) return found;
  const occasion: Occasion = {
    dev: name,
    ifindex,
    nowNs: world.nowNs,
    offset,
    base: from,
    ops: [],
    neighAt: [0],
    fdbAt: [0],
    routeAt: [0],
    neigh: new SharedRows(),
    fdb: new SharedRows(),
    routes: new SharedRows(),
    gateways: new SharedRows(),
    covered: new Map(),
  };
  occasions.push(occasion);
  if (occasions.length > OCCASIONS_MAX) occasions.shift();
  return occasion;
}

/** The place up to which a list says what was said on an occasion. */
function sameUntil(occasion: Occasion, ops: readonly NetOp[], from: number, end: number): number {
  const { base } = occasion;
  const last = Math.min(end, base + occasion.ops.length);
  let at = from;
  while (at < last && occasion.ops[at - base] === ops[at]) at += 1;
  return at;
}

interface Segments {
  readonly neigh: Segment<Ipv4Addr, NeighEntry>;
  readonly fdb: Segment<MacAddr, VxlanFdbEntry>;
  readonly routes: Segment<number, readonly Route[]>;
}

function segmentsOf(occasion: Occasion, from: number, end: number): Segments {
  const { base, neigh, fdb, routes, neighAt, fdbAt, routeAt } = occasion;
  const between = <K, V>(rows: SharedRows<K, V>, places: readonly number[]): Segment<K, V> => ({
    rows,
    from: places[from - base] ?? 0,
    to: places[end - base] ?? 0,
  });
  return {
    neigh: between(neigh, neighAt),
    fdb: between(fdb, fdbAt),
    routes: between(routes, routeAt),
  };
}

/** Whether each of the operations would be accepted and add an entry, in a namespace as it is. */
function fits(ns: Netns, link: VxlanLink, occasion: Occasion, from: number, end: number): boolean {
  const { neigh, fdb, routes } = segmentsOf(occasion, from, end);
  const main = ns.routeTables.get(TABLE_MAIN);
  return (
    LayeredMap.takes(link.neigh.entries, neigh) &&
    LayeredMap.takes(link.fdb.entries, fdb) &&
    (main === undefined || LayeredMap.takes(main.byPrefix, routes)) &&
    !someGatewayIsOwn(ns, occasion, routes.from, routes.to)
  );
}

/** A gateway on the link must be no address of this machine: looked for is whatever covers one in the local table. */
function someGatewayIsOwn(ns: Netns, occasion: Occasion, from: number, to: number): boolean {
  for (const key of ns.routeTables.get(TABLE_LOCAL)?.byPrefix.keys() ?? []) {
    for (const place of coveredBy(occasion, key)) if (place >= from && place < to) return true;
  }
  return false;
}

/** Places of the gateways in a prefix. */
function coveredBy({ gateways, covered }: Occasion, key: number): readonly number[] {
  const len = key % 64;
  const network = (key - len) / 64;
  if (len === 32) {
    const place = gateways.placeOf(network as Ipv4Addr);
    return place === -1 ? NOWHERE : [place];
  }
  let places = covered.get(key);
  if (places === undefined) {
    // First in the list: how many gateways were looked at.
    places = [0];
    covered.set(key, places);
  }
  for (let at = places[0] ?? 0; at < gateways.length; at += 1) {
    if (((gateways.keys[at] ?? 0) & maskOf(len)) >>> 0 === network) places.push(at);
  }
  places[0] = gateways.length;
  return places.slice(1);
}

const NOWHERE: readonly number[] = [];

function write(ctx: Ctx, ns: Netns, link: VxlanLink, occasion: Occasion, from: number, end: number): void {
  const { neigh, fdb, routes } = segmentsOf(occasion, from, end);
  putNeighRows(ctx, link, neigh);
  putVxlanFdbRows(ctx, link, fdb);
  if (routes.to > routes.from) putRouteRows(ctx, ns, TABLE_MAIN, routes);
}

// ------------------------------------------------------------------------------------------------ remembering

/** Whether what an operation leaves depends on nothing but what an occasion says. */
function isTold(op: NetOp): op is Told {
  switch (op.kind) {
    case 'neigh.add':
    case 'neigh.replace':
      return op.state === 'permanent';
    case 'fdb.add':
    case 'fdb.append':
    case 'fdb.replace':
      return (
        op.where === 'self' &&
        op.permanent &&
        op.dst !== undefined &&
        op.mac !== ZERO_MAC &&
        !isGroupMac(op.mac)
      );
    case 'route.add':
    case 'route.replace': {
      const { onlink, via, src, nexthops, type, table } = op.route;
      return onlink === true && via !== undefined && (src ?? nexthops ?? type ?? table) === undefined;
    }
    default:
      return false;
  }
}

function devOf(op: Told): string | undefined {
  return 'route' in op ? op.route.dev : op.dev;
}

/** Whether an operation that is about to be done one by one may be remembered: it adds an entry that is not there. */
export function isNews(ns: Netns, { dev, neigh, fdb, routes, gateways }: Occasion, op: NetOp): boolean {
  if (!isTold(op) || devOf(op) !== dev) return false;
  const link = linkByName(ns, dev);
  if (link?.kind !== 'vxlan') return false;
  switch (op.kind) {
    case 'neigh.add':
    case 'neigh.replace':
      return !link.neigh.entries.has(op.dst) && neigh.placeOf(op.dst) === -1;
    case 'fdb.add':
    case 'fdb.append':
    case 'fdb.replace':
      return !link.fdb.entries.has(op.mac) && fdb.placeOf(op.mac) === -1;
    case 'route.add':
    case 'route.replace': {
      const key = prefixKey(op.route.dst.addr, op.route.dst.len);
      const there = ns.routeTables.get(TABLE_MAIN)?.byPrefix.has(key) === true;
      const { via } = op.route;
      return !there && routes.placeOf(key) === -1 && via !== undefined && gateways.placeOf(via) === -1;
    }
  }
}

/** Remembers what an accepted operation has left. */
export function rememberRow(ns: Netns, occasion: Occasion, op: NetOp): void {
  const { neigh, fdb, routes, gateways } = occasion;
  const link = linkByName(ns, occasion.dev);
  if (link?.kind !== 'vxlan' || !isTold(op)) return;
  if ('route' in op) {
    const key = prefixKey(op.route.dst.addr, op.route.dst.len);
    const row = ns.routeTables.get(TABLE_MAIN)?.byPrefix.get(key);
    if (row === undefined || op.route.via === undefined) return;
    routes.add(key, row);
    gateways.add(op.route.via, true);
  } else if ('where' in op) {
    const row = link.fdb.entries.get(op.mac);
    if (row === undefined) return;
    fdb.add(op.mac, row);
  } else {
    const row = link.neigh.entries.get(op.dst);
    if (row === undefined) return;
    neigh.add(op.dst, row);
  }
  occasion.ops.push(op);
  occasion.neighAt.push(neigh.length);
  occasion.fdbAt.push(fdb.length);
  occasion.routeAt.push(routes.length);
}
