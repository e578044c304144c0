/** Addresses, networks and ports of a filter expression; a text says what is wrong. Source: libpcap gencode.c. */
import type { FilterWay, PacketFilter } from '../../../model/packet-filter';
import { asIpv4 } from '../../../wire/addr';
import type { FilterWord } from './filter.words';

/** What stands in front of a value; null where nothing does. */
export interface Qualifiers {
  readonly proto: string | null;
  readonly way: FilterWay | null;
  readonly type: 'host' | 'net' | 'port' | 'portrange' | 'proto' | null;
}

const PORT_MAX = 65_535;
/** Protocols with ports: TCP, UDP, SCTP. */
const WITH_PORTS: Readonly<Record<string, readonly number[]>> = { tcp: [6], udp: [17], sctp: [132] };
const ALL_PORTS = [132, 6, 17];

/** Services one is likely to name (/etc/services). */
const SERVICES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ftp: 21,
    ssh: 22,
    telnet: 23,
    smtp: 25,
    domain: 53,
    bootps: 67,
    bootpc: 68,
    tftp: 69,
    http: 80,
    ntp: 123,
    snmp: 161,
    bgp: 179,
    https: 443,
    mdns: 5353,
  }),
);

export function portFilter({ proto, way, type }: Qualifiers, word: FilterWord): PacketFilter | string {
  const protos = proto === null ? ALL_PORTS : WITH_PORTS[proto];
  if (protos === undefined) return `illegal qualifier of '${type === 'port' ? 'port' : 'portrange'}'`;
  const ports = type === 'portrange' ? rangeOf(word.text) : portOf(word.text);
  if (typeof ports === 'string') return ports;
  return { kind: 'ports', way: way ?? 'either', protos, from: ports[0], to: ports[1] };
}

function portOf(text: string): readonly [number, number] | string {
  const port = /^\d+$/.test(text) ? Number(text) : SERVICES.get(text);
  if (port === undefined) return `unknown port '${text}'`;
  return port > PORT_MAX ? `illegal port number ${port} > ${PORT_MAX}` : [port, port];
}

function rangeOf(text: string): readonly [number, number] | string {
  const [, low, high] = /^([^-]+)-(.+)$/.exec(text) ?? [];
  const from = portOf(low ?? text);
  const to = portOf(high ?? text);
  if (typeof from === 'string' || typeof to === 'string') return `unknown port in range '${text}'`;
  return from[0] <= to[0] ? [from[0], to[0]] : [to[0], from[0]];
}

/** A host, or what of its address was written. */
export function addressFilter(qualifiers: Qualifiers, word: FilterWord): PacketFilter | string {
  if (word.kind === 'name') return `unknown host '${word.text}'`;
  const read = readAddress(word);
  if (typeof read === 'string') return read;
  // A bare number is a whole address; of one with dots that is not complete, what is there counts.
  const bits = word.kind === 'number' ? 32 : read.bits;
  return made(qualifiers, (read.value * 2 ** (32 - bits)) >>> 0, maskOfBits(bits), 'host');
}

/** `net 10`, `net 10.244`, `net 10.244.0.0/16`, `net 10.0.0.0 mask 255.0.0.0`. */
export function netFilter(
  qualifiers: Qualifiers,
  word: FilterWord,
  mask: FilterWord | null,
): PacketFilter | string {
  if (word.kind === 'name') return `unknown network '${word.text}'`;
  const read = readAddress(word);
  if (typeof read === 'string') return read;
  if (mask === null) return short(qualifiers, word, read);
  const maskValue = readMask(mask);
  if (typeof maskValue === 'string') return maskValue;
  const value = (read.value * 2 ** (32 - read.bits)) >>> 0;
  const written = `${word.text}${mask.kind === 'number' ? '/' : ' mask '}${mask.text}`;
  if ((value & ~maskValue) !== 0) return `non-network bits set in "${written}"`;
  if (qualifiers.type !== 'net') return 'Mask syntax for networks only';
  return made(qualifiers, value, maskValue, 'net');
}

/** A network without a mask is as long as what was written of it. */
function short(qualifiers: Qualifiers, word: FilterWord, read: Address): PacketFilter | string {
  let { value, bits } = read;
  if (word.kind === 'number') {
    bits = 32;
    while (value !== 0 && value < 0x100_0000) {
      value *= 256;
      bits -= 8;
    }
    return made(qualifiers, value, maskOfBits(bits), 'net');
  }
  return made(qualifiers, (value * 2 ** (32 - bits)) >>> 0, maskOfBits(bits), 'net');
}

interface Address {
  /** The numbers that were written, one byte each. */
  readonly value: number;
  readonly bits: number;
}

function readAddress(word: FilterWord): Address | string {
  if (word.kind === 'number') return { value: word.value, bits: 32 };
  const bytes = word.text.split('.').map(Number);
  if (bytes.some((byte) => byte > 255)) return `invalid IPv4 address '${word.text}'`;
  return { value: bytes.reduce((value, byte) => value * 256 + byte, 0), bits: bytes.length * 8 };
}

function readMask(mask: FilterWord): number | string {
  if (mask.kind === 'number') {
    return mask.value > 32 ? 'mask length must be <= 32' : maskOfBits(mask.value);
  }
  const read = readAddress(mask);
  return typeof read === 'string' ? read : (read.value * 2 ** (32 - read.bits)) >>> 0;
}

function maskOfBits(bits: number): number {
  return bits === 0 ? 0 : (0xffff_ffff << (32 - bits)) >>> 0;
}

function made(
  { proto, way }: Qualifiers,
  addr: number,
  mask: number,
  type: 'host' | 'net',
): PacketFilter | string {
  if (proto === 'ether') return 'illegal link layer address';
  if (proto !== null && proto !== 'ip' && proto !== 'arp') return `'${proto}' modifier applied to ${type}`;
  return {
    kind: 'net',
    way: way ?? 'either',
    within: proto ?? 'any',
    addr: asIpv4((addr & mask) >>> 0),
    mask,
  };
}
