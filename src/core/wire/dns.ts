/**
 * DNS messages (RFC 1035 section 4) with EDNS(0) (RFC 6891).
 *
 *      0        2        4        6        8        10       12
 *     +--------+--------+--------+--------+--------+--------+-----------+---------+-----------+------------+
 *     |   id   | flags  | QDCOUNT| ANCOUNT| NSCOUNT| ARCOUNT| questions | answers | authority | additional |
 *     +--------+--------+--------+--------+--------+--------+-----------+---------+-----------+------------+
 */
import { getU16, getU32, getU8, setU16, setU32, setU8 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import { readIpv4, writeIpv4, type Ipv4Addr } from './addr';
import { asIpv6, type Ipv6Addr } from './addr6';
import type { Examined, Span, WireCodec, WireNote } from './codec';
import { readName, writeName, type NamePlaces } from './dns.name';
import { DNS_TYPES } from './dns.types';
import { wireErr, type WireError } from './error';
import type { Field } from './field';

export const DNS_HEADER_LEN = 12;
/** Longest message over UDP without EDNS (RFC 1035 section 4.2.1). */
export const DNS_UDP_MAX = 512;

export const DNS_CLASS_IN = 1;
export interface DnsQuestion {
  /** Absolute: ends in a dot. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

export type DnsData =
  | { readonly kind: 'a'; readonly addr: Ipv4Addr }
  | { readonly kind: 'aaaa'; readonly addr: Ipv6Addr }
  /** CNAME, NS, PTR. */
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'soa';
      readonly primary: string;
      readonly mailbox: string;
      readonly serial: number;
      readonly refresh: number;
      readonly retry: number;
      readonly expire: number;
      readonly minimum: number;
    }
  | {
      readonly kind: 'srv';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    }
  | { readonly kind: 'txt'; readonly strings: readonly Uint8Array[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export interface DnsRecord {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** Seconds. */
  readonly ttl: number;
  readonly data: DnsData;
}

/** What an OPT record says. Its options are kept as bytes. */
export interface Edns {
  /** Longest UDP payload its sender takes. */
  readonly udpSize: number;
  readonly version: number;
  /** "DNSSEC OK" */
  readonly dnssecOk: boolean;
  /** Upper eight bits of the response code. */
  readonly extendedRcode: number;
  readonly options: Uint8Array;
}

export interface DnsMessage {
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly authenticData: boolean;
  readonly checkingDisabled: boolean;
  readonly rcode: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  /** Without the OPT record. */
  readonly additional: readonly DnsRecord[];
  readonly edns: Edns | null;
}

const QR = 0x8000;
const AA = 0x0400;
const TC = 0x0200;
const RD = 0x0100;
const RA = 0x0080;
const AD = 0x0020;
const CD = 0x0010;
const EDNS_DO = 0x8000;
const IPV6_LEN = 16;
/** Type, class, TTL, length of the data. */
const RECORD_FIXED_LEN = 10;
const NAME_TYPES: ReadonlySet<number> = new Set([DNS_TYPES.CNAME, DNS_TYPES.NS, DNS_TYPES.PTR]);

// ---- strict

/** Reads the message `[at, end)`, all of it: nothing may follow the last record. */
export function parseDns(b: Uint8Array, at: number, end: number): Result<DnsMessage, WireError> {
  if (end - at < DNS_HEADER_LEN) return wireErr('dns', 'truncated', end);
  const flags = getU16(b, at + 2);
  let place = at + DNS_HEADER_LEN;
  const questions: DnsQuestion[] = [];
  for (let i = getU16(b, at + 4); i > 0; i -= 1) {
    const name = readName(b, at, place, end);
    if (name === null || name.next + 4 > end) return wireErr('dns', 'bad-value', place);
    questions.push({ name: name.name, type: getU16(b, name.next), class: getU16(b, name.next + 2) });
    place = name.next + 4;
  }
  const sections: DnsRecord[][] = [[], [], []];
  let edns: Edns | null = null;
  for (const [number, records] of sections.entries()) {
    for (let i = getU16(b, at + 6 + number * 2); i > 0; i -= 1) {
      const name = readName(b, at, place, end);
      if (name === null || name.next + RECORD_FIXED_LEN > end) return wireErr('dns', 'bad-value', place);
      const from = name.next + RECORD_FIXED_LEN;
      const to = from + getU16(b, name.next + 8);
      if (to > end) return wireErr('dns', 'bad-length', name.next + 8);
      const type = getU16(b, name.next);
      if (type === DNS_TYPES.OPT) {
        // At most one, of the root, in the last section (RFC 6891 section 6.1.1).
        if (edns !== null || number !== 2 || name.name !== '.') return wireErr('dns', 'bad-value', place);
        edns = readEdns(b, name.next, from, to);
      } else {
        const data = readData(b, at, type, from, to);
        if (data === null) return wireErr('dns', 'bad-value', from);
        const ttl = getU32(b, name.next + 4);
        records.push({ name: name.name, type, class: getU16(b, name.next + 2), ttl, data });
      }
      place = to;
    }
  }
  if (place !== end) return wireErr('dns', 'bad-length', place);
  const [answers = [], authority = [], additional = []] = sections;
  return ok({ ...readFlags(b, at, flags), questions, answers, authority, additional, edns });
}

type Header = Omit<DnsMessage, 'questions' | 'answers' | 'authority' | 'additional' | 'edns'>;

function readFlags(b: Uint8Array, at: number, flags: number): Header {
  return {
    id: getU16(b, at),
    response: (flags & QR) !== 0,
    opcode: (flags >>> 11) & 0xf,
    authoritative: (flags & AA) !== 0,
    truncated: (flags & TC) !== 0,
    recursionDesired: (flags & RD) !== 0,
    recursionAvailable: (flags & RA) !== 0,
    authenticData: (flags & AD) !== 0,
    checkingDisabled: (flags & CD) !== 0,
    rcode: flags & 0xf,
  };
}

/** `fixed` is the place of the record's type. */
function readEdns(b: Uint8Array, fixed: number, from: number, to: number): Edns {
  return {
    udpSize: getU16(b, fixed + 2),
    extendedRcode: getU8(b, fixed + 4),
    version: getU8(b, fixed + 5),
    dnssecOk: (getU16(b, fixed + 6) & EDNS_DO) !== 0,
    options: b.slice(from, to),
  };
}

/** The data of a record of a known type fills its place exactly; null where it does not. */
function readData(b: Uint8Array, start: number, type: number, from: number, to: number): DnsData | null {
  const lastName = (at: number): string | null => {
    const found = readName(b, start, at, to);
    return found?.next === to ? found.name : null;
  };
  if (NAME_TYPES.has(type)) {
    const name = lastName(from);
    return name === null ? null : { kind: 'name', name };
  }
  switch (type) {
    case DNS_TYPES.A:
      return to - from === 4 ? { kind: 'a', addr: readIpv4(b, from) } : null;
    case DNS_TYPES.AAAA:
      return to - from === IPV6_LEN ? { kind: 'aaaa', addr: readIpv6(b, from) } : null;
    case DNS_TYPES.SOA:
      return readSoa(b, start, from, to);
    case DNS_TYPES.SRV: {
      const target = from + 6 < to ? lastName(from + 6) : null;
      const [priority, weight, port] = [getU16(b, from), getU16(b, from + 2), getU16(b, from + 4)];
      return target === null ? null : { kind: 'srv', priority, weight, port, target };
    }
    case DNS_TYPES.TXT:
      return readStrings(b, from, to);
    default:
      return { kind: 'bytes', bytes: b.slice(from, to) };
  }
}

function readIpv6(b: Uint8Array, at: number): Ipv6Addr {
  let addr = 0n;
  for (let i = 0; i < IPV6_LEN; i += 1) addr = addr * 256n + BigInt(getU8(b, at + i));
  return asIpv6(addr);
}

function writeIpv6(b: Uint8Array, at: number, addr: Ipv6Addr): void {
  for (let i = 0; i < IPV6_LEN; i += 1) setU8(b, at + i, Number((addr >> BigInt(120 - 8 * i)) & 0xffn));
}

function readSoa(b: Uint8Array, start: number, from: number, to: number): DnsData | null {
  const primary = readName(b, start, from, to);
  const mailbox = primary && readName(b, start, primary.next, to);
  if (!primary || !mailbox || mailbox.next + 20 !== to) return null;
  const number = (i: number): number => getU32(b, mailbox.next + i * 4);
  return {
    kind: 'soa',
    primary: primary.name,
    mailbox: mailbox.name,
    serial: number(0),
    refresh: number(1),
    retry: number(2),
    expire: number(3),
    minimum: number(4),
  };
}

/** One string or more, each behind its length. */
function readStrings(b: Uint8Array, from: number, to: number): DnsData | null {
  const strings: Uint8Array[] = [];
  let at = from;
  while (at < to) {
    const next = at + 1 + getU8(b, at);
    if (next > to) return null;
    strings.push(b.slice(at + 1, next));
    at = next;
  }
  return strings.length === 0 ? null : { kind: 'txt', strings };
}

/** Longest message that can be built; the writer's room. */
const MESSAGE_MAX = 65_535;

/** The bytes of a message, names shortened by pointers. Throws for names that are none and for more than 65,535 bytes. */
export function emitDns(message: DnsMessage): Uint8Array {
  const room = new Uint8Array(MESSAGE_MAX);
  const places: NamePlaces = new Map();
  const { questions, answers, authority, additional, edns } = message;
  setU16(room, 0, message.id);
  setU16(room, 2, flagsOf(message));
  setU16(room, 4, questions.length);
  setU16(room, 6, answers.length);
  setU16(room, 8, authority.length);
  setU16(room, 10, additional.length + (edns === null ? 0 : 1));
  let at = DNS_HEADER_LEN;
  for (const { name, type, class: kind } of questions) {
    at = writeName(room, 0, at, name, places);
    setU16(room, at, type);
    setU16(room, at + 2, kind);
    at += 4;
  }
  for (const record of [...answers, ...authority, ...additional]) at = writeRecord(room, at, record, places);
  if (edns !== null) at = writeEdns(room, at, edns);
  if (at > MESSAGE_MAX) throw new RangeError('the message is too long');
  return room.slice(0, at);
}

function flagsOf(message: DnsMessage): number {
  return (
    (message.response ? QR : 0) |
    ((message.opcode & 0xf) << 11) |
    (message.authoritative ? AA : 0) |
    (message.truncated ? TC : 0) |
    (message.recursionDesired ? RD : 0) |
    (message.recursionAvailable ? RA : 0) |
    (message.authenticData ? AD : 0) |
    (message.checkingDisabled ? CD : 0) |
    (message.rcode & 0xf)
  );
}

function writeRecord(room: Uint8Array, start: number, record: DnsRecord, places: NamePlaces): number {
  const fixed = writeName(room, 0, start, record.name, places);
  setU16(room, fixed, record.type);
  setU16(room, fixed + 2, record.class);
  setU32(room, fixed + 4, record.ttl);
  const from = fixed + RECORD_FIXED_LEN;
  const to = writeData(room, from, record.data, places);
  setU16(room, fixed + 8, to - from);
  return to;
}

function writeData(room: Uint8Array, at: number, data: DnsData, places: NamePlaces): number {
  switch (data.kind) {
    case 'a':
      writeIpv4(room, at, data.addr);
      return at + 4;
    case 'aaaa':
      writeIpv6(room, at, data.addr);
      return at + IPV6_LEN;
    case 'name':
      return writeName(room, 0, at, data.name, places);
    case 'soa': {
      const mailbox = writeName(room, 0, at, data.primary, places);
      const numbers = writeName(room, 0, mailbox, data.mailbox, places);
      const values = [data.serial, data.refresh, data.retry, data.expire, data.minimum];
      for (const [i, value] of values.entries()) setU32(room, numbers + i * 4, value);
      return numbers + 20;
    }
    case 'srv':
      setU16(room, at, data.priority);
      setU16(room, at + 2, data.weight);
      setU16(room, at + 4, data.port);
      // No pointers here: RFC 2782.
      return writeName(room, 0, at + 6, data.target, null);
    case 'txt': {
      let place = at;
      for (const string of data.strings) {
        setU8(room, place, string.length);
        room.set(string, place + 1);
        place += 1 + string.length;
      }
      return place;
    }
    case 'bytes':
      room.set(data.bytes, at);
      return at + data.bytes.length;
  }
}

function writeEdns(room: Uint8Array, at: number, edns: Edns): number {
  setU8(room, at, 0);
  setU16(room, at + 1, DNS_TYPES.OPT);
  setU16(room, at + 3, edns.udpSize);
  setU8(room, at + 5, edns.extendedRcode);
  setU8(room, at + 6, edns.version);
  setU16(room, at + 7, edns.dnssecOk ? EDNS_DO : 0);
  setU16(room, at + 9, edns.options.length);
  room.set(edns.options, at + 11);
  return at + 11 + edns.options.length;
}

// ---- tolerant

const SOURCE = 'RFC 1035 §4.1.1';

export const dnsFields: readonly Field[] = [
  { name: 'id', bitOffset: 0, bits: 16, format: 'hex', source: SOURCE },
  { name: 'qr', bitOffset: 16, bits: 1, format: 'flag', source: SOURCE },
  { name: 'opcode', bitOffset: 17, bits: 4, format: 'dec', source: SOURCE },
  { name: 'aa', bitOffset: 21, bits: 1, format: 'flag', source: SOURCE },
  { name: 'tc', bitOffset: 22, bits: 1, format: 'flag', source: SOURCE },
  { name: 'rd', bitOffset: 23, bits: 1, format: 'flag', source: SOURCE },
  { name: 'ra', bitOffset: 24, bits: 1, format: 'flag', source: SOURCE },
  { name: 'z', bitOffset: 25, bits: 1, format: 'flag', source: SOURCE },
  { name: 'ad', bitOffset: 26, bits: 1, format: 'flag', source: 'RFC 4035 §3.2.3' },
  { name: 'cd', bitOffset: 27, bits: 1, format: 'flag', source: 'RFC 4035 §3.2.2' },
  { name: 'rcode', bitOffset: 28, bits: 4, format: 'dnsrcode', source: SOURCE },
  { name: 'questions', bitOffset: 32, bits: 16, format: 'dec', source: SOURCE },
  { name: 'answers', bitOffset: 48, bits: 16, format: 'dec', source: SOURCE },
  { name: 'authority', bitOffset: 64, bits: 16, format: 'dec', source: SOURCE },
  { name: 'additional', bitOffset: 80, bits: 16, format: 'dec', source: SOURCE },
];

/** The header and the first question, field by field; the records behind them as bytes. */
function examine({ b, at, end, whole }: Span): Examined {
  const fields = [...dnsFields];
  let place = DNS_HEADER_LEN;
  const name = getU16(b, at + 4) > 0 ? readName(b, at, at + place, end) : null;
  if (name !== null && name.next + 4 <= end) {
    const source = 'RFC 1035 §4.1.2';
    const bits = (name.next - at - place) * 8;
    fields.push({ name: 'qname', bitOffset: place * 8, bits, format: 'dnsname', source });
    place = name.next - at;
    fields.push({ name: 'qtype', bitOffset: place * 8, bits: 16, format: 'dnstype', source });
    fields.push({ name: 'qclass', bitOffset: place * 8 + 16, bits: 16, format: 'dec', source });
    place += 4;
  }
  fields.push({ name: 'records', bitOffset: place * 8, bits: 0, format: 'bytes', source: 'RFC 1035 §4.1.3' });
  const notes: WireNote[] = whole && !parseDns(b, at, end).ok ? ['bad-value'] : [];
  return { headerEnd: end, bodyEnd: end, fields, notes, follow: { by: 'nothing' }, whole, ip: undefined };
}

export const dnsCodec: WireCodec = {
  kind: 'dns',
  layer: 'app',
  lenMin: DNS_HEADER_LEN,
  fields: dnsFields,
  // What is none is data, whoever listens there.
  begins: (b, at, end) => parseDns(b, at, end).ok,
  parse: parseDns,
  examine,
};
