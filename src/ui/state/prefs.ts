/** What the reader likes: kept in the browser, never trusted. */

export const THEME_CHOICES = ['system', 'light', 'dark', 'projector'] as const;
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8] as const;

export type ThemeChoice = (typeof THEME_CHOICES)[number];
export type Speed = (typeof SPEEDS)[number];
export type LanguageTag = 'en' | 'zh-CN';

export interface Prefs {
  readonly theme: ThemeChoice;
  /** Null until chosen: the browser's wish counts. */
  readonly language: LanguageTag | null;
  readonly speed: Speed;
  /** Height of the terminal panel in CSS pixels; null until chosen. */
  readonly terminalHeight: number | null;
  /** The terminal's screen is mirrored for a screen reader. */
  readonly terminalReader: boolean;
}

export const DEFAULT_PREFS: Prefs = {
  theme: 'system',
  language: null,
  speed: 1,
  terminalHeight: null,
  terminalReader: false,
};

/** Heights that the terminal panel may have, CSS pixels; the window limits them further. */
export const TERMINAL_HEIGHT = { least: 96, most: 2000 } as const;

const KEY = 'packetwalk.prefs';
const VERSION = 1;

/** Whatever was stored, made into preferences: each field that makes no sense falls back by itself. */
export function readPrefs(stored: string | null): Prefs {
  const value = parse(stored);
  if (value['version'] !== VERSION) return DEFAULT_PREFS;
  return {
    theme: THEME_CHOICES.find((choice) => choice === value['theme']) ?? DEFAULT_PREFS.theme,
    language: (['en', 'zh-CN'] as const).find((tag) => tag === value['language']) ?? DEFAULT_PREFS.language,
    speed: SPEEDS.find((speed) => speed === value['speed']) ?? DEFAULT_PREFS.speed,
    terminalHeight: heightIn(value['terminalHeight']),
    terminalReader: value['terminalReader'] === true,
  };
}

export function writePrefs(prefs: Prefs): string {
  return JSON.stringify({ version: VERSION, ...prefs });
}

function heightIn(value: unknown): number | null {
  const { least, most } = TERMINAL_HEIGHT;
  return typeof value === 'number' && value >= least && value <= most ? value : null;
}

function parse(stored: string | null): Readonly<Record<string, unknown>> {
  if (stored === null) return {};
  try {
    const value: unknown = JSON.parse(stored);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A place to keep preferences. Storage may be forbidden or full: then they last as long as the page. */
export interface PrefsShelf {
  readonly load: () => Prefs;
  /** Whether they were kept. */
  readonly save: (prefs: Prefs) => boolean;
}

export const browserShelf: PrefsShelf = {
  load() {
    try {
      return readPrefs(window.localStorage.getItem(KEY));
    } catch {
      return DEFAULT_PREFS;
    }
  },
  save(prefs) {
    try {
      window.localStorage.setItem(KEY, writePrefs(prefs));
      return true;
    } catch {
      // Forbidden or full: the page works without.
      return false;
    }
  },
};
