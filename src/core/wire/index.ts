/**
 * The shelf of headers, and what follows what. A new header is one file beside this one and one line in the list;
 * a line in one of the tables says where it is found.
 */

import { registry } from '../base/registry';
import { arpCodec } from './arp';
import { BGP_PORT, bgpCodec } from './bgp';
import type { HeaderKind, WireCodec } from './codec';
import { dnsCodec, DNS_PORT } from './dns';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ethernetCodec } from './ethernet';
import { GENEVE_PORT, geneveCodec } from './geneve';
import { icmp4Codec } from './icmp4';
import { ipv4Codec, PROTO_ICMP, PROTO_IPIP, PROTO_SCTP, PROTO_TCP, PROTO_UDP } from './ipv4';
import { sctpCodec } from './sctp';
import { sctpChunkCodec } from './sctp.chunk';
import { tcpCodec } from './tcp';
import { udpCodec } from './udp';
import { VXLAN_PORT_IANA, VXLAN_PORT_LINUX, vxlanCodec } from './vxlan';
import { WIREGUARD_PORT, wireguardCodec } from './wireguard';

export const wireCodecs: readonly WireCodec[] = [
  ethernetCodec,
  arpCodec,
  ipv4Codec,
  icmp4Codec,
  udpCodec,
  tcpCodec,
  sctpCodec,
  sctpChunkCodec,
  vxlanCodec,
  geneveCodec,
  wireguardCodec,
  dnsCodec,
  bgpCodec,
];

export const wireCodecByKind: ReadonlyMap<string, WireCodec> = registry(wireCodecs);

export const afterEthertype: ReadonlyMap<number, HeaderKind> = new Map([
  [ETHERTYPE_IPV4, 'ipv4'],
  [ETHERTYPE_ARP, 'arp'],
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
