/** Why the other routes lost: evidence for the explanation of one look-up, computed only when asked for. */
import type { Ipv4Addr } from '../wire/addr';
import { inCidr } from '../wire/addr';
import type { Route } from '../model/route';
import { routeTableName } from '../model/route';
import type { Netns } from '../model/world';
import type { Candidate, LoserReason, RouteKey, RuleVisit } from '../trace/kinds';
import { linkOf } from './ctx';

/** Every route of every table the look-up visited that did not win, nearest prefixes first. */
export function routeLosers(
  ns: Netns,
  key: RouteKey,
  winner: Route | null,
  visits: readonly RuleVisit[],
): readonly Candidate<Route>[] {
  const losers: Candidate<Route>[] = [];
  for (const visit of visits) {
    if (visit.outcome === 'selector') continue;
    const table = ns.routeTables.get(visit.table);
    for (const routes of table?.byPrefix.values() ?? []) {
      for (const entry of routes) {
        if (entry === winner) continue;
        losers.push({
          entry,
          reason: reasonOf(ns, key, winner, entry),
          agreeingBits: agreeingBits(key.dst, entry.dst, entry.len),
          table: routeTableName(visit.table),
        });
      }
    }
  }
  return losers.sort((a, b) => (b.agreeingBits ?? 0) - (a.agreeingBits ?? 0) || b.entry.len - a.entry.len);
}

function reasonOf(ns: Netns, key: RouteKey, winner: Route | null, entry: Route): LoserReason {
  if (!inCidr(key.dst, { addr: entry.dst, len: entry.len })) return 'prefix-mismatch';
  if (entry.type === 'throw') return 'throw';
  if (entry.tos !== 0 && entry.tos !== key.tos) return 'tos-mismatch';
  if (key.oif !== 0 && entry.dev !== key.oif) return 'oif-mismatch';
  const needsLink = entry.dev !== 0 && entry.type !== 'local';
  if (needsLink && linkOf(ns, entry.dev)?.up !== true) return 'link-down';
  if (winner === null || entry.len < winner.len) return 'shorter-prefix';
  return entry.metric > winner.metric ? 'higher-metric' : 'later-entry';
}

/** How many leading bits of the prefix agree with the address, at most `len`. */
export function agreeingBits(addr: Ipv4Addr, prefix: Ipv4Addr, len: number): number {
  const differing = (addr ^ prefix) >>> 0;
  return Math.min(len, Math.clz32(differing));
}
