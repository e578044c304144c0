/**
 * What the views need to know about the whole trace, worked out once for each length of it: which records make up a
 * packet and in what tree, which input led to what, who configured which entry.
 */
import type { TraceRecord } from '../trace/record';
import type { DissectOptions } from '../wire/dissect';
import { writerKey } from './decide/evidence';
import { readFrame, tunnelPorts, type Frame } from './frame-layers';
import type { ViewSource } from './source';

export interface TraceIndex {
  readonly length: number;
  /** First record that is not set-up. */
  readonly start: number;
  /** The record before it on the same packet's way, by seq; -1 for the packet's first. */
  readonly parent: readonly number[];
  /** The records after it on the same packet's way; several where copies part. */
  readonly children: readonly (readonly number[])[];
  /** Seqs of each packet, ascending. */
  readonly packets: ReadonlyMap<number, readonly number[]>;
  /** The record itself when it is about a packet, else the packet record it follows from; -1 for none. */
  readonly about: readonly number[];
  /** The input it follows from, -1 for none. */
  readonly input: readonly number[];
  readonly inputs: readonly { readonly index: number; readonly seq: number; readonly command: string }[];
  /** Records of processes: starts, outputs, ends. */
  readonly processes: readonly number[];
  /** Whether the packet is on its way through a tunnel: look-ups are about its outer header. */
  readonly inTunnel: readonly boolean[];
  /** The command that wrote an entry, by `writerKey`. */
  readonly writers: ReadonlyMap<number, string>;
  /** The frame after a record (before it, when it has no after), layers and all. */
  frame(seq: number): Frame | null;
}

interface Kept {
  readonly last: TraceRecord | null;
  readonly index: TraceIndex;
}

const kept = new WeakMap<ViewSource, Kept>();

/** The index of a source as it is now. */
export function indexOf(source: ViewSource): TraceIndex {
  const { trace } = source;
  const old = kept.get(source);
  const last = trace.length === 0 ? null : trace.record(trace.length - 1);
  // An input made in the past cuts the trace and writes on: the same length may be another trace.
  if (old?.index.length === trace.length && old.last === last) return old.index;
  const index = build(source);
  kept.set(source, { last, index });
  return index;
}

function build(source: ViewSource): TraceIndex {
  const { trace } = source;
  const { length } = trace;
  const parent: number[] = [];
  const children: number[][] = [];
  const packets = new Map<number, number[]>();
  const about: number[] = [];
  const input: number[] = [];
  const inputs: { index: number; seq: number; command: string }[] = [];
  const processes: number[] = [];
  const inTunnel: boolean[] = [];
  const writers = new Map<number, string>();

  for (let seq = 0; seq < length; seq += 1) {
    const record = trace.record(seq);
    children.push([]);
    const before = record.packet < 0 ? -1 : previousOfPacket(trace, record, packets.get(record.packet));
    parent.push(before);
    if (before >= 0) children[before]?.push(seq);
    if (record.packet >= 0) {
      const seqs = packets.get(record.packet);
      if (seqs === undefined) packets.set(record.packet, [seq]);
      else seqs.push(seq);
    }
    about.push(record.packet >= 0 ? seq : aboutBefore(trace, record, about));
    input.push(record.kind === 'input' ? record.detail.index : (input[record.cause] ?? -1));
    if (record.kind === 'input') {
      inputs.push({ index: record.detail.index, seq, command: record.detail.command });
    }
    if (record.kind === 'process') processes.push(seq);
    if (record.kind === 'op.apply' && record.detail.command !== null) {
      const { machine, id, command } = record.detail;
      writers.set(writerKey(machine, id), command);
    }
    inTunnel.push(
      record.kind === 'tunnel.lookup' || (record.kind !== 'tunnel.decap' && (inTunnel[before] ?? false)),
    );
  }
  const ports = length === 0 ? {} : tunnelPorts(source.worldAt(length - 1));
  return {
    length,
    start: inputs[0]?.seq ?? Math.max(0, length - 1),
    parent,
    children,
    packets,
    about,
    input,
    inputs,
    processes,
    inTunnel,
    writers,
    frame: frameReader(source, ports),
  };
}

/**
 * The packet record that a record without a packet follows from. A process follows from what its socket received, or
 * from where the packet it sent has got to, not from what the kernel happened to do before it was run.
 */
function aboutBefore(trace: ViewSource['trace'], record: TraceRecord, about: readonly number[]): number {
  const before = about[record.cause] ?? -1;
  if (record.kind !== 'process' || before < 0) return before;
  const { kind } = trace.record(before);
  return kind === 'sock.deliver' ? before : sentBefore(trace, record);
}

/** Where the packet that a process sent, before it went on in the same breath, has got to; -1 for none. */
function sentBefore(trace: ViewSource['trace'], { cause, netns, atNs }: TraceRecord<'process'>): number {
  const last = new Map<number, number>();
  for (let seq = cause; seq >= 0;) {
    const record = trace.record(seq);
    if (record.atNs !== atNs || record.kind === 'process' || record.kind === 'sock.deliver') return -1;
    if (record.packet >= 0 && !last.has(record.packet)) last.set(record.packet, seq);
    if (record.kind === 'sock.send' && record.netns === netns) return last.get(record.packet) ?? -1;
    seq = record.cause;
  }
  return -1;
}

/**
 * The nearest record among the causes that is about the same packet. A packet that waited for ARP goes on because of
 * the answer, whose causes lead back to the request and so to the wait; a second packet that waited for the same answer
 * is not among them, and goes on from its last record.
 */
function previousOfPacket(
  trace: ViewSource['trace'],
  record: TraceRecord,
  seqs: readonly number[] | undefined,
): number {
  const first = seqs?.[0];
  if (seqs === undefined || first === undefined) return -1;
  for (let seq = record.cause; seq >= first; seq = trace.record(seq).cause) {
    if (trace.record(seq).packet === record.packet) return seq;
  }
  return seqs.findLast((seq) => trace.record(seq).kind === 'neigh.lookup') ?? seqs.at(-1) ?? -1;
}

function frameReader(source: ViewSource, ports: DissectOptions): (seq: number) => Frame | null {
  const frames = new Map<number, Frame | null>();
  return (seq) => {
    const { before, after } = source.trace.record(seq);
    const ref = after >= 0 ? after : before;
    let frame = frames.get(ref);
    if (frame === undefined) {
      frame = readFrame(source.trace, ref, ports);
      frames.set(ref, frame);
    }
    return frame;
  };
}

/** Records from a packet's first to `seq`, along the branch that `seq` is on. */
export function pathTo(index: TraceIndex, seq: number): number[] {
  const path: number[] = [];
  for (let at = seq; at >= 0; at = index.parent[at] ?? -1) path.push(at);
  return path.reverse();
}
