/** `conntrack -E`: tells of flows as they come, change and go, until it is interrupted. Source: conntrack-tools 1.4.7 src/conntrack.c event_cb. */
import { timeStamp } from '../base/clock';
import { nextU32 } from '../base/prng';
import { ctnetlinkOpen } from '../kernel/sock/ctnetlink';
import { readSocket } from '../kernel/sock/table';
import type { CtEntry } from '../model/conntrack';
import type { NewProcess } from '../model/event';
import type { FlowItem } from '../model/socket';
import { formatIpv4 } from '../wire/addr';
import type { App, ProcessIo } from './app';
import { eventLine, protocolName, type FlowEvent, type FlowForm } from './conntrack.text';

/** What a filter looks at, by its option: plain data, for a process keeps it. */
export interface FlowFilter {
  readonly option: keyof typeof LOOKS_AT;
  readonly value: string;
}

const LOOKS_AT = {
  '-p': ({ original }: CtEntry) => protocolName(original.proto),
  '-s': ({ original }: CtEntry) => formatIpv4(original.src),
  '-d': ({ original }: CtEntry) => formatIpv4(original.dst),
  '-r': ({ reply }: CtEntry) => formatIpv4(reply.src),
  '-q': ({ reply }: CtEntry) => formatIpv4(reply.dst),
  '--sport': ({ original }: CtEntry) => String(original.srcPort),
  '--dport': ({ original }: CtEntry) => String(original.dstPort),
  '--reply-port-src': ({ reply }: CtEntry) => String(reply.srcPort),
  '--reply-port-dst': ({ reply }: CtEntry) => String(reply.dstPort),
  '--state': ({ tcp, sctp }: CtEntry) => tcp ?? sctp?.state ?? '',
  '-m': ({ mark }: CtEntry) => String(mark),
  '-n': (entry: CtEntry) => String(sourceTranslated(entry)),
  '-g': (entry: CtEntry) => String(destinationTranslated(entry)),
  '-j': (entry: CtEntry) => String(sourceTranslated(entry) || destinationTranslated(entry)),
} as const;

export function isFlowOption(word: string): word is FlowFilter['option'] {
  return Object.hasOwn(LOOKS_AT, word);
}

export function flowFits(entry: CtEntry, filters: readonly FlowFilter[]): boolean {
  return filters.every(({ option, value }) => LOOKS_AT[option](entry) === value);
}

function sourceTranslated({ original, reply }: CtEntry): boolean {
  return original.src !== reply.dst || (original.icmpType === 0 && original.srcPort !== reply.dstPort);
}

function destinationTranslated({ original, reply }: CtEntry): boolean {
  return original.dst !== reply.src || (original.icmpType === 0 && original.dstPort !== reply.srcPort);
}

export interface FlowEventsOptions {
  readonly filters: readonly FlowFilter[];
  readonly events: readonly FlowEvent[];
  readonly form: FlowForm;
  /** `-o timestamp`. */
  readonly stamped: boolean;
}

interface FlowEventsState extends FlowEventsOptions {
  readonly socket: number;
  readonly shown: number;
}

export function flowEventsProcess(options: FlowEventsOptions, argv: readonly string[]): NewProcess {
  return { app: 'conntrack', argv, state: { ...options, socket: 0, shown: 0 }, daemon: false, endless: true };
}

export const conntrack: App<FlowEventsState> = {
  kind: 'conntrack',
  run(io, state, wake) {
    if (wake.reason === 'start') return { ...state, socket: ctnetlinkOpen(io.ctx, io.ns, io.pid) };
    return wake.reason === 'socket' ? told(io, state) : state;
  },
  interrupt(io, state) {
    const last = told(io, state);
    io.print(`conntrack v1.4.7 (conntrack-tools): ${String(last.shown)} flow events have been shown.`);
    io.exit(0);
    return last;
  },
};

function told(io: ProcessIo, state: FlowEventsState): FlowEventsState {
  let { shown } = state;
  for (let item = readSocket(io.ctx, io.ns, state.socket); item !== null;) {
    if (item.kind === 'flow' && state.events.includes(item.event) && flowFits(item.entry, state.filters)) {
      io.print(text(io, state, item));
      shown += 1;
    }
    item = readSocket(io.ctx, io.ns, state.socket);
  }
  return { ...state, shown };
}

function text(
  io: ProcessIo,
  { form, stamped }: FlowEventsState,
  { atNs, event, entry, byHand }: FlowItem,
): string {
  // Whoever deletes has a netlink port of a number nobody chose.
  const by = byHand ? nextU32(io.ctx.random(io.ns.id, 'netlink.port')) : null;
  const line = eventLine(atNs, event, entry, by, form);
  return stamped ? `${timeStamp(atNs)}\t${line}` : line;
}
