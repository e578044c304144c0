import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { start } from './page.fixture';
import type { Page } from './page.types';

const state = (page: Page) => page.store.getState();
const settle = () => vi.advanceTimersByTimeAsync(200);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an input made at an earlier cursor', () => {
  const threeInputs = async () => {
    const started = start();
    await settle();
    for (let i = 0; i < 2; i += 1) {
      await started.page.input({ kind: 'send', name: 'ping' });
      await settle();
    }
    started.page.walk.seek(12);
    await settle();
    await started.page.input({ kind: 'wait', seconds: 5 });
    return started;
  };

  test('asks before it takes back what came after', async () => {
    const { page, host } = await threeInputs();
    expect(host.inputs.length).toBe(3);
    expect(state(page).branch).toMatchObject({ keep: 1, lost: { length: 2 } });
    await page.answerBranch('branch');
    await settle();
    expect(host.inputs.map(({ input }) => input.kind)).toEqual(['send', 'wait']);
    expect(state(page)).toMatchObject({ branch: null, seq: 20 });
  });

  test('may be appended at the end instead, or be given up', async () => {
    const { page, host } = await threeInputs();
    await page.answerBranch(null);
    expect(host.inputs.length).toBe(3);
    await page.input({ kind: 'wait', seconds: 5 });
    await page.answerBranch('append');
    await settle();
    expect(host.inputs.map(({ input }) => input.kind)).toEqual(['send', 'send', 'send', 'wait']);
    expect(state(page)).toMatchObject({ branch: null, seq: 40 });
  });
});

describe('playing', () => {
  test('pauses as soon as one steps, jumps or goes to an end by hand', async () => {
    const { page } = start();
    await settle();
    for (const act of [
      () => page.walk.step(1),
      () => page.walk.jump([15]),
      () => page.walk.first(),
      () => page.walk.last(),
      () => page.walk.input(1),
    ]) {
      page.walk.setPlaying(true);
      await settle();
      act();
      await vi.advanceTimersByTimeAsync(20_000);
      expect(state(page).playing).toBe(false);
      page.walk.first();
      await settle();
    }
  });

  test('goes as fast as one likes', async () => {
    const { page } = start();
    await settle();
    const walked = async (speed: 0.25 | 8) => {
      page.walk.first();
      page.setPrefs({ speed });
      page.walk.setGrain('decision');
      page.walk.setPlaying(true);
      await vi.advanceTimersByTimeAsync(1000);
      page.walk.setPlaying(false);
      return state(page).seq - 10;
    };
    expect(await walked(0.25)).toBe(1);
    expect(await walked(8)).toBe(8);
  });

  test('pauses at a drop when asked to, even inside a step', async () => {
    const { page } = start();
    await settle();
    page.walk.setStopAtDrop(true);
    page.walk.setPlaying(true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state(page)).toMatchObject({ seq: 17, playing: false });
  });
});

test('the input before and the next one are one step away', async () => {
  const { page } = start();
  await settle();
  await page.input({ kind: 'send', name: 'ping' });
  await settle();
  page.walk.seek(24);
  page.walk.input(-1);
  expect(state(page).seq).toBe(20);
  page.walk.input(-1);
  expect(state(page).seq).toBe(10);
  page.walk.input(1);
  expect(state(page).seq).toBe(20);
  page.walk.input(1);
  expect(state(page).seq).toBe(29);
});

describe('the set-up', () => {
  test('is walked when it is opened, and left again where the first input begins', async () => {
    const { page } = start();
    await settle();
    await page.showSetUp(true);
    await settle();
    expect(state(page)).toMatchObject({ seq: 0, setUp: true, instant: { seq: 0 } });
    await page.showSetUp(false);
    await settle();
    expect(state(page)).toMatchObject({ seq: 10, setUp: false });
  });

  test('is opened by an address that points into it', async () => {
    const { page, host, bar } = start();
    await settle();
    host.seqOf = () => Promise.resolve({ seq: 3, fits: true });
    const cursor = { input: -1, packet: -1, netns: '', dev: '', kind: 'op.apply', ordinal: 3, seq: 3 };
    host.shared = { lab: 'two-pods', inputs: [], cursor };
    bar.hash = '#/lab/two-pods?x';
    bar.changed();
    await settle();
    expect(state(page)).toMatchObject({ seq: 3, setUp: true, notice: null });
  });
});
