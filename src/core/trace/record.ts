/** The envelope of a trace record. */
import type { Change } from '../model/change';
import type { Ifindex, NetnsId } from '../model/link';
import type { Detail, TraceKind, Verdict } from './kinds';

/** Index into the frame store; -1 when there is no frame. */
export type FrameRef = number;

interface Envelope<K extends TraceKind> {
  /** Total order: dense integers from 0. The time-travel cursor points here. */
  readonly seq: number;
  /** Index of the simulated event during which it happened. */
  readonly event: number;
  /** Simulated time, ns. */
  readonly atNs: number;
  readonly netns: NetnsId;
  /** Device, 0 when the record is not about one. */
  readonly dev: Ifindex;
  /** Record that led to this one, -1 for a beginning. The trace is a tree. */
  readonly cause: number;
  /** Identity of the packet, -1 when the record is not about one. */
  readonly packet: number;
  readonly kind: K;
  readonly verdict: Verdict<K>;
  readonly detail: Detail<K>;
  /** Everything that changed in World since the previous record. */
  readonly changes: readonly Change[];
  /** Frame before and after; equal when the bytes were not touched. */
  readonly before: FrameRef;
  readonly after: FrameRef;
  /** Whether it belongs to housekeeping nobody waits for. */
  readonly background: boolean;
}

/** A record of kind `K`; the union of all kinds when `K` is left out. */
export type TraceRecord<K extends TraceKind = TraceKind> = { [P in K]: Envelope<P> }[K];
