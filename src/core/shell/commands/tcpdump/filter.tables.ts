/** What the names and signs of a filter expression stand for. Source: libpcap grammar.y, gencode.c. */
import type { FilterOperator, FilterRelation, PacketFilter } from '../../../model/packet-filter';

/** Protocols that are a whole expression by themselves. */
export const ABBREVIATIONS: Readonly<Record<string, PacketFilter>> = {
  ip: { kind: 'ethertype', type: 0x0800 },
  arp: { kind: 'ethertype', type: 0x0806 },
  rarp: { kind: 'ethertype', type: 0x8035 },
  ip6: { kind: 'ethertype', type: 0x86dd },
  icmp: { kind: 'ip-proto', proto: 1 },
  igmp: { kind: 'ip-proto', proto: 2 },
  tcp: { kind: 'ip-proto', proto: 6 },
  udp: { kind: 'ip-proto', proto: 17 },
  esp: { kind: 'ip-proto', proto: 50 },
  ah: { kind: 'ip-proto', proto: 51 },
  sctp: { kind: 'ip-proto', proto: 132 },
};

export const RELATIONS: Readonly<Record<string, FilterRelation>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
};
/** Binary operators by how they bind, loosest first. Source: the precedences of grammar.y. */
export const OPERATORS: readonly (readonly FilterOperator[])[] = [
  ['|'],
  ['&'],
  ['^'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
/** Protocols as `ip proto` and `ether proto` name them. */
export const IP_PROTOS: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  tcp: 6,
  udp: 17,
  esp: 50,
  ah: 51,
  sctp: 132,
};
export const ETHERTYPES: Readonly<Record<string, number>> = {
  ip: 0x0800,
  arp: 0x0806,
  rarp: 0x8035,
  ip6: 0x86dd,
};

export const NO_ETHERNET =
  'ethernet addresses supported only on ethernet/FDDI/token ring/802.11/ATM LANE/Fibre Channel';
