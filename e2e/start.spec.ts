import { expect, test } from './helpers/test';
import { violationsInEachLook } from './helpers/axe';
import { LabPage, MOVING } from './helpers/lab-page';

// Who comes without an address sees one ping cross three networks at once, and the ways in.

const START = './#/';

test('the ping plays by itself, and every network counts what it costs', async ({ browser }) => {
  const { page } = await LabPage.open(browser, START, MOVING);
  const hero = page.getByTestId('hero');
  await expect(hero.getByRole('button', { name: 'Pause' })).toBeVisible();
  const bytes = hero.locator('[data-count="bytes"]');
  await expect(bytes.first()).toContainText(/[1-9]\d/);
  await hero.getByRole('button', { name: 'Pause' }).click();
  await expect(hero.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('where motion is not wanted it waits; one steps to the end, where the least is marked', async ({
  browser,
}) => {
  const { page } = await LabPage.open(browser, START);
  const hero = page.getByTestId('hero');
  const ahead = hero.getByRole('button', { name: 'Step forward' });
  await expect(ahead).toBeEnabled();
  await expect(hero.getByRole('button', { name: 'Play' })).toBeVisible();
  for (let step = 0; step < 40 && (await ahead.isEnabled()); step += 1) await ahead.click();
  await expect(hero.locator('[data-arrived]')).toHaveCount(3);
  const count = async (lane: string): Promise<number> =>
    Number(/\d+/.exec(await hero.locator(`[data-lane="${lane}"] [data-count="bytes"]`).innerText())?.[0]);
  // Two frames over two cables, 50 bytes longer each where they are wrapped.
  expect((await count('vxlan')) - (await count('hostGw'))).toBe(4 * 50);
  // BGP told the routes: nothing is wrapped here either.
  expect(await count('calico')).toBe(await count('hostGw'));
  for (const lane of ['hostGw', 'calico'])
    await expect(hero.locator(`[data-lane="${lane}"] [data-count="bytes"]`)).toHaveAttribute('data-least');

  await hero.getByRole('link', { name: 'Walk through it on the maps' }).click();
  await expect(page.getByTestId('compare-narration-3')).not.toBeEmpty();
  await page.goBack();
  await expect(hero).toBeVisible();
});

test('it leads to lessons, labs and the editor, and is one click away from each', async ({ browser }) => {
  const lab = await LabPage.open(browser, START);
  const { page } = lab;
  await page.getByRole('link', { name: 'ARP flux' }).click();
  await lab.ready();
  await expect(page).toHaveURL(/#\/lab\/arp-flux/);
  await page.getByRole('link', { name: 'Packetwalk: to the start page' }).click();
  // No key of a lab acts on the one behind.
  await expect(page.getByTestId('hero')).toBeVisible();
  await page.keyboard.press('Space');
  await page.keyboard.press('l');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.keyboard.press('l');
  await page.getByRole('link', { name: /The VXLAN walk/ }).click();
  await expect(page.getByRole('region', { name: 'Lesson' }).first()).toContainText('The VXLAN walk');
  await page.goto(START);
  await page.getByRole('button', { name: /Write a lab/ }).click();
  await expect(page.locator('.cm-content')).toBeVisible();
  await page.goBack();
  await expect(page.getByTestId('hero')).toBeVisible();
});

test('a lesson one has begun goes on from here with what was done in it', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/same-node?lesson=same-node,again,0');
  const { page } = lab;
  const step = page.locator('article[data-step]');
  await page.locator('[data-task="again"]').getByRole('button').nth(1).click();
  await page.locator('[data-task="send"]').getByRole('button').click();
  await expect(page).toHaveURL(/i=.*lesson=same-node,again,0/);
  await page.getByRole('link', { name: 'Packetwalk: to the start page' }).click();
  await page.locator('a[href="#/lab/same-node?lesson=same-node"]').click();
  await lab.ready();
  await expect(step).toHaveAttribute('data-step', 'again');
  await expect(page).toHaveURL(/i=.*lesson=same-node,again,0/);
  await page.goBack();
  await expect(page.getByTestId('hero')).toBeVisible();
});

test('axe finds nothing on the start page: in each theme and language', async ({ browser }) => {
  const { page } = await LabPage.open(browser, START);
  await expect(page.locator('[data-lane] [class*="capsule"]')).toHaveCount(3);
  expect(await violationsInEachLook(page)).toEqual([]);
});
