/**
 * SCTP's chunks (RFC 9260 section 3.2): what a packet of it is made of.
 *
 *      0       1       2               4
 *     +-------+-------+---------------+------------------+-----------------------
 *     | type  | flags |    length     | value            | to a multiple of four
 *     +-------+-------+---------------+------------------+-----------------------
 */

import { getU16, getU32, getU8, setU16, setU32, setU8 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import type { Examined, Span, WireCodec, WireNote } from './codec';
import { wireErr, type WireError } from './error';
import type { Field, FieldFormat } from './field';

export const SCTP_CHUNK_HEADER_LEN = 4;

export const SCTP_DATA = 0;
export const SCTP_INIT = 1;
export const SCTP_INIT_ACK = 2;
export const SCTP_SACK = 3;
export const SCTP_HEARTBEAT = 4;
export const SCTP_HEARTBEAT_ACK = 5;
export const SCTP_ABORT = 6;
export const SCTP_SHUTDOWN = 7;
export const SCTP_SHUTDOWN_ACK = 8;
export const SCTP_ERROR = 9;
export const SCTP_COOKIE_ECHO = 10;
export const SCTP_COOKIE_ACK = 11;
export const SCTP_SHUTDOWN_COMPLETE = 14;

/** ABORT and SHUTDOWN COMPLETE: the tag is the one the receiver sends, not the one it waits for. */
export const SCTP_FLAG_T = 0x01;
/** DATA: the last piece of a message, its first, and that its order does not matter. */
export const SCTP_DATA_END = 0x01;
export const SCTP_DATA_BEGIN = 0x02;
export const SCTP_DATA_UNORDERED = 0x04;

/** IANA sctp-parameters: chunk types. */
export const SCTP_CHUNK_NAMES: ReadonlyMap<number, string> = new Map([
  [SCTP_DATA, 'DATA'],
  [SCTP_INIT, 'INIT'],
  [SCTP_INIT_ACK, 'INIT ACK'],
  [SCTP_SACK, 'SACK'],
  [SCTP_HEARTBEAT, 'HEARTBEAT'],
  [SCTP_HEARTBEAT_ACK, 'HEARTBEAT ACK'],
  [SCTP_ABORT, 'ABORT'],
  [SCTP_SHUTDOWN, 'SHUTDOWN'],
  [SCTP_SHUTDOWN_ACK, 'SHUTDOWN ACK'],
  [SCTP_ERROR, 'ERROR'],
  [SCTP_COOKIE_ECHO, 'COOKIE ECHO'],
  [SCTP_COOKIE_ACK, 'COOKIE ACK'],
  [12, 'ECNE'],
  [13, 'CWR'],
  [SCTP_SHUTDOWN_COMPLETE, 'SHUTDOWN COMPLETE'],
  [15, 'AUTH'],
  [64, 'I-DATA'],
  [128, 'ASCONF ACK'],
  [130, 'RE-CONFIG'],
  [132, 'PAD'],
  [192, 'FORWARD TSN'],
  [193, 'ASCONF'],
  [194, 'I-FORWARD TSN'],
]);

// ---- views

export function sctpChunkType(b: Uint8Array, at: number): number {
  return getU8(b, at);
}

export function sctpChunkFlags(b: Uint8Array, at: number): number {
  return getU8(b, at + 1);
}

/** bytes, with the four in front and without what fills up to a multiple of four */
export function sctpChunkLen(b: Uint8Array, at: number): number {
  return getU16(b, at + 2);
}

/** Where the next chunk begins. */
export function afterSctpChunk(b: Uint8Array, at: number): number {
  return at + ((sctpChunkLen(b, at) + 3) & ~3);
}

export const SCTP_INIT_LEN = 20;

/** The tag that packets towards the sender of this INIT or INIT ACK are to carry. */
export function sctpInitTag(b: Uint8Array, at: number): number {
  return getU32(b, at + 4);
}

// ---- strict

export interface SctpChunk {
  readonly type: number;
  readonly flags: number;
  readonly value: Uint8Array;
}

/** Bytes a chunk of its type has at least. */
function leastLen(type: number): number {
  switch (type) {
    case SCTP_DATA:
      return 17;
    case SCTP_INIT:
    case SCTP_INIT_ACK:
      return SCTP_INIT_LEN;
    case SCTP_SACK:
      return 16;
    case SCTP_SHUTDOWN:
      return 8;
    default:
      return SCTP_CHUNK_HEADER_LEN;
  }
}

export function parseSctpChunk(b: Uint8Array, at: number, end: number): Result<SctpChunk, WireError> {
  if (end - at < SCTP_CHUNK_HEADER_LEN) return wireErr('sctpchunk', 'truncated', end);
  const type = sctpChunkType(b, at);
  const len = sctpChunkLen(b, at);
  if (len < leastLen(type)) return wireErr('sctpchunk', 'bad-length', at + 2);
  if (len > end - at) return wireErr('sctpchunk', 'truncated', at + 2);
  return ok({ type, flags: sctpChunkFlags(b, at), value: b.slice(at + SCTP_CHUNK_HEADER_LEN, at + len) });
}

/** Bytes it takes in a packet. */
export function sctpChunkSize({ value }: SctpChunk): number {
  return (SCTP_CHUNK_HEADER_LEN + value.length + 3) & ~3;
}

/** Writes a chunk where there are zeros; returns the bytes it takes. */
export function emitSctpChunk(chunk: SctpChunk, b: Uint8Array, at: number): number {
  setU8(b, at, chunk.type);
  setU8(b, at + 1, chunk.flags);
  setU16(b, at + 2, SCTP_CHUNK_HEADER_LEN + chunk.value.length);
  b.set(chunk.value, at + SCTP_CHUNK_HEADER_LEN);
  return sctpChunkSize(chunk);
}

/** INIT and INIT ACK (section 3.3.2). */
export interface SctpInit {
  readonly tag: number;
  /** bytes that the sender takes */
  readonly rwnd: number;
  readonly outStreams: number;
  readonly inStreams: number;
  readonly tsn: number;
  /** type, length and value of each, filled up to multiples of four */
  readonly params: Uint8Array;
}

export function sctpInit(type: typeof SCTP_INIT | typeof SCTP_INIT_ACK, init: SctpInit): SctpChunk {
  const value = new Uint8Array(16 + init.params.length);
  setU32(value, 0, init.tag);
  setU32(value, 4, init.rwnd);
  setU16(value, 8, init.outStreams);
  setU16(value, 10, init.inStreams);
  setU32(value, 12, init.tsn);
  value.set(init.params, 16);
  return { type, flags: 0, value };
}

export function readSctpInit(value: Uint8Array): SctpInit {
  return {
    tag: getU32(value, 0),
    rwnd: getU32(value, 4),
    outStreams: getU16(value, 8),
    inStreams: getU16(value, 10),
    tsn: getU32(value, 12),
    params: value.slice(16),
  };
}

// ---- tolerant

const SOURCE = 'RFC 9260 §3.2';

export const sctpChunkFields: readonly Field[] = [
  { name: 'type', bitOffset: 0, bits: 8, format: 'sctpchunk', source: SOURCE },
  { name: 'flags', bitOffset: 8, bits: 8, format: 'hex', source: SOURCE },
  { name: 'len', bitOffset: 16, bits: 16, format: 'dec', source: SOURCE },
];

type Part = readonly [name: string, bits: number, format: FieldFormat];

/** Fields one behind the other from byte 4 on; 0 bits: as much as the chunk has. */
function fieldsOf(source: string, parts: readonly Part[]): readonly Field[] {
  let bitOffset = SCTP_CHUNK_HEADER_LEN * 8;
  return parts.map(([name, bits, format]) => {
    const field = { name, bitOffset, bits, format, source };
    bitOffset += bits;
    return field;
  });
}

const INIT_PARTS: readonly Part[] = [
  ['initTag', 32, 'hex'],
  ['rwnd', 32, 'dec'],
  ['outStreams', 16, 'dec'],
  ['inStreams', 16, 'dec'],
  ['initTsn', 32, 'dec'],
  ['params', 0, 'bytes'],
];
const INFO: readonly Part[] = [['info', 0, 'bytes']];
const CAUSES: readonly Part[] = [['causes', 0, 'bytes']];

const VALUES: ReadonlyMap<number, readonly Field[]> = new Map([
  [
    SCTP_DATA,
    fieldsOf('RFC 9260 §3.3.1', [
      ['tsn', 32, 'dec'],
      ['streamId', 16, 'dec'],
      ['streamSeq', 16, 'dec'],
      ['ppid', 32, 'dec'],
      ['data', 0, 'bytes'],
    ]),
  ],
  [SCTP_INIT, fieldsOf('RFC 9260 §3.3.2', INIT_PARTS)],
  [SCTP_INIT_ACK, fieldsOf('RFC 9260 §3.3.3', INIT_PARTS)],
  [
    SCTP_SACK,
    fieldsOf('RFC 9260 §3.3.4', [
      ['cumTsn', 32, 'dec'],
      ['rwnd', 32, 'dec'],
      ['gapBlocks', 16, 'dec'],
      ['dupTsns', 16, 'dec'],
      ['blocks', 0, 'bytes'],
    ]),
  ],
  [SCTP_HEARTBEAT, fieldsOf('RFC 9260 §3.3.5', INFO)],
  [SCTP_HEARTBEAT_ACK, fieldsOf('RFC 9260 §3.3.6', INFO)],
  [SCTP_ABORT, fieldsOf('RFC 9260 §3.3.7', CAUSES)],
  [SCTP_SHUTDOWN, fieldsOf('RFC 9260 §3.3.8', [['cumTsn', 32, 'dec']])],
  [SCTP_ERROR, fieldsOf('RFC 9260 §3.3.10', CAUSES)],
  [SCTP_COOKIE_ECHO, fieldsOf('RFC 9260 §3.3.11', [['cookie', 0, 'bytes']])],
]);
const OTHER_VALUE = fieldsOf(SOURCE, [['value', 0, 'bytes']]);

function examine({ b, at, end, whole }: Span): Examined {
  const notes: WireNote[] = [];
  const type = sctpChunkType(b, at);
  const len = sctpChunkLen(b, at);
  if (len < leastLen(type)) notes.push('bad-length');
  else if (len > end - at) notes.push(whole ? 'length-beyond-frame' : 'truncated');
  const valueEnd = Math.max(at + SCTP_CHUNK_HEADER_LEN, Math.min(at + len, end));
  const headerEnd = Math.max(valueEnd, Math.min(afterSctpChunk(b, at), end));
  return {
    headerEnd,
    bodyEnd: end,
    fields: [...sctpChunkFields, ...valueFields(type, valueEnd - at)],
    notes,
    follow: headerEnd < end ? { by: 'kind', kind: 'sctpchunk', quoted: false } : { by: 'nothing' },
    whole,
    ip: undefined,
  };
}

/** Those that are there; the last takes what is left, without the bytes that fill it up. */
function valueFields(type: number, len: number): readonly Field[] {
  return (VALUES.get(type) ?? OTHER_VALUE).flatMap((field) => {
    const bits = field.bits === 0 ? len * 8 - field.bitOffset : field.bits;
    return bits > 0 && field.bitOffset + bits <= len * 8 ? [{ ...field, bits }] : [];
  });
}

export const sctpChunkCodec: WireCodec = {
  kind: 'sctpchunk',
  layer: 'l4',
  lenMin: SCTP_CHUNK_HEADER_LEN,
  fields: sctpChunkFields,
  parse: parseSctpChunk,
  examine,
};
