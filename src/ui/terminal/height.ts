/** How high the terminal panel is. */
import { useSyncExternalStore } from 'react';
import { TERMINAL_HEIGHT } from '../state/prefs';

/** What the map, the path and the timeline keep of the window, CSS pixels. */
const KEPT = 380;
const SHARE = 0.28;

/** Highest the panel may be in a window. */
export function mostIn(windowHeight: number): number {
  return Math.max(TERMINAL_HEIGHT.least, windowHeight - KEPT);
}

/** Height in a window: the chosen one as far as there is room, else a share of the window. */
export function heightIn(windowHeight: number, chosen: number | null): number {
  const wished = chosen ?? Math.round(windowHeight * SHARE);
  return Math.min(Math.max(wished, TERMINAL_HEIGHT.least), mostIn(windowHeight));
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}

export function useWindowHeight(): number {
  return useSyncExternalStore(subscribe, () => window.innerHeight);
}
