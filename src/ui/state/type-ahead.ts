/** Keys typed between asking for a terminal and its screen being there: they wait for it, as in any terminal. */

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

export interface TypeAhead {
  /** A terminal was asked for: what is typed from now on is meant for it. */
  readonly wanted: () => void;
  /** Nobody waits for it any more. */
  readonly givenUp: () => void;
  /** Takes a key that waits for the screen; false leaves it to the page. */
  readonly take: (pressed: Pressed) => boolean;
  /** The screen is there. Returns what was typed, as a keyboard sends it to a terminal. */
  readonly arrived: () => string;
  readonly left: () => void;
}

/** What a keyboard sends for keys that are no letters. */
const SENT: Readonly<Record<string, string>> = { Enter: '\r', Backspace: '\x7f', Tab: '\t' };

export function createTypeAhead(): TypeAhead {
  let there = false;
  let kept: string | null = null;
  return {
    wanted() {
      if (!there) kept ??= '';
    },
    givenUp() {
      kept = null;
    },
    take({ key, ctrlKey, metaKey, altKey }) {
      if (kept === null || ctrlKey || metaKey || altKey) return false;
      if (key === 'Escape') kept = null;
      const sent = key.length === 1 ? key : SENT[key];
      if (kept === null || sent === undefined) return false;
      kept += sent;
      return true;
    },
    arrived() {
      const typed = kept ?? '';
      there = true;
      kept = null;
      return typed;
    },
    left() {
      there = false;
    },
  };
}
