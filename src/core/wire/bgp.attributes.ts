/** Path attributes of an UPDATE (RFC 4271 section 4.3, RFC 1997, RFC 4456, RFC 6793). */
import { getU16, getU32, getU8, setU16, setU32, setU8, toHex } from '../base/bytes';
import { remembered } from '../base/remember';
import { err, ok, type Result } from '../base/result';
import { readIpv4, writeIpv4, type Ipv4Addr } from './addr';
import { AS_TRANS, type AsPathSegment, type BgpAttributes, type BgpFault, type BgpOrigin } from './bgp.types';

/** IANA bgp-parameters: path attributes. */
export const BGP_ATTRIBUTES = {
  ORIGIN: 1,
  AS_PATH: 2,
  NEXT_HOP: 3,
  MULTI_EXIT_DISC: 4,
  LOCAL_PREF: 5,
  ATOMIC_AGGREGATE: 6,
  AGGREGATOR: 7,
  COMMUNITY: 8,
  ORIGINATOR_ID: 9,
  CLUSTER_LIST: 10,
  AS4_PATH: 17,
  AS4_AGGREGATOR: 18,
} as const;

const OPTIONAL = 0x80;
const TRANSITIVE = 0x40;
const PARTIAL = 0x20;
const EXTENDED = 0x10;
const SEGMENT_SET = 1;
const SEGMENT_SEQUENCE = 2;
/** AS numbers in one segment. */
const SEGMENT_MAX = 255;

/** Flags an attribute must have, by code: optional, transitive. */
const FLAGS: ReadonlyMap<number, number> = new Map([
  [BGP_ATTRIBUTES.ORIGIN, TRANSITIVE],
  [BGP_ATTRIBUTES.AS_PATH, TRANSITIVE],
  [BGP_ATTRIBUTES.NEXT_HOP, TRANSITIVE],
  [BGP_ATTRIBUTES.MULTI_EXIT_DISC, OPTIONAL],
  [BGP_ATTRIBUTES.LOCAL_PREF, TRANSITIVE],
  [BGP_ATTRIBUTES.ATOMIC_AGGREGATE, TRANSITIVE],
  [BGP_ATTRIBUTES.AGGREGATOR, OPTIONAL | TRANSITIVE],
  [BGP_ATTRIBUTES.COMMUNITY, OPTIONAL | TRANSITIVE],
  [BGP_ATTRIBUTES.ORIGINATOR_ID, OPTIONAL],
  [BGP_ATTRIBUTES.CLUSTER_LIST, OPTIONAL],
  [BGP_ATTRIBUTES.AS4_PATH, OPTIONAL | TRANSITIVE],
  [BGP_ATTRIBUTES.AS4_AGGREGATOR, OPTIONAL | TRANSITIVE],
]);

type Writable = { -readonly [K in keyof BgpAttributes]: BgpAttributes[K] };

/** UPDATE Message Error (RFC 4271 section 6.3). */
const UPDATE_ERROR = 3;
const MALFORMED_LIST = 1;
const UNRECOGNISED = 2;
const FLAGS_WRONG = 4;
const LENGTH_WRONG = 5;
const ORIGIN_INVALID = 6;
const AS_PATH_MALFORMED = 11;

function fault(subcode: number, data: Uint8Array = new Uint8Array(0)): { ok: false; error: BgpFault } {
  return err({ code: UPDATE_ERROR, subcode, data });
}

/** Attributes that are remembered, a power of two: of a reflector's routes each client reads the same ones. */
const KNOWN_SLOTS = 16_384;
/** Longer ones are seldom the same. */
const KNOWN_BYTES_MAX = 256;

interface Known {
  readonly bytes: Uint8Array;
  readonly as4: boolean;
  readonly read: Result<BgpAttributes, BgpFault>;
}

const KNOWN = new Array<Known | undefined>(KNOWN_SLOTS).fill(undefined);

/** Source: Fowler, Noll and Vo, FNV-1a. The same bytes read in both ways have two places. */
function slotOf(b: Uint8Array, at: number, end: number, as4: boolean): number {
  let hash = as4 ? 0x811c_9dc4 : 0x811c_9dc5;
  for (let i = at; i < end; i += 1) hash = Math.imul(hash ^ getU8(b, i), 0x0100_0193);
  return (hash ^ (hash >>> 16)) & (KNOWN_SLOTS - 1);
}

function isKnown({ bytes, as4 }: Known, b: Uint8Array, at: number, end: number, wanted: boolean): boolean {
  if (as4 !== wanted || bytes.length !== end - at) return false;
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] !== b[at + i]) return false;
  return true;
}

/** Reads the attributes in [at, end). Equal bytes make the same object, however many routes have it. */
export function readAttributes(
  b: Uint8Array,
  at: number,
  end: number,
  as4: boolean,
): Result<BgpAttributes, BgpFault> {
  if (end - at > KNOWN_BYTES_MAX) return read(b, at, end, as4);
  const slot = slotOf(b, at, end, as4);
  const known = KNOWN[slot];
  if (known !== undefined && isKnown(known, b, at, end, as4)) return known.read;
  const bytes = b.slice(at, end);
  const fresh = { bytes, as4, read: read(bytes, 0, bytes.length, as4) };
  KNOWN[slot] = fresh;
  return fresh.read;
}

function read(b: Uint8Array, at: number, end: number, as4: boolean): Result<BgpAttributes, BgpFault> {
  const found: Writable = {};
  const seen = new Set<number>();
  let as4Path: readonly AsPathSegment[] | null = null;
  let place = at;
  while (place < end) {
    if (end - place < 3) return fault(MALFORMED_LIST);
    const flags = getU8(b, place);
    const code = getU8(b, place + 1);
    const wide = (flags & EXTENDED) !== 0;
    if (wide && end - place < 4) return fault(MALFORMED_LIST);
    const length = wide ? getU16(b, place + 2) : getU8(b, place + 2);
    const from = place + (wide ? 4 : 3);
    const to = from + length;
    const whole = b.slice(place, Math.min(to, end));
    if (to > end) return fault(LENGTH_WRONG, whole);
    if (seen.has(code)) return fault(MALFORMED_LIST);
    seen.add(code);
    const expected = FLAGS.get(code);
    if (expected !== undefined && (flags & (OPTIONAL | TRANSITIVE)) !== expected)
      return fault(FLAGS_WRONG, whole);
    if (expected === undefined) {
      if ((flags & OPTIONAL) === 0) return fault(UNRECOGNISED, whole);
      if ((flags & TRANSITIVE) !== 0)
        found.unknown = [...(found.unknown ?? []), { code, value: b.slice(from, to) }];
    } else if (code === BGP_ATTRIBUTES.AS4_PATH) {
      as4Path = readAsPath(b, from, to, true);
      if (as4Path === null) return fault(AS_PATH_MALFORMED);
    } else {
      const wrong = readOne(found, code, b, from, to, as4);
      if (wrong !== null) return fault(wrong, wrong === AS_PATH_MALFORMED ? undefined : whole);
    }
    place = to;
  }
  if (as4Path !== null && !as4 && found.asPath !== undefined) found.asPath = merged(found.asPath, as4Path);
  return ok(found);
}

/** Puts one attribute where it belongs; answers the subcode of what is wrong with it, else null. */
function readOne(
  found: Writable,
  code: number,
  b: Uint8Array,
  from: number,
  to: number,
  as4: boolean,
): number | null {
  const length = to - from;
  switch (code) {
    case BGP_ATTRIBUTES.ORIGIN: {
      if (length !== 1) return LENGTH_WRONG;
      const origin = getU8(b, from);
      if (origin > 2) return ORIGIN_INVALID;
      found.origin = origin as BgpOrigin;
      return null;
    }
    case BGP_ATTRIBUTES.AS_PATH: {
      const path = readAsPath(b, from, to, as4);
      if (path === null) return AS_PATH_MALFORMED;
      found.asPath = path;
      return null;
    }
    case BGP_ATTRIBUTES.NEXT_HOP:
    case BGP_ATTRIBUTES.ORIGINATOR_ID: {
      if (length !== 4) return LENGTH_WRONG;
      found[code === BGP_ATTRIBUTES.NEXT_HOP ? 'nextHop' : 'originatorId'] = readIpv4(b, from);
      return null;
    }
    case BGP_ATTRIBUTES.MULTI_EXIT_DISC:
    case BGP_ATTRIBUTES.LOCAL_PREF: {
      if (length !== 4) return LENGTH_WRONG;
      found[code === BGP_ATTRIBUTES.LOCAL_PREF ? 'localPref' : 'med'] = getU32(b, from);
      return null;
    }
    case BGP_ATTRIBUTES.ATOMIC_AGGREGATE: {
      if (length !== 0) return LENGTH_WRONG;
      found.atomicAggregate = true;
      return null;
    }
    case BGP_ATTRIBUTES.AGGREGATOR: {
      if (length !== (as4 ? 8 : 6)) return LENGTH_WRONG;
      const asn = as4 ? getU32(b, from) : getU16(b, from);
      found.aggregator = { asn, address: readIpv4(b, to - 4) };
      return null;
    }
    case BGP_ATTRIBUTES.COMMUNITY: {
      if (length % 4 !== 0) return LENGTH_WRONG;
      found.communities = words(b, from, to);
      return null;
    }
    case BGP_ATTRIBUTES.CLUSTER_LIST: {
      if (length % 4 !== 0) return LENGTH_WRONG;
      found.clusterList = words(b, from, to) as Ipv4Addr[];
      return null;
    }
    default:
      return null;
  }
}

function words(b: Uint8Array, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = from; at < to; at += 4) found.push(getU32(b, at));
  return found;
}

function readAsPath(b: Uint8Array, from: number, to: number, as4: boolean): AsPathSegment[] | null {
  const size = as4 ? 4 : 2;
  const segments: AsPathSegment[] = [];
  let at = from;
  while (at < to) {
    if (to - at < 2) return null;
    const type = getU8(b, at);
    const count = getU8(b, at + 1);
    const next = at + 2 + count * size;
    if ((type !== SEGMENT_SET && type !== SEGMENT_SEQUENCE) || count === 0 || next > to) return null;
    const numbers: number[] = [];
    for (let i = at + 2; i < next; i += size) numbers.push(as4 ? getU32(b, i) : getU16(b, i));
    segments.push({ kind: type === SEGMENT_SET ? 'set' : 'sequence', numbers });
    at = next;
  }
  return segments;
}

/** The path of an old speaker with the end that newer ones carried through it (RFC 6793 section 4.2.3). */
function merged(old: readonly AsPathSegment[], as4: readonly AsPathSegment[]): readonly AsPathSegment[] {
  const surplus = asPathLength(old) - asPathLength(as4);
  if (surplus < 0) return old;
  const kept = old.flatMap(({ numbers }) => numbers).slice(0, surplus);
  return kept.length === 0 ? as4 : [{ kind: 'sequence', numbers: kept }, ...as4];
}

/** Length as route selection counts it: a set is one (RFC 4271 section 9.1.2.2). */
export function asPathLength(path: readonly AsPathSegment[]): number {
  return path.reduce((sum, { kind, numbers }) => sum + (kind === 'set' ? 1 : numbers.length), 0);
}

/** The bytes of all attributes, by ascending code. */
export function emitAttributes(attributes: BgpAttributes, as4: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  const add = (code: number, value: Uint8Array, more = 0): void => {
    const wide = value.length > 0xff;
    const part = new Uint8Array((wide ? 4 : 3) + value.length);
    setU8(part, 0, (FLAGS.get(code) ?? OPTIONAL | TRANSITIVE) | more | (wide ? EXTENDED : 0));
    setU8(part, 1, code);
    if (wide) setU16(part, 2, value.length);
    else setU8(part, 2, value.length);
    part.set(value, wide ? 4 : 3);
    parts.push(part);
  };
  const { origin, asPath, nextHop, med, localPref, aggregator, communities, originatorId } = attributes;
  if (origin !== undefined) add(BGP_ATTRIBUTES.ORIGIN, Uint8Array.of(origin));
  if (asPath !== undefined) add(BGP_ATTRIBUTES.AS_PATH, asPathBytes(asPath, as4));
  if (nextHop !== undefined) add(BGP_ATTRIBUTES.NEXT_HOP, wordBytes([nextHop]));
  if (med !== undefined) add(BGP_ATTRIBUTES.MULTI_EXIT_DISC, wordBytes([med]));
  if (localPref !== undefined) add(BGP_ATTRIBUTES.LOCAL_PREF, wordBytes([localPref]));
  if (attributes.atomicAggregate === true) add(BGP_ATTRIBUTES.ATOMIC_AGGREGATE, new Uint8Array(0));
  if (aggregator !== undefined) {
    const value = new Uint8Array(as4 ? 8 : 6);
    if (as4) setU32(value, 0, aggregator.asn);
    else setU16(value, 0, aggregator.asn > 0xffff ? AS_TRANS : aggregator.asn);
    writeIpv4(value, value.length - 4, aggregator.address);
    add(BGP_ATTRIBUTES.AGGREGATOR, value);
  }
  if (communities !== undefined) add(BGP_ATTRIBUTES.COMMUNITY, wordBytes(communities));
  if (originatorId !== undefined) add(BGP_ATTRIBUTES.ORIGINATOR_ID, wordBytes([originatorId]));
  if (attributes.clusterList !== undefined)
    add(BGP_ATTRIBUTES.CLUSTER_LIST, wordBytes(attributes.clusterList));
  if (!as4 && asPath?.some(({ numbers }) => numbers.some((asn) => asn > 0xffff)) === true)
    add(BGP_ATTRIBUTES.AS4_PATH, asPathBytes(asPath, true));
  for (const { code, value } of attributes.unknown ?? []) add(code, value, PARTIAL);
  return concat(parts);
}

function wordBytes(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  for (const [i, number] of numbers.entries()) setU32(bytes, i * 4, number);
  return bytes;
}

function asPathBytes(path: readonly AsPathSegment[], as4: boolean): Uint8Array {
  const size = as4 ? 4 : 2;
  const parts: Uint8Array[] = [];
  for (const { kind, numbers } of path) {
    for (let from = 0; from < numbers.length; from += SEGMENT_MAX) {
      const some = numbers.slice(from, from + SEGMENT_MAX);
      const part = new Uint8Array(2 + some.length * size);
      setU8(part, 0, kind === 'set' ? SEGMENT_SET : SEGMENT_SEQUENCE);
      setU8(part, 1, some.length);
      for (const [i, asn] of some.entries()) {
        if (as4) setU32(part, 2 + i * 4, asn);
        else setU16(part, 2 + i * 2, asn > 0xffff ? AS_TRANS : asn);
      }
      parts.push(part);
    }
  }
  return concat(parts);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What tells one set of attributes from another. */
export const attributesKey = remembered((attributes: BgpAttributes): string =>
  toHex(emitAttributes(attributes, true)),
);
