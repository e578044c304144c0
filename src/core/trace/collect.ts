/** Sinks for replays: number records as the first run did, keep one or none. */
import type { TraceKind } from './kinds';
import type { FrameRef, TraceRecord } from './record';
import type { TraceSink } from './sink';

/** Counts records without keeping them, so that a replayed World carries the same bookkeeping as the first run. */
export class CountingSink implements TraceSink {
  readonly on = true;
  readonly evidence: boolean = false;
  readonly tap = null;
  next: number;

  private readonly frames: Pick<TraceSink, 'frame'>;

  /** `start`: number of the next record; `frames`: where the first run keeps its frames. */
  constructor(start: number, frames: Pick<TraceSink, 'frame'>) {
    this.next = start;
    this.frames = frames;
  }

  wants(_kind: TraceKind): boolean {
    return true;
  }

  /** The reference the first run got: packets under way carry it, and records to come tell it. */
  frame(data: Uint8Array, from: number, to: number, l2: boolean): FrameRef {
    return this.frames.frame(data, from, to, l2);
  }

  emit(record: TraceRecord): void {
    this.next = record.seq + 1;
  }
}

/** Keeps every record of one event, look-ups with their losers. */
export class EvidenceSink extends CountingSink {
  override readonly evidence = true;
  readonly records: TraceRecord[] = [];

  override emit(record: TraceRecord): void {
    this.records.push(record);
    super.emit(record);
  }
}
