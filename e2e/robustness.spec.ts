import type { Browser } from '@playwright/test';
import { expect, test } from './helpers/test';
import { fillStorage, forbidStorage, watchWorker } from './helpers/faults';
import { FIRST_LAB, LabPage } from './helpers/lab-page';

// What goes wrong in one part of the page stays there, is explained, and takes nothing with it.

async function openWith(browser: Browser, script: () => void): Promise<LabPage> {
  const lab = await LabPage.open(browser, 'about:blank');
  await lab.page.addInitScript(script);
  await lab.page.goto(FIRST_LAB);
  return lab;
}

/** What each part of the page needs of the simulator's answers, what it gets instead, and where that shows. */
const PARTS = [
  { part: 'the map', needs: 'layouts', instead: null, at: '[data-panel="map"]' },
  { part: 'the path', needs: 'journey.stops', instead: null, at: '#centre' },
  { part: 'the timeline', needs: 'lanes', instead: null, at: '#centre' },
  { part: 'the inspector', needs: 'changes', instead: null, at: '[class*="inspector"]' },
  { part: 'the output', needs: 'output', instead: 7, at: '[class*="side"]' },
] as const;

for (const { part, needs, instead, at } of PARTS) {
  test(`an exception in ${part} stays there`, async ({ browser }) => {
    const lab = await openWith(browser, watchWorker);
    const broken = lab.page.getByTestId('broken');
    await lab.ready();
    await lab.press('Space', 2);

    // From now on every answer has something else in its place.
    await lab.page.evaluate(
      ([path, value]) => {
        window.spoil = (answer) => {
          const steps = path.split('.');
          const last = steps.pop() ?? '';
          const holder = steps.reduce<unknown>(
            (value, step) => (value as Record<string, unknown> | null)?.[step],
            answer,
          );
          if (typeof holder === 'object' && holder !== null && last in holder) {
            (holder as Record<string, unknown>)[last] = value;
          }
        };
      },
      [needs, instead] as const,
    );
    await lab.page.getByRole('button', { name: /gateway/ }).click();
    await expect(lab.narration).toContainText('ping -c 1 10.244.1.1');
    await lab.step();
    await expect(lab.page.locator(at).getByTestId('broken')).toContainText('This part could not be drawn');
    await expect(broken).toHaveCount(1);
    await expect(lab.trouble).toHaveCount(0);

    // The others live: one steps on, and the page speaks another language.
    await lab.step();
    await lab.page.keyboard.press('l');
    await expect(broken).toContainText('这一部分无法显示');
    await lab.page.keyboard.press('l');

    // With sound answers it is drawn again, and nothing that was sent is lost.
    await lab.page.evaluate(() => {
      window.spoil = null;
    });
    await lab.page.keyboard.press('End');
    await lab.page.getByRole('button', { name: /from node-1 itself/ }).click();
    await expect(broken).toHaveCount(0);
    // The end alone mends it: what was sent may still be on its way. Another command than before, so that its words are its own.
    await expect(lab.narration).toContainText('ping -c 1 10.244.2.2');
    await lab.step();
    await expect(lab.page.locator('[data-panel="lab"] ol').getByRole('listitem')).toHaveCount(3);
    await expect(lab.page.locator('[data-panel="map"]')).toBeVisible();
    await expect(lab.stops.first()).toBeVisible();
    await expect(lab.slider).toBeVisible();
  });
}

test('what all parts speak of breaks each of them by itself', async ({ browser }) => {
  const lab = await openWith(browser, watchWorker);
  await lab.ready();
  await lab.page.evaluate(() => {
    window.spoil = (answer) => {
      if ('narration' in answer) answer['narration'] = null;
    };
  });
  await lab.page.getByRole('button', { name: /gateway/ }).click();
  await expect(lab.page.getByTestId('broken').first()).toBeVisible();
  // The frame of the page stands, and so does what says nothing in words.
  await expect(lab.page.locator('[data-panel="map"]')).toBeVisible();
  await expect(lab.page.locator('[data-panel="lab"]')).toBeVisible();
  await expect(lab.page.getByRole('button', { name: 'Share' })).toBeVisible();
  await expect(lab.page.getByRole('alert').filter({ hasText: 'could not be drawn' }).first()).toBeAttached();
});

const STORAGES = [
  { what: 'forbidden', script: forbidStorage },
  { what: 'full', script: fillStorage },
] as const;

for (const { what, script } of STORAGES) {
  test(`storage that is ${what} is told when it matters, and nothing is lost`, async ({ browser }) => {
    const errors: string[] = [];
    const lab = await LabPage.open(browser, 'about:blank');
    lab.page.on('pageerror', (error) => errors.push(error.message));
    await lab.page.addInitScript(script);
    await lab.page.goto(FIRST_LAB);
    await lab.ready();
    const notice = lab.page.getByTestId('notice');
    await expect(notice).toHaveCount(0);

    await lab.page.keyboard.press('t');
    await expect(notice).toContainText('keeps nothing');
    const theme = await lab.page.locator('html').getAttribute('data-theme');
    await lab.page.keyboard.press('l');
    await expect(lab.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(notice).toContainText('不会保存');
    await lab.page.keyboard.press('l');

    // Once read it stays away; what was chosen lasts, and one walks on.
    await lab.page.getByRole('button', { name: 'Close this notice' }).click();
    await lab.page.keyboard.press('l');
    await lab.press('Space', 3);
    await expect(notice).toHaveCount(0);
    expect(await lab.page.locator('html').getAttribute('data-theme')).toBe(theme);

    // The address keeps what was done, whatever the browser keeps.
    await lab.addressSettled();
    const at = await lab.cursor();
    await lab.page.reload();
    await lab.ready();
    expect(await lab.cursor()).toBe(at);
    expect(errors).toEqual([]);
  });
}

test('a simulator that dies under way is started again where one stood', async ({ browser }) => {
  const lab = await openWith(browser, watchWorker);
  await lab.ready();
  await lab.page.getByRole('button', { name: /gateway/ }).click();
  const sent = lab.page.locator('[data-panel="lab"] ol').getByRole('listitem');
  await expect(sent).toHaveCount(2);
  await lab.press('Space', 4);
  await lab.settled();
  const at = await lab.cursor();
  const said = await lab.narration.innerText();
  await lab.page.evaluate(() => {
    window.simulator?.dispatchEvent(new ErrorEvent('error', { message: 'planted' }));
    window.simulator?.terminate();
  });
  // The next question finds nobody; where the page asked one itself meanwhile, the button does nothing any more.
  const next = lab.page.getByRole('button', { name: 'UDP echo from pod-a to pod-b' });
  await next.evaluate((button: HTMLElement) => button.click());
  await expect(lab.trouble.getByRole('alert')).toContainText('The simulator stopped');
  await expect(lab.trouble).toContainText('planted');
  await lab.trouble.getByRole('button', { name: 'Start it again' }).click();
  await lab.ready();
  await expect(lab.trouble).toHaveCount(0);
  await expect(sent).toHaveCount(2);
  expect(await lab.cursor()).toBe(at);
  await expect(lab.narration).toHaveText(said);
});

test('inputs that the address has not got yet survive a simulator that dies', async ({ browser }) => {
  const lab = await openWith(browser, watchWorker);
  await lab.ready();
  await lab.addressSettled();
  // The address follows only once the cursor rests; it dies before that.
  await lab.page.evaluate(() => {
    History.prototype.replaceState = () => undefined;
  });
  await lab.page.getByRole('button', { name: /gateway/ }).click();
  await expect(lab.narration).toContainText('ping -c 1 10.244.1.1');
  await lab.press('Space', 3);
  const at = await lab.cursor();
  await lab.page.evaluate(() => {
    window.simulator?.dispatchEvent(new ErrorEvent('error', { message: 'planted' }));
  });
  await lab.page.keyboard.press('End');
  await lab.trouble.getByRole('button', { name: 'Start it again' }).click();
  await lab.ready();
  await expect(lab.page.locator('[data-panel="lab"] ol').getByRole('listitem')).toHaveCount(2);
  expect(await lab.cursor()).toBeGreaterThanOrEqual(at);
});
