import { expect, test } from 'vitest';
import { createListing } from './listing';
import { DEFAULT_PREFS } from './prefs';
import { createPageStore } from './store';

const lab = { name: 'two-hosts' } as never;

test('the list is fetched once, however many ask', async () => {
  const store = createPageStore(DEFAULT_PREFS);
  let fetched = 0;
  const list = createListing(store, () => {
    fetched += 1;
    return Promise.resolve({ labs: [lab], groups: [], lessons: [] });
  });
  await Promise.all([list(), list()]);
  await list();
  expect(fetched).toBe(1);
  expect(store.getState().labs).toEqual([lab]);
});

test('where it cannot be fetched, the next who asks tries again', async () => {
  const store = createPageStore(DEFAULT_PREFS);
  let connected = false;
  const list = createListing(store, () =>
    connected
      ? Promise.resolve({ labs: [lab], groups: [], lessons: [] })
      : Promise.reject(new Error('offline')),
  );
  await list();
  expect(store.getState().labs).toEqual([]);
  connected = true;
  await list();
  expect(store.getState().labs).toEqual([lab]);
});
