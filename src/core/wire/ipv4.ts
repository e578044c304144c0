/**
 * IPv4 header (RFC 791; DSCP RFC 2474, ECN RFC 3168).
 *
 *      0               1               2               3
 *     +-------+-------+-----------+---+-------------------------------+
 *     |version|  IHL  |   DSCP    |ECN|         total length          |   0
 *     +-------+-------+-----------+---+-+-+-+-------------------------+
 *     |        identification         |0|D|M|     fragment offset     |   4
 *     +---------------+---------------+-+-+-+-------------------------+
 *     |      TTL      |   protocol    |        header checksum        |   8
 *     +---------------+---------------+-------------------------------+
 *     |                        source address                         |  12
 *     +---------------------------------------------------------------+
 *     |                      destination address                      |  16
 *     +---------------------------------------------------------------+
 *     |                 options, up to 40 bytes                       |  20
 */

import { assert } from '../base/assert';
import { getU16, getU8, setU16, setU8 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import { readIpv4, writeIpv4, type Ipv4Addr } from './addr';
import { internetChecksum } from './checksum';
import type { Examined, Span, WireCodec, WireNote } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

/** without options */
export const IPV4_HEADER_LEN = 20;
/** IHL is four bits of 4-byte units */
export const IPV4_HEADER_LEN_MAX = 60;

export const PROTO_ICMP = 1;
export const PROTO_IPIP = 4;
export const PROTO_TCP = 6;
export const PROTO_UDP = 17;
export const PROTO_DCCP = 33;
export const PROTO_SCTP = 132;
export const PROTO_UDPLITE = 136;

/** Whether both ports are the first four bytes behind the IPv4 header. */
export function hasPorts(proto: number): boolean {
  return (
    proto === PROTO_TCP ||
    proto === PROTO_UDP ||
    proto === PROTO_SCTP ||
    proto === PROTO_DCCP ||
    proto === PROTO_UDPLITE
  );
}

/** flag bits in the 16-bit word of flags and fragment offset */
export const IP_DF = 0x4000;
export const IP_MF = 0x2000;
const OFFSET_MASK = 0x1fff;

const VERSION_IHL = 0;
const TOS = 1;
const TOTAL_LEN = 2;
const ID = 4;
const FLAGS_FRAG = 6;
const TTL = 8;
const PROTO = 9;
const CHECKSUM = 10;
const SRC = 12;
const DST = 16;

// ---- views

export function ipVersion(b: Uint8Array, at: number): number {
  return getU8(b, at + VERSION_IHL) >> 4;
}

/** bytes, options included */
export function ipHeaderLen(b: Uint8Array, at: number): number {
  return (getU8(b, at + VERSION_IHL) & 0xf) * 4;
}

/** DSCP and ECN in one byte */
export function ipTos(b: Uint8Array, at: number): number {
  return getU8(b, at + TOS);
}

/** bytes, header and payload */
export function ipTotalLen(b: Uint8Array, at: number): number {
  return getU16(b, at + TOTAL_LEN);
}

export function ipId(b: Uint8Array, at: number): number {
  return getU16(b, at + ID);
}

/** the 16-bit word of three flags and the offset in 8-byte units */
export function ipFlagsFrag(b: Uint8Array, at: number): number {
  return getU16(b, at + FLAGS_FRAG);
}

export function ipDf(b: Uint8Array, at: number): boolean {
  return (ipFlagsFrag(b, at) & IP_DF) !== 0;
}

export function ipMf(b: Uint8Array, at: number): boolean {
  return (ipFlagsFrag(b, at) & IP_MF) !== 0;
}

/** bytes */
export function ipFragOffset(b: Uint8Array, at: number): number {
  return (ipFlagsFrag(b, at) & OFFSET_MASK) * 8;
}

/** Part of a larger datagram: more follow, or some came before (the kernel's ip_is_fragment). */
export function ipIsFragment(b: Uint8Array, at: number): boolean {
  return (ipFlagsFrag(b, at) & (IP_MF | OFFSET_MASK)) !== 0;
}

export function ipTtl(b: Uint8Array, at: number): number {
  return getU8(b, at + TTL);
}

export function ipProto(b: Uint8Array, at: number): number {
  return getU8(b, at + PROTO);
}

export function ipChecksum(b: Uint8Array, at: number): number {
  return getU16(b, at + CHECKSUM);
}

export function ipSrc(b: Uint8Array, at: number): Ipv4Addr {
  return readIpv4(b, at + SRC);
}

export function ipDst(b: Uint8Array, at: number): Ipv4Addr {
  return readIpv4(b, at + DST);
}

// The setters write one field and leave the checksum alone: fillIpChecksum, or updateChecksum16 and 32.

export function setIpTos(b: Uint8Array, at: number, tos: number): void {
  setU8(b, at + TOS, tos);
}

export function setIpTotalLen(b: Uint8Array, at: number, lenBytes: number): void {
  setU16(b, at + TOTAL_LEN, lenBytes);
}

export function setIpId(b: Uint8Array, at: number, id: number): void {
  setU16(b, at + ID, id);
}

/** `offsetBytes` is a multiple of 8. */
export function setIpFrag(b: Uint8Array, at: number, df: boolean, mf: boolean, offsetBytes: number): void {
  setU16(b, at + FLAGS_FRAG, (df ? IP_DF : 0) | (mf ? IP_MF : 0) | (offsetBytes >>> 3));
}

export function setIpTtl(b: Uint8Array, at: number, ttl: number): void {
  setU8(b, at + TTL, ttl);
}

export function setIpChecksum(b: Uint8Array, at: number, checksum: number): void {
  setU16(b, at + CHECKSUM, checksum);
}

export function setIpSrc(b: Uint8Array, at: number, src: Ipv4Addr): void {
  writeIpv4(b, at + SRC, src);
}

export function setIpDst(b: Uint8Array, at: number, dst: Ipv4Addr): void {
  writeIpv4(b, at + DST, dst);
}

/** Computes the header checksum over the header as it stands, options included. */
export function fillIpChecksum(b: Uint8Array, at: number): void {
  setIpChecksum(b, at, 0);
  setIpChecksum(b, at, internetChecksum(b, at, at + ipHeaderLen(b, at)));
}

/**
 * Takes one from the TTL, mends the checksum and returns the new TTL: ip_decrease_ttl of include/net/ip.h.
 * TTL is the high half of its word, so the word falls by 0x0100 and the complement rises by as much; the carry
 * goes around, and 0xffff is passed over because it is the other name of 0. The caller has checked TTL > 1.
 */
export function decrementTtl(b: Uint8Array, at: number): number {
  const raised = ipChecksum(b, at) + 0x0100;
  setIpChecksum(b, at, raised >= 0xffff ? raised + 1 : raised);
  const ttl = (ipTtl(b, at) - 1) & 0xff;
  setIpTtl(b, at, ttl);
  return ttl;
}

/** What ip_rcv_core (net/ipv4/ip_input.c) thinks of a header; with the kernel's drop reason for each. */
export type Ipv4HeaderCheck =
  | 'ok'
  /** the bytes end before the header does: IP_INHDR */
  | 'truncated'
  /** version is not 4: IP_INHDR */
  | 'bad-version'
  /** IHL below 5, or a total length shorter than the header: IP_INHDR */
  | 'bad-length'
  /** IP_CSUM */
  | 'bad-checksum'
  /** the total length reaches beyond the frame: PKT_TOO_SMALL */
  | 'beyond-frame';

/** The checks of ip_rcv_core in its order, for the packet at `at` in a frame that ends before `end`. */
export function checkIpv4Header(b: Uint8Array, at: number, end: number): Ipv4HeaderCheck {
  const available = end - at;
  if (available < IPV4_HEADER_LEN) return 'truncated';
  const headerLen = ipHeaderLen(b, at);
  if (ipVersion(b, at) !== 4) return 'bad-version';
  if (headerLen < IPV4_HEADER_LEN) return 'bad-length';
  if (available < headerLen) return 'truncated';
  if (internetChecksum(b, at, at + headerLen) !== 0) return 'bad-checksum';
  const totalLen = ipTotalLen(b, at);
  if (available < totalLen) return 'beyond-frame';
  if (totalLen < headerLen) return 'bad-length';
  return 'ok';
}

// ---- strict

export interface Ipv4Header {
  readonly src: Ipv4Addr;
  readonly dst: Ipv4Addr;
  readonly ttl: number;
  /** any 8-bit value, known or not */
  readonly proto: number;
  readonly id: number;
  readonly tos: number;
  readonly df: boolean;
  readonly mf: boolean;
  /** bytes, a multiple of 8 up to 65,528 */
  readonly fragOffset: number;
  /** bytes, header and payload */
  readonly totalLen: number;
  /** bytes: 20 to 60, a multiple of 4. The options themselves are not part of this value. */
  readonly headerLen: number;
}

export function parseIpv4Header(b: Uint8Array, at: number, end: number): Result<Ipv4Header, WireError> {
  const check = checkIpv4Header(b, at, end);
  if (check !== 'ok') return refuse(check, b, at, end);
  return ok({
    src: ipSrc(b, at),
    dst: ipDst(b, at),
    ttl: ipTtl(b, at),
    proto: ipProto(b, at),
    id: ipId(b, at),
    tos: ipTos(b, at),
    df: ipDf(b, at),
    mf: ipMf(b, at),
    fragOffset: ipFragOffset(b, at),
    totalLen: ipTotalLen(b, at),
    headerLen: ipHeaderLen(b, at),
  });
}

function refuse(check: Exclude<Ipv4HeaderCheck, 'ok'>, b: Uint8Array, at: number, end: number) {
  switch (check) {
    case 'truncated':
      return wireErr('ipv4', 'truncated', end);
    case 'beyond-frame':
      return wireErr('ipv4', 'truncated', at + TOTAL_LEN);
    case 'bad-version':
      return wireErr('ipv4', 'bad-version', at + VERSION_IHL);
    case 'bad-checksum':
      return wireErr('ipv4', 'bad-checksum', at + CHECKSUM);
    case 'bad-length': {
      const ihlIsBad = ipHeaderLen(b, at) < IPV4_HEADER_LEN;
      return wireErr('ipv4', 'bad-length', at + (ihlIsBad ? VERSION_IHL : TOTAL_LEN));
    }
  }
}

/**
 * Writes the header with its checksum and returns its length in bytes. Where `headerLen` leaves room for
 * options, it is filled with zeros, which is the end-of-options mark.
 */
export function emitIpv4Header(h: Ipv4Header, b: Uint8Array, at: number): number {
  const { headerLen } = h;
  assert(headerLen >= IPV4_HEADER_LEN && headerLen <= IPV4_HEADER_LEN_MAX, 'IPv4 header length out of range');
  assert(headerLen % 4 === 0, 'IPv4 header length must be a multiple of 4');
  assert(h.fragOffset % 8 === 0, 'IPv4 fragment offset must be a multiple of 8');
  setU8(b, at + VERSION_IHL, 0x40 | (headerLen >> 2));
  setIpTos(b, at, h.tos);
  setIpTotalLen(b, at, h.totalLen);
  setIpId(b, at, h.id);
  setIpFrag(b, at, h.df, h.mf, h.fragOffset);
  setIpTtl(b, at, h.ttl);
  setU8(b, at + PROTO, h.proto);
  setIpSrc(b, at, h.src);
  setIpDst(b, at, h.dst);
  if (headerLen > IPV4_HEADER_LEN) b.fill(0, at + IPV4_HEADER_LEN, at + headerLen);
  fillIpChecksum(b, at);
  return headerLen;
}

// ---- tolerant

const RFC791 = 'RFC 791 §3.1';

export const ipv4Fields: readonly Field[] = [
  { name: 'version', bitOffset: 0, bits: 4, format: 'dec', source: RFC791 },
  { name: 'headerLen', bitOffset: 4, bits: 4, format: 'dec', source: RFC791, unitBytes: 4 },
  { name: 'dscp', bitOffset: 8, bits: 6, format: 'dec', source: 'RFC 2474 §3' },
  { name: 'ecn', bitOffset: 14, bits: 2, format: 'dec', source: 'RFC 3168 §5' },
  { name: 'totalLen', bitOffset: 16, bits: 16, format: 'dec', source: RFC791 },
  { name: 'id', bitOffset: 32, bits: 16, format: 'dec', source: 'RFC 6864 §4' },
  { name: 'reserved', bitOffset: 48, bits: 1, format: 'flag', source: RFC791 },
  { name: 'df', bitOffset: 49, bits: 1, format: 'flag', source: RFC791 },
  { name: 'mf', bitOffset: 50, bits: 1, format: 'flag', source: RFC791 },
  { name: 'fragOffset', bitOffset: 51, bits: 13, format: 'dec', source: RFC791, unitBytes: 8 },
  { name: 'ttl', bitOffset: 64, bits: 8, format: 'dec', source: RFC791 },
  { name: 'proto', bitOffset: 72, bits: 8, format: 'ipproto', source: RFC791 },
  { name: 'checksum', bitOffset: 80, bits: 16, format: 'hex', source: RFC791, changes: 'checksum' },
  { name: 'src', bitOffset: 96, bits: 32, format: 'ipv4', source: RFC791 },
  { name: 'dst', bitOffset: 128, bits: 32, format: 'ipv4', source: RFC791 },
  { name: 'options', bitOffset: 160, bits: 0, format: 'bytes', source: RFC791 },
];

function examine({ b, at, end, whole, quoted }: Span): Examined {
  const notes: WireNote[] = [];
  const available = end - at;
  const saidHeaderLen = ipHeaderLen(b, at);
  const headerLen = Math.min(Math.max(saidHeaderLen, IPV4_HEADER_LEN), available);
  const totalLen = ipTotalLen(b, at);
  const version4 = ipVersion(b, at) === 4;
  const lengthsFit = saidHeaderLen >= IPV4_HEADER_LEN && totalLen >= saidHeaderLen;
  const fragment = ipIsFragment(b, at);
  if (!version4) notes.push('bad-version');
  if (!lengthsFit) notes.push('bad-length');
  if (saidHeaderLen > available) notes.push('truncated');
  else if (internetChecksum(b, at, at + headerLen) !== 0) notes.push('checksum-bad');
  if (totalLen > available) {
    if (quoted) notes.push('quote-cut');
    else if (whole) notes.push('length-beyond-frame'); // inside a fragment this is no surprise
  }
  if (fragment) notes.push('fragment');
  // A fragment that is not the first begins in the middle of the transport's data.
  const beginsTransport = version4 && ipFragOffset(b, at) === 0;
  return {
    headerEnd: at + headerLen,
    bodyEnd: lengthsFit ? Math.min(at + totalLen, end) : end,
    fields: ipv4Fields,
    notes,
    follow: beginsTransport ? { by: 'ipproto', key: ipProto(b, at) } : { by: 'nothing' },
    whole: whole && !fragment && lengthsFit && totalLen <= available,
    ip: { src: ipSrc(b, at), dst: ipDst(b, at) },
  };
}

export const ipv4Codec: WireCodec = {
  kind: 'ipv4',
  layer: 'l3',
  lenMin: IPV4_HEADER_LEN,
  fields: ipv4Fields,
  parse: parseIpv4Header,
  examine,
};
