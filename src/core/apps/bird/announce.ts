/**
 * Telling the sessions what changed. Sessions that are told the same share the work and the bytes: a reflector with a
 * thousand clients writes each message once. Nothing is kept of what was told: it follows from what was in the table.
 * Source: BIRD 1.6.8 nest/rt-table.c rt_notify_basic, proto/bgp/packets.c bgp_create_update.
 */
import { emptyMap, mapGet, mapKeys } from '../../base/persistent-map';
import type { BirdRoute } from '../../model/bird';
import type { BgpTold, ExportRefusal } from '../../trace/kinds.bgp';
import type { Cidr4 } from '../../wire/addr';
import { updateMessages } from '../../wire/bgp';
import { attributesKey, concat } from '../../wire/bgp.attributes';
import type { BgpAttributes, BgpNlri } from '../../wire/bgp.types';
import { count, lookBgp, NO_ROUTES, touchBgp, type Bird, type BgpDraft } from './draft';
import { audienceKey, audienceOf, exported, type Audience } from './export';
import { exportToKernel } from './kernel';
import { inTableOrder } from './order';
import { sendBytes } from './session';
import { prefixOf } from './table';
import { toldPrefix } from './trace';

/** Prefixes told with the same attributes, or withdrawn; `except` is the one session that is not told so. */
interface Bucket {
  readonly attributes: BgpAttributes | null;
  readonly except: number | null;
  readonly prefixes: BgpNlri[];
}

type Refused = Cidr4 & { readonly why: ExportRefusal; readonly filter: string };

interface Told {
  readonly buckets: Map<string, Bucket>;
  readonly refused: Refused[];
  /** Bytes of a bucket, once somebody needs them. */
  readonly bytes: Map<Bucket, Uint8Array>;
  /** Routes of one member that others are told of, and it is not, by its number. */
  readonly special: Map<number, { withdrawn: BgpNlri[]; own: Refused[]; delta: number }>;
  updates: number;
  rejected: number;
  filtered: number;
  withdraws: number;
  /** How many more are told than before. */
  delta: number;
  /**
   * All is told again, after the filter became another one: whatever does not pass it now is withdrawn, told or not.
   * Source: BIRD 1.6.8 nest/rt-table.c rt_notify_basic with `refeed`.
   */
  readonly again: boolean;
}

/** Everything that waits is told, and sessions that came up meanwhile hear all there is. */
export function flush(bird: Bird): void {
  const { s } = bird;
  s.flushing = false;
  const changes = s.pending;
  s.pending = emptyMap();
  const keys = inTableOrder(
    mapKeys(changes),
    s.rib.size,
    (key) => mapGet(s.rib, key) ?? mapGet(changes, key) ?? NO_ROUTES,
  );
  for (const key of keys) exportToKernel(bird, prefixOf(key), mapGet(changes, key) ?? NO_ROUTES);
  const numbers = new Map<string, number>();
  const groups = new Map<string, { audience: Audience; again: boolean; old: number[]; fresh: number[] }>();
  for (const no of s.order) {
    const p = lookBgp(bird, no);
    if (p === null || p.session.established === null) continue;
    if (p.session.fed && keys.length === 0) continue;
    const audience = audienceOf(p.config, p.session);
    const again = !p.session.fed && p.session.again;
    const key = `${again ? 'again ' : ''}${audienceKey(audience, numbers)}`;
    const group = groups.get(key) ?? { audience, again, old: [], fresh: [] };
    groups.set(key, group);
    (p.session.fed ? group.old : group.fresh).push(no);
  }
  for (const { audience, again, old, fresh } of groups.values()) {
    if (old.length > 0 && keys.length > 0) {
      const members = new Set(old);
      const told = decide(bird, audience, members, keys, (key) => mapGet(changes, key) ?? NO_ROUTES, false);
      for (const no of old) tell(bird, no, audience, told, 'changes');
    }
    if (fresh.length > 0) {
      // Who knows something already has to hear of what is gone as well.
      const all = again
        ? [...allKeys(bird), ...keys.filter((key) => mapGet(s.rib, key) === undefined)]
        : allKeys(bird);
      const before = (key: number): readonly BirdRoute[] =>
        (again ? mapGet(changes, key) : undefined) ?? NO_ROUTES;
      const told = decide(bird, audience, new Set(fresh), all, before, again);
      for (const no of fresh) tell(bird, no, audience, told, again ? 'again' : 'everything');
    }
  }
}

function allKeys({ s }: Bird): readonly number[] {
  return inTableOrder(mapKeys(s.rib), s.rib.size, (key) => mapGet(s.rib, key) ?? NO_ROUTES);
}

function decide(
  bird: Bird,
  audience: Audience,
  members: ReadonlySet<number>,
  keys: readonly number[],
  before: (key: number) => readonly BirdRoute[],
  again: boolean,
): Told {
  const told: Told = {
    ...{ buckets: new Map<string, Bucket>(), refused: [], bytes: new Map<Bucket, Uint8Array>() },
    special: new Map(),
    ...{ updates: 0, rejected: 0, filtered: 0, withdraws: 0, delta: 0, again },
  };
  for (const key of keys) {
    const was = before(key);
    const now = mapGet(bird.s.rib, key) ?? NO_ROUTES;
    if (audience.addPath) decidePaths(bird, audience, members, told, was, now);
    else if (again && now[0] !== undefined) decideBest(bird, audience, members, told, null, now[0]);
    else decideBest(bird, audience, members, told, was[0] ?? null, now[0] ?? null);
  }
  return told;
}

/** Every route of a prefix is told under a number of its own (RFC 7911). */
function decidePaths(
  bird: Bird,
  audience: Audience,
  members: ReadonlySet<number>,
  told: Told,
  was: readonly BirdRoute[],
  now: readonly BirdRoute[],
): void {
  for (const old of was) {
    const next = now.find((route) => route.source === old.source) ?? null;
    if (next === null) decideBest(bird, audience, members, told, old, null);
  }
  for (const route of now) {
    const old = told.again ? null : (was.find((other) => other.source === route.source) ?? null);
    if (old !== route) decideBest(bird, audience, members, told, old, route);
  }
}

function decideBest(
  bird: Bird,
  audience: Audience,
  members: ReadonlySet<number>,
  told: Told,
  was: BirdRoute | null,
  now: BirdRoute | null,
): void {
  const route = now ?? was;
  if (route === null || (was === now && was !== null)) return;
  const { addr, len } = route;
  const prefix: BgpNlri = audience.addPath ? { addr, len, pathId: route.source } : { addr, len };
  const before = was === null || told.again ? null : exported(bird, audience, was);
  const after = now === null ? null : exported(bird, audience, now);
  const hadIt = before !== null && typeof before !== 'string';
  const ownerNow = now !== null && members.has(now.protocol) ? now.protocol : null;
  const ownerBefore = was !== null && members.has(was.protocol) ? was.protocol : null;
  if (after !== null) told.updates += 1;
  else told.withdraws += 1;
  if (after !== null && typeof after !== 'string') {
    add(told, attributesKey(after), after, ownerNow, prefix);
    if (!hadIt) told.delta += 1;
    // Whoever told it hears nothing of it, but may have been told another way before.
    if (ownerNow !== null) {
      const own = specialOf(told, ownerNow);
      own.own.push({ addr, len, why: 'own', filter: '' });
      const hadAnother = hadIt && ownerBefore !== ownerNow;
      if (hadAnother || told.again) own.withdrawn.push(prefix);
      own.delta -= (hadIt ? 0 : 1) + (hadAnother ? 1 : 0);
    }
    if (ownerBefore !== null && ownerBefore !== ownerNow && hadIt) specialOf(told, ownerBefore).delta += 1;
    return;
  }
  if (after !== null) {
    told[after === 'filter' ? 'filtered' : 'rejected'] += 1;
    told.refused.push({
      addr,
      len,
      why: after,
      filter: after === 'filter' ? audience.config.exportFilter.name : '',
    });
  }
  if (told.again) add(told, '', null, null, prefix);
  if (!hadIt) return;
  told.delta -= 1;
  add(told, '', null, ownerBefore, prefix);
  if (ownerBefore !== null) specialOf(told, ownerBefore).delta += 1;
}

function specialOf(told: Told, no: number): { withdrawn: BgpNlri[]; own: Refused[]; delta: number } {
  const known = told.special.get(no);
  if (known !== undefined) return known;
  const fresh = { withdrawn: [], own: [], delta: 0 };
  told.special.set(no, fresh);
  return fresh;
}

function add(
  told: Told,
  key: string,
  attributes: BgpAttributes | null,
  except: number | null,
  prefix: BgpNlri,
): void {
  const full = `${key}/${except === null ? '' : String(except)}`;
  const bucket = told.buckets.get(full);
  if (bucket === undefined) told.buckets.set(full, { attributes, except, prefixes: [prefix] });
  else bucket.prefixes.push(prefix);
}

const EMPTY_UPDATE_BODY = Uint8Array.of(0, 0, 0, 0);

/** Says that all has been told (RFC 4724 section 2): an UPDATE without anything. */
function endOfRib(): Uint8Array {
  const bytes = new Uint8Array(23).fill(0xff, 0, 16);
  bytes.set([0, 23, 2], 16);
  bytes.set(EMPTY_UPDATE_BODY, 19);
  return bytes;
}

function tell(
  bird: Bird,
  no: number,
  audience: Audience,
  told: Told,
  what: 'changes' | 'everything' | 'again',
): void {
  const p = touchBgp(bird, no);
  if (p === null || p.session.established === null) return;
  const parts: Uint8Array[] = [];
  const announced: BgpTold[] = [];
  const withdrawn: Cidr4[] = [];
  const tracing = bird.io.ctx.trace.on;
  const special = told.special.get(no);
  // What is withdrawn comes first.
  const buckets = [...told.buckets.values()];
  if (special !== undefined && special.withdrawn.length > 0) {
    parts.push(...updateMessages(special.withdrawn, null, audience));
    withdrawn.push(...special.withdrawn);
  }
  for (const withdraw of [true, false]) {
    for (const bucket of buckets) {
      if ((bucket.attributes === null) !== withdraw || bucket.except === no) continue;
      parts.push(bytesOf(told, bucket, audience));
      if (!tracing) continue;
      const { attributes } = bucket;
      if (attributes === null) withdrawn.push(...bucket.prefixes);
      else announced.push(...bucket.prefixes.map((prefix) => toldPrefix(prefix, attributes)));
    }
  }
  const finished = what === 'everything' && p.config.gracefulRestart !== 'off';
  if (finished) parts.push(endOfRib());
  if (what !== 'changes') {
    Object.assign(p.session, { fed: true, again: false });
    p.stats.exported = 0;
  }
  counted(p, told, special?.own.length ?? 0);
  p.stats.exported += told.delta + (special?.delta ?? 0);
  const refused = tracing ? [...told.refused, ...(special?.own ?? [])] : [];
  if (tracing && (parts.length > 0 || refused.length > 0)) {
    bird.io.ctx.emit('bgp.update', 'sent', bird.io.ns.id, p.session.dev, null, {
      ...{ protocol: p.config.name, peer: p.config.neighbor, announced },
      withdrawn: withdrawn.map(({ addr, len }) => ({ addr, len })),
      ...{ refused, endOfRib: finished },
    });
  }
  if (parts.length > 0) sendBytes(bird, p, p.session[p.session.established], concat(parts));
}

function counted(p: BgpDraft, told: Told, own: number): void {
  const accepted = told.updates - told.rejected - told.filtered - own;
  if (told.updates > 0) {
    const before = p.stats.exportUpdates;
    p.stats.exportUpdates = {
      ...before,
      received: before.received + told.updates,
      rejected: before.rejected + told.rejected + own,
      filtered: before.filtered + told.filtered,
      accepted: before.accepted + accepted,
    };
  }
  if (told.withdraws > 0) count(p, 'exportWithdraws', 'accepted', told.withdraws);
}

function bytesOf(told: Told, bucket: Bucket, audience: Audience): Uint8Array {
  const known = told.bytes.get(bucket);
  if (known !== undefined) return known;
  const bytes = concat(updateMessages(bucket.prefixes, bucket.attributes, audience));
  told.bytes.set(bucket, bytes);
  return bytes;
}
