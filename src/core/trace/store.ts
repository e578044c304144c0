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

/** Records stand in pieces of this many: one array would be copied again and again as it grows. */
const PIECE = 1024;

export class TraceStore implements TraceSink {
  readonly on = true;
  readonly evidence = false;
  readonly tap = null;
  private readonly pieces: TraceRecord[][] = [];
  private count = 0;
  private readonly frames = new FrameStore();

  get next(): number {
    return this.count;
  }

  /** Number of records. */
  get length(): number {
    return this.count;
  }

  wants(_kind: TraceKind): boolean {
    return true;
  }

  /** The record with this number. Throws beyond the end. */
  record(seq: number): TraceRecord {
    const record = seq < this.count ? this.pieces[Math.floor(seq / PIECE)]?.[seq % PIECE] : undefined;
    if (record === undefined) throw new RangeError(`no trace record ${String(seq)}`);
    return record;
  }

  emit(record: TraceRecord): void {
    const place = this.count % PIECE;
    if (place === 0) this.pieces.push(new Array<TraceRecord>(PIECE));
    const piece = this.pieces[this.pieces.length - 1];
    if (piece !== undefined) piece[place] = record;
    this.count += 1;
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
    return { records: this.pieces.flat().slice(0, this.count), frames };
  }

  /** Fills an empty store with what another one held; frames keep their references. */
  fill({ records, frames }: TraceContent): void {
    for (const { bytes, l2 } of frames) this.frames.keep(bytes, 0, bytes.length, l2);
    for (const record of records) this.emit(record);
  }

  /** Forgets every record from `length` on. Frames stay: they are harmless and may be needed again. */
  truncate(length: number): void {
    this.count = Math.min(this.count, length);
    this.pieces.length = Math.ceil(this.count / PIECE);
  }
}
