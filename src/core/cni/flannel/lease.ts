/**
 * Leases: which node has which subnet, and how to reach it; and the daemon's memory of them.
 * Source: flannel pkg/lease/lease.go. IPv4 only, as the simulated machines are.
 */
import type { Cidr4, Ipv4Addr } from '../../wire/addr';
import { sameNet } from './net';

/** What a backend publishes beside the subnet. Plain data: it is kept in the World. */
export interface LeaseAttrs {
  readonly publicIp: Ipv4Addr;
  /** Empty for the udp backend. */
  readonly backendType: string;
  /** JSON of the backend, as text; `null` where there is none. */
  readonly backendData: string;
}

export interface Lease extends LeaseAttrs {
  readonly subnet: Cidr4;
}

/** There is no event for a change: what is new is added once more. */
export interface LeaseEvent {
  readonly type: 'added' | 'removed';
  readonly lease: Lease;
}

export interface Watched {
  /** Leases of others, in order of arrival. */
  readonly leases: readonly Lease[];
  /** What the backend is to be told; null for the node's own subnet. */
  readonly event: LeaseEvent | null;
  /** For the log, when a lease went that nobody knew. */
  readonly complaint: string | null;
}

/**
 * Takes an event into account (LeaseWatcher.Update). A lease of the node's own subnet is dropped, whoever's it is: with
 * one podCIDR on two nodes each takes the other's lease for its own. Of a removed lease the backend is told what was
 * remembered, not what the event says.
 */
export function watchLease(own: Cidr4, leases: readonly Lease[], event: LeaseEvent): Watched {
  const { lease, type } = event;
  if (sameNet(own, lease.subnet)) return { leases, event: null, complaint: null };
  const at = leases.findIndex((known) => sameNet(known.subnet, lease.subnet));
  const known = leases[at];
  if (type === 'added') {
    const next = known === undefined ? [...leases, lease] : leases.with(at, lease);
    return { leases: next, event, complaint: null };
  }
  if (known === undefined) return { leases, event, complaint: 'not found' };
  return { leases: leases.toSpliced(at, 1), event: { type, lease: known }, complaint: null };
}
