/**
 * A header as a flat table of fields. The tolerant dissector, the inspector's rows and the highlighting of hex
 * bytes all come from these tables; nothing in a table is a function.
 */

import { getU8 } from '../base/bytes';

export type FieldFormat =
  | 'dec'
  | 'hex'
  | 'mac'
  | 'ipv4'
  | 'flag'
  | 'bytes'
  | 'ethertype'
  | 'ipproto'
  | 'arpop'
  | 'icmptype'
  | 'dnsname'
  | 'dnstype'
  | 'dnsrcode'
  | 'bgptype'
  | 'sctpchunk';

export interface Field {
  /** as in the header's strict type where the field is there */
  readonly name: string;
  /** from the first bit of the header, most significant bit first, as RFCs draw it */
  readonly bitOffset: number;
  /** width; 0 means "whatever is left of the header", for options (left out when there is none) */
  readonly bits: number;
  readonly format: FieldFormat;
  /** where the field is defined, such as 'RFC 791 §3.1' */
  readonly source: string;
  /** present when the raw number counts units of this many bytes (4 for the IPv4 header length) */
  readonly unitBytes?: number;
  /** 'checksum': changes whenever other bytes do, so a difference here is a consequence, not a decision */
  readonly changes?: 'checksum';
}

/**
 * An unsigned number of 1 to 48 bits, anywhere. Bytes are gathered by multiplication, because bit operators stop
 * at 32 bits; up to 55 bits are touched when 48 are not aligned, so those are limited to 45 to fit a double.
 */
export function readBits(b: Uint8Array, bitOffset: number, bits: number): number {
  const endBit = bitOffset + bits;
  const firstByte = bitOffset >> 3;
  const lastByte = (endBit - 1) >> 3;
  let value = getU8(b, firstByte) & (0xff >> (bitOffset & 7));
  for (let i = firstByte + 1; i <= lastByte; i++) value = value * 256 + getU8(b, i);
  const below = (lastByte + 1) * 8 - endBit;
  return Math.floor(value / (1 << below));
}
