/**
 * The operations flannel sends. Those on tun, ipip and wireguard devices are told here in the shapes of model/op.ts;
 * once a tree knows these devices there, `FlannelOp` is a part of NetOp and nothing else changes.
 */
import type { LinkSpec, NetOp } from '../../model/op';
import type { Cidr4, Ipv4Addr, MacAddr } from '../../wire/addr';

type DeviceSpec =
  | Extract<LinkSpec, { readonly kind: 'vxlan' }>
  | { readonly kind: 'tun' }
  | { readonly kind: 'ipip'; readonly local?: Ipv4Addr }
  | { readonly kind: 'wireguard' };

export interface WireguardPeerSpec {
  readonly publicKey: string;
  readonly remove?: boolean;
  readonly endpoint?: { readonly addr: Ipv4Addr; readonly port: number };
  /** Replaces the peer's allowed IPs. */
  readonly allowedIps?: readonly Cidr4[];
}

type DeviceOp =
  | {
      readonly kind: 'link.add';
      readonly name: string;
      readonly spec: DeviceSpec;
      readonly mac?: MacAddr;
      readonly mtu?: number;
    }
  | {
      readonly kind: 'wg.set';
      readonly dev: string;
      /** Name of the key pair that is now the device's own. */
      readonly publicKey?: string;
      readonly listenPort?: number;
      /** Peers that are not named here are removed. */
      readonly replacePeers?: boolean;
      readonly peers?: readonly WireguardPeerSpec[];
    };

type Families = 'link.set' | 'link.del' | `${'addr' | 'route' | 'neigh' | 'fdb'}.${string}`;

export type FlannelOp = Extract<NetOp, { readonly kind: Families }> | DeviceOp;
