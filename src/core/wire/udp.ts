/**
 * UDP (RFC 768).
 *
 *      0               2               4               6               8
 *     +---------------+---------------+---------------+---------------+------
 *     |  source port  |  dest. port   |    length     |   checksum    | data
 *     +---------------+---------------+---------------+---------------+------
 *
 * The checksum covers a pseudo header with the IPv4 addresses, so NAT has to mend it. A checksum of 0 on the wire
 * says "none was computed"; a computed 0 is therefore sent as 0xffff, which means the same in ones' complement.
 */

import { getU16, setU16 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import type { Ipv4Addr } from './addr';
import { internetChecksum, pseudoHeaderSum } from './checksum';
import type { Examined, Span, WireCodec, WireNote } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';
import { PROTO_UDP } from './ipv4';

export const UDP_HEADER_LEN = 8;

const SRC_PORT = 0;
const DST_PORT = 2;
const LEN = 4;
const CHECKSUM = 6;

// ---- views

export function udpSrcPort(b: Uint8Array, at: number): number {
  return getU16(b, at + SRC_PORT);
}

export function udpDstPort(b: Uint8Array, at: number): number {
  return getU16(b, at + DST_PORT);
}

/** bytes, header and data */
export function udpLen(b: Uint8Array, at: number): number {
  return getU16(b, at + LEN);
}

export function udpChecksum(b: Uint8Array, at: number): number {
  return getU16(b, at + CHECKSUM);
}

// The setters write one field and leave the checksum alone.

export function setUdpSrcPort(b: Uint8Array, at: number, port: number): void {
  setU16(b, at + SRC_PORT, port);
}

export function setUdpDstPort(b: Uint8Array, at: number, port: number): void {
  setU16(b, at + DST_PORT, port);
}

export function setUdpLen(b: Uint8Array, at: number, lenBytes: number): void {
  setU16(b, at + LEN, lenBytes);
}

export function setUdpChecksum(b: Uint8Array, at: number, checksum: number): void {
  setU16(b, at + CHECKSUM, checksum);
}

/** Computes the checksum of the datagram [at, end) between these addresses. */
export function fillUdpChecksum(b: Uint8Array, at: number, end: number, src: Ipv4Addr, dst: Ipv4Addr): void {
  setUdpChecksum(b, at, 0);
  const computed = internetChecksum(b, at, end, pseudoHeaderSum(src, dst, PROTO_UDP, end - at));
  setUdpChecksum(b, at, computed === 0 ? 0xffff : computed);
}

/** Whether the datagram [at, end) may be accepted: its checksum is right, or it carries none. */
export function udpChecksumOk(b: Uint8Array, at: number, end: number, src: Ipv4Addr, dst: Ipv4Addr): boolean {
  if (udpChecksum(b, at) === 0) return true;
  return internetChecksum(b, at, end, pseudoHeaderSum(src, dst, PROTO_UDP, end - at)) === 0;
}

// ---- strict

export interface UdpHeader {
  readonly srcPort: number;
  readonly dstPort: number;
  /** bytes, header and data: 8 to 65,535 */
  readonly len: number;
}

/** Reads the datagram at `at` in a packet that ends before `end`. The checksum needs addresses: udpChecksumOk. */
export function parseUdp(b: Uint8Array, at: number, end: number): Result<UdpHeader, WireError> {
  if (end - at < UDP_HEADER_LEN) return wireErr('udp', 'truncated', end);
  const len = udpLen(b, at);
  if (len < UDP_HEADER_LEN) return wireErr('udp', 'bad-length', at + LEN);
  if (len > end - at) return wireErr('udp', 'truncated', at + LEN);
  return ok({ srcPort: udpSrcPort(b, at), dstPort: udpDstPort(b, at), len });
}

/** Writes the header with checksum 0 (none): fillUdpChecksum once the data is in place. Returns the bytes written. */
export function emitUdp(h: UdpHeader, b: Uint8Array, at: number): number {
  setUdpSrcPort(b, at, h.srcPort);
  setUdpDstPort(b, at, h.dstPort);
  setUdpLen(b, at, h.len);
  setUdpChecksum(b, at, 0);
  return UDP_HEADER_LEN;
}

// ---- tolerant

const SOURCE = 'RFC 768';

export const udpFields: readonly Field[] = [
  { name: 'srcPort', bitOffset: 0, bits: 16, format: 'dec', source: SOURCE },
  { name: 'dstPort', bitOffset: 16, bits: 16, format: 'dec', source: SOURCE },
  { name: 'len', bitOffset: 32, bits: 16, format: 'dec', source: SOURCE },
  { name: 'checksum', bitOffset: 48, bits: 16, format: 'hex', source: SOURCE, changes: 'checksum' },
];

function examine({ b, at, end, whole, ip }: Span): Examined {
  const notes: WireNote[] = [];
  const len = udpLen(b, at);
  const lenFits = len >= UDP_HEADER_LEN && len <= end - at;
  if (len < UDP_HEADER_LEN) notes.push('bad-length');
  else if (!lenFits && whole) notes.push('length-beyond-frame');
  if (udpChecksum(b, at) === 0) notes.push('checksum-absent');
  else if (whole && lenFits && ip && !udpChecksumOk(b, at, at + len, ip.src, ip.dst))
    notes.push('checksum-bad');
  return {
    headerEnd: at + UDP_HEADER_LEN,
    bodyEnd: lenFits ? at + len : end,
    fields: udpFields,
    notes,
    follow: { by: 'udpport', key: udpDstPort(b, at), from: udpSrcPort(b, at) },
    whole: whole && lenFits,
    ip: undefined,
  };
}

export const udpCodec: WireCodec = {
  kind: 'udp',
  layer: 'l4',
  lenMin: UDP_HEADER_LEN,
  fields: udpFields,
  parse: parseUdp,
  examine,
};
