/** arping(8) of iputils 20221126: ARP packets made by hand, over a packet socket. Source: arping.c. */
import { packetOpen } from '../kernel/sock/packet';
import { readSocket } from '../kernel/sock/table';
import { transmitArp } from '../kernel/arp.send';
import type { NewProcess } from '../model/event';
import type { CapturedItem } from '../model/socket';
import type { Link } from '../model/link';
import type { Ipv4Addr, MacAddr } from '../wire/addr';
import { ANY_IPV4, BROADCAST_MAC, formatIpv4, formatMac } from '../wire/addr';
import { ARP_REPLY, ARP_REQUEST, parseArp } from '../wire/arp';
import { ETHERNET_HEADER_LEN, ETHERTYPE_ARP, ethType } from '../wire/ethernet';
import type { App, ProcessIo } from './app';
import { byName } from './by-name';
import type { Lookup } from './resolver';

const NS_PER_SEC = 1_000_000_000;
const NS_PER_US = 1000;

export interface ArpingOptions {
  readonly dst: Ipv4Addr;
  readonly lookup?: Lookup | null;
  /** As typed. */
  readonly host: string;
  readonly src: Ipv4Addr;
  readonly ifindex: number;
  /** What is sent: questions, questions of somebody without an address yet (`-D`), announcements (`-U`, `-A`). */
  readonly mode: 'ask' | 'detect' | 'announce' | 'answer';
  readonly count: number | null;
  readonly timeoutSec: number;
  readonly intervalSec: number;
  readonly quiet: boolean;
  /** `-f`. */
  readonly untilReply: boolean;
  /** `-b`. */
  readonly alwaysBroadcast: boolean;
}

interface ArpingState extends ArpingOptions {
  readonly socket: number;
  readonly sent: number;
  readonly broadcasts: number;
  readonly received: number;
  /** Answers that were for everybody, and questions among them. */
  readonly heardBroadcasts: number;
  readonly requests: number;
  readonly target: MacAddr;
  readonly sentNs: number;
  readonly done: boolean;
}

export function arpingProcess(options: ArpingOptions, argv: readonly string[]): NewProcess {
  const state: ArpingState = {
    ...options,
    ...{ socket: 0, sent: 0, broadcasts: 0, received: 0, heardBroadcasts: 0, requests: 0 },
    ...{ target: BROADCAST_MAC, sentNs: 0, done: false },
  };
  const endless = options.count === null && options.timeoutSec === 0;
  return { app: 'arping', argv, state, daemon: false, ...(endless && { endless }) };
}

const toAddress: App<ArpingState> = {
  kind: 'arping',
  run(io, state, wake) {
    if (state.done) return state;
    switch (wake.reason) {
      case 'start':
        return start(io, state);
      case 'timer':
        if (wake.timer === 'timeout' || (state.count !== null && state.sent >= state.count))
          return finish(io, state);
        return send(io, state);
      case 'socket':
        return receive(io, state);
    }
  },
  interrupt: finish,
};

export const arping: App<ArpingState> = byName(toAddress, {
  failed(io, state, why) {
    io.print(`arping: ${state.host}: ${why}`);
    io.exit(2);
    return { ...state, done: true };
  },
});

function linkOf(io: ProcessIo, { ifindex }: ArpingState): Link | null {
  return io.ns.links[ifindex] ?? null;
}

function say(io: ProcessIo, { quiet }: ArpingState, line: string): void {
  if (!quiet) io.print(line);
}

function start(io: ProcessIo, before: ArpingState): ArpingState {
  const { mode, dst } = before;
  const announces = mode === 'announce' || mode === 'answer';
  const state = { ...before, src: announces ? dst : mode === 'detect' ? ANY_IPV4 : before.src };
  const dev = linkOf(io, state)?.name ?? '';
  say(io, state, `ARPING ${formatIpv4(dst)} from ${formatIpv4(state.src)} ${dev}`);
  const socket = packetOpen(io.ctx, io.ns, { pid: io.pid, ifindex: state.ifindex, filter: null });
  if (state.timeoutSec > 0) io.after('timeout', state.timeoutSec * NS_PER_SEC);
  return send(io, { ...state, socket });
}

function send(io: ProcessIo, state: ArpingState): ArpingState {
  const link = linkOf(io, state);
  if (link === null) return finish(io, state);
  const answer = state.mode === 'answer';
  const packet = {
    op: answer ? ARP_REPLY : ARP_REQUEST,
    ...{ sha: link.mac, spa: state.src, tha: answer ? link.mac : state.target, tpa: state.dst },
  };
  transmitArp(io.ctx, io.ns, link, packet, state.target);
  io.after('send', state.intervalSec * NS_PER_SEC);
  const broadcasts = state.broadcasts + (state.target === BROADCAST_MAC ? 1 : 0);
  return { ...state, sent: state.sent + 1, broadcasts, sentNs: io.ctx.world.nowNs };
}

function receive(io: ProcessIo, state: ArpingState): ArpingState {
  let next = state;
  for (let item = readSocket(io.ctx, io.ns, state.socket); item !== null && !next.done;) {
    if (item.kind === 'frame') next = heard(io, next, item);
    item = readSocket(io.ctx, io.ns, state.socket);
  }
  return next;
}

/** Source: arping.c recv_pack. */
function heard(
  io: ProcessIo,
  state: ArpingState,
  { direction, l2, bytes, pktType }: CapturedItem,
): ArpingState {
  const mine = linkOf(io, state)?.mac;
  if (direction === 'out' || !l2 || pktType === 'otherhost' || ethType(bytes, 0) !== ETHERTYPE_ARP)
    return state;
  const read = parseArp(bytes, ETHERNET_HEADER_LEN, bytes.length);
  if (!read.ok) return state;
  const { op, sha, spa, tha, tpa } = read.value;
  if (spa !== state.dst) return state;
  const fits = state.mode === 'detect' ? sha !== mine : tpa === state.src && tha === mine;
  if (!fits) return state;
  const toAll = pktType !== 'host';
  const isRequest = op === ARP_REQUEST;
  const to = tha === mine ? '' : ` for [${formatMac(tha).toUpperCase()}]`;
  const us = Math.floor((io.ctx.world.nowNs - state.sentNs) / NS_PER_US);
  const trip = `${String(Math.floor(us / 1000))}.${String(us % 1000).padStart(3, '0')}ms`;
  const what = `${toAll ? 'Broadcast' : 'Unicast'} ${isRequest ? 'request' : 'reply'}`;
  const from = `${formatIpv4(spa)} [${formatMac(sha).toUpperCase()}]`;
  say(io, state, `${what} from ${from}${to}  ${trip}`);
  const next = {
    ...state,
    received: state.received + 1,
    heardBroadcasts: state.heardBroadcasts + (toAll ? 1 : 0),
    requests: state.requests + (isRequest ? 1 : 0),
    target: state.alwaysBroadcast ? state.target : sha,
  };
  return state.untilReply || state.mode === 'detect' ? finish(io, next) : next;
}

function finish(io: ProcessIo, state: ArpingState): ArpingState {
  if (state.done) return state;
  const { sent, received, requests, heardBroadcasts } = state;
  say(io, state, `Sent ${String(sent)} probes (${String(state.broadcasts)} broadcast(s))`);
  const odd = [
    ...(requests > 0 ? [`${String(requests)} request(s)`] : []),
    ...(heardBroadcasts > 0 ? [`${String(heardBroadcasts)} broadcast(s)`] : []),
  ];
  const more = odd.length > 0 ? ` (${odd.join(', ')})` : '';
  say(io, state, `Received ${String(received)} response(s)${more}`);
  io.exit(exitCode(state));
  return { ...state, done: true };
}

function exitCode({ mode, received, sent, timeoutSec, count }: ArpingState): number {
  if (mode === 'detect') return received > 0 ? 1 : 0;
  if (mode !== 'ask') return 0;
  return received === 0 || (timeoutSec > 0 && count !== null && sent > received) ? 1 : 0;
}
