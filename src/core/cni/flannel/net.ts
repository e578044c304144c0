/**
 * Addresses and networks as Go's net package reads them, and flannel's arithmetic on networks.
 * Source: go src/net/ip.go ParseIP, ParseCIDR; flannel pkg/ip/ipnet.go, ip6net.go.
 */
import { asIpv4, maskOf, networkOf, parseIpv4, type Cidr4, type Ipv4Addr } from '../../wire/addr';
import { asIpv6, network6Of, parseIpv6, type Cidr6, type Ipv6Addr } from '../../wire/addr6';

/** The zero value of flannel's network types: none. */
export const NO_NET4: Cidr4 = { addr: asIpv4(0), len: 0 };
export const NO_NET6: Cidr6 = { addr: asIpv6(0n), len: 0 };

/** The first address of ::ffff:0:0/96, where IPv4 addresses live in IPv6. */
const MAPPED = 0xffffn << 32n;

export function isNoNet4(net: Cidr4): boolean {
  return net.addr === 0 && net.len === 0;
}

export function isNoNet6(net: Cidr6): boolean {
  return net.addr === 0n && net.len === 0;
}

/** An address of either family; null when it is none. */
export function parseIp(
  text: string,
): { readonly family: 4; readonly addr: Ipv4Addr } | { readonly family: 6; readonly addr: Ipv6Addr } | null {
  const four = parseIpv4(text);
  if (four.ok) return { family: 4, addr: four.value };
  const six = parseIpv6(text);
  if (!six.ok) return null;
  // Go tells the two apart by value, not by how they are written.
  if (six.value >> 32n === MAPPED >> 32n) {
    return { family: 4, addr: asIpv4(Number(six.value & 0xffff_ffffn)) };
  }
  return { family: 6, addr: six.value };
}

/** An IPv4 address in IPv6's notation (net.IP.To16). */
export function to16(addr: Ipv4Addr): Ipv6Addr {
  return asIpv6(MAPPED + BigInt(addr));
}

export type ParsedNet =
  { readonly family: 4; readonly net: Cidr4 } | { readonly family: 6; readonly net: Cidr6 };

/** A network of either family, its host bits cleared; null when it is none. A length may have leading zeros. */
export function parseNet(text: string): ParsedNet | null {
  const slash = text.indexOf('/');
  const digits = text.slice(slash + 1);
  if (slash < 0 || !/^\d+$/.test(digits)) return null;
  const addr = text.slice(0, slash);
  const len = Number(digits);
  const four = parseIpv4(addr);
  if (four.ok) return len > 32 ? null : { family: 4, net: { addr: networkOf(four.value, len), len } };
  const six = parseIpv6(addr);
  if (!six.ok || len > 128) return null;
  return { family: 6, net: { addr: network6Of(six.value, len), len } };
}

/** What net.ParseCIDR says of a text that is none. */
export function invalidCidr(text: string): string {
  return `invalid CIDR address: ${text}`;
}

/** How many addresses a network has; 0 for all of them, as flannel's 32 bits count. */
export function sizeOf(len: number): number {
  return len === 0 ? 0 : 2 ** (32 - len);
}

/** The network after this one. */
export function nextNet(net: Cidr4): Cidr4 {
  return { addr: asIpv4(net.addr + sizeOf(net.len)), len: net.len };
}

/** The address after this one, with the same prefix length. */
export function incremented(net: Cidr4): Cidr4 {
  return { addr: asIpv4(net.addr + 1), len: net.len };
}

/** An address of RFC 1918. Source: ipnet.go IsPrivate. */
export function isPrivate(addr: Ipv4Addr): boolean {
  return PRIVATE.some((net) => ((addr ^ net.addr) & maskOf(net.len)) === 0);
}

const PRIVATE: readonly Cidr4[] = [
  { addr: asIpv4(0x0a00_0000), len: 8 },
  { addr: asIpv4(0xac10_0000), len: 12 },
  { addr: asIpv4(0xc0a8_0000), len: 16 },
];

/** A unique local address, RFC 4193. Source: ip6net.go IsPrivate. */
export function isPrivate6(addr: Ipv6Addr): boolean {
  return addr >> 121n === 0xfcn >> 1n;
}

export function sameNet(a: Cidr4, b: Cidr4): boolean {
  return a.addr === b.addr && a.len === b.len;
}

/** Whether two networks share an address: the shorter prefix decides. */
export function overlaps(a: Cidr4, b: Cidr4): boolean {
  return ((a.addr ^ b.addr) & maskOf(Math.min(a.len, b.len))) === 0;
}

/** Whether all of `inner` lies in `outer`. Source: flannel pkg/subnet/kube/kube.go containsCIDR. */
export function containsNet(outer: Cidr4, inner: Cidr4): boolean {
  return outer.len <= inner.len && overlaps(outer, inner);
}
