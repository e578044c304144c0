/** The labs and lessons there are: fetched when the first asks for them. */
import type { Surroundings } from './page.types';
import type { PageStore } from './store';

/** Brings the list into the store, once. Does not reject: where it cannot be fetched, whoever asks next tries again. */
export function createListing(store: PageStore, load: Surroundings['loadCatalog']): () => Promise<void> {
  let listed: Promise<void> | null = null;
  return () => {
    listed ??= load().then(
      (catalog) => store.setState(catalog),
      () => {
        listed = null;
      },
    );
    return listed;
  };
}
