/** tcpdump(8): listens at a device and prints what passes, until it has seen enough or is interrupted. */
import { packetOpen } from '../kernel/sock/packet';
import { readSocket } from '../kernel/sock/table';
import type { NewProcess } from '../model/event';
import type { Ifindex } from '../model/link';
import type { PacketFilter } from '../model/packet-filter';
import type { CapturedItem, PacketSocket } from '../model/socket';
import { anyDeviceText, frameText, type TcpConversations, type TcpdumpOptions } from '../views/tcpdump';
import { bytesLines, stampText, type BytesForm, type TimeForm } from '../views/tcpdump/packet-text';
import { ETHERNET_HEADER_LEN, ethType } from '../wire/ethernet';
import { isVlanType, VLAN_HEADER_LEN } from '../wire/vlan';
import type { App, ProcessIo } from './app';

export interface TcpdumpProcessOptions extends TcpdumpOptions {
  /** Name of the device, `any` for all. */
  readonly dev: string;
  /** 0 for all. */
  readonly ifindex: Ifindex;
  /** As tcpdump names it: `EN10MB (Ethernet)`. */
  readonly linkType: string;
  readonly filter: PacketFilter | null;
  /** `-t` and its repetitions. */
  readonly time: TimeForm;
  /** `-x`, `-X`, `-A`; null: its bytes are not shown. */
  readonly dump: BytesForm | null;
  /** `-c`; null: until it is interrupted. */
  readonly count: number | null;
}

interface TcpdumpState extends TcpdumpProcessOptions {
  /** 0 until it is open. */
  readonly socket: number;
  readonly captured: number;
  /** When the first packet and the one before came. */
  readonly firstNs: number;
  readonly previousNs: number;
  readonly conversations: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const SNAPLEN = 262_144;

export function tcpdumpProcess(options: TcpdumpProcessOptions, argv: readonly string[]): NewProcess {
  const state: TcpdumpState = {
    ...options,
    socket: 0,
    captured: 0,
    firstNs: 0,
    previousNs: 0,
    conversations: new Map(),
  };
  return { app: 'tcpdump', argv, state, daemon: false, endless: true };
}

export const tcpdump: App<TcpdumpState> = {
  kind: 'tcpdump',
  run(io, state, wake) {
    if (wake.reason === 'start') return start(io, state);
    return wake.reason === 'socket' ? capture(io, state) : state;
  },
  // What was seen before the signal is printed before the counts.
  interrupt: (io, state) => {
    const last = capture(io, state);
    if (state.count === null || last.captured < state.count) finish(io, last);
    return last;
  },
};

function start(io: ProcessIo, state: TcpdumpState): TcpdumpState {
  const { pid } = io;
  const socket = packetOpen(io.ctx, io.ns, { pid, ifindex: state.ifindex, filter: state.filter });
  const listening = `listening on ${state.dev}, link-type ${state.linkType}, snapshot length ${SNAPLEN} bytes`;
  if (state.ifindex === 0) io.print('tcpdump: data link type LINUX_SLL2');
  if (state.verbose) io.print(`tcpdump: ${listening}`);
  else {
    io.print('tcpdump: verbose output suppressed, use -v[v]... for full protocol decode');
    io.print(listening);
  }
  return { ...state, socket };
}

function capture(io: ProcessIo, state: TcpdumpState): TcpdumpState {
  // The process's state is never written to: what is remembered of conversations goes into a copy.
  const conversations: TcpConversations = new Map(state.conversations);
  let { captured, firstNs, previousNs } = state;
  while (state.count === null || captured < state.count) {
    const item = readSocket(io.ctx, io.ns, state.socket);
    if (item === null) break;
    if (item.kind !== 'frame') continue;
    const { atNs, bytes } = item;
    if (captured === 0) [firstNs, previousNs] = [atNs, atNs];
    const stamp = stampText(state.time, atNs, previousNs, firstNs);
    for (const line of (stamp + lineOf(io, state, item, conversations)).split('\n')) io.print(line);
    if (state.dump !== null) {
      const header = item.l2 && !state.dump.whole ? linkHeaderLength(bytes) : 0;
      for (const line of bytesLines(bytes.subarray(header), state.dump.as)) io.print(line);
    }
    previousNs = atNs;
    captured += 1;
  }
  const next = { ...state, captured, firstNs, previousNs, conversations };
  if (captured === state.count) finish(io, next);
  return next;
}

function lineOf(
  io: ProcessIo,
  state: TcpdumpState,
  item: CapturedItem,
  conversations: TcpConversations,
): string {
  const name = io.ns.links[item.ifindex]?.name ?? `if${String(item.ifindex)}`;
  return state.ifindex === 0
    ? anyDeviceText(item, name, state, conversations)
    : frameText(item, state, conversations);
}

/** Of Ethernet, with the tag of a VLAN where there is one. */
function linkHeaderLength(bytes: Uint8Array): number {
  return ETHERNET_HEADER_LEN + (isVlanType(ethType(bytes, 0)) ? VLAN_HEADER_LEN : 0);
}

/** Source: tcpdump.c info. */
function finish(io: ProcessIo, { captured, socket }: TcpdumpState): void {
  const { received, dropped } = io.ns.sockets.entries.get(socket) as PacketSocket;
  io.print(`${count(captured)} captured`);
  io.print(`${count(received)} received by filter`);
  io.print(`${count(dropped)} dropped by kernel`);
  io.exit(0);
}

function count(packets: number): string {
  return `${String(packets)} packet${packets === 1 ? '' : 's'}`;
}
