/** How a packet ended. Of several copies the one that got furthest decides. */
import type { TraceRecord } from '../trace/record';
import type { PacketLane } from './contract';
import type { ViewSource } from './source';
import type { TraceIndex } from './trace-index';

export type Fate = PacketLane['fate'];

/** From least to most telling: a copy nobody wanted says less than one that was refused. */
const RANKS = ['in-flight', 'ignored', 'dropped', 'consumed', 'delivered'] as const;

/** What the kernel's tunnels and relaying processes receive is a wrapping: the packet in it goes on. */
function goesOn({ detail }: TraceRecord<'sock.deliver'>): boolean {
  return (detail.pid === 0 && detail.socket !== 'tcp' && detail.socket !== 'sctp') || detail.relay === true;
}

/** Messages that are taken in: an initiation, a response, a sign of life. */
const ENDS_HANDSHAKE: ReadonlySet<string> = new Set(['accept', 'complete', 'heard']);

function rankOf(record: TraceRecord): number {
  switch (record.kind) {
    case 'drop':
      return RANKS.indexOf('dropped');
    case 'sock.deliver':
      return goesOn(record) ? 0 : RANKS.indexOf('delivered');
    case 'wireguard.session':
      return ENDS_HANDSHAKE.has(record.verdict) ? RANKS.indexOf('consumed') : 0;
    case 'sock.send':
      return record.verdict === 'refused' ? RANKS.indexOf('dropped') : 0;
    case 'route.exception':
      // A redirect; what a tunnel learns from a packet of its own ends nothing.
      return record.detail.gateway === 0 ? 0 : RANKS.indexOf('consumed');
    case 'icmp.echo':
      return RANKS.indexOf('delivered');
    case 'arp.receive':
      return RANKS.indexOf(record.verdict === 'ignore' ? 'ignored' : 'consumed');
    default:
      return 0;
  }
}

/** Whether a packet's way ends with this record, as far as this copy is concerned. */
export function isEnd(record: TraceRecord): boolean {
  return rankOf(record) > 0 || (record.kind === 'ip.reassemble' && record.verdict === 'waiting');
}

/** For each record of a packet the best rank at or after it. */
function ranksFrom(source: ViewSource, index: TraceIndex, seqs: readonly number[]): Map<number, number> {
  const ranks = new Map<number, number>();
  for (const seq of [...seqs].reverse()) {
    const own = rankOf(source.trace.record(seq));
    ranks.set(seq, Math.max(own, ...(index.children[seq] ?? []).map((child) => ranks.get(child) ?? 0)));
  }
  return ranks;
}

/** Fate of a packet by number. */
export function fateOf(source: ViewSource, index: TraceIndex, packet: number): Fate {
  const seqs = index.packets.get(packet) ?? [];
  const rank = RANKS[ranksFrom(source, index, seqs).get(seqs[0] ?? -1) ?? 0] ?? 'in-flight';
  return rank === 'ignored' ? 'consumed' : rank;
}

/** The way on from `seq`: at each parting of copies the one that gets furthest, the first of equals. */
export function pathFrom(source: ViewSource, index: TraceIndex, seq: number): number[] {
  const { packet } = source.trace.record(seq);
  const ranks = ranksFrom(source, index, index.packets.get(packet) ?? []);
  const path: number[] = [];
  let at = seq;
  for (;;) {
    const next = (index.children[at] ?? []).reduce<number | null>(
      (best, child) => (best === null || (ranks.get(child) ?? 0) > (ranks.get(best) ?? 0) ? child : best),
      null,
    );
    if (next === null) return path;
    path.push(next);
    at = next;
  }
}

/** Number of copies whose ways differ: leaves of the packet's tree, without the errors sent about it. */
export function branchesOf(source: ViewSource, index: TraceIndex, packet: number): number {
  const leaves = (index.packets.get(packet) ?? []).filter(
    (seq) => (index.children[seq] ?? []).length === 0 && source.trace.record(seq).kind !== 'icmp.send',
  );
  return Math.max(1, leaves.length);
}
