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

/** How many inputs were made up to the cursor. */
export function inputsUpTo({ inputs }: Pick<TimelineView, 'inputs'>, seq: number): number {
  return inputs.findLastIndex((mark) => mark.seq <= seq) + 1;
}

/** Null when nothing comes after the cursor's own input: then the new one is simply the next. */
export function branchFor(
  input: Input,
  timeline: TimelineView | null,
  seq: number,
  typed = false,
): Branch | null {
  const keep = timeline === null ? 0 : inputsUpTo(timeline, seq);
  const lost = timeline?.inputs.slice(keep) ?? [];
  return lost.length === 0 ? null : { input, keep, lost, typed };
}
