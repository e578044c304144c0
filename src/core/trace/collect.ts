/** Sinks for replays: number records as the first run did, keep one or none. */
import type { TraceKind } from './kinds';
import type { FrameRef, TraceRecord } from './record';
import type { TraceSink } from './sink';

/** Counts records without keeping them, so that a replayed World carries the same bookkeeping as the first run. */
export class CountingSink implements TraceSink {
  readonly on = true;
  readonly evidence: boolean;
  next: number;
  /** The record asked for, once it was emitted. */
  found: TraceRecord | null = null;
  private readonly wanted: number;

  /** `start`: number of the next record; `wanted`: record to keep with its evidence, -1 for none. */
  constructor(start: number, wanted = -1) {
    this.next = start;
    this.wanted = wanted;
    this.evidence = wanted >= 0;
  }

  wants(_kind: TraceKind): boolean {
    return true;
  }

  frame(): FrameRef {
    return -1;
  }

  emit(record: TraceRecord): void {
    if (record.seq === this.wanted) this.found = record;
    this.next = record.seq + 1;
  }
}
