/** Neighbours that are set by hand for ever: in a cluster of a thousand nodes a million of them. */
import type { NeighEntry } from '../model/neigh';
import type { MacAddr } from '../wire/addr';
import { Alike } from './alike';

/** The queue of an entry that nobody waits for. */
export const NOBODY: NeighEntry['queue'] = [];

/** A new permanent entry. Address, time and operation are all there is to it. */
export function permanentEntry(mac: MacAddr, nowNs: number, op: number): NeighEntry {
  const known = ENTRIES.recall(op);
  if (known?.op === op && known.mac === mac && known.updatedNs === nowNs) return known;
  return ENTRIES.remember(op, {
    mac,
    state: 'PERMANENT',
    probes: 0,
    confirmedNs: nowNs,
    updatedNs: nowNs,
    timerNs: 0,
    queue: NOBODY,
    headerCached: false,
    op,
  });
}

const ENTRIES = new Alike<NeighEntry>();
