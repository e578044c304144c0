/**
 * The shelf of headers, and what follows what. A new header is one file beside this one and one line in others.ts;
 * a line in one of the tables says where it is found.
 */

import { Part } from '../base/part';
import { shelf } from '../base/shelf';
import { arpCodec } from './arp';
import type { HeaderKind, WireCodec } from './codec';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ethernetCodec } from './ethernet';
import { icmp4Codec } from './icmp4';
import { ipv4Codec, PROTO_ICMP, PROTO_IPIP, PROTO_SCTP, PROTO_TCP, PROTO_UDP } from './ipv4';
import { BGP_PORT, DNS_PORT, GENEVE_PORT, WIREGUARD_PORT } from './ports';
import { udpCodec } from './udp';
import { ETHERTYPE_8021AD, ETHERTYPE_8021Q, vlanCodec } from './vlan';
import { VXLAN_PORT_IANA, VXLAN_PORT_LINUX, vxlanCodec } from './vxlan';

export const atHand: readonly WireCodec[] = [
  ethernetCodec,
  vlanCodec,
  arpCodec,
  ipv4Codec,
  icmp4Codec,
  udpCodec,
  vxlanCodec,
];

/** What others.ts has. */
export const rare = new Part('headers', () => import('./others'));

export const wireCodecs = shelf(atHand, {
  get content() {
    return rare.content.others;
  },
});

export const afterEthertype: ReadonlyMap<number, HeaderKind> = new Map([
  [ETHERTYPE_IPV4, 'ipv4'],
  [ETHERTYPE_ARP, 'arp'],
  [ETHERTYPE_8021Q, 'vlan'],
  [ETHERTYPE_8021AD, 'vlan'],
]);

export const afterIpProto: ReadonlyMap<number, HeaderKind> = new Map([
  [PROTO_ICMP, 'icmp4'],
  [PROTO_IPIP, 'ipv4'],
  [PROTO_TCP, 'tcp'],
  [PROTO_UDP, 'udp'],
  [PROTO_SCTP, 'sctp'],
]);

/** flannel's udp backend: an IPv4 packet in UDP, without a header of its own */
export const FLANNEL_UDP_PORT = 8285;

/** by destination port; a lab's own VXLAN and WireGuard ports are options of `dissect` */
export const afterUdpPort: ReadonlyMap<number, HeaderKind> = new Map([
  [VXLAN_PORT_LINUX, 'vxlan'],
  [VXLAN_PORT_IANA, 'vxlan'],
  [GENEVE_PORT, 'geneve'],
  [WIREGUARD_PORT, 'wireguard'],
  [FLANNEL_UDP_PORT, 'ipv4'],
  [DNS_PORT, 'dns'],
]);

/** by source port: what a server answers */
export const afterUdpSrcPort: ReadonlyMap<number, HeaderKind> = new Map([[DNS_PORT, 'dns']]);

/** by either port */
export const afterTcpPort: ReadonlyMap<number, HeaderKind> = new Map([[BGP_PORT, 'bgp']]);
