/** Whether a ruleset speaks of flows, found once for each: by the value that holds the tables, which is replaced and never changed. */
import type { Netns } from '../../model/world';

const known = new WeakMap<Netns['nfTables'], boolean>();

/** Some table of iptables has a rule that asks conntrack, or works on flows. */
export function needsConntrack({ nfTables }: Pick<Netns, 'nfTables'>): boolean {
  const before = known.get(nfTables);
  if (before !== undefined) return before;
  const needs = [...nfTables.values()].some((table) => table.needsConntrack);
  known.set(nfTables, needs);
  return needs;
}
