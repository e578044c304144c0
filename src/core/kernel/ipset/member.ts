/** Members of sets: text → parts → the text `ipset save` prints. Source: ipset lib/parse.c, lib/print.c. */
import { icmpWord, parseIcmpWord } from './icmp-words';
import type { IpSet, IpSetDimension, IpSetPart, IpSetType } from '../../model/ipset';
import { IPSET_TYPES } from '../../model/ipset';
import type { Ipv4Addr } from '../../wire/addr';
import { asIpv4, formatIpv4, formatMac, networkOf, parseCidr4, parseIpv4, parseMac } from '../../wire/addr';

const PORT_MAX = 0xffff;
/** A range may stand for so many members. */
const EXPANSION_MAX = 65_536;

const PROTOCOLS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132, udplite: 136, icmp: 1 };

/** Dimensions of a type. */
export function dimensionsOf(type: IpSetType): readonly IpSetDimension[] {
  return IPSET_TYPES[type];
}

/**
 * The members a text stands for: one, or several for a range of addresses or ports. Null when it is none of the type.
 */
export function parseMember(
  set: Pick<IpSet, 'type' | 'range' | 'netmask'>,
  text: string,
): readonly string[] | null {
  const dims = dimensionsOf(set.type);
  const words = text.split(',');
  if (words.length !== dims.length) return null;
  let members: readonly string[] = [''];
  for (const [i, dim] of dims.entries()) {
    const parts = parsePart(set, dim, words[i] ?? '');
    if (parts === null || members.length * parts.length > EXPANSION_MAX) return null;
    members = members.flatMap((before) => parts.map((part) => (before === '' ? part : `${before},${part}`)));
  }
  return members;
}

function parsePart(
  { type, range, netmask }: Pick<IpSet, 'type' | 'range' | 'netmask'>,
  dim: IpSetDimension,
  word: string,
): readonly string[] | null {
  switch (dim) {
    case 'ip':
      return parseAddresses(word, range, netmask, type.startsWith('hash:'));
    case 'net':
      return parseNet(word, type === 'hash:net,iface' || type === 'hash:net,net');
    case 'port':
      return parsePorts(word, range, type === 'bitmap:port');
    case 'mac': {
      const mac = parseMac(word);
      return mac.ok ? [formatMac(mac.value).toUpperCase()] : null;
    }
    default:
      return /^[^\s,]{1,31}$/.test(word) ? [word] : null;
  }
}

/** `10.0.0.1`, `10.0.0.0/30`, `10.0.0.1-10.0.0.9`: each address, or each network of `netmask` bits, is a member. */
function parseAddresses(
  word: string,
  range: IpSet['range'],
  netmask: number,
  isHash: boolean,
): readonly string[] | null {
  const bounds = addressBounds(word);
  if (bounds === null) return null;
  if (range !== null && (bounds.min < range.min || bounds.max > range.max)) return null;
  const step = 2 ** (32 - netmask);
  const first = Math.floor(bounds.min / step);
  const count = Math.floor(bounds.max / step) - first + 1;
  if (count > EXPANSION_MAX || (isHash && first === 0)) return null;
  return Array.from({ length: count }, (_, i) => formatIpv4(asIpv4((first + i) * step)));
}

/** First and last address of an address, a network or a range; null for other words. */
export function addressBounds(word: string): { readonly min: number; readonly max: number } | null {
  if (word.includes('/')) {
    const cidr = parseCidr4(word);
    if (!cidr.ok) return null;
    const min = networkOf(cidr.value.addr, cidr.value.len);
    return { min, max: min + 2 ** (32 - cidr.value.len) - 1 };
  }
  const [from = '', to = from, ...rest] = word.split('-');
  const min = parseIpv4(from);
  const max = parseIpv4(to);
  if (!min.ok || !max.ok || rest.length > 0 || min.value > max.value) return null;
  return { min: min.value, max: max.value };
}

/** A network, or the networks a range consists of; /0 only where the type has room for it. */
function parseNet(word: string, anyLength: boolean): readonly string[] | null {
  if (word.includes('-')) {
    const bounds = addressBounds(word);
    return bounds === null ? null : networksOf(bounds.min, bounds.max);
  }
  const cidr = parseCidr4(word.includes('/') ? word : `${word}/32`);
  if (!cidr.ok || (cidr.value.len === 0 && !anyLength)) return null;
  return [printNet(networkOf(cidr.value.addr, cidr.value.len), cidr.value.len)];
}

/** The fewest networks that make up a range. Source: ip_set_core.c ip_set_range_to_cidr. */
function networksOf(min: number, max: number): readonly string[] {
  const found: string[] = [];
  for (let at = min; at <= max;) {
    let len = 32;
    while (len > 1) {
      const size = 2 ** (33 - len);
      if (at % size !== 0 || at + size - 1 > max) break;
      len -= 1;
    }
    found.push(printNet(asIpv4(at), len));
    at += 2 ** (32 - len);
  }
  return found;
}

/** What ipset or the kernel says of a member the set does not take. */
export function memberFault(set: Pick<IpSet, 'type' | 'range'>, text: string): string {
  const dims = dimensionsOf(set.type);
  const words = text.split(',');
  if (words.length < dims.length) {
    return `Syntax error: ${words.length === 1 ? 'Second' : 'Third'} element is missing from ${text}.`;
  }
  if (words.length > dims.length) {
    return `Syntax error: Elem separator in ${text}, but settype ${set.type} supports none.`;
  }
  if (words.some((word) => word.endsWith('/0'))) {
    return dims.includes('net')
      ? 'The value of the CIDR parameter of the IP address is invalid'
      : 'Null-valued element, cannot be stored in a hash type of set';
  }
  if (words[0] === '0.0.0.0') return 'Null-valued element, cannot be stored in a hash type of set';
  if (set.range !== null && /^[\d./-]+$/.test(text)) return 'Element is out of the range of the set';
  return `Syntax error: cannot parse ${text}: resolving to IPv4 address failed`;
}

function printNet(addr: Ipv4Addr, len: number): string {
  return len === 32 ? formatIpv4(addr) : `${formatIpv4(addr)}/${String(len)}`;
}

/** `80`, `tcp:80`, `udp:53-55`; without a protocol TCP is meant, and a bitmap knows none. */
function parsePorts(word: string, range: IpSet['range'], bare: boolean): readonly string[] | null {
  const [first = '', second] = word.split(':');
  const protoText = second === undefined ? 'tcp' : first.toLowerCase();
  const proto = Object.hasOwn(PROTOCOLS, protoText) ? protoText : null;
  if (proto === 'icmp' && !bare) {
    const icmp = parseIcmpWord(second ?? '');
    return icmp === null ? null : [`icmp:${icmpWord(icmp >> 8, icmp & 255)}`];
  }
  const ports = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(second ?? first);
  const min = Number(ports?.[1] ?? NaN);
  const max = Number(ports?.[2] ?? min);
  if (proto === null || !(min <= max) || max > PORT_MAX) return null;
  if (range !== null && (min < range.min || max > range.max)) return null;
  const prefix = bare ? '' : `${proto}:`;
  return Array.from({ length: max - min + 1 }, (_, i) => `${prefix}${String(min + i)}`);
}

/** Reads a member back into its parts. */
export function partsOf(type: IpSetType, member: string): readonly IpSetPart[] {
  const words = member.split(',');
  return dimensionsOf(type).map((dim, i): IpSetPart => partOf(dim, words[i] ?? ''));
}

function partOf(dim: IpSetDimension, word: string): IpSetPart {
  switch (dim) {
    case 'ip': {
      const addr = parseIpv4(word);
      return { kind: 'ip', addr: addr.ok ? addr.value : asIpv4(0) };
    }
    case 'net': {
      const cidr = parseCidr4(word.includes('/') ? word : `${word}/32`);
      return { kind: 'net', cidr: cidr.ok ? cidr.value : { addr: asIpv4(0), len: 0 } };
    }
    case 'port': {
      const [proto = 'tcp', port] = word.includes(':') ? word.split(':') : ['tcp', word];
      const number = proto === 'icmp' ? (parseIcmpWord(port ?? '') ?? 0) : Number(port);
      return { kind: 'port', proto: PROTOCOLS[proto] ?? 0, port: number };
    }
    default:
      return { kind: 'name', text: word };
  }
}

/** Prefix lengths that occur, longest first, for each dimension; empty lists where it is no network. */
export function lengthsOf(type: IpSetType, members: Iterable<string>): readonly (readonly number[])[] {
  const found = dimensionsOf(type).map(() => new Set<number>());
  if (!dimensionsOf(type).includes('net')) return found.map(() => []);
  for (const member of members) {
    for (const [i, part] of partsOf(type, member).entries()) {
      if (part.kind === 'net') found[i]?.add(part.cidr.len);
    }
  }
  return found.map((lengths) => [...lengths].sort((a, b) => b - a));
}

/** The word for a protocol in a member; null for one that has none. */
export function protocolWord(proto: number): string | null {
  return Object.entries(PROTOCOLS).find(([, number]) => number === proto)?.[0] ?? null;
}

/** The text of a network in a member. */
export { printNet };
