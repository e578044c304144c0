/** Where views read from. The session implements it; tests may hand in anything of this shape. */
import type { World } from '../model/world';
import type { FrameRef, TraceRecord } from '../trace/record';

export interface TraceReader {
  /** Number of records. */
  readonly length: number;
  record(seq: number): TraceRecord;
  /** `l2`: begins with an Ethernet header. */
  frame(ref: FrameRef): { readonly bytes: Uint8Array; readonly l2: boolean } | null;
}

export interface ViewSource {
  readonly trace: TraceReader;
  /** World exactly as it is just after record `seq` (tables included). */
  worldAt(seq: number): World;
  /** The record again with its evidence: `candidates` filled in. */
  explain(seq: number): TraceRecord;
  /** Commands of the inputs by index, as typed, and where; waiting is done nowhere. */
  readonly inputs: readonly { readonly command: string; readonly netns: string }[];
}
