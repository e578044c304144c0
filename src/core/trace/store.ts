/** The append-only trace: records, and every frame once. */
import { need } from '../base/assert';
import type { StoredFrame } from './frames';
import { FrameStore } from './frames';
import type { TraceKind } from './kinds';
import type { FrameRef, TraceRecord } from './record';
import type { TraceSink } from './sink';

/** Everything in a store, as plain data. */
export interface TraceContent {
  readonly records: readonly TraceRecord[];
  readonly frames: readonly StoredFrame[];
}

export class TraceStore implements TraceSink {
  readonly on = true;
  readonly evidence = false;
  readonly tap = null;
  private readonly records: TraceRecord[] = [];
  private readonly frames = new FrameStore();

  get next(): number {
    return this.records.length;
  }

  /** Number of records. */
  get length(): number {
    return this.records.length;
  }

  wants(_kind: TraceKind): boolean {
    return true;
  }

  /** The record with this number. Throws beyond the end. */
  record(seq: number): TraceRecord {
    const record = this.records[seq];
    if (record === undefined) throw new RangeError(`no trace record ${String(seq)}`);
    return record;
  }

  emit(record: TraceRecord): void {
    this.records.push(record);
  }

  frame(data: Uint8Array, from: number, to: number, l2: boolean): FrameRef {
    return this.frames.keep(data, from, to, l2);
  }

  /** The bytes of a frame, null for -1. */
  frameBytes(ref: FrameRef): StoredFrame | null {
    return this.frames.read(ref);
  }

  get content(): TraceContent {
    const frames = Array.from({ length: this.frames.size }, (_, ref) => need(this.frames.read(ref), 'frame'));
    return { records: this.records, frames };
  }

  /** Fills an empty store with what another one held; frames keep their references. */
  fill({ records, frames }: TraceContent): void {
    for (const { bytes, l2 } of frames) this.frames.keep(bytes, 0, bytes.length, l2);
    for (const record of records) this.records.push(record);
  }

  /** Forgets every record from `length` on. Frames stay: they are harmless and may be needed again. */
  truncate(length: number): void {
    this.records.length = Math.min(this.records.length, length);
  }
}
