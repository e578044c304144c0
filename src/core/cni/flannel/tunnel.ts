/**
 * What each backend puts between the nodes: its device, how much of a packet its headers take, where they meet.
 * Source: flannel pkg/backend/{vxlan/device.go,vxlan/vxlan_network.go,hostgw/hostgw.go,ipip/ipip.go,
 * wireguard/wireguard_network.go,udp/udp_network_amd64.go}.
 */
import type { BackendConf } from './backend-conf';

export interface Tunnel {
  /** Null where packets go as they are. */
  readonly device: string | null;
  readonly linkType: 'vxlan' | 'ipip' | 'wireguard' | 'tun' | null;
  /** Of the device, and of the pods: what subnet.env says. */
  readonly mtu: number;
  readonly udpPort: number | null;
}

/** Outer IPv4 header 20, UDP 8, VXLAN 8, inner Ethernet 14. */
const VXLAN_OVERHEAD = 50;
/** Outer IPv4 header. */
const IPIP_OVERHEAD = 20;
/** Outer IPv4 header 20, UDP 8. */
const UDP_OVERHEAD = 28;
/** Outer header of IPv6, 40, UDP 8, WireGuard 16, its tag 16: room for either family. */
const WIREGUARD_OVERHEAD = 80;
/** The kernel's own choice where none is made. */
const VXLAN_PORT = 8472;

export function tunnelOf(conf: BackendConf, extMtu: number): Tunnel {
  switch (conf.type) {
    case 'vxlan': {
      const udpPort = conf.port === 0 ? VXLAN_PORT : conf.port;
      return {
        device: vxlanDevice(conf.vni),
        linkType: 'vxlan',
        mtu: conf.mtu - VXLAN_OVERHEAD,
        udpPort,
      };
    }
    case 'host-gw':
      return { device: null, linkType: null, mtu: extMtu, udpPort: null };
    case 'ipip':
      return { device: 'flannel.ipip', linkType: 'ipip', mtu: extMtu - IPIP_OVERHEAD, udpPort: null };
    case 'wireguard': {
      const mtu = conf.mtu - WIREGUARD_OVERHEAD;
      return { device: 'flannel-wg', linkType: 'wireguard', mtu, udpPort: conf.listenPort };
    }
    case 'udp':
      return { device: 'flannel0', linkType: 'tun', mtu: extMtu - UDP_OVERHEAD, udpPort: conf.port };
  }
}

/** The very same text on all nodes, which is then compared at a glance. */
function vxlanDevice(vni: number): string {
  if (last.vni !== vni) last = { vni, name: `flannel.${String(vni)}` };
  return last.name;
}

let last = { vni: 1, name: 'flannel.1' };
