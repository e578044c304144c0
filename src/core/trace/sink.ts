/** Where records go. The stack asks `wants` before it builds a detail, so that a bare run costs nothing. */
import type { Ifindex, NetnsId } from '../model/link';
import type { Skb } from '../model/skb';
import type { TraceKind } from './kinds';
import type { FrameRef, TraceRecord } from './record';

/** Takes each frame a device sends or receives (`packet_type` of a packet socket). */
export interface FrameTap {
  take(atNs: number, netns: NetnsId, dev: Ifindex, skb: Skb): void;
}

export interface TraceSink {
  /** False for the null sink: nothing is recorded, no change is kept. */
  readonly on: boolean;
  /** Whether look-ups are to name their losers (see `Lookup.candidates`). */
  readonly evidence: boolean;
  /** A capture for runs without records; null without, and where records hold the frames. */
  readonly tap: FrameTap | null;
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
  tap: null,
  next: 0,
  wants: () => false,
  frame: () => -1,
  emit: () => undefined,
};
