/** What the reader likes, changed and kept. */
import type { Prefs, PrefsShelf } from './prefs';
import type { PageStore } from './store';

/** That it cannot be kept is told once, and only when there was something to keep. */
export function createPrefsKeeping(store: PageStore, shelf: PrefsShelf): (prefs: Partial<Prefs>) => void {
  let told = false;
  return (prefs) => {
    store.setState((state) => ({ prefs: { ...state.prefs, ...prefs } }));
    if (shelf.save(store.getState().prefs) || told) return;
    told = true;
    store.setState(({ notice }) => ({ notice: notice ?? { kind: 'storage' } }));
  };
}
