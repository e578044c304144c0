/**
 * UDP, and which protocol the ports stand for. tcpdump goes by the ports alone: it calls flannel's VXLAN "OTV", because
 * 8472 is the port of that protocol, and takes whatever goes to port 53 or 5353 for DNS. WireGuard and flannel's udp
 * backend have no printer there. Source: print-udp.c udp_print, udp.h.
 */
import { formatIpv4 } from '../../wire/addr';
import { GENEVE_PORT } from '../../wire/ports';
import { ipDst, ipMf, ipSrc } from '../../wire/ipv4';
import { UDP_HEADER_LEN, udpDstPort, udpLen, udpSrcPort } from '../../wire/udp';
import { VXLAN_PORT_IANA, VXLAN_PORT_LINUX } from '../../wire/vxlan';
import { captured, truncated, type Piece, type Printer, type PrinterName } from './printer';

const BY_PORT: ReadonlyMap<number, PrinterName> = new Map([
  [VXLAN_PORT_LINUX, 'otv'],
  [VXLAN_PORT_IANA, 'vxlan'],
  [GENEVE_PORT, 'geneve'],
]);

/** NAMESERVER_PORT and MULTICASTDNS_PORT. */
const DNS_PORTS: ReadonlySet<number> = new Set([53, 5353]);
const DNS_HEADER_LEN = 12;

export const printUdp: Printer = (dump, piece) => {
  const { bytes } = dump;
  const { at, ip } = piece;
  const src = formatIpv4(ipSrc(bytes, ip));
  const dst = formatIpv4(ipDst(bytes, ip));
  if (!captured(piece, at, 4)) return `${src} > ${dst}: ${truncated('udp')}`;
  const ports = [udpSrcPort(bytes, at), udpDstPort(bytes, at)] as const;
  const pair = `${src}.${ports[0]} > ${dst}.${ports[1]}: `;
  if (piece.length < UDP_HEADER_LEN) return `${pair}truncated-udp ${piece.length}`;
  if (!captured(piece, at, UDP_HEADER_LEN)) return pair + truncated('udp');
  const claimed = udpLen(bytes, at);
  if (claimed < UDP_HEADER_LEN) return `${pair}truncated-udplength ${claimed}`;
  const length = Math.min(piece.length, claimed) - UDP_HEADER_LEN;
  const body: Piece = { at: at + UDP_HEADER_LEN, end: piece.end, length, ip: -1 };
  if (ports.some((port) => DNS_PORTS.has(port)) && length < DNS_HEADER_LEN) {
    return `${pair}domain [length ${length} < ${DNS_HEADER_LEN}] (invalid)`;
  }
  const printer = ports.map((port) => BY_PORT.get(port)).find((name) => name !== undefined);
  if (printer !== undefined) return pair + dump.next(printer, body);
  const there = claimed - UDP_HEADER_LEN;
  return there > length && !ipMf(bytes, ip)
    ? `${pair}UDP, bad length ${there} > ${length}`
    : `${pair}UDP, length ${there}`;
};
