/**
 * WireGuard messages (whitepaper section 5.4; drivers/net/wireguard/messages.h). Numbers are little endian.
 *
 *      0       1               4               8              12              16
 *     +-------+---------------+---------------+---------------+-------- - - -
 *     | 1     |   reserved    |    sender     |  ephemeral key 32, static key 32 + tag 16,
 *     +-------+---------------+---------------+  timestamp 12 + tag 16, mac1 16, mac2 16     initiation, 148
 *     | 2     |   reserved    |    sender     |   receiver    |  ephemeral key 32,
 *     +-------+---------------+---------------+---------------+  tag 16, mac1 16, mac2 16    response, 92
 *     | 4     |   reserved    |   receiver    |         counter               |
 *     +-------+---------------+---------------+-------------------------------+
 *     |  packet, padded to 16, + tag 16                                             data, 32 and more
 *
 * Nothing is encrypted here: fields and lengths are the real ones, what would be sealed lies open, tags are zero and
 * mac1 holds the beginning of the receiver's public key, which in life it proves to know.
 */

import { getU8, setU8 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import type { Examined, Span, WireCodec, WireNote } from './codec';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

export const WG_INITIATION_LEN = 148;
export const WG_RESPONSE_LEN = 92;
export const WG_DATA_HEADER_LEN = 16;
export const WG_TAG_LEN = 16;
/** data is padded to a multiple of this, so that its length says less */
export const WG_PADDING_MULTIPLE = 16;
export const WG_KEY_LEN = 32;
/** bytes of mac1 and mac2 */
export const WG_MAC_LEN = 16;

const INITIATION = 1;
const RESPONSE = 2;
const COOKIE = 3;
const DATA = 4;

const SENDER = 4;
const INITIATION_STATIC = 40;
const INITIATION_TIME = 88;
const INITIATION_MAC1 = 116;
const RESPONSE_RECEIVER = 8;
const RESPONSE_MAC1 = 60;
const DATA_RECEIVER = 4;
const DATA_COUNTER = 8;
/** label of TAI64N: 2^62 seconds stand for 1970 */
const TAI64_LABEL = 0x4000_0000;
const NS_PER_SEC = 1_000_000_000;

function getU32Le(b: Uint8Array, at: number): number {
  return (getU8(b, at) | (getU8(b, at + 1) << 8) | (getU8(b, at + 2) << 16) | (getU8(b, at + 3) << 24)) >>> 0;
}

function setU32Le(b: Uint8Array, at: number, v: number): void {
  for (let i = 0; i < 4; i++) setU8(b, at + i, (v >>> (8 * i)) & 0xff);
}

function setU32Be(b: Uint8Array, at: number, v: number): void {
  for (let i = 0; i < 4; i++) setU8(b, at + i, (v >>> (24 - 8 * i)) & 0xff);
}

// ---- strict

export type WireguardMessage =
  | {
      readonly kind: 'initiation';
      readonly sender: number;
      /** 32 bytes: the initiator's */
      readonly publicKey: Uint8Array;
      /** 16 bytes: the beginning of the receiver's public key */
      readonly mac1: Uint8Array;
    }
  | {
      readonly kind: 'response';
      readonly sender: number;
      readonly receiver: number;
      readonly mac1: Uint8Array;
    }
  | {
      readonly kind: 'data';
      readonly receiver: number;
      readonly counter: number;
      /** of the packet with its padding; 0 for a sign of life */
      readonly lenBytes: number;
    };

/** Requires the exact length of each kind and zero in the reserved bytes. Cookie replies are not understood. */
export function parseWireguard(b: Uint8Array, at: number, end: number): Result<WireguardMessage, WireError> {
  const length = end - at;
  if (length < WG_DATA_HEADER_LEN) return wireErr('wireguard', 'truncated', end);
  // one comparison of a little endian word: type and reserved bytes together
  const type = getU32Le(b, at);
  if (type === INITIATION && length === WG_INITIATION_LEN) {
    const publicKey = b.slice(at + INITIATION_STATIC, at + INITIATION_STATIC + WG_KEY_LEN);
    const mac1 = b.slice(at + INITIATION_MAC1, at + INITIATION_MAC1 + WG_MAC_LEN);
    return ok({ kind: 'initiation', sender: getU32Le(b, at + SENDER), publicKey, mac1 });
  }
  if (type === RESPONSE && length === WG_RESPONSE_LEN) {
    const mac1 = b.slice(at + RESPONSE_MAC1, at + RESPONSE_MAC1 + WG_MAC_LEN);
    const receiver = getU32Le(b, at + RESPONSE_RECEIVER);
    return ok({ kind: 'response', sender: getU32Le(b, at + SENDER), receiver, mac1 });
  }
  if (type === DATA && length >= WG_DATA_HEADER_LEN + WG_TAG_LEN) {
    const counter = getU32Le(b, at + DATA_COUNTER) + getU32Le(b, at + DATA_COUNTER + 4) * 2 ** 32;
    const lenBytes = length - WG_DATA_HEADER_LEN - WG_TAG_LEN;
    return ok({ kind: 'data', receiver: getU32Le(b, at + DATA_RECEIVER), counter, lenBytes });
  }
  return wireErr('wireguard', 'bad-value', at);
}

/** Writes 148 bytes, which must be zero. `nowNs` becomes the time stamp (TAI64N). */
export function emitInitiation(
  h: {
    readonly sender: number;
    readonly publicKey: Uint8Array;
    readonly mac1: Uint8Array;
    readonly nowNs: number;
  },
  b: Uint8Array,
  at: number,
): void {
  setU8(b, at, INITIATION);
  setU32Le(b, at + SENDER, h.sender);
  b.set(h.publicKey, at + INITIATION_STATIC);
  setU32Be(b, at + INITIATION_TIME, TAI64_LABEL);
  setU32Be(b, at + INITIATION_TIME + 4, Math.floor(h.nowNs / NS_PER_SEC));
  setU32Be(b, at + INITIATION_TIME + 8, h.nowNs % NS_PER_SEC);
  b.set(h.mac1, at + INITIATION_MAC1);
}

/** Writes 92 bytes, which must be zero. */
export function emitResponse(
  h: { readonly sender: number; readonly receiver: number; readonly mac1: Uint8Array },
  b: Uint8Array,
  at: number,
): void {
  setU8(b, at, RESPONSE);
  setU32Le(b, at + SENDER, h.sender);
  setU32Le(b, at + RESPONSE_RECEIVER, h.receiver);
  b.set(h.mac1, at + RESPONSE_MAC1);
}

/** Writes the 16 bytes in front of the packet. */
export function emitDataHeader(
  h: { readonly receiver: number; readonly counter: number },
  b: Uint8Array,
  at: number,
): void {
  setU32Le(b, at, DATA);
  setU32Le(b, at + DATA_RECEIVER, h.receiver);
  setU32Le(b, at + DATA_COUNTER, h.counter % 2 ** 32);
  setU32Le(b, at + DATA_COUNTER + 4, Math.floor(h.counter / 2 ** 32));
}

// ---- tolerant

const SOURCE = 'WireGuard §5.4';
const HEAD: readonly Field[] = [
  { name: 'type', bitOffset: 0, bits: 8, format: 'dec', source: SOURCE },
  { name: 'reserved', bitOffset: 8, bits: 24, format: 'hex', source: SOURCE },
];

/** A run of fields of so many bytes each, from byte `at` on. */
function bytesFields(
  at: number,
  ...runs: readonly (readonly [name: string, bytes: number])[]
): readonly Field[] {
  let bitOffset = at * 8;
  return runs.map(([name, bytes]) => {
    const field: Field = { name, bitOffset, bits: bytes * 8, format: 'bytes', source: SOURCE };
    bitOffset += bytes * 8;
    return field;
  });
}

const initiationFields: readonly Field[] = [
  ...HEAD,
  ...bytesFields(
    4,
    ['sender', 4],
    ['ephemeral', 32],
    ['static', 48],
    ['timestamp', 28],
    ['mac1', 16],
    ['mac2', 16],
  ),
];
const responseFields: readonly Field[] = [
  ...HEAD,
  ...bytesFields(
    4,
    ['sender', 4],
    ['receiver', 4],
    ['ephemeral', 32],
    ['empty', 16],
    ['mac1', 16],
    ['mac2', 16],
  ),
];
const cookieFields: readonly Field[] = [
  ...HEAD,
  ...bytesFields(4, ['receiver', 4], ['nonce', 24], ['cookie', 32]),
];
export const wireguardFields: readonly Field[] = [
  ...HEAD,
  ...bytesFields(4, ['receiver', 4], ['counter', 8]),
];

const HANDSHAKES: ReadonlyMap<number, readonly Field[]> = new Map([
  [INITIATION, initiationFields],
  [RESPONSE, responseFields],
  [COOKIE, cookieFields],
]);

/** Of a data message the packet inside follows; padding and tag are what is left behind it. */
function examine({ b, at, end, whole }: Span): Examined {
  const type = getU8(b, at);
  const handshake = HANDSHAKES.get(type);
  const known = type === COOKIE || parseWireguard(b, at, end).ok;
  const notes: readonly WireNote[] = known || !whole ? [] : ['bad-value'];
  if (handshake !== undefined) {
    return {
      headerEnd: end,
      bodyEnd: end,
      fields: handshake,
      notes,
      follow: { by: 'nothing' },
      whole,
      ip: undefined,
    };
  }
  const headerEnd = at + WG_DATA_HEADER_LEN;
  // What was really sealed is not read: its first four bits are hardly ever 4, and then by chance.
  const open = known && end - headerEnd > WG_TAG_LEN && getU8(b, headerEnd) >> 4 === 4;
  return {
    headerEnd,
    bodyEnd: known && whole ? end - WG_TAG_LEN : end,
    fields: wireguardFields,
    notes,
    follow: open ? { by: 'kind', kind: 'ipv4', quoted: false } : { by: 'nothing' },
    whole,
    ip: undefined,
  };
}

export const wireguardCodec: WireCodec = {
  kind: 'wireguard',
  layer: 'tun',
  lenMin: WG_DATA_HEADER_LEN,
  fields: wireguardFields,
  parse: parseWireguard,
  examine,
};
