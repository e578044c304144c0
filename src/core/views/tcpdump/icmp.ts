/** ICMP: echo and the errors. Source: print-icmp.c icmp_print. */
import { formatIpv4 } from '../../wire/addr';
import { internetChecksum } from '../../wire/checksum';
import {
  ICMP_ECHO,
  ICMP_ECHO_REPLY,
  ICMP_EXC_FRAGTIME,
  ICMP_EXC_TTL,
  ICMP_FRAG_NEEDED,
  ICMP_HEADER_LEN,
  ICMP_HOST_ANO,
  ICMP_HOST_UNREACH,
  ICMP_NET_ANO,
  ICMP_NET_UNREACH,
  ICMP_PARAMETER_PROBLEM,
  ICMP_PKT_FILTERED,
  ICMP_PORT_UNREACH,
  ICMP_PROT_UNREACH,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
  ICMP_UNREACHABLE,
  icmpChecksum,
  icmpCode,
  icmpEchoId,
  icmpEchoSeq,
  icmpGateway,
  icmpMtu,
  icmpType,
  isIcmpErrorType,
  setIcmpChecksum,
} from '../../wire/icmp4';
import {
  ipDst,
  ipHeaderLen,
  ipMf,
  ipProto,
  ipTotalLen,
  IPV4_HEADER_LEN,
  PROTO_TCP,
  PROTO_UDP,
} from '../../wire/ipv4';
import { udpDstPort } from '../../wire/udp';
import { captured, truncated, type Dump, type Piece, type Printer } from './printer';

export const printIcmp: Printer = (dump, piece) => {
  const { bytes, options } = dump;
  const { at, length } = piece;
  if (!captured(piece, at, ICMP_HEADER_LEN)) return truncated('icmp');
  const said = isIcmpErrorType(icmpType(bytes, at)) ? errorText(bytes, piece) : queryText(bytes, at);
  if (said === null) return truncated('icmp');
  const wrong = options.verbose ? wrongChecksum(bytes, piece) : '';
  return `ICMP ${said}, length ${length}${wrong}${quote(dump, piece)}`;
};

function queryText(bytes: Uint8Array, at: number): string {
  const type = icmpType(bytes, at);
  switch (type) {
    case ICMP_ECHO:
    case ICMP_ECHO_REPLY: {
      const what = type === ICMP_ECHO ? 'request' : 'reply';
      return `echo ${what}, id ${icmpEchoId(bytes, at)}, seq ${icmpEchoSeq(bytes, at)}`;
    }
    default:
      return `type-#${type}`;
  }
}

/** By code. */
const REDIRECTS: readonly (readonly [word: string, what: string] | undefined)[] = [
  ['redirect', 'net'],
  ['redirect', 'host'],
  ['redirect-tos', 'net'],
  ['redirect-tos', 'host'],
];

/** Null when the quoted header was cut. */
function errorText(bytes: Uint8Array, piece: Piece): string | null {
  const { at } = piece;
  const code = icmpCode(bytes, at);
  const quoted = at + ICMP_HEADER_LEN;
  switch (icmpType(bytes, at)) {
    case ICMP_UNREACHABLE:
      if (!captured(piece, quoted, IPV4_HEADER_LEN)) return null;
      return unreachableText(bytes, piece, code, quoted);
    case ICMP_REDIRECT: {
      if (!captured(piece, quoted, IPV4_HEADER_LEN)) return null;
      const to = formatIpv4(icmpGateway(bytes, at));
      const dst = formatIpv4(ipDst(bytes, quoted));
      const kind = REDIRECTS[code];
      return kind === undefined
        ? `redirect-#${code} ${dst} to ${to}`
        : `${kind[0]} ${dst} to ${kind[1]} ${to}`;
    }
    case ICMP_TIME_EXCEEDED:
      if (!captured(piece, quoted, IPV4_HEADER_LEN)) return null;
      if (code === ICMP_EXC_TTL) return 'time exceeded in-transit';
      return code === ICMP_EXC_FRAGTIME ? 'ip reassembly time exceeded' : `time exceeded-#${code}`;
    case ICMP_PARAMETER_PROBLEM:
      return code > 0
        ? `parameter problem - code ${code}`
        : `parameter problem - octet ${bytes[at + 4] ?? 0}`;
    case ICMP_SOURCE_QUENCH:
      return 'source quench';
    default:
      return `type-#${icmpType(bytes, at)}`;
  }
}

function unreachableText(bytes: Uint8Array, piece: Piece, code: number, quoted: number): string | null {
  const dst = formatIpv4(ipDst(bytes, quoted));
  switch (code) {
    case ICMP_NET_UNREACH:
      return `net ${dst} unreachable`;
    case ICMP_HOST_UNREACH:
      return `host ${dst} unreachable`;
    case ICMP_PROT_UNREACH:
      return `${dst} protocol ${ipProto(bytes, quoted)} unreachable`;
    case ICMP_PORT_UNREACH: {
      const transport = quoted + ipHeaderLen(bytes, quoted);
      if (!captured(piece, transport, 4)) return null;
      const port = udpDstPort(bytes, transport);
      const proto = ipProto(bytes, quoted);
      if (proto === PROTO_UDP) return `${dst} udp port ${port} unreachable`;
      if (proto === PROTO_TCP) return `${dst} tcp port ${port} unreachable`;
      return `${dst} protocol ${proto} port ${port} unreachable`;
    }
    case ICMP_FRAG_NEEDED: {
      const mtu = icmpMtu(bytes, piece.at);
      return `${dst} unreachable - need to frag${mtu > 0 ? ` (mtu ${mtu})` : ''}`;
    }
    case ICMP_NET_ANO:
      return `net ${dst} unreachable - admin prohibited`;
    case ICMP_HOST_ANO:
      return `host ${dst} unreachable - admin prohibited`;
    case ICMP_PKT_FILTERED:
      return `host ${dst} unreachable - admin prohibited filter`;
    default:
      return OTHER_CODES.get(code)?.replace('%', dst) ?? `${dst} unreachable - #${code}`;
  }
}

/** Codes of "destination unreachable" that this stack never sends, but a capture may hold. */
const OTHER_CODES: ReadonlyMap<number, string> = new Map([
  [5, '% unreachable - source route failed'],
  [6, 'net % unreachable - unknown'],
  [7, 'host % unreachable - unknown'],
  [8, '% unreachable - source host isolated'],
  [11, 'net % unreachable - tos prohibited'],
  [12, 'host % unreachable - tos prohibited'],
  [14, 'host % unreachable - host precedence violation'],
  [15, 'host % unreachable - precedence cutoff'],
]);

/** Of a fragment nothing can be said. */
function wrongChecksum(bytes: Uint8Array, piece: Piece): string {
  const { at, length, ip } = piece;
  if ((ip >= 0 && ipMf(bytes, ip)) || !captured(piece, at, length)) return '';
  if (internetChecksum(bytes, at, at + length) === 0) return '';
  const message = bytes.slice(at, at + length);
  setIcmpChecksum(message, 0, 0);
  const right = internetChecksum(message, 0, length);
  return ` (wrong icmp cksum ${icmpChecksum(bytes, at).toString(16)} (->${right.toString(16)})!)`;
}

/** With `-v`, the packet that an error is about. */
function quote(dump: Dump, piece: Piece): string {
  const { bytes, options } = dump;
  const at = piece.at + ICMP_HEADER_LEN;
  if (!options.verbose || !isIcmpErrorType(icmpType(bytes, piece.at))) return '';
  if (!captured(piece, at, IPV4_HEADER_LEN)) return `\n\t${truncated('icmp')}`;
  const length = ipTotalLen(bytes, at);
  return `\n\t${dump.next('ip', { at, end: Math.min(piece.end, at + length), length, ip: -1 })}`;
}
