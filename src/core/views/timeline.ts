/** The timeline: lanes, steps of four sizes, places to jump to. */
import type { World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import type { PacketLane, TimelineView } from './contract';
import { fateOf, isEnd, type Fate } from './fate';
import { firstFrame } from './journeys';
import { packetLayer, packetTitle } from './packet-title';
import type { ViewSource } from './source';
import { isBookkeeping, isConfig, stepsOf, type Steps } from './steps';
import { indexOf, type TraceIndex } from './trace-index';

/** The last timelines of a trace, without and with its set-up; steps are asked for at every instant. */
const kept = new WeakMap<TraceIndex, (TimelineView | undefined)[]>();

/** `setUp`: with what happened before the first input. */
export function timeline(source: ViewSource, setUp = false): TimelineView {
  const index = indexOf(source);
  const known = kept.get(index) ?? [];
  kept.set(index, known);
  return (known[Number(setUp)] ??= build(source, index, setUp));
}

/** The timeline a record stands on. */
export function timelineAt(source: ViewSource, seq: number): TimelineView {
  return timeline(source, seq < indexOf(source).start);
}

const NO_STEPS: Steps = { decision: [], hop: [], machine: [], packet: [] };

function build(source: ViewSource, index: TraceIndex, setUp: boolean): TimelineView {
  const { length } = index;
  const start = setUp ? 0 : index.start;
  const world: World | null = length === 0 ? null : source.worldAt(length - 1);
  const lanes = [...index.packets]
    .filter(([packet, seqs]) => (seqs[0] ?? -1) >= start && firstFrame(index, packet) !== null)
    .map(([packet, seqs]) => lane(source, index, packet, seqs));
  const fates = new Map(lanes.map(({ packet, fate }) => [packet, fate]));
  const places = (wanted: (record: TraceRecord) => boolean): number[] => {
    const seqs: number[] = [];
    for (let seq = start; seq < length; seq += 1) {
      const record = source.trace.record(seq);
      if (!record.background && wanted(record)) seqs.push(seq);
    }
    return seqs;
  };
  const { steps, config } =
    world === null ? { steps: NO_STEPS, config: NO_STEPS } : stepsOf(source, index, world, start);
  return {
    length,
    start,
    setUp: { open: setUp, steps: decisionsBefore(source, index), end: index.start },
    steps,
    config,
    lanes,
    inputs: index.inputs.map((mark) => ({
      ...mark,
      command: source.inputs[mark.index]?.command ?? mark.command,
    })),
    jumps: {
      drop: places((record) => record.kind === 'drop' && fates.get(record.packet) === 'dropped'),
      rewrite: places(isRewrite),
      encapsulation: places(({ kind }) => kind === 'tunnel.encap' || kind === 'tunnel.decap'),
      verdict: places((record) => isEnd(record) && record.verdict !== 'ignore'),
      config: places(isConfig),
    },
  };
}

/** How much there is to walk in the set-up. */
function decisionsBefore(source: ViewSource, index: TraceIndex): number {
  let count = 0;
  for (let seq = 0; seq < index.start; seq += 1) {
    const record = source.trace.record(seq);
    if (!record.background && !isBookkeeping(record)) count += 1;
  }
  return count;
}

/**
 * The packet that another follows from. What a process sends follows from what it has received; when it sends on its
 * own account, as ping does every second, it follows from none.
 */
function parentOf(source: ViewSource, packet: number, seqs: readonly number[]): number | null {
  const sent = seqs.slice(0, 4).some((seq) => source.trace.record(seq).kind === 'sock.send');
  for (let at = source.trace.record(seqs[0] ?? 0).cause; at >= 0;) {
    const record = source.trace.record(at);
    if (record.packet >= 0) {
      const follows = record.packet !== packet && (!sent || record.kind === 'sock.deliver');
      return follows ? record.packet : null;
    }
    at = record.cause;
  }
  return null;
}

function lane(source: ViewSource, index: TraceIndex, packet: number, seqs: readonly number[]): PacketLane {
  const first = source.trace.record(seqs[0] ?? 0);
  const last = source.trace.record(seqs.at(-1) ?? 0);
  const frame = firstFrame(index, packet);
  const fate: Fate = fateOf(source, index, packet);
  const input = index.input[first.seq] ?? -1;
  return {
    packet,
    title: packetTitle(frame),
    layer: packetLayer(frame),
    firstSeq: first.seq,
    lastSeq: last.seq,
    fromNs: first.atNs,
    toNs: last.atNs,
    wrapped: wrappedStretches(source, seqs),
    dropSeq:
      fate === 'dropped' ? (seqs.findLast((seq) => source.trace.record(seq).kind === 'drop') ?? null) : null,
    fate,
    input: input < 0 ? null : input,
    parent: parentOf(source, packet, seqs),
    background: first.background,
  };
}

/** From each wrapping to the unwrapping that follows it, or to the packet's last record. */
function wrappedStretches(source: ViewSource, seqs: readonly number[]): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  let from: number | null = null;
  for (const seq of seqs) {
    const { kind } = source.trace.record(seq);
    if (kind === 'tunnel.encap') from ??= seq;
    if (kind === 'tunnel.decap' && from !== null) {
      stretches.push({ from, to: seq });
      from = null;
    }
  }
  const last = seqs.at(-1);
  if (from !== null && last !== undefined) stretches.push({ from, to: last });
  return stretches;
}

/** The header of a packet is rewritten on its way. */
function isRewrite(record: TraceRecord): boolean {
  return (
    (record.kind === 'ip.ttl' && record.verdict === 'decremented') ||
    (record.kind === 'ip.fragment' && record.verdict === 'cut') ||
    record.kind === 'nat.apply'
  );
}
