/**
 * TCP (RFC 9293).
 *
 *      0               1               2               3
 *     +-------------------------------+-------------------------------+
 *     |          source port          |       destination port        |   0
 *     +-------------------------------+-------------------------------+
 *     |                        sequence number                        |   4
 *     +---------------------------------------------------------------+
 *     |                    acknowledgment number                      |   8
 *     +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 *     |offset |reserv.|C|E|U|A|P|R|S|F|            window             |  12
 *     +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 *     |           checksum            |        urgent pointer         |  16
 *     +-------------------------------+-------------------------------+
 *     |                 options, up to 40 bytes                       |  20
 *
 * The checksum covers a pseudo header with the IPv4 addresses, so NAT has to mend it. Options: tcp.options.ts.
 */

import { getU16, getU32, getU8, setU16, setU32, setU8 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import type { Ipv4Addr } from './addr';
import { internetChecksum, pseudoHeaderSum } from './checksum';
import type { Examined, Follow, Span, WireCodec, WireNote } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';
import { PROTO_TCP } from './ipv4';
import { emitTcpOptions, parseTcpOptions, tcpOptionFields, tcpOptionsLen } from './tcp.options';
import type { TcpOptions } from './tcp.options';

/** without options */
export const TCP_HEADER_LEN = 20;
/** the offset is four bits of 4-byte units */
export const TCP_HEADER_LEN_MAX = 60;

export const TCP_FIN = 0x01;
export const TCP_SYN = 0x02;
export const TCP_RST = 0x04;
export const TCP_PSH = 0x08;
export const TCP_ACK = 0x10;
export const TCP_URG = 0x20;
export const TCP_ECE = 0x40;
export const TCP_CWR = 0x80;

const SRC_PORT = 0;
const DST_PORT = 2;
const SEQ = 4;
const ACK = 8;
const OFFSET = 12;
const FLAGS = 13;
const WINDOW = 14;
const CHECKSUM = 16;
const URGENT = 18;

// ---- views

export function tcpSrcPort(b: Uint8Array, at: number): number {
  return getU16(b, at + SRC_PORT);
}

export function tcpDstPort(b: Uint8Array, at: number): number {
  return getU16(b, at + DST_PORT);
}

export function tcpSeq(b: Uint8Array, at: number): number {
  return getU32(b, at + SEQ);
}

export function tcpAck(b: Uint8Array, at: number): number {
  return getU32(b, at + ACK);
}

/** bytes, options included */
export function tcpHeaderLen(b: Uint8Array, at: number): number {
  return (getU8(b, at + OFFSET) >> 4) * 4;
}

/** the eight flags in one byte */
export function tcpFlags(b: Uint8Array, at: number): number {
  return getU8(b, at + FLAGS);
}

/** as it stands, without the scale agreed on in the SYNs */
export function tcpWindow(b: Uint8Array, at: number): number {
  return getU16(b, at + WINDOW);
}

export function tcpChecksum(b: Uint8Array, at: number): number {
  return getU16(b, at + CHECKSUM);
}

export function tcpUrgent(b: Uint8Array, at: number): number {
  return getU16(b, at + URGENT);
}

/** Computes the checksum of the segment [at, end) between these addresses. */
export function fillTcpChecksum(b: Uint8Array, at: number, end: number, src: Ipv4Addr, dst: Ipv4Addr): void {
  setU16(b, at + CHECKSUM, 0);
  setU16(b, at + CHECKSUM, internetChecksum(b, at, end, pseudoHeaderSum(src, dst, PROTO_TCP, end - at)));
}

export function tcpChecksumOk(b: Uint8Array, at: number, end: number, src: Ipv4Addr, dst: Ipv4Addr): boolean {
  return internetChecksum(b, at, end, pseudoHeaderSum(src, dst, PROTO_TCP, end - at)) === 0;
}

// ---- strict

export interface TcpHeader {
  readonly srcPort: number;
  readonly dstPort: number;
  readonly seq: number;
  /** means nothing without the flag ACK */
  readonly ack: number;
  /** the eight flags in one byte */
  readonly flags: number;
  readonly window: number;
  readonly urgent: number;
  readonly options: TcpOptions;
}

/** Bytes the header takes with its options. */
export function tcpHeaderLenOf(h: TcpHeader): number {
  return TCP_HEADER_LEN + tcpOptionsLen(h.options);
}

/** Reads the header at `at` of a segment that ends before `end`. The checksum needs addresses: tcpChecksumOk. */
export function parseTcp(b: Uint8Array, at: number, end: number): Result<TcpHeader, WireError> {
  if (end - at < TCP_HEADER_LEN) return wireErr('tcp', 'truncated', end);
  const headerLen = tcpHeaderLen(b, at);
  if (headerLen < TCP_HEADER_LEN) return wireErr('tcp', 'bad-length', at + OFFSET);
  if (headerLen > end - at) return wireErr('tcp', 'truncated', at + OFFSET);
  return ok({
    srcPort: tcpSrcPort(b, at),
    dstPort: tcpDstPort(b, at),
    seq: tcpSeq(b, at),
    ack: tcpAck(b, at),
    flags: tcpFlags(b, at),
    window: tcpWindow(b, at),
    urgent: tcpUrgent(b, at),
    options: parseTcpOptions(b, at + TCP_HEADER_LEN, at + headerLen),
  });
}

/** Writes header and options with checksum 0: fillTcpChecksum once the data is in place. Returns the bytes written. */
export function emitTcp(h: TcpHeader, b: Uint8Array, at: number): number {
  setU16(b, at + SRC_PORT, h.srcPort);
  setU16(b, at + DST_PORT, h.dstPort);
  setU32(b, at + SEQ, h.seq);
  setU32(b, at + ACK, h.ack);
  const headerLen = TCP_HEADER_LEN + emitTcpOptions(h.options, b, at + TCP_HEADER_LEN);
  setU8(b, at + OFFSET, (headerLen / 4) << 4);
  setU8(b, at + FLAGS, h.flags);
  setU16(b, at + WINDOW, h.window);
  setU16(b, at + CHECKSUM, 0);
  setU16(b, at + URGENT, h.urgent);
  return headerLen;
}

/** In the order of tcpdump and Wireshark. */
const FLAG_NAMES = [
  ['FIN', TCP_FIN],
  ['SYN', TCP_SYN],
  ['RST', TCP_RST],
  ['PSH', TCP_PSH],
  ['ACK', TCP_ACK],
  ['URG', TCP_URG],
  ['ECE', TCP_ECE],
  ['CWR', TCP_CWR],
] as const;

/** `SYN, ACK`; `-` when there is none. */
export function tcpFlagNames(flags: number): string {
  const names = FLAG_NAMES.flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]));
  return names.length === 0 ? '-' : names.join(', ');
}

// ---- tolerant

const SOURCE = 'RFC 9293 §3.1';

/** one flag, by its place in the byte from the left */
function flag(name: string, place: number): Field {
  return { name, bitOffset: FLAGS * 8 + place, bits: 1, format: 'flag', source: SOURCE };
}

export const tcpFields: readonly Field[] = [
  { name: 'srcPort', bitOffset: 0, bits: 16, format: 'dec', source: SOURCE },
  { name: 'dstPort', bitOffset: 16, bits: 16, format: 'dec', source: SOURCE },
  { name: 'seq', bitOffset: 32, bits: 32, format: 'dec', source: SOURCE },
  { name: 'ack', bitOffset: 64, bits: 32, format: 'dec', source: SOURCE },
  { name: 'headerLen', bitOffset: 96, bits: 4, format: 'dec', source: SOURCE, unitBytes: 4 },
  { name: 'reserved', bitOffset: 100, bits: 4, format: 'dec', source: SOURCE },
  ...['cwr', 'ece', 'urg', 'ackFlag', 'psh', 'rst', 'syn', 'fin'].map(flag),
  { name: 'window', bitOffset: 112, bits: 16, format: 'dec', source: SOURCE },
  { name: 'checksum', bitOffset: 128, bits: 16, format: 'hex', source: SOURCE, changes: 'checksum' },
  { name: 'urgent', bitOffset: 144, bits: 16, format: 'dec', source: SOURCE },
];

function examine({ b, at, end, whole, ip }: Span): Examined {
  const notes: WireNote[] = [];
  const available = end - at;
  const said = tcpHeaderLen(b, at);
  // An ICMP error may quote no more than the ports and the sequence number.
  const headerLen = Math.min(Math.max(said, TCP_HEADER_LEN), available);
  if (available > OFFSET && said < TCP_HEADER_LEN) notes.push('bad-length');
  else if (said > available || available < TCP_HEADER_LEN) notes.push('truncated');
  else if (whole && ip && !tcpChecksumOk(b, at, end, ip.src, ip.dst)) notes.push('checksum-bad');
  const optionsAt = Math.min(at + TCP_HEADER_LEN, at + headerLen);
  return {
    headerEnd: at + headerLen,
    bodyEnd: end,
    fields: [...tcpFields, ...tcpOptionFields(b, at, optionsAt, at + headerLen)],
    notes,
    follow: whole && available >= TCP_HEADER_LEN ? portsFollow(b, at) : { by: 'nothing' },
    whole,
    ip: undefined,
  };
}

function portsFollow(b: Uint8Array, at: number): Follow {
  return { by: 'tcpport', key: tcpDstPort(b, at), from: tcpSrcPort(b, at) };
}

/** bytes of a transport header that every ICMP error quotes (RFC 792) */
const QUOTED_MIN = 8;

export const tcpCodec: WireCodec = {
  kind: 'tcp',
  layer: 'l4',
  lenMin: QUOTED_MIN,
  fields: tcpFields,
  parse: parseTcp,
  examine,
};
