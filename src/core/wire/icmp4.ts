/**
 * ICMP for IPv4 (RFC 792; next-hop MTU RFC 1191, host requirements RFC 1122 section 3.2.2, routers RFC 1812).
 *
 *      0       1       2               4                               8
 *     +-------+-------+---------------+-------------------------------+------
 *     | type  | code  |   checksum    |  rest, depends on type        | data
 *     +-------+-------+---------------+-------------------------------+------
 *
 * rest: echo id (16) seq (16) · unreachable/frag-needed unused (16) MTU (16) · redirect gateway (32) · else unused.
 * data: of an echo whatever the sender put there, of an error the packet it is about, from its IP header on.
 * The checksum covers header and data. There is no pseudo header, so NAT of the outer addresses leaves it alone.
 */

import { getU16, getU32, getU8, setU16, setU32, setU8 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import { readIpv4, type Ipv4Addr } from './addr';
import { internetChecksum } from './checksum';
import type { Examined, Span, WireCodec } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

export const ICMP_HEADER_LEN = 8;

// Types and codes carry the names of include/uapi/linux/icmp.h, with ICMP_DEST_UNREACH shortened.
export const ICMP_ECHO_REPLY = 0;
export const ICMP_UNREACHABLE = 3;
export const ICMP_SOURCE_QUENCH = 4;
export const ICMP_REDIRECT = 5;
export const ICMP_ECHO = 8;
export const ICMP_TIME_EXCEEDED = 11;
export const ICMP_PARAMETER_PROBLEM = 12;
/** The last type there is a name for (NR_ICMP_TYPES). */
export const ICMP_TYPE_MAX = 18;

/** codes of ICMP_UNREACHABLE */
export const ICMP_NET_UNREACH = 0;
export const ICMP_HOST_UNREACH = 1;
export const ICMP_PROT_UNREACH = 2;
export const ICMP_PORT_UNREACH = 3;
export const ICMP_FRAG_NEEDED = 4;
export const ICMP_NET_ANO = 9;
export const ICMP_HOST_ANO = 10;
export const ICMP_PKT_FILTERED = 13;

/** codes of ICMP_TIME_EXCEEDED */
export const ICMP_EXC_TTL = 0;
export const ICMP_EXC_FRAGTIME = 1;

/** codes of ICMP_REDIRECT */
export const ICMP_REDIR_NET = 0;
export const ICMP_REDIR_HOST = 1;
export const ICMP_REDIR_HOSTTOS = 3;

const TYPE = 0;
const CODE = 1;
const CHECKSUM = 2;
const REST = 4;

// ---- views

export function icmpType(b: Uint8Array, at: number): number {
  return getU8(b, at + TYPE);
}

export function icmpCode(b: Uint8Array, at: number): number {
  return getU8(b, at + CODE);
}

export function icmpChecksum(b: Uint8Array, at: number): number {
  return getU16(b, at + CHECKSUM);
}

/** of an echo request or reply */
export function icmpEchoId(b: Uint8Array, at: number): number {
  return getU16(b, at + REST);
}

/** of an echo request or reply */
export function icmpEchoSeq(b: Uint8Array, at: number): number {
  return getU16(b, at + REST + 2);
}

/** next-hop MTU in bytes, of unreachable/frag-needed */
export function icmpMtu(b: Uint8Array, at: number): number {
  return getU16(b, at + REST + 2);
}

/** the better gateway, of a redirect */
export function icmpGateway(b: Uint8Array, at: number): Ipv4Addr {
  return readIpv4(b, at + REST);
}

export function setIcmpEchoId(b: Uint8Array, at: number, id: number): void {
  setU16(b, at + REST, id);
}

export function setIcmpChecksum(b: Uint8Array, at: number, checksum: number): void {
  setU16(b, at + CHECKSUM, checksum);
}

/** Computes the checksum over the message [at, end) as it stands. */
export function fillIcmpChecksum(b: Uint8Array, at: number, end: number): void {
  setIcmpChecksum(b, at, 0);
  setIcmpChecksum(b, at, internetChecksum(b, at, end));
}

export function icmpChecksumOk(b: Uint8Array, at: number, end: number): boolean {
  return internetChecksum(b, at, end) === 0;
}

/** Messages about another packet, which they quote; no error is ever sent about one of them (icmp_is_err). */
export function isIcmpErrorType(type: number): boolean {
  return (
    type === ICMP_UNREACHABLE ||
    type === ICMP_SOURCE_QUENCH ||
    type === ICMP_REDIRECT ||
    type === ICMP_TIME_EXCEEDED ||
    type === ICMP_PARAMETER_PROBLEM
  );
}

// ---- strict

/** The header of a message; its data follows in the buffer and is not part of this value. */
export type Icmp4Header =
  | { readonly kind: 'echo-request' | 'echo-reply'; readonly id: number; readonly seq: number }
  /** `rest` is bytes 4 to 7: the MTU of frag-needed, the gateway of a redirect, else 0 */
  | { readonly kind: 'error'; readonly type: number; readonly code: number; readonly rest: number }
  /** a type (or a code of an echo) that this program attaches no meaning to */
  | { readonly kind: 'other'; readonly type: number; readonly code: number; readonly rest: number };

/** Reads the message [at, end); its checksum must be right. */
export function parseIcmp4(b: Uint8Array, at: number, end: number): Result<Icmp4Header, WireError> {
  if (end - at < ICMP_HEADER_LEN) return wireErr('icmp4', 'truncated', end);
  if (!icmpChecksumOk(b, at, end)) return wireErr('icmp4', 'bad-checksum', at + CHECKSUM);
  const type = icmpType(b, at);
  const code = icmpCode(b, at);
  if (code === 0 && (type === ICMP_ECHO || type === ICMP_ECHO_REPLY)) {
    const kind = type === ICMP_ECHO ? 'echo-request' : 'echo-reply';
    return ok({ kind, id: icmpEchoId(b, at), seq: icmpEchoSeq(b, at) });
  }
  return ok({ kind: isIcmpErrorType(type) ? 'error' : 'other', type, code, rest: getU32(b, at + REST) });
}

/** Writes the header with a zero checksum: fillIcmpChecksum once the data is in place. Returns the bytes written. */
export function emitIcmp4(h: Icmp4Header, b: Uint8Array, at: number): number {
  switch (h.kind) {
    case 'echo-request':
    case 'echo-reply':
      setU8(b, at + TYPE, h.kind === 'echo-request' ? ICMP_ECHO : ICMP_ECHO_REPLY);
      setU8(b, at + CODE, 0);
      setU16(b, at + REST, h.id);
      setU16(b, at + REST + 2, h.seq);
      break;
    case 'error':
    case 'other':
      setU8(b, at + TYPE, h.type);
      setU8(b, at + CODE, h.code);
      setU32(b, at + REST, h.rest);
      break;
  }
  setIcmpChecksum(b, at, 0);
  return ICMP_HEADER_LEN;
}

// ---- tolerant

const RFC792 = 'RFC 792';

const icmp4CommonFields: readonly Field[] = [
  { name: 'type', bitOffset: 0, bits: 8, format: 'icmptype', source: RFC792 },
  { name: 'code', bitOffset: 8, bits: 8, format: 'dec', source: RFC792 },
  { name: 'checksum', bitOffset: 16, bits: 16, format: 'hex', source: RFC792, changes: 'checksum' },
];

/** types without a table of their own */
export const icmp4Fields: readonly Field[] = [
  ...icmp4CommonFields,
  { name: 'rest', bitOffset: 32, bits: 32, format: 'hex', source: RFC792 },
];

export const icmp4EchoFields: readonly Field[] = [
  ...icmp4CommonFields,
  { name: 'id', bitOffset: 32, bits: 16, format: 'dec', source: RFC792 },
  { name: 'seq', bitOffset: 48, bits: 16, format: 'dec', source: RFC792 },
];

export const icmp4FragNeededFields: readonly Field[] = [
  ...icmp4CommonFields,
  { name: 'unused', bitOffset: 32, bits: 16, format: 'hex', source: 'RFC 1191 §4' },
  { name: 'mtu', bitOffset: 48, bits: 16, format: 'dec', source: 'RFC 1191 §4' },
];

export const icmp4RedirectFields: readonly Field[] = [
  ...icmp4CommonFields,
  { name: 'gateway', bitOffset: 32, bits: 32, format: 'ipv4', source: RFC792 },
];

/** The table for a message of this type and code. */
export function icmp4FieldsOf(type: number, code: number): readonly Field[] {
  if (type === ICMP_ECHO || type === ICMP_ECHO_REPLY) return icmp4EchoFields;
  if (type === ICMP_UNREACHABLE && code === ICMP_FRAG_NEEDED) return icmp4FragNeededFields;
  if (type === ICMP_REDIRECT) return icmp4RedirectFields;
  return icmp4Fields;
}

function examine({ b, at, end, whole }: Span): Examined {
  const type = icmpType(b, at);
  return {
    headerEnd: at + ICMP_HEADER_LEN,
    bodyEnd: end, // ICMP has no length of its own
    fields: icmp4FieldsOf(type, icmpCode(b, at)),
    notes: whole && !icmpChecksumOk(b, at, end) ? ['checksum-bad'] : [],
    follow: isIcmpErrorType(type) ? { by: 'kind', kind: 'ipv4', quoted: true } : { by: 'nothing' },
    whole,
    ip: undefined,
  };
}

export const icmp4Codec: WireCodec = {
  kind: 'icmp4',
  layer: 'l4',
  lenMin: ICMP_HEADER_LEN,
  fields: icmp4Fields,
  parse: parseIcmp4,
  examine,
};
