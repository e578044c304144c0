/**
 * BGP-4 (RFC 4271): messages one behind the other in a TCP stream.
 *
 *      0                       16      18  19
 *     +-----------------------+-------+---+------
 *     |  marker: 16 × 0xff    |  len  |typ| body
 *     +-----------------------+-------+---+------
 *
 * Capabilities: RFC 5492; ROUTE-REFRESH: RFC 2918, RFC 7313; four-byte AS numbers: RFC 6793; ADD-PATH: RFC 7911.
 */
import { getU16, getU32, getU8, setU16, setU32, setU8 } from '../base/bytes';
import { err, ok, type Result } from '../base/result';
import { networkOf, readIpv4, writeIpv4, asIpv4 } from './addr';
import { concat, emitAttributes, readAttributes } from './bgp.attributes';
import { bgpFields, NOTIFICATION_FIELDS, OPEN_FIELDS, REFRESH_FIELDS, updateFields } from './bgp.fields';
import {
  BGP_KEEPALIVE,
  BGP_NOTIFICATION,
  BGP_OPEN,
  BGP_ROUTE_REFRESH,
  BGP_UPDATE,
  type BgpCapability,
  type BgpFault,
  type BgpFraming,
  type BgpMessage,
  type BgpNlri,
  type BgpOpen,
  type BgpUpdate,
} from './bgp.types';
import type { Examined, Span, WireCodec, WireNote } from './codec';
import { wireErr, type WireError } from './error';

export const BGP_HEADER_LEN = 19;
/** Longest message (RFC 4271 section 4.1). */
export const BGP_MESSAGE_MAX = 4096;
const MARKER_LEN = 16;
const LEN = 16;
const TYPE = 18;
const OPEN_MIN = 29;
const UPDATE_MIN = 23;
const NOTIFICATION_MIN = 21;
const REFRESH_LEN = 23;
/** Type of the optional parameter that holds capabilities. */
const PARAM_CAPABILITIES = 2;

const NOTHING = new Uint8Array(0);

function fault(code: number, subcode: number, data: Uint8Array = NOTHING): { ok: false; error: BgpFault } {
  return err({ code, subcode, data });
}

/** Where the message at `at` ends; null while not all of its header is there, a fault when it is no header. */
export function bgpMessageEnd(b: Uint8Array, at: number, end: number): Result<number | null, BgpFault> {
  if (end - at < BGP_HEADER_LEN) return ok(null);
  for (let i = 0; i < MARKER_LEN; i += 1) if (getU8(b, at + i) !== 0xff) return fault(1, 1);
  const length = getU16(b, at + LEN);
  if (length < BGP_HEADER_LEN || length > BGP_MESSAGE_MAX) return fault(1, 2, b.slice(at + LEN, at + TYPE));
  return ok(at + length);
}

/** Reads one whole message in [at, end). */
export function readBgp(
  b: Uint8Array,
  at: number,
  end: number,
  framing: BgpFraming,
): Result<BgpMessage, BgpFault> {
  const type = getU8(b, at + TYPE);
  const length = end - at;
  const lengthWrong = (): { ok: false; error: BgpFault } => fault(1, 2, b.slice(at + LEN, at + TYPE));
  switch (type) {
    case BGP_OPEN:
      return length < OPEN_MIN ? lengthWrong() : readOpen(b, at, end);
    case BGP_UPDATE:
      return length < UPDATE_MIN ? lengthWrong() : readUpdate(b, at, end, framing);
    case BGP_NOTIFICATION:
      if (length < NOTIFICATION_MIN) return lengthWrong();
      return ok({
        kind: 'notification',
        code: getU8(b, at + 19),
        subcode: getU8(b, at + 20),
        data: b.slice(at + 21, end),
      });
    case BGP_KEEPALIVE:
      return length === BGP_HEADER_LEN ? ok({ kind: 'keepalive' }) : lengthWrong();
    case BGP_ROUTE_REFRESH:
      if (length !== REFRESH_LEN) return lengthWrong();
      return ok({
        kind: 'route-refresh',
        afi: getU16(b, at + 19),
        subtype: getU8(b, at + 21),
        safi: getU8(b, at + 22),
      });
    default:
      return fault(1, 3, Uint8Array.of(type));
  }
}

function readOpen(b: Uint8Array, at: number, end: number): Result<BgpOpen, BgpFault> {
  const version = getU8(b, at + 19);
  if (version !== 4) return fault(2, 1, Uint8Array.of(0, 4));
  const holdTime = getU16(b, at + 22);
  if (holdTime === 1 || holdTime === 2) return fault(2, 6);
  if (at + OPEN_MIN + getU8(b, at + 28) !== end) return fault(2, 0);
  const capabilities: BgpCapability[] = [];
  let place = at + OPEN_MIN;
  while (place < end) {
    const next = place + 2 < end ? place + 2 + getU8(b, place + 1) : Infinity;
    if (next > end) return fault(2, 0);
    if (getU8(b, place) !== PARAM_CAPABILITIES) return fault(2, 4);
    let inner = place + 2;
    while (inner < next) {
      const to = inner + 1 < next ? inner + 2 + getU8(b, inner + 1) : Infinity;
      if (to > next) return fault(2, 0);
      capabilities.push({ code: getU8(b, inner), value: b.slice(inner + 2, to) });
      inner = to;
    }
    place = next;
  }
  const routerId = readIpv4(b, at + 24);
  if (routerId === asIpv4(0)) return fault(2, 3);
  return ok({ kind: 'open', version, myAs: getU16(b, at + 20), holdTime, routerId, capabilities });
}

function readUpdate(
  b: Uint8Array,
  at: number,
  end: number,
  { as4, addPath }: BgpFraming,
): Result<BgpUpdate, BgpFault> {
  const withdrawnTo = at + 21 + getU16(b, at + 19);
  if (withdrawnTo + 2 > end) return fault(3, 1);
  const attributesTo = withdrawnTo + 2 + getU16(b, withdrawnTo);
  if (attributesTo > end) return fault(3, 1);
  const withdrawn = readPrefixes(b, at + 21, withdrawnTo, addPath);
  const nlri = readPrefixes(b, attributesTo, end, addPath);
  if (withdrawn === null || nlri === null) return fault(3, 10);
  const attributes = readAttributes(b, withdrawnTo + 2, attributesTo, as4);
  if (!attributes.ok) return attributes;
  return ok({ kind: 'update', withdrawn, attributes: attributes.value, nlri });
}

function readPrefixes(b: Uint8Array, from: number, to: number, addPath: boolean): BgpNlri[] | null {
  const prefixes: BgpNlri[] = [];
  let at = from;
  while (at < to) {
    if (addPath && to - at < 5) return null;
    const pathId = addPath ? getU32(b, at) : 0;
    if (addPath) at += 4;
    const len = getU8(b, at);
    const bytes = (len + 7) >> 3;
    if (len > 32 || at + 1 + bytes > to) return null;
    let addr = 0;
    for (let i = 0; i < 4; i += 1) addr = addr * 256 + (i < bytes ? getU8(b, at + 1 + i) : 0);
    const network = networkOf(asIpv4(addr), len);
    prefixes.push(addPath ? { addr: network, len, pathId } : { addr: network, len });
    at += 1 + bytes;
  }
  return prefixes;
}

/** Bytes of a prefix in a message. */
function prefixSize(len: number, addPath: boolean): number {
  return 1 + ((len + 7) >> 3) + (addPath ? 4 : 0);
}

function prefixBytes(prefixes: readonly BgpNlri[], addPath: boolean): Uint8Array {
  const bytes = new Uint8Array(prefixes.reduce((sum, { len }) => sum + prefixSize(len, addPath), 0));
  const addr = new Uint8Array(4);
  let at = 0;
  for (const prefix of prefixes) {
    if (addPath) {
      setU32(bytes, at, prefix.pathId ?? 0);
      at += 4;
    }
    setU8(bytes, at, prefix.len);
    writeIpv4(addr, 0, prefix.addr);
    const count = (prefix.len + 7) >> 3;
    bytes.set(addr.subarray(0, count), at + 1);
    at += 1 + count;
  }
  return bytes;
}

/** The bytes of a message. An UPDATE must fit into one: see `updateMessages`. */
export function emitBgp(message: BgpMessage, framing: BgpFraming): Uint8Array {
  switch (message.kind) {
    case 'open':
      return framed(BGP_OPEN, openBody(message));
    case 'keepalive':
      return framed(BGP_KEEPALIVE, NOTHING);
    case 'notification':
      return framed(BGP_NOTIFICATION, concat([Uint8Array.of(message.code, message.subcode), message.data]));
    case 'route-refresh':
      return framed(
        BGP_ROUTE_REFRESH,
        Uint8Array.of(message.afi >> 8, message.afi & 0xff, message.subtype, message.safi),
      );
    case 'update': {
      const withdrawn = prefixBytes(message.withdrawn, framing.addPath);
      return framed(
        BGP_UPDATE,
        updateBody(withdrawn, emitAttributes(message.attributes, framing.as4), message.nlri, framing),
      );
    }
  }
}

function updateBody(
  withdrawn: Uint8Array,
  attributes: Uint8Array,
  nlri: readonly BgpNlri[],
  { addPath }: BgpFraming,
): Uint8Array {
  const lengths = new Uint8Array(4);
  setU16(lengths, 0, withdrawn.length);
  setU16(lengths, 2, attributes.length);
  return concat([
    lengths.subarray(0, 2),
    withdrawn,
    lengths.subarray(2),
    attributes,
    prefixBytes(nlri, addPath),
  ]);
}

/** As many UPDATEs as it takes to withdraw prefixes, or to tell those that share their attributes. */
export function updateMessages(
  prefixes: readonly BgpNlri[],
  attributes: BgpAttributesOrNone,
  framing: BgpFraming,
): readonly Uint8Array[] {
  const bytes = attributes === null ? NOTHING : emitAttributes(attributes, framing.as4);
  const room = BGP_MESSAGE_MAX - UPDATE_MIN - bytes.length;
  const messages: Uint8Array[] = [];
  let some: BgpNlri[] = [];
  let used = 0;
  const flush = (): void => {
    if (some.length === 0) return;
    const body =
      attributes === null
        ? updateBody(prefixBytes(some, framing.addPath), NOTHING, [], framing)
        : updateBody(NOTHING, bytes, some, framing);
    messages.push(framed(BGP_UPDATE, body));
    some = [];
    used = 0;
  };
  for (const prefix of prefixes) {
    const size = prefixSize(prefix.len, framing.addPath);
    if (used + size > room) flush();
    some.push(prefix);
    used += size;
  }
  flush();
  return messages;
}

type BgpAttributesOrNone = BgpUpdate['attributes'] | null;

function openBody({ version, myAs, holdTime, routerId, capabilities }: BgpOpen): Uint8Array {
  const parts = capabilities.map(({ code, value }) => concat([Uint8Array.of(code, value.length), value]));
  const inner = concat(parts);
  const fixed = new Uint8Array(10);
  setU8(fixed, 0, version);
  setU16(fixed, 1, myAs);
  setU16(fixed, 3, holdTime);
  writeIpv4(fixed, 5, routerId);
  if (inner.length === 0) return fixed;
  setU8(fixed, 9, inner.length + 2);
  return concat([fixed, Uint8Array.of(PARAM_CAPABILITIES, inner.length), inner]);
}

function framed(type: number, body: Uint8Array): Uint8Array {
  const message = new Uint8Array(BGP_HEADER_LEN + body.length);
  message.fill(0xff, 0, MARKER_LEN);
  setU16(message, LEN, message.length);
  setU8(message, TYPE, type);
  message.set(body, BGP_HEADER_LEN);
  return message;
}

// ---- strict, as the shelf wants it

/** Reads one message; AS numbers of four bytes, as every speaker here agrees on. */
function parseBgp(b: Uint8Array, at: number, end: number): Result<BgpMessage, WireError> {
  const found = bgpMessageEnd(b, at, end);
  if (!found.ok) return wireErr('bgp', 'bad-value', at);
  if (found.value === null || found.value > end) return wireErr('bgp', 'truncated', end);
  const read = readBgp(b, at, found.value, { as4: true, addPath: false });
  return read.ok ? read : wireErr('bgp', 'bad-value', at + BGP_HEADER_LEN);
}

// ---- tolerant

function examine({ b, at, end, whole }: Span): Examined {
  const length = getU16(b, at + LEN);
  const notes: WireNote[] = [];
  const fits = length >= BGP_HEADER_LEN && at + length <= end;
  if (length < BGP_HEADER_LEN) notes.push('bad-length');
  else if (!fits) notes.push('truncated');
  const to = fits ? at + length : end;
  const type = getU8(b, at + TYPE);
  const more =
    type === BGP_OPEN
      ? OPEN_FIELDS
      : type === BGP_UPDATE
        ? updateFields(b, at, to)
        : type === BGP_NOTIFICATION
          ? NOTIFICATION_FIELDS
          : type === BGP_ROUTE_REFRESH
            ? REFRESH_FIELDS
            : [];
  const next = to < end && beginsBgp(b, to, end);
  return {
    headerEnd: to,
    bodyEnd: end,
    fields: [...bgpFields, ...more],
    notes,
    follow: next ? { by: 'kind', kind: 'bgp', quoted: false } : { by: 'nothing' },
    whole,
    ip: undefined,
  };
}

/** Whether a message begins here: a segment may hold the middle of one. */
function beginsBgp(b: Uint8Array, at: number, end: number): boolean {
  return bgpMessageEnd(b, at, end).ok && end - at >= BGP_HEADER_LEN;
}

export const bgpCodec: WireCodec = {
  kind: 'bgp',
  layer: 'app',
  lenMin: BGP_HEADER_LEN,
  fields: bgpFields,
  begins: beginsBgp,
  parse: parseBgp,
  examine,
};
