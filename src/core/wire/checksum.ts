/**
 * The Internet checksum: RFC 1071, with the incremental update of RFC 1624.
 *
 * Sums are kept unfolded in a number. Each 16-bit word adds less than 2^16, so 65,536 of them (128 KiB, two of
 * the longest datagrams) stay below 2^32, which is what foldChecksum takes.
 */

import { getU16, getU8 } from '../base/bytes';
import type { Ipv4Addr } from './addr';

/**
 * Adds the big-endian words of [from, to) to `start`. A last odd byte counts as the high half of a word, so only
 * the last of several ranges summed in a row may have an odd length.
 */
export function sum16(b: Uint8Array, from: number, to: number, start = 0): number {
  // High and low bytes by themselves, two words at a time: no shift for each, and sums that stay small integers.
  let high = 0;
  let low = 0;
  let i = from;
  for (; i + 3 < to; i += 4) {
    high = (high + b[i]! + b[i + 2]!) | 0;
    low = (low + b[i + 1]! + b[i + 3]!) | 0;
  }
  let sum = start + high * 256 + low;
  for (; i + 1 < to; i += 2) sum += getU16(b, i);
  if (i < to) sum += getU8(b, i) << 8;
  return sum;
}

/** Adds the carries back in and complements: the value for the checksum field. `sum` must be below 2^32. */
export function foldChecksum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return ~folded & 0xffff;
}

/** Checksum of [from, to). Over a range that holds its own correct checksum the result is 0. */
export function internetChecksum(b: Uint8Array, from: number, to: number, start = 0): number {
  return foldChecksum(sum16(b, from, to, start));
}

/**
 * The checksum after one 16-bit word changed: RFC 1624, equation 3, HC' = ~(~HC + ~m + m').
 * Equals the full computation unless all summed words are now zero (0 here, 0xffff there); no IPv4 header and no
 * pseudo header is all zero.
 */
export function updateChecksum16(csum: number, old16: number, new16: number): number {
  return foldChecksum((~csum & 0xffff) + (~old16 & 0xffff) + new16);
}

/** Both halves of a 32-bit word, such as an address that NAT replaced (the kernel's csum_replace4). */
export function updateChecksum32(csum: number, old32: number, new32: number): number {
  const high = updateChecksum16(csum, old32 >>> 16, new32 >>> 16);
  return updateChecksum16(high, old32 & 0xffff, new32 & 0xffff);
}

/** Partial sum of the IPv4 pseudo header (RFC 768, RFC 9293 section 3.1): `start` for the transport's sum16. */
export function pseudoHeaderSum(src: Ipv4Addr, dst: Ipv4Addr, proto: number, len: number): number {
  return (src >>> 16) + (src & 0xffff) + (dst >>> 16) + (dst & 0xffff) + proto + len;
}
