/** The tabs of the terminal panel: which places are open, which is shown. Pure functions of the page's state. */

export interface TerminalSlice {
  readonly terminal: Terminals;
}

export interface Terminals {
  readonly open: boolean;
  /** Names of netns, one terminal each. */
  readonly tabs: readonly string[];
  /** The one that is shown, null when there is none. */
  readonly place: string | null;
  /** How often the focus was asked for: whoever opens a terminal wants to type. */
  readonly focus: number;
}

export const NO_TERMINALS: Terminals = { open: false, tabs: [], place: null, focus: 0 };

/** A lab has more places than a row has room for; the oldest tab gives way. */
const MOST_TABS = 12;

/** Shows a place, in a new tab if it has none. */
export function withPlace(terminals: Terminals, netns: string): Terminals {
  const known = terminals.tabs.includes(netns);
  const tabs = known ? terminals.tabs : [...terminals.tabs, netns].slice(-MOST_TABS);
  return { open: true, tabs, place: netns, focus: terminals.focus + 1 };
}

/** Closes a tab: the next one is shown, after the last one nothing. */
export function withoutPlace(terminals: Terminals, netns: string): Terminals {
  const at = terminals.tabs.indexOf(netns);
  if (at === -1) return terminals;
  const tabs = terminals.tabs.filter((tab) => tab !== netns);
  const place = terminals.place === netns ? (tabs[Math.min(at, tabs.length - 1)] ?? null) : terminals.place;
  const open = terminals.open && tabs.length > 0;
  return { open, tabs, place, focus: open ? terminals.focus + 1 : terminals.focus };
}

/** When a lab is opened: in another one there are other places, so the panel stays open and its tabs do not. */
export function inLab(terminals: Terminals, same: boolean): Terminals {
  return same ? terminals : { ...NO_TERMINALS, open: terminals.open, focus: terminals.focus };
}
