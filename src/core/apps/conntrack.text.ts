/** Flows as `conntrack -L` and `-E` print them. Source: libnetfilter_conntrack src/conntrack/snprintf_default.c. */
import type { CtEntry, CtTuple } from '../model/conntrack';
import type { NfCounter } from '../model/netfilter';
import { formatIpv4 } from '../wire/addr';

const NS_PER_SEC = 1_000_000_000;
const PROTO_ICMP = 1;
const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, sctp: 132 };

export function protocolName(proto: number): string {
  return Object.entries(PROTOCOLS).find(([, number]) => number === proto)?.[0] ?? 'unknown';
}

/** `  [NEW]`: what happened, in nine columns. */
const EVENTS = { new: '    [NEW]', update: ' [UPDATE]', destroy: '[DESTROY]' } as const;
export type FlowEvent = keyof typeof EVENTS;

export interface FlowForm {
  /** The layer 3 protocol stands in front (`-o extended`). */
  readonly extended?: boolean;
  /** The flow's number stands at the end (`-o id`). */
  readonly id?: boolean;
}

/** One flow as `conntrack -L` prints it, with the seconds that are left. */
export function flowLine(nowNs: number, entry: CtEntry, form: FlowForm): string {
  const words = [...begin(entry, form), left(nowNs, entry), ...body(entry, true)];
  return [...words, `mark=${String(entry.mark)} use=1`, ...end(entry, form)].join(' ');
}

/**
 * An event as `conntrack -E` prints it: of a flow that ended by itself no time is left, and only then it is told what was
 * counted. `by` is the netlink port of who deleted it.
 */
export function eventLine(
  nowNs: number,
  event: FlowEvent,
  entry: CtEntry,
  by: number | null,
  form: FlowForm,
): string {
  const over = event === 'destroy' && by === null;
  return [
    EVENTS[event],
    ...begin(entry, form),
    ...(over ? [] : [left(nowNs, entry)]),
    ...body(entry, event === 'destroy'),
    ...(entry.mark === 0 ? [] : [`mark=${String(entry.mark)}`]),
    ...end(entry, form),
    ...(by === null ? [] : [`[USERSPACE] portid=${String(by)}`]),
  ].join(' ');
}

function begin({ original: { proto } }: CtEntry, { extended }: FlowForm): readonly string[] {
  return [...(extended === true ? ['ipv4     2'] : []), `${protocolName(proto).padEnd(8)} ${String(proto)}`];
}

function left(nowNs: number, { expiresNs }: CtEntry): string {
  return String(Math.floor((expiresNs - nowNs) / NS_PER_SEC));
}

function body(
  { original, reply, tcp, sctp, seenReply, assured, seen }: CtEntry,
  counting: boolean,
): readonly string[] {
  return [
    ...(tcp === null ? [] : [tcp]),
    ...(sctp === null ? [] : [sctp.state]),
    tupleText(original),
    ...counts(counting ? seen?.original : undefined),
    ...(seenReply ? [] : ['[UNREPLIED]']),
    tupleText(reply),
    ...counts(counting ? seen?.reply : undefined),
    ...(assured ? ['[ASSURED]'] : []),
  ];
}

function end({ id }: CtEntry, form: FlowForm): readonly string[] {
  return form.id === true ? [`id=${String(id)}`] : [];
}

/** With `nf_conntrack_acct` each direction is counted. */
function counts(seen: NfCounter | undefined): readonly string[] {
  return seen === undefined ? [] : [`packets=${String(seen.packets)} bytes=${String(seen.bytes)}`];
}

function tupleText({ src, dst, proto, srcPort, dstPort, icmpType }: CtTuple): string {
  const ends = `src=${formatIpv4(src)} dst=${formatIpv4(dst)}`;
  if (proto === PROTO_ICMP) return `${ends} type=${String(icmpType)} code=0 id=${String(srcPort)}`;
  return srcPort === 0 && dstPort === 0 ? ends : `${ends} sport=${String(srcPort)} dport=${String(dstPort)}`;
}
