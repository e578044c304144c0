import { useSyncExternalStore } from 'react';

/** Told when the theme of the page changes, or a width at which it changes. */
function subscribe(changed: () => void): () => void {
  const themes = new MutationObserver(changed);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  window.addEventListener('resize', changed);
  return () => {
    themes.disconnect();
    window.removeEventListener('resize', changed);
  };
}

/** How much larger type is than planned, `--k` of the theme: 1 but on the projector. */
function typeScale(): number {
  const set = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--k'));
  return Number.isFinite(set) && set > 0 ? set : 1;
}

/** For drawings, whose type is no CSS length: the factor of the theme's type. */
export function useTypeScale(): number {
  return useSyncExternalStore(subscribe, typeScale);
}
