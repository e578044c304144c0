/**
 * Which tables a netns has, found once for all packets: five hooks ask for them by name. An index beside the World, found
 * by the value that holds the tables, which is replaced and never changed.
 */
import type { NfTableName } from '../../model/netfilter';
import type { Netns } from '../../model/world';
import { needsConntrack } from './needs';
import { ReadyTable } from './ready.table';

export interface AskedTables {
  readonly raw: ReadyTable | null;
  readonly mangle: ReadyTable | null;
  readonly nat: ReadyTable | null;
  readonly filter: ReadyTable | null;
  /** Some table has a rule that speaks of flows. */
  readonly needConntrack: boolean;
}

const known = new WeakMap<Netns['nfTables'], AskedTables>();

export function askedTables({ nfTables }: Netns): AskedTables {
  const before = known.get(nfTables);
  return before ?? ask(nfTables);
}

function ask(nfTables: Netns['nfTables']): AskedTables {
  const one = (name: NfTableName): ReadyTable | null => {
    const table = nfTables.get(name);
    return table === undefined ? null : new ReadyTable(name, table.chains);
  };
  const needConntrack = needsConntrack({ nfTables });
  const asked = { raw: one('raw'), mangle: one('mangle'), nat: one('nat'), filter: one('filter') };
  const found: AskedTables = { needConntrack, ...asked };
  known.set(nfTables, found);
  return found;
}
