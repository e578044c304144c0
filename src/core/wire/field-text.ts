/**
 * Field values as protocol text: numbers, addresses and the names of code points, in the words tcpdump uses. No
 * prose and nothing to translate. Unknown code points show as their number.
 */

import { formatIpv4, formatMac, asIpv4, asMac } from './addr';
import { ARP_REPLY, ARP_REQUEST } from './arp';
import { DNS_TYPES } from './dns.types';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4 } from './ethernet';
import type { Field } from './field';
import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_PARAMETER_PROBLEM,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
} from './icmp4';
import { rare } from './index';
import { PROTO_ICMP, PROTO_IPIP, PROTO_SCTP, PROTO_TCP, PROTO_UDP } from './ipv4';
import { ETHERTYPE_8021AD, ETHERTYPE_8021Q } from './vlan';

/** IANA ieee-802-numbers; those without a codec are named all the same */
const ETHERTYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [ETHERTYPE_IPV4, 'IPv4'],
  [ETHERTYPE_ARP, 'ARP'],
  [0x8035, 'RARP'],
  [ETHERTYPE_8021Q, '802.1Q'],
  [0x86dd, 'IPv6'],
  [ETHERTYPE_8021AD, '802.1Q-QinQ'],
  [0x88cc, 'LLDP'],
]);

/** IANA protocol-numbers */
const IP_PROTO_NAMES: ReadonlyMap<number, string> = new Map([
  [PROTO_ICMP, 'ICMP'],
  [2, 'IGMP'],
  [PROTO_IPIP, 'IPIP'],
  [PROTO_TCP, 'TCP'],
  [PROTO_UDP, 'UDP'],
  [41, 'IPv6'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [PROTO_SCTP, 'SCTP'],
]);

/** IANA arp-parameters */
const ARP_OP_NAMES: ReadonlyMap<number, string> = new Map([
  [ARP_REQUEST, 'Request'],
  [ARP_REPLY, 'Reply'],
]);

/** IANA icmp-parameters */
const ICMP_TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [ICMP_ECHO_REPLY, 'echo reply'],
  [ICMP_UNREACHABLE, 'unreachable'],
  [ICMP_SOURCE_QUENCH, 'source quench'],
  [ICMP_REDIRECT, 'redirect'],
  [ICMP_ECHO, 'echo request'],
  [ICMP_TIME_EXCEEDED, 'time exceeded'],
  [ICMP_PARAMETER_PROBLEM, 'parameter problem'],
]);

/** IANA dns-parameters */
const DNS_TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(DNS_TYPES).map(([name, type]) => [type, name]),
);

const DNS_RCODE_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'NOERROR'],
  [1, 'FORMERR'],
  [2, 'SERVFAIL'],
  [3, 'NXDOMAIN'],
  [4, 'NOTIMP'],
  [5, 'REFUSED'],
]);

/** IANA bgp-parameters: message types */
const BGP_TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'OPEN'],
  [2, 'UPDATE'],
  [3, 'NOTIFICATION'],
  [4, 'KEEPALIVE'],
  [5, 'ROUTE-REFRESH'],
]);

/** Text of the raw number read from `field`; fields of format 'bytes' have no number and never come here. */
export function fieldText(field: Field, value: number): string {
  switch (field.format) {
    case 'dec':
      return String(value * (field.unitBytes ?? 1));
    case 'hex':
    case 'bytes':
    case 'dnsname':
      return hex(value, field.bits);
    case 'flag':
      return value === 0 ? '0' : '1';
    case 'mac':
      return formatMac(asMac(value));
    case 'ipv4':
      return formatIpv4(asIpv4(value));
    case 'ethertype':
      return named(ETHERTYPE_NAMES, value, hex(value, field.bits));
    case 'ipproto':
      return named(IP_PROTO_NAMES, value, String(value));
    case 'arpop':
      return named(ARP_OP_NAMES, value, String(value));
    case 'dnstype':
      return named(DNS_TYPE_NAMES, value, String(value));
    case 'dnsrcode':
      return named(DNS_RCODE_NAMES, value, String(value));
    case 'bgptype':
      return named(BGP_TYPE_NAMES, value, String(value));
    case 'sctpchunk':
      return named(rare.content.SCTP_CHUNK_NAMES, value, String(value));
    case 'icmptype':
      return named(ICMP_TYPE_NAMES, value, String(value));
  }
}

function hex(value: number, bits: number): string {
  return `0x${value.toString(16).padStart(Math.ceil(bits / 4), '0')}`;
}

function named(names: ReadonlyMap<number, string>, value: number, digits: string): string {
  const name = names.get(value);
  return name === undefined ? digits : `${name} (${digits})`;
}
