/** Changes of counters: nearly every packet makes some, so those that count one more are made once and shared. */
import type { Change } from '../model/change';
import type { NetnsId } from '../model/link';

const COUNTED = new Map<string, Change[]>();

/** The change of counting one more, the same object each time. */
export function countedOnce(netns: NetnsId, key: string): Change {
  let known = COUNTED.get(key);
  if (known === undefined) COUNTED.set(key, (known = []));
  return (known[netns] ??= Object.freeze({ slot: 'snmp', netns, key, by: 1 }));
}
