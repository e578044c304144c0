/**
 * VXLAN (RFC 7348 section 5): an Ethernet frame inside UDP, marked with a 24-bit network identifier.
 *
 *      0               1                               4               7
 *     +-+-+-+-+-+-+-+-+-------------------------------+---------------+-----+-------
 *     |R|R|R|R|I|R|R|R|           reserved            |      VNI      | res | frame
 *     +-+-+-+-+-+-+-+-+-------------------------------+---------------+-----+-------
 */

import { getU32, getU8, setU32 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import type { Examined, Span, WireCodec } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

export const VXLAN_HEADER_LEN = 8;
/** what the kernel's vxlan driver takes when no dstport is given; older than the assignment by IANA */
export const VXLAN_PORT_LINUX = 8472;
export const VXLAN_PORT_IANA = 4789;
/** "the VNI is valid" */
export const VXLAN_FLAG_I = 0x08;

const FLAGS = 0;
const VNI = 4;
const RESERVED_LAST = 7;

// ---- views

/** the first byte; VXLAN_FLAG_I is the only flag of RFC 7348 */
export function vxlanFlags(b: Uint8Array, at: number): number {
  return getU8(b, at + FLAGS);
}

export function vxlanVni(b: Uint8Array, at: number): number {
  return getU32(b, at + VNI) >>> 8;
}

// ---- strict

export interface VxlanHeader {
  /** 24 bits */
  readonly vni: number;
}

/**
 * Requires the I flag and zero everywhere else. RFC 7348 would ignore the reserved bits on receipt, but vxlan_rcv
 * (drivers/net/vxlan/vxlan_core.c) drops a packet with bits it does not know, and so does this.
 */
export function parseVxlan(b: Uint8Array, at: number, end: number): Result<VxlanHeader, WireError> {
  if (end - at < VXLAN_HEADER_LEN) return wireErr('vxlan', 'truncated', end);
  if (getU32(b, at + FLAGS) !== VXLAN_FLAG_I * 0x100_0000) return wireErr('vxlan', 'bad-value', at + FLAGS);
  if (getU8(b, at + RESERVED_LAST) !== 0) return wireErr('vxlan', 'bad-value', at + RESERVED_LAST);
  return ok({ vni: vxlanVni(b, at) });
}

/** Returns the number of bytes written. */
export function emitVxlan(h: VxlanHeader, b: Uint8Array, at: number): number {
  setU32(b, at + FLAGS, VXLAN_FLAG_I * 0x100_0000);
  setU32(b, at + VNI, h.vni * 0x100);
  return VXLAN_HEADER_LEN;
}

// ---- tolerant

const SOURCE = 'RFC 7348 §5';

export const vxlanFields: readonly Field[] = [
  { name: 'flags', bitOffset: 0, bits: 8, format: 'hex', source: SOURCE },
  { name: 'reserved1', bitOffset: 8, bits: 24, format: 'hex', source: SOURCE },
  { name: 'vni', bitOffset: 32, bits: 24, format: 'dec', source: SOURCE },
  { name: 'reserved2', bitOffset: 56, bits: 8, format: 'hex', source: SOURCE },
];

function examine({ b, at, end, whole }: Span): Examined {
  return {
    headerEnd: at + VXLAN_HEADER_LEN,
    bodyEnd: end,
    fields: vxlanFields,
    notes: parseVxlan(b, at, end).ok ? [] : ['bad-value'],
    follow: { by: 'kind', kind: 'ethernet', quoted: false },
    whole,
    ip: undefined,
  };
}

export const vxlanCodec: WireCodec = {
  kind: 'vxlan',
  layer: 'tun',
  lenMin: VXLAN_HEADER_LEN,
  fields: vxlanFields,
  parse: parseVxlan,
  examine,
};
