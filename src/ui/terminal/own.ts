/** What a terminal holds that the lab does not know. */
import { EMPTY } from './line';
import type { Line } from './line';
import type { Note } from './sheet';

/** What only this page knows of one terminal. */
export interface Own {
  line: Line;
  /** Lines of a command that is not whole yet. */
  begun: readonly string[];
  notes: readonly Note[];
  cleared: number;
  /** A command on its way to the lab, and the newest input before it. */
  pending: { readonly command: string; readonly after: number } | null;
  /** The last key asked for a completion that left a choice. */
  asked: boolean;
  /** Completions wait for one another: two quick Tabs are still two. */
  completing: Promise<void>;
}

/** A terminal in which nothing was typed. */
export function newOwn(): Own {
  return {
    ...{ line: EMPTY, begun: [], notes: [], cleared: -1 },
    ...{ pending: null, asked: false, completing: Promise.resolve() },
  };
}
