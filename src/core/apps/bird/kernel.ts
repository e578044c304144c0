/** `protocol kernel`: the best routes go into the kernel's table, and others' routes come from it. Source: BIRD 1.6.8 sysdep/unix/krt.c, sysdep/linux/netlink.c. */
import { mapDelete, mapEach, mapGet, mapKeys, mapPut, mapSet, mapValues } from '../../base/persistent-map';
import { rememberedText } from '../../base/remember';
import type { BirdRoute, WrittenRoute } from '../../model/bird';
import type { KernelProtocol } from '../../model/bird.config';
import type { Errno, RouteSpec } from '../../model/op';
import { prefixKey, TABLE_MAIN, type Route } from '../../model/route';
import { linkByName } from '../../kernel/ctx';
import { applyOp } from '../../kernel/ops';
import { ANY_IPV4, type Cidr4 } from '../../wire/addr';
import { count, NO_ROUTES, sourceOf, touch, type Bird, type ProtocolDraft } from './draft';
import { writtenEntry } from './held-alike';
import { importRoute } from './import';
import { decide, type Decision } from './kernel.decide';
import { FLUSH_DELAY_NS, prefixOf, protocolName, routesOf, setRoute } from './table';

/** Who writes, for the record; operations of this name are BIRD's own. */
export const BIRD_COMMAND = 'bird';
export const KERNEL_SCAN = 'kernel-scan';
const SECOND_NS = 1_000_000_000;
/** Changes are told before a scan that they ask for. */
const SCAN_DELAY_NS = 2 * FLUSH_DELAY_NS;

/** The kernel protocol that is up, null when there is none. */
export function kernelProtocol({
  s,
  touched,
}: Bird): { readonly no: number; readonly config: KernelProtocol } | null {
  for (const no of s.order) {
    const found = touched.get(no) ?? mapGet(s.protocols, no);
    if (found?.config.kind === 'kernel' && found.state === 'up') return { no, config: found.config };
  }
  return null;
}

/** So many ways are known by their keys: a thousand nodes write the same. */
const KNOWN_WAYS = 16_384;

const writtenAs = rememberedText(KNOWN_WAYS, (key): WrittenRoute => ({
  key,
  metric: Number(key.split(' ', 1)[0]),
}));

/** Has the kernel follow one prefix. `before`: the routes when it was told last. */
export function exportToKernel(bird: Bird, prefix: Cidr4, before: readonly BirdRoute[]): void {
  const kernel = kernelProtocol(bird);
  if (kernel === null) return;
  const { no, config } = kernel;
  const key = prefixKey(prefix.addr, prefix.len);
  const routes = routesOf(bird.s, prefix);
  const decision = decide(bird, no, config, routes);
  countExport(touch(bird, no), decision, before.length > 0);
  const spec = decision !== null && 'spec' in decision ? decision.spec : null;
  const written = mapGet(bird.s.written, key);
  const way = decision !== null && 'spec' in decision ? decision.key : '';
  if (decision !== null && 'refused' in decision && written === undefined) {
    trace(bird, 'refused', prefix, decision, null);
    return;
  }
  if (written?.key === way) return;
  if (written !== undefined) erase(bird, prefix, written.metric, spec === null);
  if (spec !== null) write(bird, key, spec, way, decision);
}

function countExport(kernel: ProtocolDraft, decision: Decision | null, hadBefore: boolean): void {
  if (decision === null) {
    if (hadBefore) count(kernel, 'exportWithdraws', 'accepted');
  } else if ('spec' in decision) count(kernel, 'exportUpdates', 'accepted');
  else count(kernel, 'exportUpdates', decision.refused === 'filter' ? 'filtered' : 'rejected');
}

function write(bird: Bird, key: number, route: RouteSpec, way: string, decision: Decision | null): void {
  const { s, io } = bird;
  const error = applyOp(io.ctx, io.ns.id, { kind: 'route.add', route }, BIRD_COMMAND);
  trace(bird, error === null ? 'written' : 'failed', route.dst, decision, error?.errno ?? null);
  const no = kernelProtocol(bird)?.no;
  if (error === null) {
    s.written = mapPut(s.written, writtenEntry(key, writtenAs(way)));
    s.unwritten = mapDelete(s.unwritten, key);
    if (no !== undefined) touch(bird, no).stats.exported += 1;
  } else {
    s.unwritten = mapSet(s.unwritten, key, true);
    scanLater(bird);
  }
}

function erase(bird: Bird, prefix: Cidr4, metric: number, told: boolean): void {
  const { s, io } = bird;
  const { addr, len } = prefix;
  const route: RouteSpec = { dst: { addr, len }, protocol: 'bird', ...(metric !== 0 && { metric }) };
  const type = ownRoute(bird, prefix, metric)?.type;
  const gone =
    type === undefined ||
    applyOp(io.ctx, io.ns.id, { kind: 'route.del', route: { ...route, type } }, BIRD_COMMAND) === null;
  s.written = mapDelete(s.written, prefixKey(addr, len));
  const kernel = kernelProtocol(bird);
  if (kernel !== null) touch(bird, kernel.no).stats.exported -= 1;
  if (told && gone) trace(bird, 'removed', prefix, null, null);
}

function tableRoutes({ io }: Bird, { addr, len }: Cidr4): readonly Route[] {
  return io.ns.routeTables.get(TABLE_MAIN)?.byPrefix.get(prefixKey(addr, len)) ?? [];
}

function ownRoute(bird: Bird, prefix: Cidr4, metric: number): Route | undefined {
  return tableRoutes(bird, prefix).find((route) => route.protocol === 'bird' && route.metric === metric);
}

function trace(
  { io, ...bird }: Bird,
  verdict: 'written' | 'removed' | 'refused' | 'failed',
  { addr, len }: Cidr4,
  decision: Decision | null,
  errno: Errno | null,
): void {
  const { ctx, ns } = io;
  if (!ctx.trace.on) return;
  const all: Bird = { io, ...bird };
  const spec = decision !== null && 'spec' in decision ? decision.spec : null;
  const kernel = kernelProtocol(all);
  const dev = spec?.dev ?? '';
  ctx.emit('bird.kernel', verdict, ns.id, linkByName(ns, dev)?.ifindex ?? 0, null, {
    ...{ addr, len },
    protocol: decision === null ? '' : protocolName(all, decision.route),
    dest: decision?.route.dest ?? 'unreachable',
    gateway: spec?.via ?? decision?.route.gateway ?? ANY_IPV4,
    dev,
    ways: decision !== null && 'ways' in decision ? decision.ways : 1,
    why: decision !== null && 'refused' in decision ? decision.refused : null,
    filter: kernel?.config.exportFilter.name ?? '',
    errno,
  });
}

/** Takes all that was written out of the kernel again, as `persist` forbids. */
export function eraseAll(bird: Bird): void {
  mapEach(bird.s.written, ({ metric }, key) => {
    erase(bird, prefixOf(key), metric, true);
  });
}

const SOURCES: Readonly<Record<string, number>> = {
  kernel: 2,
  boot: 3,
  static: 4,
  ra: 9,
  bird: 12,
  dhcp: 16,
  '80': 80,
};

/** A route of somebody else in the kernel's table comes in, or goes. */
export function learnPrefix(bird: Bird, prefix: Cidr4): void {
  const kernel = kernelProtocol(bird);
  if (kernel?.config.learn !== true) return;
  const { no, config } = kernel;
  const [route] = tableRoutes(bird, prefix).filter(
    ({ protocol }) => protocol !== 'kernel' && protocol !== 'bird',
  );
  const known = routesOf(bird.s, prefix).some((other) => other.protocol === no);
  const fresh = route === undefined ? null : learned(bird, no, config, route);
  if (fresh !== null) importRoute(bird, fresh);
  else if (known) setRoute(bird, no, 0, prefix, null);
}

function learned(
  bird: Bird,
  no: number,
  config: KernelProtocol,
  route: Route,
): Omit<BirdRoute, 'ordinal'> | null {
  const { dst: addr, len, type, gateway, dev, metric, protocol } = route;
  if (type === 'local' || type === 'broadcast' || type === 'throw') return null;
  const dest = type !== 'unicast' ? type : gateway === ANY_IPV4 ? 'device' : 'via';
  const { nowNs } = bird.io.ctx.world;
  return {
    ...{ addr, len, protocol: no, privateId: 0, source: sourceOf(bird, no, 0), kind: 'kernel' },
    ...{
      preference: config.preference,
      dest,
      gateway,
      dev,
      sinceNs: nowNs,
      heardNs: nowNs,
      attributes: null,
    },
    ...{ host: ANY_IPV4, igpMetric: dest === 'via' ? null : 0 },
    kernel: { metric, source: SOURCES[protocol] ?? 0 },
    ...{ peer: ANY_IPV4, peerId: ANY_IPV4, internal: false },
  };
}

/** Reads the whole table, as at the start. */
export function learnAll(bird: Bird): void {
  const table = bird.io.ns.routeTables.get(TABLE_MAIN);
  if (table === undefined || kernelProtocol(bird)?.config.learn !== true) return;
  for (const [first] of [...table.byPrefix.values()])
    if (first !== undefined) learnPrefix(bird, { addr: first.dst, len: first.len });
}

/** Somebody else changed routes of a prefix: what is ours and gone comes back at the next scan. */
export function kernelChanged(bird: Bird, prefix: Cidr4): void {
  learnPrefix(bird, prefix);
  const written = mapGet(bird.s.written, prefixKey(prefix.addr, prefix.len));
  if (written !== undefined && ownRoute(bird, prefix, written.metric) === undefined) scanLater(bird);
}

/** Scans come at multiples of `scan time` from the start; one is an event only where it has something to mend. */
export function scanLater({ io, s, touched }: Bird): void {
  const kernel = kernelProtocol({ io, s, touched });
  if (s.scanning || kernel === null) return;
  s.scanning = true;
  const everyNs = kernel.config.scanTime * SECOND_NS;
  const passedNs = (io.ctx.world.nowNs - s.startedNs) % everyNs;
  io.after(KERNEL_SCAN, everyNs - passedNs, true);
}

/** A scan as soon as what changed now has been told. */
export function scanNow({ io, s }: Bird): void {
  s.scanning = true;
  io.after(KERNEL_SCAN, SCAN_DELAY_NS);
}

/** Forgets what was learned and is gone, writes what is not there, and tries again what was refused. */
export function scanKernel(bird: Bird): void {
  const { s } = bird;
  s.scanning = false;
  const no = kernelProtocol(bird)?.no;
  for (const [first] of mapValues(s.rib).filter((routes) => routes.some(({ protocol }) => protocol === no))) {
    if (first !== undefined && tableRoutes(bird, first).length === 0) learnPrefix(bird, first);
  }
  mapEach(s.written, ({ metric }, key) => {
    const prefix = prefixOf(key);
    if (ownRoute(bird, prefix, metric) !== undefined) return;
    s.written = mapDelete(s.written, key);
    if (no !== undefined) touch(bird, no).stats.exported -= 1;
    exportToKernel(bird, prefix, NO_ROUTES);
  });
  retry(bird);
}

/** Routes the kernel refused may be possible now. */
export function retry(bird: Bird): void {
  const { s } = bird;
  if (s.unwritten.size === 0) return;
  for (const key of mapKeys(s.unwritten)) {
    const [best] = mapGet(s.rib, key) ?? NO_ROUTES;
    if (best === undefined) s.unwritten = mapDelete(s.unwritten, key);
    else exportToKernel(bird, best, NO_ROUTES);
  }
}
