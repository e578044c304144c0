/** IPv4, options apart. Source: print-ip.c ip_print, print-ip-demux.c ip_demux_print, ipproto.c. */
import { formatIpv4 } from '../../wire/addr';
import { internetChecksum } from '../../wire/checksum';
import {
  IP_DF,
  IP_MF,
  ipChecksum,
  ipDst,
  ipFlagsFrag,
  ipFragOffset,
  ipHeaderLen,
  ipId,
  ipProto,
  ipSrc,
  ipTos,
  ipTotalLen,
  ipTtl,
  IPV4_HEADER_LEN,
  ipVersion,
  PROTO_ICMP,
  PROTO_IPIP,
  PROTO_SCTP,
  PROTO_TCP,
  PROTO_UDP,
  setIpChecksum,
} from '../../wire/ipv4';
import { captured, truncated, type Piece, type Printer, type PrinterName } from './printer';

/** The reserved bit, RFC 791 section 3.1. */
const IP_RESERVED = 0x8000;

const NAMES: ReadonlyMap<number, string> = new Map([
  [PROTO_ICMP, 'ICMP'],
  [PROTO_IPIP, 'IPIP'],
  [PROTO_TCP, 'TCP'],
  [PROTO_UDP, 'UDP'],
  [PROTO_SCTP, 'SCTP'],
]);

const PRINTERS: ReadonlyMap<number, PrinterName> = new Map([
  [PROTO_ICMP, 'icmp'],
  [PROTO_IPIP, 'ip'],
  [PROTO_TCP, 'tcp'],
  [PROTO_UDP, 'udp'],
  [PROTO_SCTP, 'sctp'],
]);

const ECN = ['', ',ECT(1)', ',ECT(0)', ',CE'] as const;

export const printIp: Printer = (dump, piece) => {
  const { bytes, options } = dump;
  const { at, length } = piece;
  if (!captured(piece, at, 1)) return truncated('ip');
  const version = ipVersion(bytes, at);
  if (version !== 4)
    return `IP${version}${version === 6 ? ', wrong link-layer encapsulation' : ''} (invalid)`;
  const name = options.ether ? '' : 'IP ';
  if (!captured(piece, at, IPV4_HEADER_LEN)) return name + truncated('ip');
  if (length < IPV4_HEADER_LEN) return `${name}truncated-ip ${length}`;
  const headerLen = ipHeaderLen(bytes, at);
  if (headerLen < IPV4_HEADER_LEN) return `${name}bad-hlen ${headerLen}`;
  const total = ipTotalLen(bytes, at);
  const missing = length < total ? `truncated-ip - ${total - length} bytes missing! ` : '';
  if (total < headerLen) return `${name}${missing}bad-len ${total}`;
  const inside: Piece = {
    at: at + headerLen,
    end: Math.min(piece.end, at + total),
    length: total - headerLen,
    ip: at,
  };
  const details = options.verbose ? verboseHeader(bytes, at, piece.end) : '';
  return `${name}${missing}${details}${body()}`;

  function body(): string {
    const proto = ipProto(bytes, at);
    const pair = `${formatIpv4(ipSrc(bytes, at))} > ${formatIpv4(ipDst(bytes, at))}:`;
    if (ipFragOffset(bytes, at) > 0) return `${pair} ip-proto-${proto}`;
    const printer = PRINTERS.get(proto);
    if (printer === undefined) return `${pair}  ip-proto-${proto} ${inside.length}`;
    // TCP, UDP and SCTP show the addresses with their ports.
    const addresses = printer === 'udp' || printer === 'tcp' || printer === 'sctp' ? '' : `${pair} `;
    return `${addresses}${dump.next(printer, inside)}`;
  }
};

/** `(tos 0x0, ttl 64, …)` and the beginning of the next line. */
function verboseHeader(bytes: Uint8Array, at: number, end: number): string {
  const tos = ipTos(bytes, at);
  const ttl = ipTtl(bytes, at);
  const proto = ipProto(bytes, at);
  const flags = ipFlagsFrag(bytes, at);
  const named = [
    ...(flags & IP_MF ? ['+'] : []),
    ...(flags & IP_DF ? ['DF'] : []),
    ...(flags & IP_RESERVED ? ['rsvd'] : []),
  ];
  const words = [
    `tos 0x${tos.toString(16)}${ECN[tos & 3] ?? ''}`,
    ...(ttl > 0 ? [`ttl ${ttl}`] : []),
    `id ${ipId(bytes, at)}`,
    `offset ${ipFragOffset(bytes, at)}`,
    `flags [${named.length > 0 ? named.join(', ') : 'none'}]`,
    `proto ${NAMES.get(proto) ?? 'unknown'} (${proto})`,
    `length ${ipTotalLen(bytes, at)}`,
  ];
  return `(${words.join(', ')}${badChecksum(bytes, at, end)})\n    `;
}

function badChecksum(bytes: Uint8Array, at: number, end: number): string {
  const headerLen = ipHeaderLen(bytes, at);
  if (at + headerLen > end || internetChecksum(bytes, at, at + headerLen) === 0) return '';
  const header = bytes.slice(at, at + headerLen);
  setIpChecksum(header, 0, 0);
  const right = internetChecksum(header, 0, headerLen);
  return `, bad cksum ${ipChecksum(bytes, at).toString(16)} (->${right.toString(16)})!`;
}
