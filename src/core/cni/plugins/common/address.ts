/**
 * IP addresses of either family as IPAM plugins handle them: read, counted up, printed as Go's net package prints them.
 * The simulated kernel speaks IPv4 only; an IPAM plugin does not mind.
 */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import type { Cidr4, Ipv4Addr } from '../../../wire/addr';
import { asIpv4, formatIpv4, parseIpv4 } from '../../../wire/addr';

export interface IpAddress {
  readonly six: boolean;
  readonly value: bigint;
}

export interface IpNetwork {
  /** With its host bits, as written. */
  readonly ip: IpAddress;
  readonly len: number;
}

const bitsOf = (six: boolean): number => (six ? 128 : 32);

/** Null for anything that is no address. */
export function parseIp(text: string): IpAddress | null {
  const four = parseIpv4(text);
  if (four.ok) return { six: false, value: BigInt(four.value) };
  if (!text.includes(':')) return null;
  // A dotted tail stands for the last two groups.
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const dotted = tail === null ? null : parseIpv4(tail[2] ?? '');
  if (tail !== null && dotted?.ok !== true) return null;
  const plain =
    dotted?.ok === true
      ? `${tail?.[1] ?? ''}${(dotted.value >>> 16).toString(16)}:${(dotted.value & 0xffff).toString(16)}`
      : text;
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const given = groups.flat();
  if (given.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  const missing = 8 - given.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...(groups[0] ?? []), ...Array<string>(missing).fill('0'), ...(groups[1] ?? [])];
  const value = all.reduce((sum, group) => sum * 0x1_0000n + BigInt(parseInt(group, 16)), 0n);
  return canonical({ six: true, value });
}

/** An IPv4 address in IPv6's clothes is an IPv4 address (net.IP.To4). */
function canonical(ip: IpAddress): IpAddress {
  return ip.six && ip.value >> 32n === 0xffffn ? { six: false, value: ip.value & 0xffff_ffffn } : ip;
}

export function formatIp({ six, value }: IpAddress): string {
  if (!six) return formatIpv4(asIpv4(Number(value)));
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(16 * (7 - i))) & 0xffffn));
  // The longest run of two or more zero groups, the first of equals (RFC 5952 4.2).
  let best = { from: -1, length: 1 };
  for (let from = 0; from < 8; from += 1) {
    let length = 0;
    while (groups[from + length] === 0) length += 1;
    if (length > best.length) best = { from, length };
  }
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  if (best.from < 0) return hex(groups);
  return `${hex(groups.slice(0, best.from))}::${hex(groups.slice(best.from + best.length))}`;
}

/** `10.22.0.0/24`; the error is Go's. */
export function parseNetwork(text: string): Result<IpNetwork, string> {
  const [address = '', digits = ''] = text.split('/');
  const ip = parseIp(address);
  const len = /^\d{1,3}$/.test(digits) ? Number(digits) : -1;
  if (ip === null || len < 0 || len > bitsOf(ip.six)) return err(`invalid CIDR address: ${text}`);
  return ok({ ip, len });
}

export function formatNetwork({ ip, len }: IpNetwork): string {
  return `${formatIp(ip)}/${len}`;
}

/** The network a host is in: host bits cleared. */
export function networkOf({ ip, len }: IpNetwork): IpAddress {
  const host = BigInt(bitsOf(ip.six) - len);
  return { six: ip.six, value: (ip.value >> host) << host };
}

/** Last address of a network; of an IPv4 network the one before the broadcast address. */
export function lastOf(network: IpNetwork): IpAddress {
  const { six } = network.ip;
  const size = 1n << BigInt(bitsOf(six) - network.len);
  return { six, value: networkOf(network).value + size - (six ? 1n : 2n) };
}

export function inNetwork(ip: IpAddress, network: IpNetwork): boolean {
  return ip.six === network.ip.six && sameIp(networkOf({ ip, len: network.len }), networkOf(network));
}

export function nextIp({ six, value }: IpAddress): IpAddress {
  return { six, value: value + 1n };
}

export function sameIp(a: IpAddress, b: IpAddress): boolean {
  return a.six === b.six && a.value === b.value;
}

/** The address as the kernel takes it; null for IPv6. */
export function asKernelAddr({ six, value }: IpAddress): Ipv4Addr | null {
  return six ? null : asIpv4(Number(value));
}

/** A network of the kernel's with its host bits. */
export function asNetwork({ addr, len }: Cidr4): IpNetwork {
  return { ip: { six: false, value: BigInt(addr) }, len };
}

/** The network as the kernel takes it; null for IPv6. */
export function asKernelCidr({ ip, len }: IpNetwork): Cidr4 | null {
  const addr = asKernelAddr(ip);
  return addr === null ? null : { addr, len };
}
