/** The record of a look-up in the neighbour table. */
import type { Link } from '../model/link';
import type { NeighEntry } from '../model/neigh';
import type { Skb } from '../model/skb';
import type { Netns } from '../model/world';
import type { Candidate } from '../trace/kinds';
import type { Ipv4Addr } from '../wire/addr';
import type { Ctx } from './ctx';

/** Says what was found for `addr`; with evidence on, also what else the table holds. */
export function traceLookup(
  ctx: Ctx,
  ns: Netns,
  link: Link,
  addr: Ipv4Addr,
  match: NeighEntry | null,
  verdict: 'resolved' | 'queued',
  skb: Skb,
): void {
  if (!ctx.trace.on) return;
  const candidates: readonly Candidate<NeighEntry>[] = ctx.trace.evidence
    ? [...link.neigh.entries]
        .filter(([key]) => key !== addr)
        .map(([key, entry]) => ({ key, entry, reason: 'other-address' as const }))
    : [];
  const told = {
    key: { dev: link.ifindex, addr },
    table: { name: `neigh ${link.name}`, size: link.neigh.entries.size },
    match,
    considered: 1,
  };
  const detail = ctx.trace.evidence ? { ...told, candidates } : told;
  ctx.emit('neigh.lookup', verdict, ns.id, link.ifindex, skb, detail);
}
