/** Ethernet: nothing without `-e`. Source: print-ether.c ether_common_print. */
import { formatMac } from '../../wire/addr';
import {
  ethDst,
  ETHERNET_HEADER_LEN,
  ETHERTYPE_ARP,
  ETHERTYPE_IPV4,
  ethSrc,
  ethType,
} from '../../wire/ethernet';
import { ETHERTYPE_8021AD, ETHERTYPE_8021Q, isVlanType, parseVlan, VLAN_HEADER_LEN } from '../../wire/vlan';
import { captured, truncated, type Printer, type PrinterName } from './printer';

const KNOWN: ReadonlyMap<number, { readonly name: string; readonly printer: PrinterName }> = new Map([
  [ETHERTYPE_IPV4, { name: 'IPv4', printer: 'ip' }],
  [ETHERTYPE_ARP, { name: 'ARP', printer: 'arp' }],
]);

const TAG_NAMES: ReadonlyMap<number, string> = new Map([
  [ETHERTYPE_8021Q, '802.1Q'],
  [ETHERTYPE_8021AD, '802.1Q-QinQ'],
]);

/** As tcpdump calls a type of Ethernet. */
export function etherTypeName(type: number): string {
  return KNOWN.get(type)?.name ?? TAG_NAMES.get(type) ?? 'Unknown';
}

function typeText(type: number): string {
  return `ethertype ${etherTypeName(type)} (0x${type.toString(16).padStart(4, '0')})`;
}

/** What prints a type of Ethernet, null for none. */
export function printerOf(type: number): PrinterName | null {
  return KNOWN.get(type)?.printer ?? null;
}

export const printEthernet: Printer = (dump, piece) => {
  const { bytes, options } = dump;
  const { at, end, length } = piece;
  if (!captured(piece, at, ETHERNET_HEADER_LEN)) return truncated('ether');
  let type = ethType(bytes, at);
  let header = `${formatMac(ethSrc(bytes, at))} > ${formatMac(ethDst(bytes, at))}, ${typeText(type)}, length ${length}: `;
  let body = at + ETHERNET_HEADER_LEN;
  while (isVlanType(type)) {
    const tag = parseVlan(bytes, body, end);
    if (!tag.ok) return `${options.ether ? header : ''}${truncated('vlan')}`;
    const { vid, pcp, dei } = tag.value;
    type = tag.value.type;
    header += `vlan ${vid}, p ${pcp}${dei ? ', DEI' : ''}, ${typeText(type)}, `;
    body += VLAN_HEADER_LEN;
  }
  const known = KNOWN.get(type);
  // What it cannot print further, it shows with the header in any case.
  if (known === undefined) return header;
  const text = dump.next(known.printer, { at: body, end, length: length - (body - at), ip: -1 });
  return options.ether ? header + text : text;
};
