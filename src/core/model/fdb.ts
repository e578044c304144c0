/** Forwarding databases: which MAC address is behind which bridge port or remote VTEP. */
import type { Ipv4Addr } from '../wire/addr';
import type { Ifindex } from './link';

/** One row of `bridge fdb show br <bridge>`. */
export interface BridgeFdbEntry {
  /** Port the address is behind; the bridge's own ifindex for an address of the bridge itself. */
  readonly port: Ifindex;
  /** The address of the bridge or of one of its ports: frames for it go up to the host. */
  readonly local: boolean;
  /** Set by hand or local: never ages, never moves. */
  readonly permanent: boolean;
  /** Simulated time of the last frame from this address, ns. */
  readonly updatedNs: number;
  readonly op: number;
}

/** One destination of a vxlan fdb entry (`struct vxlan_rdst`). */
export interface VxlanDestination {
  readonly ip: Ipv4Addr;
  /** UDP port, null for the device's own. */
  readonly port: number | null;
  /** VNI, null for the device's own. */
  readonly vni: number | null;
}

/** One row of `bridge fdb show dev <vxlan>`; the all-zero address is the default destination list. */
export interface VxlanFdbEntry {
  readonly destinations: readonly VxlanDestination[];
  readonly permanent: boolean;
  readonly updatedNs: number;
  readonly op: number;
}
