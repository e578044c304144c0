/**
 * ARP for IPv4 over Ethernet (RFC 826; gratuitous forms in RFC 5227). Other hardware or protocols are refused by
 * the strict level, as the kernel's arp_rcv and arp_process refuse them.
 *
 *      0       2       4   5   6    8          14      18         24      28
 *     +-------+-------+---+---+----+----------+-------+----------+-------+
 *     | htype | ptype |hln|pln| op |   sha    |  spa  |   tha    |  tpa  |
 *     +-------+-------+---+---+----+----------+-------+----------+-------+
 */

import { getU16, getU8, setU16, setU8 } from '../base/bytes';
import { ok, type Result } from '../base/result';
import { readIpv4, readMac, writeIpv4, writeMac, type Ipv4Addr, type MacAddr } from './addr';
import type { Examined, Span, WireCodec } from './codec';
import { wireErr, type WireError } from './error';
import { ETHERTYPE_IPV4 } from './ethernet';
import type { Field } from './field';

export const ARP_LEN = 28;
/** up to and with `op`, the same for all hardware and protocols */
const ARP_FORMAT_LEN = 8;
export const ARP_REQUEST = 1;
export const ARP_REPLY = 2;
/** hardware type Ethernet (IANA arp-parameters) */
export const ARP_HTYPE_ETHERNET = 1;

const HTYPE = 0;
const PTYPE = 2;
const HLN = 4;
const PLN = 5;
const OP = 6;
const SHA = 8;
const SPA = 14;
const THA = 18;
const TPA = 24;

// ---- views

export function arpOp(b: Uint8Array, at: number): number {
  return getU16(b, at + OP);
}

/** sender's hardware address */
export function arpSha(b: Uint8Array, at: number): MacAddr {
  return readMac(b, at + SHA);
}

/** sender's protocol address */
export function arpSpa(b: Uint8Array, at: number): Ipv4Addr {
  return readIpv4(b, at + SPA);
}

/** target's hardware address; zero in a request */
export function arpTha(b: Uint8Array, at: number): MacAddr {
  return readMac(b, at + THA);
}

/** target's protocol address */
export function arpTpa(b: Uint8Array, at: number): Ipv4Addr {
  return readIpv4(b, at + TPA);
}

/** Whether the four format fields say IPv4 over Ethernet. The caller has checked that 8 bytes are there. */
export function arpIsEthernetIpv4(b: Uint8Array, at: number): boolean {
  return badFormatByte(b, at) < 0;
}

/** Offset, from the start of the packet, of the first format field that is not IPv4 over Ethernet; -1 if none. */
function badFormatByte(b: Uint8Array, at: number): number {
  if (getU16(b, at + HTYPE) !== ARP_HTYPE_ETHERNET) return HTYPE;
  if (getU16(b, at + PTYPE) !== ETHERTYPE_IPV4) return PTYPE;
  if (getU8(b, at + HLN) !== 6) return HLN;
  if (getU8(b, at + PLN) !== 4) return PLN;
  return -1;
}

// ---- strict

export interface ArpPacket {
  /** any 16-bit value; hosts act on ARP_REQUEST and ARP_REPLY only */
  readonly op: number;
  readonly sha: MacAddr;
  readonly spa: Ipv4Addr;
  readonly tha: MacAddr;
  readonly tpa: Ipv4Addr;
}

export function parseArp(b: Uint8Array, at: number, end: number): Result<ArpPacket, WireError> {
  if (end - at < ARP_LEN) return wireErr('arp', 'truncated', end);
  const bad = badFormatByte(b, at);
  if (bad >= 0) return wireErr('arp', 'bad-value', at + bad);
  return ok({
    op: arpOp(b, at),
    sha: arpSha(b, at),
    spa: arpSpa(b, at),
    tha: arpTha(b, at),
    tpa: arpTpa(b, at),
  });
}

/** Returns the number of bytes written. */
export function emitArp(p: ArpPacket, b: Uint8Array, at: number): number {
  setU16(b, at + HTYPE, ARP_HTYPE_ETHERNET);
  setU16(b, at + PTYPE, ETHERTYPE_IPV4);
  setU8(b, at + HLN, 6);
  setU8(b, at + PLN, 4);
  setU16(b, at + OP, p.op);
  writeMac(b, at + SHA, p.sha);
  writeIpv4(b, at + SPA, p.spa);
  writeMac(b, at + THA, p.tha);
  writeIpv4(b, at + TPA, p.tpa);
  return ARP_LEN;
}

// ---- tolerant

const SOURCE = 'RFC 826';

const arpFormatFields: readonly Field[] = [
  { name: 'htype', bitOffset: 0, bits: 16, format: 'dec', source: SOURCE },
  { name: 'ptype', bitOffset: 16, bits: 16, format: 'ethertype', source: SOURCE },
  { name: 'hlen', bitOffset: 32, bits: 8, format: 'dec', source: SOURCE },
  { name: 'plen', bitOffset: 40, bits: 8, format: 'dec', source: SOURCE },
  { name: 'op', bitOffset: 48, bits: 16, format: 'arpop', source: SOURCE },
];

export const arpFields: readonly Field[] = [
  ...arpFormatFields,
  { name: 'sha', bitOffset: 64, bits: 48, format: 'mac', source: SOURCE },
  { name: 'spa', bitOffset: 112, bits: 32, format: 'ipv4', source: SOURCE },
  { name: 'tha', bitOffset: 144, bits: 48, format: 'mac', source: SOURCE },
  { name: 'tpa', bitOffset: 192, bits: 32, format: 'ipv4', source: SOURCE },
];

/** For other hardware or protocols, whose addresses have other widths: they stay one run of bytes. */
export const arpForeignFields: readonly Field[] = [
  ...arpFormatFields,
  { name: 'addresses', bitOffset: 64, bits: 0, format: 'bytes', source: SOURCE },
];

function examine({ b, at, end, whole }: Span): Examined {
  const known = arpIsEthernetIpv4(b, at);
  // Foreign addresses have the widths given in the packet: sender and target of hlen + plen bytes each.
  const len = known ? ARP_LEN : ARP_FORMAT_LEN + 2 * (getU8(b, at + HLN) + getU8(b, at + PLN));
  const headerEnd = Math.min(at + len, end);
  return {
    headerEnd,
    bodyEnd: headerEnd,
    fields: known ? arpFields : arpForeignFields,
    notes: [...(known ? [] : (['bad-value'] as const)), ...(at + len > end ? (['truncated'] as const) : [])],
    follow: { by: 'nothing' },
    whole,
    ip: undefined,
  };
}

export const arpCodec: WireCodec = {
  kind: 'arp',
  layer: 'l3',
  lenMin: ARP_FORMAT_LEN,
  fields: arpFields,
  parse: parseArp,
  examine,
};
