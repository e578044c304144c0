/**
 * Link and network addresses as numbers, because tables are searched with them at every hop.
 *
 * An IPv4 address is an unsigned 32-bit number, a MAC address an unsigned 48-bit one; both are branded so that
 * neither is mistaken for a count. JavaScript's bit operators work on signed 32 bits: whatever comes out of them
 * goes through `>>> 0` (here and in asIpv4), and the 48 bits of a MAC are taken apart with division.
 */

import { assert } from '../base/assert';
import { getU16, getU32, setU16, setU32 } from '../base/bytes';
import { err, ok, type Result } from '../base/result';

declare const ipv4Brand: unique symbol;
declare const macBrand: unique symbol;

export type Ipv4Addr = number & { readonly [ipv4Brand]: true };
export type MacAddr = number & { readonly [macBrand]: true };

/** An address with its prefix length (0 to 32). Host bits are kept: `ip addr add 10.0.0.5/24` means both. */
export interface Cidr4 {
  readonly addr: Ipv4Addr;
  readonly len: number;
}

export interface AddrError {
  /** not-ipv4, not-mac: the shape is wrong; octet-range: above 255; leading-zero: as inet_pton refuses it */
  readonly code: 'not-ipv4' | 'octet-range' | 'leading-zero' | 'prefix-length' | 'not-mac';
  /** the whole text that was read */
  readonly text: string;
  /** index of the character from which on it is wrong */
  readonly at: number;
}

const TWO_32 = 0x1_0000_0000;
const MAC_MAX = 0xffff_ffff_ffff;

/** Brands the low 32 bits of `n`; also mends the sign left by a bit operator. */
export function asIpv4(n: number): Ipv4Addr {
  return (n >>> 0) as Ipv4Addr;
}

export function asMac(n: number): MacAddr {
  // Asked first: the message alone would cost more than all the rest.
  if (!(Number.isInteger(n) && n >= 0 && n <= MAC_MAX)) assert(false, `not a 48-bit number: ${String(n)}`);
  return n as MacAddr;
}

/** 0.0.0.0 */
export const ANY_IPV4: Ipv4Addr = asIpv4(0);
/** 255.255.255.255 */
export const LIMITED_BROADCAST: Ipv4Addr = asIpv4(0xffff_ffff);
export const ZERO_MAC: MacAddr = asMac(0);
export const BROADCAST_MAC: MacAddr = asMac(MAC_MAX);

// ---- IPv4 text

/** Dotted decimal with four octets, as inet_pton(3) takes it: no short forms, no leading zeros. */
export function parseIpv4(text: string): Result<Ipv4Addr, AddrError> {
  const addr = readPlain(text);
  return addr < 0 ? parseStrictly(text) : ok(asIpv4(addr));
}

/** The address in one go over the characters; -1 for a text with anything wrong. */
function readPlain(text: string): number {
  let addr = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (digits === 0) return -1;
      addr = addr * 256 + octet;
      dots += 1;
      octet = 0;
      digits = 0;
      continue;
    }
    const digit = code - ZERO;
    // Nothing comes after a leading zero.
    if (digit < 0 || digit > 9 || (digits > 0 && octet === 0)) return -1;
    octet = octet * 10 + digit;
    digits += 1;
    if (octet > 255) return -1;
  }
  return dots === 3 && digits > 0 ? addr * 256 + octet : -1;
}

const DOT = 46;
const ZERO = 48;

/** The same, with what is wrong and where. */
function parseStrictly(text: string): Result<Ipv4Addr, AddrError> {
  const octets = text.split('.');
  if (octets.length !== 4) return err({ code: 'not-ipv4', text, at: 0 });
  let addr = 0;
  let at = 0;
  for (const octet of octets) {
    if (!/^[0-9]{1,3}$/.test(octet)) return err({ code: 'not-ipv4', text, at });
    if (octet.length > 1 && octet.startsWith('0')) return err({ code: 'leading-zero', text, at });
    const value = Number(octet);
    if (value > 255) return err({ code: 'octet-range', text, at });
    addr = addr * 256 + value;
    at += octet.length + 1;
  }
  return ok(asIpv4(addr));
}

export function formatIpv4(addr: Ipv4Addr): string {
  return `${String(addr >>> 24)}.${String((addr >>> 16) & 255)}.${String((addr >>> 8) & 255)}.${String(addr & 255)}`;
}

/** A literal in code or in a test; throws on anything parseIpv4 refuses. */
export function ipv4(text: string): Ipv4Addr {
  const parsed = parseIpv4(text);
  assert(parsed.ok, `not an IPv4 address: '${text}'`);
  return parsed.value;
}

/** `10.0.0.0/24`; an address alone means /32. Host bits are kept. */
export function parseCidr4(text: string): Result<Cidr4, AddrError> {
  const slash = text.indexOf('/');
  const addr = parseIpv4(slash < 0 ? text : text.slice(0, slash));
  if (!addr.ok) return err({ ...addr.error, text });
  if (slash < 0) return ok({ addr: addr.value, len: 32 });
  const digits = text.slice(slash + 1);
  const len = /^(0|[1-9][0-9]?)$/.test(digits) ? Number(digits) : 33;
  if (len > 32) return err({ code: 'prefix-length', text, at: slash + 1 });
  return ok({ addr: addr.value, len });
}

export function formatCidr4(cidr: Cidr4): string {
  return `${formatIpv4(cidr.addr)}/${String(cidr.len)}`;
}

// ---- IPv4 arithmetic

/** Netmask of a prefix length 0 to 32, unsigned. */
export function maskOf(len: number): number {
  // A shift by 32 is a shift by 0 in JavaScript, hence the special case.
  return len === 0 ? 0 : (0xffff_ffff << (32 - len)) >>> 0;
}

/** `addr` with its host bits cleared. */
export function networkOf(addr: Ipv4Addr, len: number): Ipv4Addr {
  return ((addr & maskOf(len)) >>> 0) as Ipv4Addr;
}

export function inCidr(addr: Ipv4Addr, cidr: Cidr4): boolean {
  return ((addr ^ cidr.addr) & maskOf(cidr.len)) === 0;
}

/** 224.0.0.0/4 */
export function isMulticastIpv4(addr: Ipv4Addr): boolean {
  return addr >>> 28 === 0xe;
}

/** 127.0.0.0/8 */
export function isLoopbackIpv4(addr: Ipv4Addr): boolean {
  return addr >>> 24 === 127;
}

/** 0.0.0.0/8, the kernel's ipv4_is_zeronet */
export function isZeronetIpv4(addr: Ipv4Addr): boolean {
  return addr >>> 24 === 0;
}

// ---- MAC

/** Six octets of one or two hexadecimal digits with colons between, as `ip link set address` takes it. */
export function parseMac(text: string): Result<MacAddr, AddrError> {
  const octets = text.split(':');
  if (octets.length !== 6) return err({ code: 'not-mac', text, at: 0 });
  let value = 0;
  let at = 0;
  for (const octet of octets) {
    if (!/^[0-9a-fA-F]{1,2}$/.test(octet)) return err({ code: 'not-mac', text, at });
    value = value * 256 + parseInt(octet, 16);
    at += octet.length + 1;
  }
  return ok(asMac(value));
}

/** Two hexadecimal digits for each byte. */
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function byteAt(value: number, shift: number): string {
  return BYTES[(value >>> shift) & 0xff] ?? '';
}

export function formatMac(addr: MacAddr): string {
  const high = Math.floor(addr / 0x100_0000);
  const low = addr % 0x100_0000;
  return [
    byteAt(high, 16),
    byteAt(high, 8),
    byteAt(high, 0),
    byteAt(low, 16),
    byteAt(low, 8),
    byteAt(low, 0),
  ].join(':');
}

/** A literal in code or in a test; throws on anything parseMac refuses. */
export function mac(text: string): MacAddr {
  const parsed = parseMac(text);
  assert(parsed.ok, `not a MAC address: '${text}'`);
  return parsed.value;
}

/** Multicast or broadcast: the least significant bit of the first octet (IEEE 802, I/G bit). */
export function isGroupMac(addr: MacAddr): boolean {
  return (Math.floor(addr / 0x100_0000_0000) & 1) === 1;
}

// ---- in bytes

export function readIpv4(b: Uint8Array, at: number): Ipv4Addr {
  return getU32(b, at) as Ipv4Addr;
}

export function writeIpv4(b: Uint8Array, at: number, addr: Ipv4Addr): void {
  setU32(b, at, addr);
}

export function readMac(b: Uint8Array, at: number): MacAddr {
  return (getU16(b, at) * TWO_32 + getU32(b, at + 2)) as MacAddr;
}

export function writeMac(b: Uint8Array, at: number, addr: MacAddr): void {
  setU16(b, at, Math.floor(addr / TWO_32));
  setU32(b, at + 2, addr % TWO_32);
}
