/** The keys of the page as one list: the keyboard obeys it and the help dialog prints it. */
import type { Grain, TimelineView } from '../../core/index';
import type { Page } from './page.types';
import { SPEEDS } from './prefs';
import type { ThemeChoice } from './prefs';

/** The part of a keyboard event that decides. */
export interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
}

/** What only the page's components can do. */
export interface Surface {
  readonly toggleTheme: () => void;
  readonly toggleLanguage: () => void;
  readonly goToPanel: (direction: 1 | -1) => void;
  readonly escape: () => void;
}

export interface Shortcut {
  readonly id: ShortcutId;
  /** Ways to press it, each a list of key caps. */
  readonly caps: readonly (readonly string[])[];
  readonly matches: (press: Press) => boolean;
  readonly run: (page: Page, surface: Surface, press: Press) => void;
}

export type ShortcutId =
  | 'forward'
  | 'back'
  | 'decisionForward'
  | 'decisionBack'
  | 'first'
  | 'last'
  | 'play'
  | 'speed'
  | 'jumps'
  | 'mark'
  | 'kernel'
  | 'layers'
  | 'sessions'
  | 'grain'
  | 'theme'
  | 'language'
  | 'terminal'
  | 'panel'
  | 'help'
  | 'escape';

const GRAINS: readonly Grain[] = ['decision', 'hop', 'machine', 'packet'];

/** Keys that jump, by the kind of place they jump to. */
const JUMPS: Readonly<Record<string, keyof TimelineView['jumps']>> = {
  d: 'drop',
  r: 'rewrite',
  e: 'encapsulation',
};

const plain =
  (...keys: string[]) =>
  ({ key, shiftKey }: Press) =>
    !shiftKey && keys.includes(key);
const letter =
  (wanted: string) =>
  ({ key }: Press) =>
    key.toLowerCase() === wanted;

export const SHORTCUTS: readonly Shortcut[] = [
  {
    id: 'forward',
    caps: [['Space'], ['→']],
    matches: plain(' ', 'ArrowRight'),
    run: (page) => page.walk.step(1),
  },
  {
    id: 'back',
    // Shift+Space is the way back in a browser, too.
    caps: [['Backspace'], ['←'], ['Shift', 'Space']],
    matches: ({ key, shiftKey }) =>
      key === ' ' ? shiftKey : !shiftKey && (key === 'Backspace' || key === 'ArrowLeft'),
    run: (page) => page.walk.step(-1),
  },
  {
    id: 'decisionForward',
    caps: [[']']],
    matches: ({ key }) => key === ']',
    run: (page) => page.walk.step(1, 'decision'),
  },
  {
    id: 'decisionBack',
    caps: [['[']],
    matches: ({ key }) => key === '[',
    run: (page) => page.walk.step(-1, 'decision'),
  },
  { id: 'first', caps: [['Home']], matches: plain('Home'), run: (page) => page.walk.first() },
  { id: 'last', caps: [['End']], matches: plain('End'), run: (page) => page.walk.last() },
  {
    id: 'play',
    caps: [['P']],
    matches: letter('p'),
    run: (page) => page.walk.setPlaying(!page.store.getState().playing),
  },
  {
    id: 'speed',
    caps: [[','], ['.']],
    matches: plain(',', '.'),
    run: (page, _surface, { key }) => {
      const { speed } = page.store.getState().prefs;
      const next = SPEEDS[SPEEDS.indexOf(speed) + (key === '.' ? 1 : -1)];
      if (next !== undefined) page.setPrefs({ speed: next });
    },
  },
  {
    id: 'jumps',
    caps: [['D'], ['R'], ['E']],
    matches: ({ key }) => JUMPS[key.toLowerCase()] !== undefined,
    run: (page, _surface, { key, shiftKey }) => {
      const jump = JUMPS[key.toLowerCase()];
      const places = jump && page.store.getState().timeline?.jumps[jump];
      if (places) page.walk.jump(places, shiftKey ? -1 : 1);
    },
  },
  {
    id: 'mark',
    caps: [['M']],
    matches: letter('m'),
    run: (page) => {
      const { seq, mark, instant } = page.store.getState();
      if (instant) page.setMark(mark === seq ? null : seq);
    },
  },
  {
    id: 'kernel',
    caps: [['K']],
    matches: letter('k'),
    run: (page) => page.select({ kernel: !page.store.getState().kernel }),
  },
  {
    id: 'layers',
    caps: [['O']],
    matches: letter('o'),
    run: (page) => page.select({ lifted: !page.store.getState().lifted }),
  },
  {
    id: 'sessions',
    caps: [['B']],
    matches: letter('b'),
    run: (page) => {
      const { graph, sessions } = page.store.getState();
      if (graph?.graph.bgp === true) page.select({ sessions: !sessions });
    },
  },
  {
    id: 'grain',
    caps: [['1'], ['2'], ['3'], ['4']],
    matches: plain('1', '2', '3', '4'),
    run: (page, _surface, { key }) => page.walk.setGrain(GRAINS[Number(key) - 1] ?? 'hop'),
  },
  { id: 'theme', caps: [['T']], matches: letter('t'), run: (_page, surface) => surface.toggleTheme() },
  { id: 'language', caps: [['L']], matches: letter('l'), run: (_page, surface) => surface.toggleLanguage() },
  {
    id: 'terminal',
    caps: [['C']],
    matches: letter('c'),
    // What is selected on the map is where one wants to type.
    run: (page) => page.openTerminalHere(),
  },
  {
    id: 'panel',
    caps: [['F6'], ['Shift', 'F6']],
    matches: ({ key }) => key === 'F6',
    run: (_page, surface, { shiftKey }) => surface.goToPanel(shiftKey ? -1 : 1),
  },
  {
    id: 'help',
    caps: [['?']],
    matches: ({ key }) => key === '?',
    run: (page) => page.select({ dialog: 'help' }),
  },
  { id: 'escape', caps: [['Esc']], matches: plain('Escape'), run: (_page, surface) => surface.escape() },
];

/** Keys inside a terminal, besides those that edit a line as in bash. */
export const TERMINAL_KEYS = [
  { id: 'complete', caps: [['Tab']] },
  { id: 'history', caps: [['↑'], ['↓']] },
  { id: 'search', caps: [['Ctrl', 'R']] },
  {
    id: 'edit',
    caps: [
      ['Ctrl', 'A'],
      ['Ctrl', 'E'],
      ['Ctrl', 'U'],
      ['Ctrl', 'K'],
      ['Alt', '⌫'],
    ],
  },
  { id: 'interrupt', caps: [['Ctrl', 'C']] },
  {
    id: 'copy',
    caps: [
      ['Ctrl', 'Shift', 'C'],
      ['Ctrl', 'Shift', 'V'],
    ],
  },
  { id: 'clear', caps: [['Ctrl', 'L']] },
  { id: 'scroll', caps: [['PgUp'], ['PgDn']] },
  { id: 'close', caps: [['Ctrl', 'D']] },
  {
    id: 'leave',
    caps: [
      ['Esc', 'Tab'],
      ['Shift', 'Tab'],
    ],
  },
] as const;

/** Where a key keeps the meaning it has in the focused element. */
export type Place = 'page' | 'control' | 'field';

/**
 * The shortcut a press means. In a field for text nothing is taken but F6 and Escape; on a button or link, Space and
 * the keys that could press it stay its own.
 */
export function shortcutOf(press: Press, place: Place): Shortcut | null {
  const shortcut = SHORTCUTS.find((candidate) => candidate.matches(press)) ?? null;
  if (place === 'field' && shortcut?.id !== 'panel' && shortcut?.id !== 'escape') return null;
  if (place === 'control' && press.key === ' ') return null;
  return shortcut;
}

/** Light, dark, projector and round again, starting from what is on the screen now. */
export function themeAfter(shown: Exclude<ThemeChoice, 'system'>): Exclude<ThemeChoice, 'system'> {
  if (shown === 'light') return 'dark';
  return shown === 'dark' ? 'projector' : 'light';
}
