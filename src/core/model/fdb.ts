/** Forwarding databases: which MAC address is behind which bridge port or remote VTEP. */
import { asMac, type Ipv4Addr, type MacAddr } from '../wire/addr';
import type { Ifindex } from './link';

/** Where an entry of a bridge stands: by its address, in VLAN 0 as a number, in any other as `VID address`. */
export type BridgeFdbKey = MacAddr | `${number} ${number}`;

export function bridgeFdbKey(mac: MacAddr, vid: number): BridgeFdbKey {
  return vid === 0 ? mac : `${vid} ${mac}`;
}

/** The address and the VLAN of a key, 0 for none. */
export function readFdbKey(key: BridgeFdbKey): { readonly mac: MacAddr; readonly vid: number } {
  if (typeof key === 'number') return { mac: key, vid: 0 };
  const [vid, mac] = key.split(' ');
  return { mac: asMac(Number(mac)), vid: Number(vid) };
}

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
  /** Device the outer packets leave by, absent where routing chooses it. */
  readonly via?: Ifindex;
}

/** One row of `bridge fdb show dev <vxlan>`; the all-zero address is the default destination list. */
export interface VxlanFdbEntry {
  readonly destinations: readonly VxlanDestination[];
  readonly permanent: boolean;
  readonly updatedNs: number;
  readonly op: number;
}
