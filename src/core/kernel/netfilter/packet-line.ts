/**
 * A packet as the LOG target tells it: `IN=eth0 OUT= MAC=… SRC=10.1.0.2 DST=10.1.0.1 LEN=84 … PROTO=ICMP TYPE=8 …`.
 * Source: net/netfilter/nf_log_syslog.c nf_log_ip_packet, dump_ipv4_packet.
 */
import { getU16, getU32 } from '../../base/bytes';
import type { Netns, World } from '../../model/world';
import type { Ifindex } from '../../model/link';
import { isBareIp } from '../../model/link';
import { asIpv4, formatIpv4, formatMac } from '../../wire/addr';
import { ETHERNET_HEADER_LEN, ethDst, ethSrc, ethType } from '../../wire/ethernet';
import { ICMP_ECHO, ICMP_ECHO_REPLY } from '../../wire/icmp4';
import {
  IPV4_HEADER_LEN,
  PROTO_ICMP,
  PROTO_TCP,
  PROTO_UDP,
  ipDf,
  ipDst,
  ipFragOffset,
  ipHeaderLen,
  ipId,
  ipMf,
  ipProto,
  ipSrc,
  ipTos,
  ipTotalLen,
  ipTtl,
} from '../../wire/ipv4';
import { linkOf } from '../ctx';
import { networkOffset } from '../skb';
import type { Seen } from './seen';

const ALL_NETNS = 'net/netfilter/nf_log_all_netns';
const PROTO_ESP = 50;
const PROTO_AH = 51;
/** Types that quote a packet: unreachable, source quench, redirect, time exceeded. */
const QUOTING: ReadonlySet<number> = new Set([3, 4, 5, 11]);
const ICMP_UNREACHABLE = 3;
const ICMP_FRAG_NEEDED = 4;
const ICMP_REDIRECT = 5;
const ICMP_PARAMETER = 12;
const TCP_FLAGS: readonly (readonly [number, string])[] = [
  [0x80, 'CWR'],
  [0x40, 'ECE'],
  [0x20, 'URG'],
  [0x10, 'ACK'],
  [0x08, 'PSH'],
  [0x04, 'RST'],
  [0x02, 'SYN'],
  [0x01, 'FIN'],
];

/** Only a machine's own namespace writes into its log, unless the machine wants all of them. */
export function logsHere({ machines, netns }: World, ns: Netns): boolean {
  const root = machines.find(({ id }) => id === ns.machine)?.root;
  if (root === undefined || root === ns.id) return true;
  return netns[root]?.sysctl.entries.get(ALL_NETNS) === 1;
}

/** The line without its prefix. `flags`: those of the LOG target (`--log-uid`). */
export function packetLine(seen: Seen, flags: readonly string[]): string {
  const { ns, skb, point } = seen;
  const name = (ifindex: number): string => linkOf(ns, ifindex)?.name ?? '';
  const { bridge } = skb;
  // What is forwarded still knows where it came from when it leaves.
  const from = point.in === 0 && bridge === null && seen.hook === 'POSTROUTING' ? skb.iif : point.in;
  return [
    `IN=${name(from)} OUT=${name(point.out)} `,
    ...(bridge === null ? [] : [`PHYSIN=${name(bridge.physIn)} `]),
    ...(bridge === null || bridge.physOut === 0 ? [] : [`PHYSOUT=${name(bridge.physOut)} `]),
    from === 0 ? '' : macPart(seen, from, flags.includes('--log-macdecode')),
    packetPart(skb.data, networkOffset(skb), skb.tail, flags, true),
    flags.includes('--log-uid') && isOfProcess(seen) ? 'UID=0 GID=0 ' : '',
    skb.mark === 0 ? '' : `MARK=0x${skb.mark.toString(16)} `,
  ].join('');
}

/** The frame's header as it came; a device without one has none. */
function macPart({ ns, skb }: Seen, from: Ifindex, decode: boolean): string {
  const link = linkOf(ns, from);
  const at = networkOffset(skb) - ETHERNET_HEADER_LEN;
  if (link === null || isBareIp(link) || at < 0) return decode ? '' : 'MAC= ';
  if (decode) {
    const type = ethType(skb.data, at).toString(16).padStart(4, '0');
    return `MACSRC=${formatMac(ethSrc(skb.data, at))} MACDST=${formatMac(ethDst(skb.data, at))} MACPROTO=${type} `;
  }
  const bytes = [...skb.data.subarray(at, at + ETHERNET_HEADER_LEN)];
  return `MAC=${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':')} `;
}

/** Everything here runs as root; what the kernel itself says has nobody behind it. */
function isOfProcess({ skb, hook }: Seen): boolean {
  if (skb.iif !== 0 || (hook !== 'OUTPUT' && hook !== 'POSTROUTING')) return false;
  const at = networkOffset(skb);
  return ipProto(skb.data, at) !== PROTO_ICMP || skb.data[at + ipHeaderLen(skb.data, at)] === ICMP_ECHO;
}

/** `outer` is false for a packet that is quoted in an ICMP error, and may be cut. */
function packetPart(
  data: Uint8Array,
  at: number,
  end: number,
  flags: readonly string[],
  outer: boolean,
): string {
  if (at + IPV4_HEADER_LEN > end) return 'TRUNCATED';
  const tos = ipTos(data, at);
  const hex = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
  const offset = ipFragOffset(data, at);
  return [
    `SRC=${formatIpv4(ipSrc(data, at))} DST=${formatIpv4(ipDst(data, at))} `,
    `LEN=${String(ipTotalLen(data, at))} TOS=${hex(tos & 0x1e)} PREC=${hex(tos & 0xe0)} `,
    `TTL=${String(ipTtl(data, at))} ID=${String(ipId(data, at))} `,
    ipDf(data, at) ? 'DF ' : '',
    ipMf(data, at) ? 'MF ' : '',
    offset === 0 ? '' : `FRAG:${String(offset / 8)} `,
    transportPart(data, at + ipHeaderLen(data, at), end, ipProto(data, at), offset !== 0, flags, outer),
  ].join('');
}

function transportPart(
  data: Uint8Array,
  at: number,
  end: number,
  proto: number,
  later: boolean,
  flags: readonly string[],
  outer: boolean,
): string {
  switch (proto) {
    case PROTO_TCP:
      return later ? 'PROTO=TCP ' : `PROTO=TCP ${tcpPart(data, at, end, flags)}`;
    case PROTO_UDP:
      if (later) return 'PROTO=UDP ';
      if (at + 8 > end) return `PROTO=UDP ${incomplete(at, end)}`;
      return `PROTO=UDP ${portsPart(data, at)}LEN=${String(getU16(data, at + 4))} `;
    case PROTO_ICMP:
      return later ? 'PROTO=ICMP ' : `PROTO=ICMP ${icmpPart(data, at, end, flags, outer)}`;
    case PROTO_ESP:
    case PROTO_AH: {
      const name = proto === PROTO_ESP ? 'ESP' : 'AH';
      if (later) return `PROTO=${name} `;
      const spiAt = proto === PROTO_ESP ? at : at + 4;
      if (at + 8 > end) return `PROTO=${name} ${incomplete(at, end)}`;
      return `PROTO=${name} SPI=0x${getU32(data, spiAt).toString(16)} `;
    }
    default:
      return `PROTO=${String(proto)} `;
  }
}

function incomplete(at: number, end: number): string {
  return `INCOMPLETE [${String(end - at)} bytes] `;
}

function portsPart(data: Uint8Array, at: number): string {
  return `SPT=${String(getU16(data, at))} DPT=${String(getU16(data, at + 2))} `;
}

function tcpPart(data: Uint8Array, at: number, end: number, flags: readonly string[]): string {
  if (at + 20 > end) return incomplete(at, end);
  const bits = data[at + 13] ?? 0;
  const headerLen = ((data[at + 12] ?? 0) >> 4) * 4;
  const options = [...data.subarray(at + 20, Math.min(end, at + headerLen))];
  const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
  return [
    portsPart(data, at),
    flags.includes('--log-tcp-sequence')
      ? `SEQ=${String(getU32(data, at + 4))} ACK=${String(getU32(data, at + 8))} `
      : '',
    `WINDOW=${String(getU16(data, at + 14))} `,
    `RES=0x${((data[at + 12] ?? 0) & 0x0f).toString(16).padStart(2, '0')} `,
    ...TCP_FLAGS.flatMap(([bit, name]) => ((bits & bit) === 0 ? [] : [`${name} `])),
    `URGP=${String(getU16(data, at + 18))} `,
    flags.includes('--log-tcp-options') && options.length > 0 ? `OPT (${options.map(hex).join('')}) ` : '',
  ].join('');
}

function icmpPart(
  data: Uint8Array,
  at: number,
  end: number,
  flags: readonly string[],
  outer: boolean,
): string {
  if (at + 8 > end) return incomplete(at, end);
  const type = data[at] ?? 0;
  const code = data[at + 1] ?? 0;
  const head = `TYPE=${String(type)} CODE=${String(code)} `;
  if (type === ICMP_ECHO || type === ICMP_ECHO_REPLY) {
    return `${head}ID=${String(getU16(data, at + 4))} SEQ=${String(getU16(data, at + 6))} `;
  }
  if (type === ICMP_PARAMETER) return `${head}PARAMETER=${String(getU32(data, at + 4) >>> 24)} `;
  if (!QUOTING.has(type)) return head;
  return [
    head,
    type === ICMP_REDIRECT ? `GATEWAY=${formatIpv4(asIpv4(getU32(data, at + 4)))} ` : '',
    outer ? `[${packetPart(data, at + 8, end, flags, false)}] ` : '',
    type === ICMP_UNREACHABLE && code === ICMP_FRAG_NEEDED ? `MTU=${String(getU16(data, at + 6))} ` : '',
  ].join('');
}
