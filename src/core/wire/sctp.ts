/**
 * SCTP's common header (RFC 9260 section 3.1); the chunks behind it are sctp.chunk.ts.
 *
 *      0               2               4                               8                              12
 *     +---------------+---------------+-------------------------------+-------------------------------+------
 *     |  source port  |  dest. port   |       verification tag        |      checksum (CRC-32C)       | chunks
 *     +---------------+---------------+-------------------------------+-------------------------------+------
 *
 * The checksum covers no addresses, so that NAT of an address alone would leave it right; it covers the ports. Its
 * lowest byte stands first, unlike everything else.
 */

import { getU16, getU32, getU8, setU16, setU32, setU8 } from '../base/bytes';
import { CRC32C_START, crc32cMore } from '../base/crc32c';
import { ok, type Result } from '../base/result';
import type { Examined, Span, WireCodec, WireNote } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

export const SCTP_HEADER_LEN = 12;

const SRC_PORT = 0;
const DST_PORT = 2;
const TAG = 4;
const CHECKSUM = 8;

// ---- views

export function sctpSrcPort(b: Uint8Array, at: number): number {
  return getU16(b, at + SRC_PORT);
}

export function sctpDstPort(b: Uint8Array, at: number): number {
  return getU16(b, at + DST_PORT);
}

/** The verification tag: the number that the receiver chose for the association. */
export function sctpTag(b: Uint8Array, at: number): number {
  return getU32(b, at + TAG);
}

/** Computes the checksum of the packet [at, end). */
export function fillSctpChecksum(b: Uint8Array, at: number, end: number): void {
  const computed = sctpChecksumOf(b, at, end);
  for (let byte = 0; byte < 4; byte += 1) setU8(b, at + CHECKSUM + byte, computed >>> (8 * byte));
}

export function sctpChecksumOk(b: Uint8Array, at: number, end: number): boolean {
  const computed = sctpChecksumOf(b, at, end);
  for (let byte = 0; byte < 4; byte += 1) {
    if (getU8(b, at + CHECKSUM + byte) !== ((computed >>> (8 * byte)) & 0xff)) return false;
  }
  return true;
}

const ZEROS = new Uint8Array(4);

/** Over the packet with zeros where the checksum stands. */
function sctpChecksumOf(b: Uint8Array, at: number, end: number): number {
  let crc = crc32cMore(CRC32C_START, b, at, at + CHECKSUM);
  crc = crc32cMore(crc, ZEROS, 0, ZEROS.length);
  return ~crc32cMore(crc, b, at + SCTP_HEADER_LEN, end) >>> 0;
}

// ---- strict

export interface SctpHeader {
  readonly srcPort: number;
  readonly dstPort: number;
  readonly tag: number;
}

/** Reads the header of the packet [at, end), whose checksum has to be right. */
export function parseSctp(b: Uint8Array, at: number, end: number): Result<SctpHeader, WireError> {
  if (end - at < SCTP_HEADER_LEN) return wireErr('sctp', 'truncated', end);
  if (!sctpChecksumOk(b, at, end)) return wireErr('sctp', 'bad-checksum', at + CHECKSUM);
  return ok({ srcPort: sctpSrcPort(b, at), dstPort: sctpDstPort(b, at), tag: sctpTag(b, at) });
}

/** Writes the header with checksum 0: fillSctpChecksum once the chunks are in place. Returns the bytes written. */
export function emitSctp(h: SctpHeader, b: Uint8Array, at: number): number {
  setU16(b, at + SRC_PORT, h.srcPort);
  setU16(b, at + DST_PORT, h.dstPort);
  setU32(b, at + TAG, h.tag);
  setU32(b, at + CHECKSUM, 0);
  return SCTP_HEADER_LEN;
}

// ---- tolerant

const SOURCE = 'RFC 9260 §3.1';

export const sctpFields: readonly Field[] = [
  { name: 'srcPort', bitOffset: 0, bits: 16, format: 'dec', source: SOURCE },
  { name: 'dstPort', bitOffset: 16, bits: 16, format: 'dec', source: SOURCE },
  { name: 'tag', bitOffset: 32, bits: 32, format: 'hex', source: SOURCE },
  { name: 'checksum', bitOffset: 64, bits: 32, format: 'hex', source: SOURCE, changes: 'checksum' },
];

/** Bytes of a transport header that every ICMP error quotes (RFC 792). */
const QUOTED_MIN = 8;

function examine({ b, at, end, whole }: Span): Examined {
  const notes: WireNote[] = [];
  const headerEnd = Math.min(at + SCTP_HEADER_LEN, end);
  if (headerEnd - at < SCTP_HEADER_LEN) notes.push('truncated');
  else if (whole && !sctpChecksumOk(b, at, end)) notes.push('checksum-bad');
  return {
    headerEnd,
    bodyEnd: end,
    fields: sctpFields,
    notes,
    follow: headerEnd < end ? { by: 'kind', kind: 'sctpchunk', quoted: false } : { by: 'nothing' },
    whole,
    ip: undefined,
  };
}

export const sctpCodec: WireCodec = {
  kind: 'sctp',
  layer: 'l4',
  lenMin: QUOTED_MIN,
  fields: sctpFields,
  parse: parseSctp,
  examine,
};
