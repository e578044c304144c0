/** The table: routes come, change and go; whoever hears of it is told at the next flush. */
import { mapDelete, mapEach, mapGet, mapPut } from '../../base/persistent-map';
import type { BirdRoute, BirdState } from '../../model/bird';
import { prefixKey } from '../../model/route';
import { asIpv4, type Cidr4 } from '../../wire/addr';
import { attributesKey } from '../../wire/bgp.attributes';
import { count, look, NO_ROUTES, touch, type Bird } from './draft';
import { heldRoute, heldRoutes, routesEntry } from './held-alike';
import { hostsAfter, useHost } from './hosts';
import { compareRoutes, recalculated, selectionOf, type SelectionOptions } from '../../model/bird.select';
import { traceKept, traceWithdrawn } from './trace';

/** Time in which changes are gathered before they are told: a turn of BIRD's main loop. */
export const FLUSH_DELAY_NS = 1_000_000;
export const FLUSH = 'flush';

/** The prefix with this key (`prefixKey`). */
export function prefixOf(key: number): Cidr4 {
  return { addr: asIpv4(Math.floor(key / 64)), len: key % 64 };
}

export function routesOf({ rib }: Pick<BirdState, 'rib'>, { addr, len }: Cidr4): readonly BirdRoute[] {
  return mapGet(rib, prefixKey(addr, len)) ?? NO_ROUTES;
}

const optionsOf =
  (bird: Bird) =>
  (route: BirdRoute): SelectionOptions =>
    selectionOf(look(bird, route.protocol).config);

function isSame(a: BirdRoute, b: BirdRoute): boolean {
  return (
    a.dest === b.dest &&
    a.gateway === b.gateway &&
    a.dev === b.dev &&
    a.host === b.host &&
    a.igpMetric === b.igpMetric &&
    a.preference === b.preference &&
    a.kernel?.metric === b.kernel?.metric &&
    a.kernel?.source === b.kernel?.source &&
    a.kernel?.tunnel === b.kernel?.tunnel &&
    a.kernel?.prefsrc === b.kernel?.prefsrc &&
    (a.attributes === b.attributes ||
      (a.attributes !== null &&
        b.attributes !== null &&
        attributesKey(a.attributes) === attributesKey(b.attributes)))
  );
}

/** A protocol has a route, or (null) has it no more; `counted` unless it was counted already. */
export function setRoute(
  bird: Bird,
  protocol: number,
  privateId: number,
  prefix: Cidr4,
  given: Omit<BirdRoute, 'ordinal'> | null,
  counted = true,
): void {
  const routes = routesOf(bird.s, prefix);
  const old = routes.find((route) => route.protocol === protocol && route.privateId === privateId) ?? null;
  const from = touch(bird, protocol);
  const fresh = given === null ? null : numbered(bird, given, old);
  if (fresh === null) {
    if (counted) count(from, 'importWithdraws', old === null ? 'ignored' : 'accepted');
    if (old === null) return;
  } else if (old !== null && isSame(old, fresh)) {
    count(from, 'importUpdates', 'ignored');
    putRoutes(
      bird,
      prefix,
      routes.map((route) => (route === old ? heldRoute(old, old.ordinal, fresh.heardNs) : route)),
    );
    traceKept(bird, 'unchanged', old, null, routes.length);
    return;
  } else count(from, 'importUpdates', 'accepted');
  from.stats.imported += (fresh === null ? 0 : 1) - (old === null ? 0 : 1);
  if (fresh !== null && fresh.host !== 0) useHost(bird, fresh, 1);
  if (old !== null && old.host !== 0) useHost(bird, old, -1);
  const options = optionsOf(bird);
  const after = heldRoutes(recalculated(routes, old, fresh, options));
  changeRoutes(bird, prefix, routes, after);
  if (fresh === null) {
    if (old !== null) traceWithdrawn(bird, old, after[0] ?? null, after.length);
  } else if (bird.io.ctx.trace.on) {
    const best = after[0] ?? fresh;
    const rival = best === fresh ? (after[1] ?? null) : best;
    const compared =
      rival === null
        ? null
        : {
            rival,
            by:
              best === fresh
                ? compareRoutes(fresh, rival, options).by
                : compareRoutes(rival, fresh, options).by,
          };
    traceKept(bird, best === fresh ? 'best' : 'kept', fresh, compared, after.length);
  }
  const nonRecursive = (fresh?.host ?? 0) === 0 && (old?.host ?? 0) === 0;
  if (nonRecursive && routes[0] !== after[0]) rehost(bird, prefix);
}

/** A route that takes the place of another one takes its number, too. */
function numbered({ s }: Bird, route: Omit<BirdRoute, 'ordinal'>, old: BirdRoute | null): BirdRoute {
  if (old === null) s.routesCome += 1;
  return heldRoute(route, old?.ordinal ?? s.routesCome, route.heardNs);
}

function putRoutes(bird: Bird, { addr, len }: Cidr4, routes: readonly BirdRoute[]): void {
  const key = prefixKey(addr, len);
  bird.s.rib =
    routes.length === 0 ? mapDelete(bird.s.rib, key) : mapPut(bird.s.rib, routesEntry(key, routes));
}

/** Puts routes where others were, and has it told. */
function changeRoutes(
  bird: Bird,
  prefix: Cidr4,
  before: readonly BirdRoute[],
  after: readonly BirdRoute[],
): void {
  const { s } = bird;
  const key = prefixKey(prefix.addr, prefix.len);
  putRoutes(bird, prefix, after);
  if (mapGet(s.pending, key) === undefined) s.pending = mapPut(s.pending, routesEntry(key, before));
  scheduleFlush(bird);
}

export function scheduleFlush({ io, s }: Bird): void {
  if (s.flushing) return;
  s.flushing = true;
  io.after(FLUSH, FLUSH_DELAY_NS);
}

/** What leads to a next hop may have changed: routes that need it get another gateway, or none. */
function rehost(bird: Bird, prefix: Cidr4): void {
  const changed = hostsAfter(bird, prefix);
  if (changed.size === 0) return;
  mapEach(bird.s.rib, (routes) => {
    let now = routes;
    for (const route of routes) {
      const host = route.host === 0 ? undefined : changed.get(route.host);
      if (host === undefined) continue;
      const { dest, gateway, dev, igpMetric } = host;
      const moved = { ...route, dest, gateway, dev, igpMetric };
      now = recalculated(now, route, heldRoute(moved, route.ordinal, route.heardNs), optionsOf(bird));
    }
    const [first] = routes;
    if (now !== routes && first !== undefined) changeRoutes(bird, first, routes, now);
  });
}

/** Takes all routes of a protocol out, or those not heard since `sinceNs`. */
export function flushRoutes(bird: Bird, protocol: number, sinceNs = Infinity): void {
  const gone: BirdRoute[] = [];
  mapEach(bird.s.rib, (routes) => {
    for (const route of routes) if (route.protocol === protocol && route.heardNs < sinceNs) gone.push(route);
  });
  for (const route of gone) setRoute(bird, protocol, route.privateId, route, null, false);
}

/** How many routes of a protocol are the best of their prefix. */
export function preferredOf({ rib }: Pick<BirdState, 'rib'>, protocol: number): number {
  let found = 0;
  mapEach(rib, ([best]) => {
    if (best?.protocol === protocol) found += 1;
  });
  return found;
}

/** Name of the protocol a route came from. */
export function protocolName(bird: Bird, { protocol }: BirdRoute): string {
  return look(bird, protocol).config.name;
}
