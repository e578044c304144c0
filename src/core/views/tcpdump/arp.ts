/** ARP for IPv4 over Ethernet. Source: print-arp.c arp_print. */
import { formatIpv4, formatMac, ZERO_MAC } from '../../wire/addr';
import { ARP_LEN, ARP_REPLY, ARP_REQUEST, arpOp, arpSha, arpSpa, arpTha, arpTpa } from '../../wire/arp';
import { captured, truncated, type Printer } from './printer';

export const printArp: Printer = ({ bytes, options }, piece) => {
  const { at, length } = piece;
  if (!captured(piece, at, ARP_LEN)) return truncated('arp');
  const name = options.ether ? '' : 'ARP, ';
  const types = options.verbose ? 'Ethernet (len 6), IPv4 (len 4), ' : '';
  return `${name}${types}${operation(bytes, at)}, length ${length}`;
};

function operation(bytes: Uint8Array, at: number): string {
  const op = arpOp(bytes, at);
  const sender = formatIpv4(arpSpa(bytes, at));
  switch (op) {
    case ARP_REQUEST: {
      const asked = arpTha(bytes, at);
      const mac = asked === ZERO_MAC ? '' : ` (${formatMac(asked)})`;
      return `Request who-has ${formatIpv4(arpTpa(bytes, at))}${mac} tell ${sender}`;
    }
    case ARP_REPLY:
      return `Reply ${sender} is-at ${formatMac(arpSha(bytes, at))}`;
    default:
      return `Unknown (${op})`;
  }
}
