import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CrashError } from '../host/host';
import type { Page } from './page.types';
import { start, storage } from './page.fixture';

const state = (page: Page) => page.store.getState();
const settle = () => vi.advanceTimersByTimeAsync(200);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('opening', () => {
  test('without an address: the first lab, its first send performed, the cursor at the start', async () => {
    const { page, host, bar } = start();
    await settle();
    expect(host.inputs.map(({ input }) => input)).toEqual([{ kind: 'send', name: 'ping' }]);
    expect(state(page)).toMatchObject({ status: 'ready', seq: 10, instant: { seq: 10 } });
    expect(bar.hash).toBe('#/lab/two-pods?1.10');
  });

  test('a shared address decides inputs and place, even when it holds no inputs', async () => {
    const { page, host } = start('#/lab/two-pods?x');
    host.shared = { lab: 'two-pods', inputs: [], cursor: null };
    await settle();
    expect(host.inputs).toEqual([]);
    expect(state(page)).toMatchObject({ status: 'ready', instant: null });
  });

  test('an unknown lab and a mangled address are told, and the next address works', async () => {
    const { page, bar } = start('#/lab/nowhere');
    await settle();
    expect(state(page).trouble).toEqual({ kind: 'unknown-lab', lab: 'nowhere' });
    bar.hash = '#garbage';
    bar.changed();
    await settle();
    expect(state(page).trouble?.kind).toBe('mangled');
    bar.hash = '#/lab/two-pods';
    bar.changed();
    await settle();
    expect(state(page)).toMatchObject({ status: 'ready', trouble: null });
  });

  test('of two openings in a row the later wins', async () => {
    const { page, bar } = start('#/lab/two-pods');
    bar.hash = '#/lab/nowhere';
    bar.changed();
    await settle();
    expect(state(page).status).toBe('trouble');
  });
});

test('an address that is read slowly does not overtake a later one', async () => {
  const { page, host, bar } = start('#/lab/two-pods?x');
  let answer: (reply: unknown) => void = () => undefined;
  host.decode = () => new Promise((resolve) => (answer = resolve as typeof answer));
  bar.changed();
  bar.hash = '#/lab/two-pods';
  bar.changed();
  await settle();
  answer({ ok: false, problems: [] });
  await settle();
  expect(state(page)).toMatchObject({ status: 'ready', trouble: null });
});

describe('walking', () => {
  test('a step goes to the end of the next hop, and the address follows', async () => {
    const { page, bar } = start();
    await settle();
    page.walk.step(1);
    await settle();
    expect(state(page)).toMatchObject({ seq: 15, instant: { seq: 15 }, direction: 1 });
    expect(bar.hash).toBe('#/lab/two-pods?1.15');
    page.walk.step(-1);
    await settle();
    expect(state(page)).toMatchObject({ seq: 10, direction: -1 });
  });

  test('dragging asks only for the places it rests at', async () => {
    const { page, host } = start();
    await settle();
    host.asked = [];
    for (const seq of [11, 12, 13, 14, 16, 17, 18]) page.walk.seek(seq);
    await settle();
    const instants = host.asked.filter((question) => question.startsWith('instant'));
    expect(state(page).instant?.seq).toBe(18);
    expect(instants.some((question) => question.includes(':14,'))).toBe(false);
  });

  test('playing goes on by itself and stops at the end', async () => {
    const { page } = start();
    await settle();
    page.walk.setPlaying(true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state(page)).toMatchObject({ seq: 19, playing: false });
  });
});

describe('inputs', () => {
  test('a send takes the cursor to its beginning, cutting takes it back', async () => {
    const { page } = start();
    await settle();
    await page.input({ kind: 'send', name: 'ping' });
    await settle();
    expect(state(page)).toMatchObject({ seq: 20, inputs: { length: 2 } });
    await page.cut(1);
    await settle();
    expect(state(page)).toMatchObject({ seq: 19, inputs: { length: 1 } });
    await page.cut(0);
    await settle();
    expect(state(page)).toMatchObject({ inputs: { length: 0 }, instant: null });
  });

  test('while an input is worked out the cursor waits, so that nothing is asked of a trace that is being cut', async () => {
    const { page, host } = start();
    await settle();
    page.walk.last();
    await settle();
    host.asked = [];
    const cutting = page.cut(0);
    page.walk.step(-1);
    page.walk.setGrain('decision');
    await cutting;
    await settle();
    expect(host.asked.filter((question) => question.startsWith('instant'))).toEqual([]);
    expect(state(page)).toMatchObject({ status: 'ready', grain: 'decision', instant: null });
  });

  test('a crash is told, and starting again opens the same address', async () => {
    const { page, host } = start();
    await settle();
    host.crash = new CrashError({ cause: 'error', details: 'boom' });
    page.walk.step(1);
    await settle();
    expect(state(page).trouble).toEqual({ kind: 'crash', crash: { cause: 'error', details: 'boom' } });
    await page.reload();
    await settle();
    expect(state(page)).toMatchObject({ status: 'ready', trouble: null });
  });
});

describe('a lab of one’s own', () => {
  const TEXT = 'kind: Lab\nmetadata:\n  name: mine\n';

  async function opened(text: string) {
    const { page, host, bar } = start();
    await settle();
    page.select({ editing: true });
    // Packing is the browser's work and takes its own time.
    vi.useRealTimers();
    await page.openOwn(text);
    await vi.waitFor(() => expect(state(page).status).toBe('ready'));
    vi.useFakeTimers();
    return { page, host, bar };
  }

  test('is opened, and its address holds it', async () => {
    const { page, bar } = await opened(TEXT);
    expect(state(page)).toMatchObject({
      editing: false,
      source: { id: null, file: 'mine.yaml', text: TEXT },
    });
    const address = await page.addressOf();
    expect(address).toMatch(/^#\/own\/[\w-]+\?1\.10$/);

    const other = start(address);
    vi.useRealTimers();
    await vi.waitFor(() => expect(state(other.page).source?.text).toBe(TEXT));
    vi.useFakeTimers();
    expect(bar.hash).toMatch(/^#\/own\//);
  });

  test('that is too long for an address is kept by the browser', async () => {
    let random = 1;
    const noise = Array.from({ length: 90_000 }, () => {
      random = (random * 48_271) % 0x7fff_ffff;
      return String.fromCharCode(97 + (random % 26));
    }).join('');
    const long = `${TEXT}# ${noise}\n`;
    const { page } = await opened(long);
    expect(await page.addressOf()).toBe('#/own?1.10');
    const other = start('#/own');
    await settle();
    expect(state(other.page).source?.text).toBe(long);
    storage.kept = null;
    const elsewhere = start('#/own');
    await settle();
    expect(state(elsewhere.page).trouble).toEqual({ kind: 'own-gone' });
  });

  test('in an address that cannot be read is told', async () => {
    const { page } = start('#/own/AAAA');
    vi.useRealTimers();
    await vi.waitFor(() => expect(state(page).trouble).not.toBeNull());
    vi.useFakeTimers();
    expect(state(page).trouble).toMatchObject({
      kind: 'mangled',
      problems: [{ problem: { key: 'problems.shareLab.problem' } }],
    });
  });
});

test('a lab opened with a way back leaves the address before in the history', async () => {
  const { page, bar } = start('#/');
  await settle();
  void page.openLab('two-pods', 'push');
  await settle();
  expect(bar.left).toEqual(['#/']);
  expect(bar.hash).toMatch(/^#\/lab\/two-pods/);
});
