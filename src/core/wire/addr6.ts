/**
 * IPv6 addresses as text and as 128-bit numbers. The simulated stack speaks IPv4 only; what is here is for
 * configurations that name IPv6 networks.
 */
import { err, ok, type Result } from '../base/result';
import { formatIpv4, parseIpv4, type Ipv4Addr } from './addr';

declare const ipv6Brand: unique symbol;

export type Ipv6Addr = bigint & { readonly [ipv6Brand]: true };

/** An address with its prefix length (0 to 128). Host bits are kept. */
export interface Cidr6 {
  readonly addr: Ipv6Addr;
  readonly len: number;
}

export interface Addr6Error {
  readonly code: 'not-ipv6' | 'prefix-length';
  readonly text: string;
}

const BITS = 128;
const GROUPS = 8;

/** Brands the low 128 bits of `n`. */
export function asIpv6(n: bigint): Ipv6Addr {
  return BigInt.asUintN(BITS, n) as Ipv6Addr;
}

/** As inet_pton(3) takes it: eight groups, one `::` for a run of zeros, perhaps an IPv4 address at the end. */
export function parseIpv6(text: string): Result<Ipv6Addr, Addr6Error> {
  const halves = text.split('::');
  const [head, tail] = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  const wrong = err({ code: 'not-ipv6', text } as const);
  if (halves.length > 2 || head === undefined || head === null || tail === null) return wrong;
  const missing = GROUPS - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return wrong;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  return ok(asIpv6(groups.reduce((sum, group) => sum * 0x1_0000n + BigInt(group), 0n)));
}

/** The 16-bit groups of one side of `::`; null when a group is malformed. */
function groupsOf(text: string, last: boolean): readonly number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const words = text.split(':');
  for (const [i, word] of words.entries()) {
    if (last && i === words.length - 1 && word.includes('.')) {
      const v4 = parseIpv4(word);
      if (!v4.ok) return null;
      groups.push(v4.value >>> 16, v4.value & 0xffff);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(word)) return null;
      groups.push(parseInt(word, 16));
    }
  }
  return groups;
}

/** RFC 5952: lower case, the longest run of two or more zero groups as `::`, the first of equal runs. */
export function formatIpv6(addr: Ipv6Addr): string {
  if (addr >> 32n === 0xffffn) return `::ffff:${formatIpv4(Number(addr & 0xffff_ffffn) as Ipv4Addr)}`;
  const groups = Array.from({ length: GROUPS }, (_, i) => Number((addr >> BigInt(112 - 16 * i)) & 0xffffn));
  let from = 0;
  let length = 0;
  for (let i = 0; i < GROUPS; i += 1) {
    let end = i;
    while (groups[end] === 0) end += 1;
    if (end - i > length) [from, length] = [i, end - i];
  }
  const hex = (some: readonly number[]): string => some.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, from))}::${hex(groups.slice(from + length))}`;
}

/** `fc00::/48`; an address alone means /128. Host bits are kept. */
export function parseCidr6(text: string): Result<Cidr6, Addr6Error> {
  const slash = text.indexOf('/');
  const addr = parseIpv6(slash < 0 ? text : text.slice(0, slash));
  if (!addr.ok) return err({ ...addr.error, text });
  if (slash < 0) return ok({ addr: addr.value, len: BITS });
  const digits = text.slice(slash + 1);
  const len = /^(0|[1-9][0-9]{0,2})$/.test(digits) ? Number(digits) : BITS + 1;
  return len > BITS ? err({ code: 'prefix-length', text }) : ok({ addr: addr.value, len });
}

export function formatCidr6(cidr: Cidr6): string {
  return `${formatIpv6(cidr.addr)}/${String(cidr.len)}`;
}

/** Netmask of a prefix length 0 to 128. */
export function mask6Of(len: number): bigint {
  return BigInt.asUintN(BITS, ~0n << BigInt(BITS - len));
}

/** `addr` with its host bits cleared. */
export function network6Of(addr: Ipv6Addr, len: number): Ipv6Addr {
  return asIpv6(addr & mask6Of(len));
}

export function inCidr6(addr: Ipv6Addr, cidr: Cidr6): boolean {
  return ((addr ^ cidr.addr) & mask6Of(cidr.len)) === 0n;
}
