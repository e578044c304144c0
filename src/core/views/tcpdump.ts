/**
 * Captures as tcpdump would print them: which frames pass a device, and the text of each. Always as with `-n`: no name
 * is looked up. All of it is computed from the frames' bytes.
 */
import type { World } from '../model/world';
import { devName, linkAt, netnsName } from './names';
import type { ViewSource } from './source';
import { tappedAt, type TappedFrame } from './tap';
import { printArp } from './tcpdump/arp';
import { printEthernet } from './tcpdump/ethernet';
import { printIcmp } from './tcpdump/icmp';
import { printIp } from './tcpdump/ip';
import type { Dump, Printer, PrinterName, TcpConversations, TcpdumpOptions } from './tcpdump/printer';
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
  vxlan: printVxlan,
  otv: printOtv,
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
