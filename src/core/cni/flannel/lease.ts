/**
 * Leases: which node has which subnet, and how to reach it. Source: flannel pkg/lease/lease.go. IPv4 only, as the
 * simulated machines are.
 *
 * The daemon also remembers all leases, but only what the watch tells it last is ever used: what goes is what came.
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

/**
 * Whether the backend hears of an event. A lease of the node's own subnet is dropped, whoever's it is: with one podCIDR
 * on two nodes each takes the other's lease for its own. Source: LeaseWatcher.Update, sameSubnet.
 */
export function reachesBackend(own: Cidr4, { lease }: LeaseEvent): boolean {
  return !sameNet(own, lease.subnet);
}
