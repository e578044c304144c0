/**
 * The tag of a VLAN (IEEE 802.1Q-2018 section 9). It stands between the addresses of an Ethernet frame and its type; seen as a
 * header it follows the Ethernet header, whose type then says that a tag is there (0x8100, or 0x88a8 for a provider's).
 *
 *      0   3 4             2       4
 *     +---+-+-------------+-------+-----
 *     |PCP|D|     VID     | type  | data
 *     +---+-+-------------+-------+-----
 */

import { getU16, setU16 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import type { Examined, Span, WireCodec } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

export const VLAN_HEADER_LEN = 4;
/** a customer's tag (C-TAG) */
export const ETHERTYPE_8021Q = 0x8100;
/** a provider's tag (S-TAG), 802.1ad */
export const ETHERTYPE_8021AD = 0x88a8;
/** no VLAN: the tag tells a priority alone (table 9-2) */
export const VID_NONE = 0;
/** 4095 is reserved (table 9-2) */
export const VID_MAX = 4094;

const TCI = 0;
const TYPE = 2;

// ---- views

/** Whether a frame of this type has a tag behind its addresses. */
export function isVlanType(type: number): boolean {
  return type === ETHERTYPE_8021Q || type === ETHERTYPE_8021AD;
}

/** priority, drop eligible and VID, as they stand in one word */
export function vlanTci(b: Uint8Array, at: number): number {
  return getU16(b, at + TCI);
}

export function vlanType(b: Uint8Array, at: number): number {
  return getU16(b, at + TYPE);
}

/** VID of a tag control information, 0 to 4095 */
export function vidOf(tci: number): number {
  return tci & 0xfff;
}

// ---- strict

export interface VlanHeader {
  /** priority code point, 0 to 7 */
  readonly pcp: number;
  /** drop eligible indicator */
  readonly dei: boolean;
  /** VLAN identifier, 0 to 4095 */
  readonly vid: number;
  /** ethertype of what follows; any 16-bit value, known or not */
  readonly type: number;
}

/** Reads the tag at `at`, behind the Ethernet header, of a frame that ends before `end`. */
export function parseVlan(b: Uint8Array, at: number, end: number): Result<VlanHeader, WireError> {
  if (end - at < VLAN_HEADER_LEN) return wireErr('vlan', 'truncated', end);
  const tci = vlanTci(b, at);
  return ok({ pcp: tci >> 13, dei: (tci & 0x1000) !== 0, vid: vidOf(tci), type: vlanType(b, at) });
}

/** Returns the number of bytes written. */
export function emitVlan({ pcp, dei, vid, type }: VlanHeader, b: Uint8Array, at: number): number {
  setU16(b, at + TCI, (pcp << 13) | (dei ? 0x1000 : 0) | vid);
  setU16(b, at + TYPE, type);
  return VLAN_HEADER_LEN;
}

// ---- tolerant

const SOURCE = 'IEEE 802.1Q §9.6';

export const vlanFields: readonly Field[] = [
  { name: 'pcp', bitOffset: 0, bits: 3, format: 'dec', source: SOURCE },
  { name: 'dei', bitOffset: 3, bits: 1, format: 'flag', source: SOURCE },
  { name: 'vid', bitOffset: 4, bits: 12, format: 'dec', source: SOURCE },
  { name: 'type', bitOffset: 16, bits: 16, format: 'ethertype', source: 'IEEE 802.3 §3.2' },
];

function examine({ b, at, end, whole }: Span): Examined {
  return {
    headerEnd: at + VLAN_HEADER_LEN,
    bodyEnd: end, // as in front of it: nothing says where the frame ends
    fields: vlanFields,
    notes: [],
    follow: { by: 'ethertype', key: vlanType(b, at) },
    whole,
    ip: undefined,
  };
}

export const vlanCodec: WireCodec = {
  kind: 'vlan',
  layer: 'l2',
  lenMin: VLAN_HEADER_LEN,
  fields: vlanFields,
  parse: parseVlan,
  examine,
};
