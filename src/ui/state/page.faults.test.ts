import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CrashError } from '../host/host';
import type { Page } from './page.types';
import { start, storage } from './page.fixture';

const state = (page: Page) => page.store.getState();
const settle = () => vi.advanceTimersByTimeAsync(200);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('after a crash', () => {
  test('started again, it stands where one stood, with inputs that the address has not got yet', async () => {
    const { page, host, bar } = start();
    await settle();
    await page.input({ kind: 'send', name: 'ping' });
    await settle();
    page.walk.seek(23);
    await settle();
    bar.hash = '';
    host.crash = new CrashError({ cause: 'error', details: 'planted' });
    page.walk.last();
    await settle();
    expect(state(page)).toMatchObject({ status: 'trouble', seq: 29 });
    await page.reload();
    await settle();
    expect(state(page)).toMatchObject({ status: 'ready', seq: 29, notice: null });
    expect(host.inputs).toHaveLength(2);
  });
});

describe('a browser that keeps nothing', () => {
  test('is told of once, when there is something to keep', async () => {
    const { page } = start('#/lab/two-pods', false);
    await settle();
    expect(state(page).notice).toBeNull();
    page.setPrefs({ theme: 'dark' });
    expect(state(page)).toMatchObject({ notice: { kind: 'storage' }, prefs: { theme: 'dark' } });
    page.dismiss();
    page.setPrefs({ theme: 'light' });
    expect(state(page)).toMatchObject({ notice: null, prefs: { theme: 'light' } });
  });

  test('one that keeps it says nothing', async () => {
    const { page } = start();
    await settle();
    page.setPrefs({ theme: 'dark' });
    expect(state(page).notice).toBeNull();
  });

  test('is told of a lab that does not fit into an address', async () => {
    let random = 1;
    const noise = Array.from({ length: 90_000 }, () => {
      random = (random * 48_271) % 0x7fff_ffff;
      return String.fromCharCode(97 + (random % 26));
    }).join('');
    const long = `kind: Lab\nmetadata:\n  name: mine\n# ${noise}\n`;
    for (const full of [true, false]) {
      storage.full = full;
      const { page } = start('#/lab/two-pods', !full);
      await settle();
      // Packing is the browser's work and takes its own time.
      vi.useRealTimers();
      await page.openOwn(long);
      await vi.waitFor(() => expect(state(page).status).toBe('ready'));
      vi.useFakeTimers();
      expect(state(page).notice).toEqual(full ? { kind: 'own-unkept' } : null);
      expect(state(page).source?.text).toBe(long);
    }
  });
});
