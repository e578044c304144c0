/** What the records of tunnels tell: the outer packet each kind of tunnel makes or takes away. */
import type { VxlanDestination } from '../model/fdb';
import type { Ipv4Addr } from '../wire/addr';

export type TunnelKind = 'vxlan' | 'geneve' | 'ipip' | 'wireguard' | 'flannel-udp';

interface OuterUdp {
  readonly remote: Ipv4Addr;
  readonly local: Ipv4Addr;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly addedBytes: number;
}

export type TunnelEncap =
  | (Omit<OuterUdp, 'remote'> & {
      readonly tunnel: 'vxlan';
      readonly vni: number;
      readonly remote: VxlanDestination;
    })
  | (OuterUdp & { readonly tunnel: 'geneve'; readonly vni: number })
  | (OuterUdp & { readonly tunnel: 'wireguard'; readonly peer: string })
  | (OuterUdp & { readonly tunnel: 'flannel-udp'; readonly app: string })
  | {
      readonly tunnel: 'ipip';
      readonly remote: Ipv4Addr;
      readonly local: Ipv4Addr;
      readonly addedBytes: number;
    };

export type TunnelDecap = { readonly remote: Ipv4Addr; readonly removedBytes: number } & (
  | { readonly tunnel: 'vxlan' | 'geneve'; readonly vni: number }
  | { readonly tunnel: 'ipip' }
  | { readonly tunnel: 'wireguard'; readonly peer: string }
  | { readonly tunnel: 'flannel-udp'; readonly app: string }
);
