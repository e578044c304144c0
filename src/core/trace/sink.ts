/** Where records go. The stack asks `wants` before it builds a detail, so that a bare run costs nothing. */
import type { TraceKind } from './kinds';
import type { FrameRef, TraceRecord } from './record';

export interface TraceSink {
  /** False for the null sink: nothing is recorded, no change is kept. */
  readonly on: boolean;
  /** Whether look-ups are to name their losers (see `Lookup.candidates`). */
  readonly evidence: boolean;
  /** Sequence number the next record gets. */
  readonly next: number;
  wants(kind: TraceKind): boolean;
  /** Keeps a frame's bytes; returns the reference equal bytes already have. `l2`: begins with an Ethernet header. */
  frame(data: Uint8Array, from: number, to: number, l2: boolean): FrameRef;
  emit(record: TraceRecord): void;
}

/** Records nothing. */
export const nullSink: TraceSink = {
  on: false,
  evidence: false,
  next: 0,
  wants: () => false,
  frame: () => -1,
  emit: () => undefined,
};
