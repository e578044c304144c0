/**
 * Rate limits of ICMP errors: one token bucket for each host that is told, one for all of them together.
 * Source: net/ipv4/route.c ip_error, icmp.c icmpv4_xrlim_allow and icmp_global_allow, inetpeer.c inet_peer_xrlim_allow;
 * the second bucket is each namespace's own since Linux 6.13.
 */
import { nextBelow } from '../../base/prng';
import type { Ipv4Addr } from '../../wire/addr';
import type { IcmpPeer, Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { readNetnsSysctl } from '../sysctl.netns';
import { putIcmpPeer, setIcmpGlobal } from '../write';

const NS_PER_SEC = 1_000_000_000;
/** The kernel counts in ticks (CONFIG_HZ 250), so that what comes every second finds a whole second's token. */
const TICK_NS = NS_PER_SEC / 250;
const NS_PER_MS = 1_000_000;
/** A route error costs one second of tokens (`ip_rt_error_cost` HZ), any error as much as `icmp_ratelimit` says. */
const ROUTE_ERROR_COST_NS = NS_PER_SEC;
/** Tokens saved up for route errors (`ip_rt_error_burst`, 5 * HZ). */
const ROUTE_ERROR_BURST_NS = 5 * NS_PER_SEC;
/** Errors whose tokens may be saved up (XRLIM_BURST_FACTOR). */
const BURST_FACTOR = 6;
/** Time before which an empty bucket is not filled again (HZ / 50). */
const FILL_NS = NS_PER_SEC / 50;
/** An error takes 0, 1 or 2 tokens, by chance, so that nobody can count them. */
const CREDITS_TAKEN = 3;
/** A host not seen before has saved a minute (`rate_last = jiffies - 60 * HZ`). */
const INITIAL_CREDIT_NS = 60 * NS_PER_SEC;

/** Charges a route error; false when the bucket is empty. */
export function chargeRouteError(ctx: Ctx, ns: Netns, peer: Ipv4Addr): boolean {
  return charge(ctx, ns, peer, ROUTE_ERROR_COST_NS, ROUTE_ERROR_BURST_NS);
}

/** Charges an ICMP error; false when it must not be sent. */
export function chargeIcmpError(ctx: Ctx, ns: Netns, peer: Ipv4Addr): boolean {
  const costNs = readNetnsSysctl(ns, 'net/ipv4/icmp_ratelimit') * NS_PER_MS;
  return charge(ctx, ns, peer, costNs, BURST_FACTOR * costNs);
}

/** What is known of a host that is told things. */
export function icmpPeer(ctx: Ctx, ns: Netns, peer: Ipv4Addr): IcmpPeer {
  return ns.icmpPeers.entries.get(peer) ?? { tokensNs: 0, lastNs: tick(ctx.world.nowNs) - INITIAL_CREDIT_NS };
}

function tick(nowNs: number): number {
  return Math.floor(nowNs / TICK_NS) * TICK_NS;
}

function charge(ctx: Ctx, ns: Netns, peer: Ipv4Addr, costNs: number, burstNs: number): boolean {
  const now = tick(ctx.world.nowNs);
  const old = icmpPeer(ctx, ns, peer);
  const saved = Math.min(burstNs, old.tokensNs + now - old.lastNs);
  const allowed = saved >= costNs;
  putIcmpPeer(ctx, ns, peer, { ...old, tokensNs: allowed ? saved - costNs : saved, lastNs: now });
  return allowed;
}

/** Whether the namespace may send one more error at all (`icmp_msgs_per_sec`, `icmp_msgs_burst`); fills the bucket. */
export function mayTellAnybody(ctx: Ctx, ns: Netns): boolean {
  const { credit, stampNs } = ns.icmpGlobal ?? { credit: 0, stampNs: -NS_PER_SEC };
  if (credit > 0) return true;
  const now = tick(ctx.world.nowNs);
  const sinceNs = Math.min(now - stampNs, NS_PER_SEC);
  if (sinceNs < FILL_NS) return false;
  const more = Math.floor((readNetnsSysctl(ns, 'net/ipv4/icmp_msgs_per_sec') * sinceNs) / NS_PER_SEC);
  if (more === 0) return false;
  const most = readNetnsSysctl(ns, 'net/ipv4/icmp_msgs_burst');
  setIcmpGlobal(ctx, ns, { credit: Math.min(credit + more, most), stampNs: now });
  return true;
}

/** An error was sent: takes its tokens. */
export function takeFromAll(ctx: Ctx, ns: Netns): void {
  const taken = nextBelow(ctx.random(ns.id, 'icmp.global'), CREDITS_TAKEN);
  const { icmpGlobal } = ns;
  if (taken > 0 && icmpGlobal !== null)
    setIcmpGlobal(ctx, ns, { ...icmpGlobal, credit: icmpGlobal.credit - taken });
}
