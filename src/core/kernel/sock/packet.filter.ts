/**
 * Runs a filter on a frame, as the BPF program that libpcap makes of it does: left to right, and a frame too short for a
 * byte that is asked for is let through by no filter, whatever stands around the question.
 * Source: libpcap gencode.c, Linux net/core/filter.c.
 */
import { getU16, getU32, getU8 } from '../../base/bytes';
import type {
  FilterHeader,
  FilterNumber,
  FilterOperator,
  FilterRelation,
  FilterWay,
  PacketFilter,
} from '../../model/packet-filter';
import { BROADCAST_MAC } from '../../wire/addr';
import {
  ETHERNET_HEADER_LEN,
  ETHERTYPE_ARP,
  ETHERTYPE_IPV4,
  ethDst,
  ethSrc,
  ethType,
} from '../../wire/ethernet';
import { vidOf } from '../../wire/vlan';
import { ipFragOffset, ipHeaderLen, ipProto } from '../../wire/ipv4';

/** A frame as a packet socket sees it: `[from, to)` of the data. */
export interface FilteredFrame {
  readonly data: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Whether it begins with an Ethernet header; else it is bare IPv4. */
  readonly l2: boolean;
  /** Of the frame as the socket hands it out, bytes. */
  readonly lenBytes: number;
  readonly direction: 'in' | 'out';
  /** VLAN tag beside the bytes, 0 for none. */
  readonly tag: number;
}

/** Source and target protocol address of an ARP packet, from its beginning. */
const ARP_SPA = 14;
const ARP_TPA = 24;
const ETHERTYPE_RARP = 0x8035;
const IP_SRC = 12;
const IP_DST = 16;
const IP_DST_GROUP = 224;

/** Answer of a test: too short for it ends the whole filter. */
type Answer = boolean | 'too-short';

export function filterLets(filter: PacketFilter, frame: FilteredFrame): boolean {
  return test(filter, frame) === true;
}

function test(filter: PacketFilter, frame: FilteredFrame): Answer {
  switch (filter.kind) {
    case 'and': {
      const left = test(filter.left, frame);
      return left === true ? test(filter.right, frame) : left;
    }
    case 'or': {
      const left = test(filter.left, frame);
      return left === false ? test(filter.right, frame) : left;
    }
    case 'not': {
      const of = test(filter.of, frame);
      return of === 'too-short' ? of : !of;
    }
    case 'ethertype':
      return protocolIs(frame, filter.type);
    case 'ip-proto':
      return isIpProto(frame, [filter.proto]);
    case 'net':
      return netFits(filter, frame);
    case 'ports':
      return portsFit(filter, frame);
    case 'mac':
      return eitherWay(
        filter.way,
        () => (has(frame, 6, 6) ? ethSrc(frame.data, frame.from) === filter.mac : 'too-short'),
        () => (has(frame, 0, 6) ? ethDst(frame.data, frame.from) === filter.mac : 'too-short'),
      );
    case 'mac-broadcast':
      return has(frame, 0, 6) ? ethDst(frame.data, frame.from) === BROADCAST_MAC : 'too-short';
    case 'mac-multicast':
      // The group bit is in the first byte, and no more of the address is looked at.
      return has(frame, 0, 1) ? (getU8(frame.data, frame.from) & 1) === 1 : 'too-short';
    case 'ip-multicast': {
      const first = isIp(frame) === true ? load(frame, network(frame) + IP_DST, 1) : false;
      return typeof first === 'number' ? first >= IP_DST_GROUP : first;
    }
    case 'vlan':
      // The tag is beside the bytes, so that what is asked besides finds them where they are without one.
      return frame.tag !== 0 && (filter.vid === null || vidOf(frame.tag) === filter.vid);
    case 'direction':
      return frame.direction === filter.direction;
    case 'relation':
      return relationHolds(filter.op, filter.left, filter.right, frame);
  }
}

/** Where the network header begins, from the frame's beginning. */
function network(frame: FilteredFrame): number {
  return frame.l2 ? ETHERNET_HEADER_LEN : 0;
}

function has({ from, to }: FilteredFrame, at: number, size: number): boolean {
  return at >= 0 && from + at + size <= to;
}

function load(frame: FilteredFrame, at: number, size: 1 | 2 | 4): number | 'too-short' {
  if (!has(frame, at, size)) return 'too-short';
  const { data, from } = frame;
  if (size === 1) return getU8(data, from + at);
  return size === 2 ? getU16(data, from + at) : getU32(data, from + at);
}

function protocolIs(frame: FilteredFrame, type: number): Answer {
  if (!frame.l2) return type === ETHERTYPE_IPV4;
  return has(frame, 0, ETHERNET_HEADER_LEN) ? ethType(frame.data, frame.from) === type : 'too-short';
}

function isIp(frame: FilteredFrame): Answer {
  return protocolIs(frame, ETHERTYPE_IPV4);
}

function isIpProto(frame: FilteredFrame, protos: readonly number[]): Answer {
  const ip = isIp(frame);
  if (ip !== true) return ip;
  const at = network(frame);
  return has(frame, at + 9, 1) ? protos.includes(ipProto(frame.data, frame.from + at)) : 'too-short';
}

/** Compares with one end or the other, in the order in which libpcap does. */
function eitherWay(way: FilterWay, src: () => Answer, dst: () => Answer): Answer {
  switch (way) {
    case 'src':
      return src();
    case 'dst':
      return dst();
    case 'either': {
      const first = src();
      return first === false ? dst() : first;
    }
    case 'both': {
      const first = src();
      return first === true ? dst() : first;
    }
  }
}

function netFits(filter: PacketFilter & { kind: 'net' }, frame: FilteredFrame): Answer {
  const { way, within, addr, mask } = filter;
  const at = network(frame);
  const fits = (offset: number) => (): Answer => {
    const found = load(frame, at + offset, 4);
    return found === 'too-short' ? found : (found & mask) >>> 0 === addr;
  };
  if (within !== 'arp') {
    const ip = isIp(frame);
    if (ip === 'too-short') return ip;
    if (ip) return eitherWay(way, fits(IP_SRC), fits(IP_DST));
    if (within === 'ip') return false;
  }
  for (const type of within === 'arp' ? [ETHERTYPE_ARP] : [ETHERTYPE_ARP, ETHERTYPE_RARP]) {
    if (protocolIs(frame, type) === true) return eitherWay(way, fits(ARP_SPA), fits(ARP_TPA));
  }
  return false;
}

/** Where the transport header of the first fragment begins; false for a later one. */
function transport(frame: FilteredFrame): number | false | 'too-short' {
  const at = network(frame);
  if (!has(frame, at, 8)) return 'too-short';
  const ip = frame.from + at;
  return ipFragOffset(frame.data, ip) === 0 ? at + ipHeaderLen(frame.data, ip) : false;
}

function portsFit(filter: PacketFilter & { kind: 'ports' }, frame: FilteredFrame): Answer {
  const proto = isIpProto(frame, filter.protos);
  if (proto !== true) return proto;
  const at = transport(frame);
  if (typeof at !== 'number') return at;
  const fits = (offset: number) => (): Answer => {
    const port = load(frame, at + offset, 2);
    return port === 'too-short' ? port : port >= filter.from && port <= filter.to;
  };
  return eitherWay(filter.way, fits(0), fits(2));
}

const PROTO_OF: Readonly<Partial<Record<FilterHeader, number>>> = { icmp: 1, tcp: 6, udp: 17 };

/** Where a header begins, false where the frame has none. */
function headerAt(header: FilterHeader, frame: FilteredFrame): number | false | 'too-short' {
  switch (header) {
    case 'ether':
      return 0;
    case 'ip':
    case 'arp': {
      const is = protocolIs(frame, header === 'ip' ? ETHERTYPE_IPV4 : ETHERTYPE_ARP);
      return is === true ? network(frame) : is;
    }
    default: {
      const is = isIpProto(frame, [PROTO_OF[header] ?? -1]);
      return is === true ? transport(frame) : is;
    }
  }
}

function relationHolds(
  op: FilterRelation,
  left: FilterNumber,
  right: FilterNumber,
  frame: FilteredFrame,
): Answer {
  const a = valueOf(left, frame);
  if (typeof a !== 'number') return a;
  const b = valueOf(right, frame);
  if (typeof b !== 'number') return b;
  switch (op) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
  }
}

/** False where a header that is asked for is not the frame's: then no relation holds. */
function valueOf(number: FilterNumber, frame: FilteredFrame): number | false | 'too-short' {
  switch (number.kind) {
    case 'number':
      return number.value;
    case 'length':
      return frame.lenBytes;
    case 'load': {
      const header = headerAt(number.header, frame);
      if (typeof header !== 'number') return header;
      const at = valueOf(number.at, frame);
      return typeof at === 'number' ? load(frame, header + at, number.size) : at;
    }
    case 'arithmetic': {
      const left = valueOf(number.left, frame);
      if (typeof left !== 'number') return left;
      const right = valueOf(number.right, frame);
      if (typeof right !== 'number') return right;
      return calculate(number.op, left, right);
    }
  }
}

/** In 32 bits without sign; a division by zero ends the filter. */
function calculate(op: FilterOperator, a: number, b: number): number | 'too-short' {
  switch (op) {
    case '+':
      return (a + b) >>> 0;
    case '-':
      return (a - b) >>> 0;
    case '*':
      return Math.imul(a, b) >>> 0;
    case '/':
      return b === 0 ? 'too-short' : Math.floor(a / b);
    case '%':
      return b === 0 ? 'too-short' : a % b;
    case '&':
      return (a & b) >>> 0;
    case '|':
      return (a | b) >>> 0;
    case '^':
      return (a ^ b) >>> 0;
    case '<<':
      return b > 31 ? 0 : (a << b) >>> 0;
    case '>>':
      return b > 31 ? 0 : a >>> b;
  }
}
