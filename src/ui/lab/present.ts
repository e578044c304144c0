import type { PageState } from '../state/store';

/** Index of the input the cursor is in, -1 before the first. */
export function presentInput({ timeline, seq }: Pick<PageState, 'timeline' | 'seq'>): number {
  return timeline?.inputs.findLast((mark) => mark.seq <= seq)?.index ?? -1;
}
