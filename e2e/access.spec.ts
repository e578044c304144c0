import { expect, test } from './helpers/test';
import { violations, violationsInEachLook } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// For everybody: axe finds nothing in any theme or language, and the keyboard reaches everything.

test('axe finds nothing around a packet: in each theme and language', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  expect(await violations(lab.page)).toEqual([]);
  await lab.press('Space', 16);
  await lab.settled();
  await lab.inspector.getByRole('button', { expanded: false }).first().click();
  expect(await violationsInEachLook(lab.page)).toEqual([]);
});

test('axe finds nothing in the tables: in each theme and language', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  await lab.table('routes');
  await expect(lab.inspector.locator('[data-table="routes"]')).toBeVisible();
  expect(await violationsInEachLook(lab.page)).toEqual([]);
});

test('axe finds nothing in dialogs, the library, menus and trouble', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  await lab.page.keyboard.press('?');
  await expect(lab.page.getByRole('dialog')).toBeVisible();
  expect(await violations(lab.page)).toEqual([]);
  await lab.page.keyboard.press('Escape');
  await lab.page.getByRole('button', { name: 'Settings' }).click();
  await expect(lab.page.getByRole('dialog')).toBeVisible();
  expect(await violations(lab.page)).toEqual([]);
  await lab.page.keyboard.press('Escape');
  await lab.page.getByRole('button', { name: 'All labs' }).click();
  await lab.page.getByRole('button', { name: 'Jump to' }).click();
  expect(await violations(lab.page)).toEqual([]);
  await lab.page.goto('./#/lab/nowhere');
  await expect(lab.trouble).toBeVisible();
  expect(await violations(lab.page)).toEqual([]);
});

test('Tab goes through the page in reading order, from the skip link on', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  await lab.press('Space', 2);
  const seen: string[] = [];
  for (let count = 0; count < 80; count++) {
    await lab.page.keyboard.press('Tab');
    const panel = await lab.page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return 'end';
      return (
        focused.closest('[data-panel]')?.getAttribute('data-panel') ??
        focused.getAttribute('role') ??
        focused.tagName
      );
    });
    if (panel === 'end') break;
    if (seen.at(-1) !== panel) seen.push(panel);
  }
  expect(seen).toEqual(['A', 'top', 'rail', 'lab', 'map', 'path', 'transport', 'timeline', 'inspector']);
});

test('F6 goes from panel to panel and back', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  await lab.press('Space', 2);
  const focused = () => lab.page.evaluate(() => document.activeElement?.getAttribute('data-panel') ?? null);
  const order: (string | null)[] = [];
  for (let count = 0; count < 8; count++) {
    await lab.page.keyboard.press('F6');
    order.push(await focused());
  }
  expect(order).toEqual(['top', 'rail', 'lab', 'map', 'path', 'transport', 'timeline', 'inspector']);
  await lab.page.keyboard.press('Shift+F6');
  expect(await focused()).toBe('timeline');
  // From any panel Space still steps.
  await lab.press('Space');
});

test('the page keys scroll the focused panel, never the page', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  await lab.press('Space', 16);
  await lab.settled();
  for (let count = 0; count < 8; count++) await lab.page.keyboard.press('F6');
  const region = lab.inspector.locator('[data-scroll]');
  const top = () => region.evaluate((element) => element.scrollTop);
  // The opened table may have been brought into sight.
  await lab.page.keyboard.press('PageUp');
  await lab.page.keyboard.press('PageUp');
  await expect.poll(top).toBe(0);
  await lab.page.keyboard.press('PageDown');
  await expect.poll(top).toBeGreaterThan(100);
  await lab.page.keyboard.press('PageUp');
  await expect.poll(top).toBe(0);
  await lab.table('neigh');
  const page = await lab.page.evaluate(() => {
    window.scrollTo(0, 500);
    return { height: document.documentElement.scrollHeight, window: window.innerHeight, top: window.scrollY };
  });
  expect(page).toEqual({ height: page.window, window: page.window, top: 0 });
});

test('the skip link leads to the map, and leaves the address alone', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  await lab.addressSettled();
  const address = lab.page.url();
  await lab.page.keyboard.press('Tab');
  await lab.page.keyboard.press('Enter');
  await expect(lab.page.getByRole('main')).toBeFocused();
  expect(lab.page.url()).toBe(address);
});

test('the page can be used zoomed in to 200 %', async ({ browser }) => {
  // 1280 by 720 at 200 % has room for 640 by 360 CSS pixels.
  const lab = await LabPage.open(browser, '', { viewport: { width: 640, height: 360 } });
  await lab.ready();
  await lab.press('Space', 3);
  await lab.why.scrollIntoViewIfNeeded();
  await expect(lab.why).toBeInViewport();
  const overflow = await lab.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  expect(await violations(lab.page)).toEqual([]);
});
