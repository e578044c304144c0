/**
 * Ethernet II (RFC 894; IEEE 802.3 section 3). No preamble and no frame check sequence: Linux shows neither.
 *
 *      0                   6                   12        14
 *     +-------------------+-------------------+---------+-----
 *     |  destination MAC  |    source MAC     |  type   | data
 *     +-------------------+-------------------+---------+-----
 */

import { getU16, setU16 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import { readMac, writeMac, type MacAddr } from './addr';
import type { Examined, Span, WireCodec } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

export const ETHERNET_HEADER_LEN = 14;
export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_ARP = 0x0806;

const DST = 0;
const SRC = 6;
const TYPE = 12;

// ---- views

export function ethDst(b: Uint8Array, at: number): MacAddr {
  return readMac(b, at + DST);
}

export function ethSrc(b: Uint8Array, at: number): MacAddr {
  return readMac(b, at + SRC);
}

export function ethType(b: Uint8Array, at: number): number {
  return getU16(b, at + TYPE);
}

export function setEthDst(b: Uint8Array, at: number, dst: MacAddr): void {
  writeMac(b, at + DST, dst);
}

export function setEthSrc(b: Uint8Array, at: number, src: MacAddr): void {
  writeMac(b, at + SRC, src);
}

export function setEthType(b: Uint8Array, at: number, type: number): void {
  setU16(b, at + TYPE, type);
}

// ---- strict

export interface EthernetHeader {
  readonly dst: MacAddr;
  readonly src: MacAddr;
  /** ethertype; any 16-bit value, known or not */
  readonly type: number;
}

/** Reads the header at `at` of a frame that ends before `end`. */
export function parseEthernet(b: Uint8Array, at: number, end: number): Result<EthernetHeader, WireError> {
  if (end - at < ETHERNET_HEADER_LEN) return wireErr('ethernet', 'truncated', end);
  return ok({ dst: ethDst(b, at), src: ethSrc(b, at), type: ethType(b, at) });
}

/** Returns the number of bytes written. */
export function emitEthernet(h: EthernetHeader, b: Uint8Array, at: number): number {
  setEthDst(b, at, h.dst);
  setEthSrc(b, at, h.src);
  setEthType(b, at, h.type);
  return ETHERNET_HEADER_LEN;
}

// ---- tolerant

const SOURCE = 'IEEE 802.3 §3.2';

export const ethernetFields: readonly Field[] = [
  { name: 'dst', bitOffset: 0, bits: 48, format: 'mac', source: SOURCE },
  { name: 'src', bitOffset: 48, bits: 48, format: 'mac', source: SOURCE },
  { name: 'type', bitOffset: 96, bits: 16, format: 'ethertype', source: SOURCE },
];

function examine({ b, at, end, whole }: Span): Examined {
  return {
    headerEnd: at + ETHERNET_HEADER_LEN,
    bodyEnd: end, // nothing in this header says where the frame ends
    fields: ethernetFields,
    notes: [],
    follow: { by: 'ethertype', key: ethType(b, at) },
    whole,
    ip: undefined,
  };
}

export const ethernetCodec: WireCodec = {
  kind: 'ethernet',
  layer: 'l2',
  lenMin: ETHERNET_HEADER_LEN,
  fields: ethernetFields,
  parse: parseEthernet,
  examine,
};
