/**
 * Geneve (RFC 8926 section 3.4): a frame inside UDP, marked with a 24-bit network identifier, with options behind it.
 *
 *      0         1               2               4               7
 *     +-+-------+-+-+-----------+---------------+---------------+-----+---------+-------
 *     |V| OptLen|O|C|   reserved| protocol type |      VNI      | res | options | frame
 *     +-+-------+-+-+-----------+---------------+---------------+-----+---------+-------
 */

import { getU16, getU32, getU8, setU16, setU32, setU8 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import type { Examined, Span, WireCodec } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

export const GENEVE_HEADER_LEN = 8;
/** Trans-Ether-Bridging: an Ethernet frame follows */
export const PROTOCOL_TEB = 0x6558;
/** the packet is for whoever looks after the tunnel, not for what it carries */
export const GENEVE_FLAG_OAM = 0x80;
/** at least one option must be understood */
export const GENEVE_FLAG_CRITICAL = 0x40;

const VERSION = 0;
const FLAGS = 1;
const PROTOCOL = 2;
const VNI = 4;
const OPTION_UNIT = 4;

// ---- views

export function geneveVersion(b: Uint8Array, at: number): number {
  return getU8(b, at + VERSION) >> 6;
}

/** bytes of options behind the fixed header */
export function geneveOptionsLen(b: Uint8Array, at: number): number {
  return (getU8(b, at + VERSION) & 0x3f) * OPTION_UNIT;
}

export function geneveFlags(b: Uint8Array, at: number): number {
  return getU8(b, at + FLAGS);
}

export function geneveProtocol(b: Uint8Array, at: number): number {
  return getU16(b, at + PROTOCOL);
}

export function geneveVni(b: Uint8Array, at: number): number {
  return getU32(b, at + VNI) >>> 8;
}

// ---- strict

export interface GeneveHeader {
  /** 24 bits */
  readonly vni: number;
  readonly critical: boolean;
  /** of the options, which are passed over */
  readonly optionsLen: number;
}

/** What the kernel's driver reads: version 0, a frame inside. Reserved bits are ignored (RFC 8926 section 3.4). */
export function parseGeneve(b: Uint8Array, at: number, end: number): Result<GeneveHeader, WireError> {
  if (end - at < GENEVE_HEADER_LEN) return wireErr('geneve', 'truncated', end);
  if (geneveVersion(b, at) !== 0) return wireErr('geneve', 'bad-version', at + VERSION);
  if (geneveProtocol(b, at) !== PROTOCOL_TEB) return wireErr('geneve', 'bad-value', at + PROTOCOL);
  const optionsLen = geneveOptionsLen(b, at);
  if (end - at - GENEVE_HEADER_LEN < optionsLen) return wireErr('geneve', 'truncated', end);
  const critical = (geneveFlags(b, at) & GENEVE_FLAG_CRITICAL) !== 0;
  return ok({ vni: geneveVni(b, at), critical, optionsLen });
}

/** A header without options. Returns the number of bytes written. */
export function emitGeneve(vni: number, b: Uint8Array, at: number): number {
  setU8(b, at + VERSION, 0);
  setU8(b, at + FLAGS, 0);
  setU16(b, at + PROTOCOL, PROTOCOL_TEB);
  setU32(b, at + VNI, vni * 0x100);
  return GENEVE_HEADER_LEN;
}

// ---- tolerant

const SOURCE = 'RFC 8926 §3.4';

export const geneveFields: readonly Field[] = [
  { name: 'version', bitOffset: 0, bits: 2, format: 'dec', source: SOURCE },
  { name: 'optionsLen', bitOffset: 2, bits: 6, format: 'dec', source: SOURCE, unitBytes: OPTION_UNIT },
  { name: 'oam', bitOffset: 8, bits: 1, format: 'flag', source: SOURCE },
  { name: 'critical', bitOffset: 9, bits: 1, format: 'flag', source: SOURCE },
  { name: 'reserved1', bitOffset: 10, bits: 6, format: 'hex', source: SOURCE },
  { name: 'protocol', bitOffset: 16, bits: 16, format: 'hex', source: SOURCE },
  { name: 'vni', bitOffset: 32, bits: 24, format: 'dec', source: SOURCE },
  { name: 'reserved2', bitOffset: 56, bits: 8, format: 'hex', source: SOURCE },
  { name: 'options', bitOffset: 64, bits: 0, format: 'bytes', source: 'RFC 8926 §3.5' },
];

function examine({ b, at, end, whole }: Span): Examined {
  const claimed = at + GENEVE_HEADER_LEN + geneveOptionsLen(b, at);
  const protocol = geneveProtocol(b, at);
  return {
    headerEnd: Math.min(claimed, end),
    bodyEnd: end,
    fields: geneveFields,
    notes: [
      ...(geneveVersion(b, at) === 0 ? [] : (['bad-version'] as const)),
      ...(claimed > end ? (['length-beyond-frame'] as const) : []),
    ],
    follow:
      protocol === PROTOCOL_TEB
        ? { by: 'kind', kind: 'ethernet', quoted: false }
        : { by: 'ethertype', key: protocol },
    whole: whole && claimed <= end,
    ip: undefined,
  };
}

export const geneveCodec: WireCodec = {
  kind: 'geneve',
  layer: 'tun',
  lenMin: GENEVE_HEADER_LEN,
  fields: geneveFields,
  parse: parseGeneve,
  examine,
};
