/**
 * MTUs of tunnels and pods in bytes, from the smallest MTU of the node's own devices.
 * Source: calico felix/dataplane/linux/int_dataplane.go ConfigureDefaultMTUs, determinePodMTU.
 */

/** What a tunnel puts in front of a packet. */
const OVERHEAD = { ipip: 20, vxlan: 50, vxlanV6: 70, wireguard: 60, wireguardV6: 80 } as const;

export type Encapsulation = keyof typeof OVERHEAD;
export type TunnelMtus = Readonly<Record<Encapsulation, number>>;

/** Azure cuts packets at 1400 bytes below a device that says 1500, and WireGuard sets DF on its own. */
const AKS_OVERHEAD = 100;

export interface MtuOptions {
  readonly hostMtu: number;
  /** On AKS, with WireGuard between hosts as well. */
  readonly aksHostEncryption: boolean;
}

/** Every kind has one, whether it is in use or not. */
export function tunnelMtus({ hostMtu, aksHostEncryption }: MtuOptions): TunnelMtus {
  const wireguardRoom = hostMtu - (aksHostEncryption ? AKS_OVERHEAD : 0);
  return {
    ipip: hostMtu - OVERHEAD.ipip,
    vxlan: hostMtu - OVERHEAD.vxlan,
    vxlanV6: hostMtu - OVERHEAD.vxlanV6,
    wireguard: wireguardRoom - OVERHEAD.wireguard,
    wireguardV6: wireguardRoom - OVERHEAD.wireguardV6,
  };
}

/** The smallest of the tunnels in use: any packet of a pod may have to go through any of them. */
export function podMtu(hostMtu: number, mtus: TunnelMtus, enabled: readonly Encapsulation[]): number {
  return enabled.length === 0 ? hostMtu : Math.min(...enabled.map((kind) => mtus[kind]));
}
