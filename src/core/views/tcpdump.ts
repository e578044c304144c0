/**
 * Captures as tcpdump would print them: which frames pass a device, and the text of each. Always as with `-n`: no name
 * is looked up. All of it is computed from the frames' bytes.
 */
import type { PktType } from '../model/skb';
import type { World } from '../model/world';
import { formatMac } from '../wire/addr';
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, ethSrc, ethType } from '../wire/ethernet';
import { isVlanType, VLAN_HEADER_LEN } from '../wire/vlan';
import { devName, linkAt, netnsName } from './names';
import type { ViewSource } from './source';
import { tappedAt, type TappedFrame } from './tap';
import { printArp } from './tcpdump/arp';
import { etherTypeName, printerOf, printEthernet } from './tcpdump/ethernet';
import { printGeneve } from './tcpdump/geneve';
import { printIcmp } from './tcpdump/icmp';
import { printIp } from './tcpdump/ip';
import type { Dump, Printer, PrinterName, TcpConversations, TcpdumpOptions } from './tcpdump/printer';
import { printSctp } from './tcpdump/sctp';
import { printTcp } from './tcpdump/tcp';
import { printUdp } from './tcpdump/udp';
import { printOtv, printVxlan } from './tcpdump/vxlan';

export type { TcpConversations, TcpdumpOptions } from './tcpdump/printer';

const PRINTERS = {
  ethernet: printEthernet,
  arp: printArp,
  ip: printIp,
  icmp: printIcmp,
  tcp: printTcp,
  udp: printUdp,
  sctp: printSctp,
  vxlan: printVxlan,
  otv: printOtv,
  geneve: printGeneve,
} satisfies { readonly [N in PrinterName]: Printer };

/** What of a frame is printed. */
export type CapturedFrame = Pick<TappedFrame, 'seq' | 'atNs' | 'direction' | 'bytes' | 'l2'>;

/** What passed one device. */
export interface Capture {
  readonly netns: string;
  readonly dev: string;
  readonly frames: readonly CapturedFrame[];
}

/** The captures of all devices that anything passed between two records (both included), by netns and device. */
export function captures(source: ViewSource, fromSeq: number, toSeq: number): readonly Capture[] {
  const { trace } = source;
  const last = Math.min(toSeq, trace.length - 1);
  if (last < fromSeq) return [];
  const world = source.worldAt(last);
  const found = new Map<string, { netns: number; dev: number; name: Capture; frames: CapturedFrame[] }>();
  for (let seq = fromSeq; seq <= last; seq += 1) {
    const frame = tappedAt(trace, seq);
    if (frame === null) continue;
    const { netns, dev } = frame;
    const key = `${netns}/${dev}`;
    let capture = found.get(key);
    if (capture === undefined) {
      const frames: CapturedFrame[] = [];
      capture = { netns, dev, name: nameOf(source, world, seq, frames), frames };
      found.set(key, capture);
    }
    capture.frames.push(frame);
  }
  return [...found.values()].sort((a, b) => a.netns - b.netns || a.dev - b.dev).map(({ name }) => name);
}

/** A device that is gone by the end still had a name when the frame passed it. */
function nameOf(source: ViewSource, end: World, seq: number, frames: readonly CapturedFrame[]): Capture {
  const { netns, dev } = source.trace.record(seq);
  const world = linkAt(end, netns, dev) === null ? source.worldAt(seq) : end;
  return { netns: netnsName(world, netns), dev: devName(world, netns, dev), frames };
}

/**
 * The text of one frame, without a time; several lines for tunnels, and with `-v`. `conversations` is what tcpdump
 * remembers of the frames before.
 */
export function frameText(
  { bytes, l2 }: Pick<CapturedFrame, 'bytes' | 'l2'>,
  options: TcpdumpOptions,
  conversations: TcpConversations = new Map(),
): string {
  const dump: Dump = { bytes, options, conversations, next: (name, piece) => PRINTERS[name](dump, piece) };
  const piece = { at: 0, end: bytes.length, length: bytes.length, ip: -1 };
  if (l2) return dump.next('ethernet', piece);
  // Source: print-raw.c raw_if_print.
  return `${options.ether ? 'ip: ' : ''}${dump.next('ip', piece)}`;
}

/** How the frame came to the device, as `-i any` says it. Source: print-sll.c sll_pkttype_values. */
const SLL_PACKET_TYPES: Readonly<Record<PktType, string>> = {
  host: 'In',
  broadcast: 'B',
  multicast: 'M',
  otherhost: 'P',
  outgoing: 'Out',
};
const SLL2_HEADER_LEN = 20;

/**
 * The text of a frame where all devices are listened to: device and direction stand in the place of the link layer.
 * Source: print-sll.c sll2_if_print.
 */
export function anyDeviceText(
  {
    bytes,
    l2,
    ifindex,
    pktType,
  }: Pick<TappedFrame, 'bytes' | 'l2' | 'pktType'> & { readonly ifindex: number },
  name: string,
  options: TcpdumpOptions,
  conversations: TcpConversations = new Map(),
): string {
  // The tag of a VLAN is beside the bytes of a frame, and the cooked header has no place for it.
  const tagged = l2 && isVlanType(ethType(bytes, 0));
  const at = l2 ? ETHERNET_HEADER_LEN + (tagged ? VLAN_HEADER_LEN : 0) : 0;
  const type = l2 ? ethType(bytes, at - ETHERNET_HEADER_LEN) : ETHERTYPE_IPV4;
  const length = bytes.length - at;
  const mac = l2 ? `${formatMac(ethSrc(bytes, 0))} ` : '';
  const hex = type.toString(16).padStart(4, '0');
  const ethertype = `ethertype ${etherTypeName(type)} (0x${hex}), length ${length + SLL2_HEADER_LEN}: `;
  const header = `ifindex ${ifindex} ${mac}${ethertype}`;
  const place = `${name.padEnd(5)} ${SLL_PACKET_TYPES[pktType].padEnd(3)} `;
  const printer = printerOf(type);
  if (printer === null) return place + header;
  const dump: Dump = { bytes, options, conversations, next: (next, piece) => PRINTERS[next](dump, piece) };
  const body = dump.next(printer, { at, end: bytes.length, length, ip: -1 });
  return place + (options.ether ? header : '') + body;
}

/** `00:00:01.000113`: the clock of a machine that was started at midnight. Source: util-print.c ts_print. */
export function timeText(atNs: number): string {
  const micros = Math.floor(atNs / 1000);
  const seconds = Math.floor(micros / 1_000_000);
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/** One packet as tcpdump prints it. */
export function tcpdumpLine(
  frame: CapturedFrame,
  options: TcpdumpOptions,
  conversations: TcpConversations = new Map(),
): string {
  return `${timeText(frame.atNs)} ${frameText(frame, options, conversations)}`;
}
