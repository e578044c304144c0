/** The neighbour (ARP) table. */
import type { MacAddr } from '../wire/addr';
import type { QueuedSkb } from './skb';

/**
 * States of a neighbour entry (include/net/neighbour.h, in the words of ip-neighbour(8)).
 * - INCOMPLETE: being resolved, requests are out
 * - REACHABLE: valid until the reachability time is over
 * - STALE: valid but suspicious, used as it is
 * - DELAY: used while stale, a confirmation is awaited
 * - PROBE: unicast requests are out
 * - FAILED: nobody answered
 * - NOARP: valid, never verified
 * - PERMANENT: valid for ever, set by hand
 */
export type NeighState =
  'INCOMPLETE' | 'REACHABLE' | 'STALE' | 'DELAY' | 'PROBE' | 'FAILED' | 'NOARP' | 'PERMANENT';

export interface NeighEntry {
  /** Null until it is known. */
  readonly mac: MacAddr | null;
  readonly state: NeighState;
  /** Requests sent in this state. */
  readonly probes: number;
  /** When the address was last confirmed, ns. */
  readonly confirmedNs: number;
  /** When the address last changed, ns (`locktime`). */
  readonly updatedNs: number;
  /** When the pending timer fires, ns; 0 when none. A timer event of another time is out of date. */
  readonly timerNs: number;
  /** Packets waiting for the answer (`arp_queue`). */
  readonly queue: readonly QueuedSkb[];
  /** A packet was sent with this address, so that its Ethernet header stands ready (`hh_cache`). */
  readonly headerCached: boolean;
  readonly op: number;
}
