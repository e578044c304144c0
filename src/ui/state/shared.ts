/** What an address asks for, against what the lab has: what does not fit is left out and told. */
import type { LabInfo, SemanticCursor, SharedState, TimelineView } from '../../core/index';
import type { Found } from '../host/protocol';
import type { Notice } from './store';

export interface Checked {
  /** What can be done; null for the lab as it comes. */
  readonly shared: SharedState | null;
  readonly notice: Notice | null;
}

/**
 * Keeps the inputs up to the first send that the lab does not have. A moment of nothing sent is no moment, but for those
 * of the set-up.
 */
export function checkShared(info: Pick<LabInfo, 'sends'>, shared: SharedState): Checked {
  const { inputs, cursor } = shared;
  if (inputs.length === 0 && cursor !== null && cursor.input >= 0)
    return { shared: null, notice: { kind: 'no-inputs' } };
  for (const [index, { input }] of inputs.entries()) {
    if (input.kind !== 'send' || info.sends.some(({ name }) => name === input.name)) continue;
    return {
      shared: { ...shared, inputs: inputs.slice(0, index), cursor: null },
      notice: { kind: 'unknown-send', send: input.name },
    };
  }
  return { shared, notice: null };
}

/** Where the cursor goes; a moment beyond the end of the trace says nothing, so it is the beginning. */
export function seqFound(cursor: SemanticCursor, { seq, fits }: Found, timeline: TimelineView): number {
  return !fits && cursor.seq >= timeline.length ? timeline.start : seq;
}
