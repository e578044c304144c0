import { useEffect } from 'react';
import { FIELDS, placeOf } from '../state/key-place';
import { shortcutOf, themeAfter } from '../state/shortcuts';
import type { ShortcutId, Surface } from '../state/shortcuts';
import { usePage } from '../state/usePage';
import type { LanguageTag } from '../state/prefs';
import type { Theme } from '../theme/theme';

/** What the keys of a lab do not need a lab for. */
const ANYWHERE: ReadonlySet<ShortcutId> = new Set(['theme', 'language', 'panel', 'help']);

/** Obeys the keys of the page, from wherever the focus is. */
export function Keyboard({ theme, language }: { readonly theme: Theme; readonly language: LanguageTag }) {
  const page = usePage();

  useEffect(() => {
    const surface: Surface = {
      toggleTheme: () => page.setPrefs({ theme: themeAfter(theme) }),
      toggleLanguage: () => page.setPrefs({ language: language === 'en' ? 'zh-CN' : 'en' }),
      goToPanel,
      escape: () => page.select({ selected: null, netns: null }),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      // An open dialog is a page of its own.
      if (document.querySelector('dialog[open]')) return;
      const place = placeOf(event.target);
      const inLab = page.store.getState().screen.kind === 'lab';
      if (inLab && place !== 'field' && page.ahead.take(event)) {
        event.preventDefault();
        return;
      }
      if (scrollPanel(event)) {
        event.preventDefault();
        return;
      }
      const shortcut = shortcutOf(event, place);
      if (!shortcut || (!inLab && !ANYWHERE.has(shortcut.id))) return;
      event.preventDefault();
      shortcut.run(page, surface, event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [page, theme, language]);

  useEffect(() => {
    window.addEventListener('click', releaseFocus);
    return () => window.removeEventListener('click', releaseFocus);
  }, []);

  return null;
}

/**
 * A button pressed with the pointer gives the focus back, so that Space goes on stepping. The browser still continues
 * from there on Tab; who presses buttons with the keyboard keeps the focus on them.
 */
function releaseFocus(event: MouseEvent): void {
  const pressedByPointer = event.detail > 0;
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  if (!pressedByPointer || !button || button.closest('dialog')) return;
  const focused = document.activeElement;
  // An entry of a menu hands the focus to the button that opened the menu.
  const opener = button.matches('[role="menuitem"]') && focused?.matches('[aria-haspopup]');
  if ((focused === button || opener) && focused instanceof HTMLElement) focused.blur();
}

/** Pages of a panel that a key scrolls by. */
const PAGES: Readonly<Record<string, number>> = { PageDown: 0.85, PageUp: -0.85 };

/** In a focused panel the page keys scroll what scrolls in it; with no focus at all, the inspector. */
function scrollPanel({ key, target }: KeyboardEvent): boolean {
  const pages = PAGES[key];
  if (pages === undefined || !(target instanceof Element) || target.closest(FIELDS)) return false;
  const panel = target === document.body ? '[data-panel="inspector"]' : '[data-panel]';
  const scope = target === document.body ? document.querySelector(panel) : target.closest(panel);
  const region = target.closest('[data-scroll]') ?? scope?.querySelector('[data-scroll]');
  if (!region || region.scrollHeight <= region.clientHeight) return false;
  region.scrollBy({ top: pages * region.clientHeight });
  return true;
}

/** Moves the focus to the next panel on the page, in reading order. */
function goToPanel(direction: 1 | -1): void {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')].filter(
    (panel) => panel.getClientRects().length > 0,
  );
  const here = panels.findIndex((panel) => panel.contains(document.activeElement));
  const from = here === -1 && direction === -1 ? 0 : here;
  panels[(from + direction + panels.length) % panels.length]?.focus();
}
