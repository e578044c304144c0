/** An input made at an earlier cursor: what of the log would be lost if it went on from there. */
import type { Input, InputMark, TimelineView } from '../../core/index';

/** A question to the reader. */
export interface Branch {
  readonly input: Input;
  /** Inputs up to the cursor, which stay. */
  readonly keep: number;
  /** Inputs after it, which a branch would take back. */
  readonly lost: readonly InputMark[];
  /** In a terminal. */
  readonly typed: boolean;
}

/** Null when nothing comes after the cursor's own input: then the new one is simply the next. */
export function branchFor(
  input: Input,
  timeline: TimelineView | null,
  seq: number,
  typed = false,
): Branch | null {
  const marks = timeline?.inputs ?? [];
  const keep = marks.findLastIndex((mark) => mark.seq <= seq) + 1;
  const lost = marks.slice(keep);
  return lost.length === 0 ? null : { input, keep, lost, typed };
}
