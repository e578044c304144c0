/**
 * Rate limits of ICMP errors: one token bucket for each host that is told.
 * Source: net/ipv4/route.c ip_error, icmp.c icmpv4_xrlim_allow, inetpeer.c inet_peer_xrlim_allow.
 */
import type { Ipv4Addr } from '../../wire/addr';
import type { IcmpPeer, Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { putIcmpPeer } from '../write';

const NS_PER_SEC = 1_000_000_000;
/** The kernel counts in ticks (CONFIG_HZ 250), so that what comes every second finds a whole second's token. */
const TICK_NS = NS_PER_SEC / 250;
/** One error costs one second of tokens (`icmp_ratelimit` 1000 ms, `ip_rt_error_cost` HZ). */
const COST_NS = NS_PER_SEC;
/** Tokens saved up for route errors (`ip_rt_error_burst`, 5 * HZ). */
const ROUTE_ERROR_BURST_NS = 5 * NS_PER_SEC;
/** Tokens saved up for any ICMP error (XRLIM_BURST_FACTOR 6). */
const BURST_NS = 6 * NS_PER_SEC;
/** A host not seen before has saved a minute (`rate_last = jiffies - 60 * HZ`). */
const INITIAL_CREDIT_NS = 60 * NS_PER_SEC;

/** Charges a route error; false when the bucket is empty. */
export function chargeRouteError(ctx: Ctx, ns: Netns, peer: Ipv4Addr): boolean {
  return charge(ctx, ns, peer, ROUTE_ERROR_BURST_NS);
}

/** Charges an ICMP error; false when it must not be sent. */
export function chargeIcmpError(ctx: Ctx, ns: Netns, peer: Ipv4Addr): boolean {
  return charge(ctx, ns, peer, BURST_NS);
}

/** What is known of a host that is told things. */
export function icmpPeer(ctx: Ctx, ns: Netns, peer: Ipv4Addr): IcmpPeer {
  return ns.icmpPeers.entries.get(peer) ?? { tokensNs: 0, lastNs: tick(ctx.world.nowNs) - INITIAL_CREDIT_NS };
}

function tick(nowNs: number): number {
  return Math.floor(nowNs / TICK_NS) * TICK_NS;
}

function charge(ctx: Ctx, ns: Netns, peer: Ipv4Addr, burstNs: number): boolean {
  const now = tick(ctx.world.nowNs);
  const old = icmpPeer(ctx, ns, peer);
  const saved = Math.min(burstNs, old.tokensNs + now - old.lastNs);
  const allowed = saved >= COST_NS;
  putIcmpPeer(ctx, ns, peer, { ...old, tokensNs: allowed ? saved - COST_NS : saved, lastNs: now });
  return allowed;
}
