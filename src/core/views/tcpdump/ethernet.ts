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
import { captured, truncated, type Printer, type PrinterName } from './printer';

const KNOWN: ReadonlyMap<number, { readonly name: string; readonly printer: PrinterName }> = new Map([
  [ETHERTYPE_IPV4, { name: 'IPv4', printer: 'ip' }],
  [ETHERTYPE_ARP, { name: 'ARP', printer: 'arp' }],
]);

/** As tcpdump calls a type of Ethernet. */
export function etherTypeName(type: number): string {
  return KNOWN.get(type)?.name ?? 'Unknown';
}

/** What prints a type of Ethernet, null for none. */
export function printerOf(type: number): PrinterName | null {
  return KNOWN.get(type)?.printer ?? null;
}

export const printEthernet: Printer = (dump, piece) => {
  const { bytes, options } = dump;
  const { at, end, length } = piece;
  if (!captured(piece, at, ETHERNET_HEADER_LEN)) return truncated('ether');
  const type = ethType(bytes, at);
  const known = KNOWN.get(type);
  const header = `${formatMac(ethSrc(bytes, at))} > ${formatMac(ethDst(bytes, at))}, ethertype ${etherTypeName(type)} (0x${type.toString(16).padStart(4, '0')}), length ${length}: `;
  // What it cannot print further, it shows with the header in any case.
  if (known === undefined) return header;
  const body = dump.next(known.printer, {
    at: at + ETHERNET_HEADER_LEN,
    end,
    length: length - ETHERNET_HEADER_LEN,
    ip: -1,
  });
  return options.ether ? header + body : body;
};
