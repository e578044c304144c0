/**
 * Which tables a netns has, found once for all packets: five hooks ask for them by name. An index beside the World, found
 * by the value that holds the tables, which is replaced and never changed.
 */
import type { NfTable, NfTableName } from '../../model/netfilter';
import type { Netns } from '../../model/world';

export interface AskedTables {
  readonly raw: NfTable | null;
  readonly mangle: NfTable | null;
  readonly nat: NfTable | null;
  readonly filter: NfTable | null;
  /** Some table has a rule that speaks of flows. */
  readonly needConntrack: boolean;
}

const known = new WeakMap<Netns['nfTables'], AskedTables>();

export function askedTables({ nfTables }: Netns): AskedTables {
  const before = known.get(nfTables);
  return before ?? ask(nfTables);
}

function ask(nfTables: Netns['nfTables']): AskedTables {
  const one = (name: NfTableName): NfTable | null => nfTables.get(name) ?? null;
  const needConntrack = [...nfTables.values()].some((table) => table.needsConntrack);
  const asked = { raw: one('raw'), mangle: one('mangle'), nat: one('nat'), filter: one('filter') };
  const found: AskedTables = { needConntrack, ...asked };
  known.set(nfTables, found);
  return found;
}
