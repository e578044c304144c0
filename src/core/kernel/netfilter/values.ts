/** Values of options as iptables reads and prints them. */
import type { Negatable, Range } from '../../model/netfilter.match';
import type { Cidr4, Ipv4Addr } from '../../wire/addr';
import { asIpv4, formatCidr4, formatIpv4, networkOf, parseCidr4, parseIpv4 } from '../../wire/addr';
import { protocolName, protocolNumber } from './protocols';
import type { Words } from './words';

export const PORT_MAX = 0xffff;
const PROTO_MAX = 255;

/** A decimal number, or one with 0x in front, up to `max`; null for anything else. */
export function parseNumber(text: string, max: number): number | null {
  if (!/^(0[xX][0-9a-fA-F]+|\d+)$/.test(text)) return null;
  const value = Number(text);
  return value <= max ? value : null;
}

/** `5`, `5:9`, `:9`, `5:`; null when it is no range up to `max`. */
export function parseRange(text: string, max: number, separator = ':'): Range | null {
  const [from = '', to, ...rest] = text.split(separator);
  if (rest.length > 0 || text === separator || text === '') return null;
  const low = from === '' ? 0 : parseNumber(from, max);
  const high = to === undefined ? low : to === '' ? max : parseNumber(to, max);
  return low === null || high === null || low > high ? null : { min: low, max: high };
}

export function printRange({ min, max }: Range, separator = ':'): string {
  return min === max ? String(min) : `${String(min)}${separator}${String(max)}`;
}

export function inRange(value: number, { min, max }: Range): boolean {
  return value >= min && value <= max;
}

/** A protocol's name or number; null when it is none. */
export function parseProtocol(text: string): number | null {
  return protocolNumber(text.toLowerCase()) ?? parseNumber(text, PROTO_MAX);
}

export function printProtocol(proto: number): string {
  return protocolName(proto) ?? String(proto);
}

/** An address with a prefix length or a mask without holes; host bits go. */
export function parseNetwork(text: string): Cidr4 | null {
  const [given = '', maskText, ...more] = text.split('/');
  if (more.length > 0) return null;
  // `10.1` is 10.1.0.0: numbers that are missing are zero.
  const addrText = /^\d+(\.\d+){0,2}$/.test(given)
    ? `${given}${'.0'.repeat(4 - given.split('.').length)}`
    : given;
  if (maskText?.includes('.') === true) {
    const addr = parseIpv4(addrText);
    const mask = parseIpv4(maskText);
    const len = mask.ok ? lengthOf(mask.value) : null;
    return addr.ok && len !== null ? { addr: networkOf(addr.value, len), len } : null;
  }
  const cidr = parseCidr4(maskText === undefined ? addrText : `${addrText}/${maskText}`);
  return cidr.ok ? { addr: networkOf(cidr.value.addr, cidr.value.len), len: cidr.value.len } : null;
}

function lengthOf(mask: Ipv4Addr): number | null {
  const len = Math.clz32(~mask);
  return networkOf(asIpv4(0xffff_ffff), len) === mask ? len : null;
}

/** As `-s` and `-d` are printed: always with a length. */
export function printNetwork(cidr: Cidr4): string {
  return formatCidr4(cidr);
}

/** As extensions print networks: a single address stands alone. */
export function printHost(cidr: Cidr4): string {
  return cidr.len === 32 ? formatIpv4(cidr.addr) : formatCidr4(cidr);
}

/** `! --option value`, or nothing. */
export function printNegatable<T>(
  option: string,
  part: Negatable<T> | null,
  print: (value: T) => string,
): string[] {
  return part === null ? [] : [`${part.invert ? '! ' : ''}${option} ${print(part.value)}`];
}

/** Quotes what is more than letters, digits, `_` and `-`. Source: libxtables/xtables.c xtables_save_string. */
export function printString(text: string): string {
  return /^[\w-]+$/.test(text) ? text : `"${text.replace(/["'\\]/g, '\\$&')}"`;
}

/** The next word read by `parse`; null when there is none or it makes no sense. */
export function readWord<T>(words: Words, parse: (text: string) => T | null): T | null {
  const [text] = words.take(1);
  return text === undefined ? null : parse(text);
}

/** Like {@link readWord}, as a condition that may be turned round. */
export function readNegatable<T>(
  words: Words,
  invert: boolean,
  parse: (text: string) => T | null,
): Negatable<T> | null {
  const value = readWord(words, parse);
  return value === null ? null : { value, invert };
}
