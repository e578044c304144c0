/**
 * The neighbour table: resolving a next hop to a link-layer address, with the kernel's states and timers.
 * Source: net/core/neighbour.c.
 *
 *     (none) --first use--> INCOMPLETE --reply--> REACHABLE --time--> STALE --used--> DELAY --5 s--> PROBE
 *                               |                     ^                                 |              |
 *                          no answer                  +----------- confirmed -----------+---- reply ---+
 *                               v                                                                      |
 *                            FAILED <---------------------------- no answer ---------------------------+
 */
import { nextFraction } from '../base/prng';
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import { ZERO_MAC } from '../wire/addr';
import { ETHERTYPE_IPV4 } from '../wire/ethernet';
import type { Link } from '../model/link';
import type { NeighEntry, NeighState } from '../model/neigh';
import type { Skb } from '../model/skb';
import { cloneSkb, skbLength } from '../model/skb';
import type { Netns } from '../model/world';
import type { NeighUpdateReason } from '../trace/kinds';
import type { Ctx } from './ctx';
import { fixedAddress } from './neigh.fixed';
import { NOBODY, permanentEntry } from './neigh.permanent';
import { traceLookup } from './neigh.trace';
import { drop, pushEthernet } from './skb';
import { putNeigh } from './write';

const NS_PER_MS = 1_000_000;
const NS_PER_SEC = 1_000_000_000;
/**
 * What a waiting packet is charged against `unres_qlen_bytes` beyond its length (`skb->truesize`): with it about a
 * hundred pings fit into the default of 212,992 bytes, as observed.
 */
const SKB_OVERHEAD_BYTES = 2_000;

/** Whether packets may be sent with this entry's address (NUD_VALID). */
export function isValid(entry: NeighEntry): boolean {
  return entry.mac !== null && entry.state !== 'INCOMPLETE' && entry.state !== 'FAILED';
}

/**
 * Sends a bare IP packet to `nexthop` on `link`, resolving the address first where it must.
 * Source: net/ipv4/ip_output.c ip_finish_output2, net/core/neighbour.c neigh_resolve_output.
 */
export function neighOutput(ctx: Ctx, ns: Netns, link: Link, nexthop: Ipv4Addr, skb: Skb): void {
  const fixed = fixedAddress(link, nexthop);
  if (fixed !== null) {
    send(ctx, ns, link, fixed, skb);
    return;
  }
  const entry = link.neigh.entries.get(nexthop);
  if (entry !== undefined && isValid(entry) && entry.mac !== null) {
    traceLookup(ctx, ns, link, nexthop, entry, 'resolved', skb);
    if (entry.state === 'STALE') delay(ctx, ns, link, nexthop, entry);
    else if (!entry.headerCached) putNeigh(ctx, ns, link, nexthop, { ...entry, headerCached: true });
    send(ctx, ns, link, entry.mac, skb);
    return;
  }
  traceLookup(ctx, ns, link, nexthop, entry ?? null, 'queued', skb);
  enqueue(ctx, ns, link, nexthop, entry, skb);
}

function send(ctx: Ctx, ns: Netns, link: Link, dst: MacAddr, skb: Skb): void {
  pushEthernet(skb, dst, link.kind === 'loopback' ? ZERO_MAC : link.mac, ETHERTYPE_IPV4);
  ctx.stack.transmit(ctx, ns, link, skb);
}

/** A stale entry is used: a confirmation is awaited from now on. */
function delay(ctx: Ctx, ns: Netns, link: Link, addr: Ipv4Addr, entry: NeighEntry): void {
  const afterNs = link.neighConf.delay_first_probe_time * NS_PER_SEC;
  update(
    ctx,
    ns,
    link,
    addr,
    entry,
    startTimer(ctx, ns, link, addr, { ...entry, state: 'DELAY', headerCached: true }, afterNs, true),
    'used-while-stale',
  );
}

/** The packet waits; the first one makes the request go out. Source: neighbour.c __neigh_event_send. */
function enqueue(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  addr: Ipv4Addr,
  old: NeighEntry | undefined,
  skb: Skb,
): void {
  const waiting = old?.state === 'INCOMPLETE' ? old.queue : [];
  const queue = [...waiting, { skb, nexthop: addr }];
  const bytes = (): number => queue.reduce((sum, item) => sum + skbLength(item.skb) + SKB_OVERHEAD_BYTES, 0);
  while (queue.length > 1 && bytes() > link.neighConf.unres_qlen_bytes) {
    const oldest = queue.shift();
    if (oldest !== undefined) drop(ctx, ns, link.ifindex, oldest.skb, 'NEIGH_QUEUEFULL');
  }
  skb.traceRef.cause = ctx.cause;
  if (old?.state === 'INCOMPLETE') {
    update(ctx, ns, link, addr, old, { ...old, queue }, 'queued');
    return;
  }
  ask(ctx, ns, link, addr, old, queue);
}

/** The first request goes out. */
function ask(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  addr: Ipv4Addr,
  old: NeighEntry | undefined,
  queue: NeighEntry['queue'],
): void {
  const fresh: NeighEntry = {
    mac: null,
    state: 'INCOMPLETE',
    probes: 1,
    confirmedNs: longAgo(ctx, link),
    updatedNs: ctx.world.nowNs,
    timerNs: 0,
    queue,
    headerCached: old?.headerCached ?? false,
    op: 0,
  };
  const afterNs = link.neighConf.retrans_time_ms * NS_PER_MS;
  const entry = startTimer(ctx, ns, link, addr, fresh, afterNs);
  update(ctx, ns, link, addr, old, entry, 'first-use');
  ctx.stack.solicit(ctx, ns, link, addr, entry, queue[0]?.skb ?? null);
}

/** Asks for an address that no packet waits for yet. Source: neighbour.c neigh_event_send without a packet. */
export function neighProbe(ctx: Ctx, ns: Netns, link: Link, addr: Ipv4Addr): void {
  const old = link.neigh.entries.get(addr);
  if (old?.state !== 'INCOMPLETE' && (old === undefined || !isValid(old))) ask(ctx, ns, link, addr, old, []);
}

/** Schedules the timer, waited for as the packet is unless told; its time in the entry shows whether it is out of date. */
function startTimer(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  addr: Ipv4Addr,
  entry: NeighEntry,
  afterNs: number,
  background?: boolean,
): NeighEntry {
  ctx.schedule({ kind: 'neigh.timer', netns: ns.id, ifindex: link.ifindex, addr }, afterNs, background);
  return { ...entry, timerNs: ctx.world.nowNs + afterNs };
}

/** Source: neighbour.c neigh_timer_handler. */
export function neighTimer(ctx: Ctx, ns: Netns, link: Link, addr: Ipv4Addr): void {
  const entry = link.neigh.entries.get(addr);
  if (entry === undefined || entry.timerNs !== ctx.world.nowNs) return;
  const conf = link.neighConf;
  const retransNs = conf.retrans_time_ms * NS_PER_MS;
  switch (entry.state) {
    case 'REACHABLE':
      update(ctx, ns, link, addr, entry, { ...entry, state: 'STALE', timerNs: 0 }, 'timeout');
      return;
    case 'DELAY': {
      const confirmed = entry.confirmedNs + conf.delay_first_probe_time * NS_PER_SEC >= ctx.world.nowNs;
      if (confirmed) {
        reachable(ctx, ns, link, addr, entry, entry, 'confirmed');
        return;
      }
      const probing = startTimer(
        ctx,
        ns,
        link,
        addr,
        { ...entry, state: 'PROBE', probes: 1 },
        retransNs,
        true,
      );
      update(ctx, ns, link, addr, entry, probing, 'probe');
      ctx.stack.solicit(ctx, ns, link, addr, probing, null);
      return;
    }
    case 'PROBE':
    case 'INCOMPLETE': {
      const attempts = entry.state === 'PROBE' ? conf.ucast_solicit : conf.mcast_solicit;
      if (entry.probes >= attempts) {
        fail(ctx, ns, link, addr, entry);
        return;
      }
      const background = entry.state === 'PROBE' ? true : undefined;
      const again = startTimer(
        ctx,
        ns,
        link,
        addr,
        { ...entry, probes: entry.probes + 1 },
        retransNs,
        background,
      );
      update(ctx, ns, link, addr, entry, again, 'probe');
      ctx.stack.solicit(ctx, ns, link, addr, again, again.queue[again.queue.length - 1]?.skb ?? null);
      return;
    }
    default:
  }
}

/** Nobody answered: every waiting packet is reported and dropped. Source: neighbour.c neigh_invalidate. */
function fail(ctx: Ctx, ns: Netns, link: Link, addr: Ipv4Addr, entry: NeighEntry): void {
  const failed: NeighEntry = {
    ...entry,
    mac: null,
    state: 'FAILED',
    queue: [],
    timerNs: 0,
    updatedNs: ctx.world.nowNs,
  };
  update(ctx, ns, link, addr, entry, failed, 'no-answer');
  reportAll(ctx, ns, link, entry.queue);
}

function reportAll(ctx: Ctx, ns: Netns, link: Link, queue: NeighEntry['queue']): void {
  const cause = ctx.cause;
  for (const { skb } of queue) {
    ctx.cause = skb.traceRef.cause;
    const own = cloneSkb(skb);
    ctx.stack.unreachable(ctx, ns, link, own);
    ctx.cause = skb.traceRef.cause;
    drop(ctx, ns, link.ifindex, own, 'NEIGH_FAILED');
  }
  ctx.cause = cause;
}

/** What an ARP packet says about an entry. Source: neighbour.c __neigh_update. */
export interface NeighNews {
  readonly mac: MacAddr;
  readonly state: 'REACHABLE' | 'STALE';
  /** Whether a different known address may be replaced (NEIGH_UPDATE_F_OVERRIDE). */
  readonly override: boolean;
  readonly why: NeighUpdateReason;
}

/** Takes what was heard into the table; waiting packets leave. Creates the entry when there is none. */
export function neighHeard(ctx: Ctx, ns: Netns, link: Link, addr: Ipv4Addr, news: NeighNews): void {
  const old = link.neigh.entries.get(addr);
  if (old?.state === 'PERMANENT' || old?.state === 'NOARP') return;
  const valid = old !== undefined && isValid(old);
  const same = valid && old.mac === news.mac;
  if (valid && !same && !news.override) return;
  // Hearing the same address again without proof makes an entry neither worse nor better.
  if (same && news.state === 'STALE') return;
  const { nowNs } = ctx.world;
  const moved = old?.mac !== news.mac || old.state !== news.state;
  const fresh: NeighEntry = {
    mac: news.mac,
    state: news.state,
    probes: 0,
    confirmedNs: news.state === 'REACHABLE' ? nowNs : longAgo(ctx, link),
    updatedNs: moved ? nowNs : old.updatedNs,
    timerNs: 0,
    queue: NOBODY,
    headerCached: (old?.headerCached ?? false) || (old?.queue.length ?? 0) > 0,
    op: old?.op ?? 0,
  };
  if (news.state === 'REACHABLE') reachable(ctx, ns, link, addr, old, fresh, news.why);
  else update(ctx, ns, link, addr, old, fresh, news.why);
  if (!valid) release(ctx, ns, link, news.mac, old?.queue ?? []);
}

/** When an address that nobody vouched for counts as confirmed: too long ago for anything. */
function longAgo(ctx: Ctx, link: Link): number {
  return ctx.world.nowNs - 2 * link.neighConf.base_reachable_time_ms * NS_PER_MS;
}

/** Packets that waited for the answer leave in their order. */
function release(ctx: Ctx, ns: Netns, link: Link, mac: MacAddr, queue: NeighEntry['queue']): void {
  const cause = ctx.cause;
  for (const { skb } of queue) {
    // The record it follows from is its own waiting. The table keeps the skb it had; what leaves is a copy.
    ctx.cause = skb.traceRef.cause;
    send(ctx, ns, link, mac, cloneSkb(skb));
  }
  ctx.cause = cause;
}

/** Confirmed: valid for a random time of 0.5 to 1.5 times the base. Source: neighbour.c neigh_rand_reach_time. */
function reachable(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  addr: Ipv4Addr,
  old: NeighEntry | undefined,
  entry: NeighEntry,
  why: NeighUpdateReason,
): void {
  const fraction = 0.5 + nextFraction(ctx.random(ns.id, 'neigh'));
  const afterNs = Math.floor(link.neighConf.base_reachable_time_ms * fraction) * NS_PER_MS;
  const next = startTimer(ctx, ns, link, addr, { ...entry, state: 'REACHABLE', probes: 0 }, afterNs, true);
  update(ctx, ns, link, addr, old, next, why);
}

/** A transport says the neighbour is alive (`dst_confirm`, MSG_CONFIRM of ping). */
export function neighConfirm(ctx: Ctx, ns: Netns, link: Link, addr: Ipv4Addr): void {
  const entry = link.neigh.entries.get(addr);
  if (entry === undefined || !isValid(entry) || entry.state === 'PERMANENT' || entry.state === 'NOARP')
    return;
  if (entry.confirmedNs !== ctx.world.nowNs) {
    update(ctx, ns, link, addr, entry, { ...entry, confirmedNs: ctx.world.nowNs }, 'confirmed');
  }
}

/** Sets an entry by hand (`ip neigh`); packets that waited for it leave. */
export function neighSet(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  addr: Ipv4Addr,
  mac: MacAddr,
  state: NeighState,
  op: number,
): void {
  const old = link.neigh.entries.get(addr);
  const nowNs = ctx.world.nowNs;
  if (old === undefined && state === 'PERMANENT') {
    update(ctx, ns, link, addr, old, permanentEntry(mac, nowNs, op), 'set-by-hand');
    return;
  }
  const entry: NeighEntry = {
    mac,
    state,
    probes: 0,
    confirmedNs: state === 'STALE' ? longAgo(ctx, link) : nowNs,
    updatedNs: nowNs,
    timerNs: 0,
    queue: NOBODY,
    headerCached: (old?.headerCached ?? false) || (old?.queue.length ?? 0) > 0,
    op,
  };
  if (state === 'REACHABLE') reachable(ctx, ns, link, addr, old, entry, 'set-by-hand');
  else update(ctx, ns, link, addr, old, entry, 'set-by-hand');
  release(ctx, ns, link, mac, old?.queue ?? []);
}

/** Takes an entry out by hand (`ip neigh del`); whoever waits for it is told. Source: neighbour.c neigh_delete. */
export function neighDelete(ctx: Ctx, ns: Netns, link: Link, addr: Ipv4Addr): void {
  const entry = link.neigh.entries.get(addr);
  if (entry === undefined) return;
  remove(ctx, ns, link, addr, entry, 'set-by-hand');
  reportAll(ctx, ns, link, entry.queue);
}

/**
 * The link went down or lost its carrier: everything goes, with `keepPermanent` all but what was set by hand. Waiting
 * packets go silently. Source: neighbour.c neigh_flush_dev.
 */
export function neighFlush(ctx: Ctx, ns: Netns, link: Link, keepPermanent: boolean): void {
  for (const [addr, entry] of [...link.neigh.entries]) {
    if (keepPermanent && entry.state === 'PERMANENT') continue;
    remove(ctx, ns, link, addr, entry, 'link-down');
    const { cause } = ctx;
    for (const { skb } of entry.queue) {
      ctx.cause = skb.traceRef.cause;
      drop(ctx, ns, link.ifindex, cloneSkb(skb), 'NEIGH_DEAD');
    }
    ctx.cause = cause;
  }
}

function remove(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  addr: Ipv4Addr,
  before: NeighEntry,
  why: NeighUpdateReason,
): void {
  putNeigh(ctx, ns, link, addr, undefined);
  if (!ctx.trace.on) return;
  const detail = { dev: link.ifindex, addr, before, after: null, why };
  ctx.emit('neigh.update', 'removed', ns.id, link.ifindex, null, detail);
}

function update(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  addr: Ipv4Addr,
  before: NeighEntry | undefined,
  after: NeighEntry,
  why: NeighUpdateReason,
): void {
  putNeigh(ctx, ns, link, addr, after);
  if (ctx.trace.on) {
    ctx.emit('neigh.update', after.state, ns.id, link.ifindex, null, {
      dev: link.ifindex,
      addr,
      before: before ?? null,
      after,
      why,
    });
  }
}
