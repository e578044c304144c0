import { expect, test } from './helpers/test';
import type { Locator, Page } from '@playwright/test';
import { violations } from './helpers/axe';

// A whole lesson, with the keyboard alone; what one did is still there afterwards, and nothing is told too early.

const LESSON = '#/lab/same-node?lesson=same-node';

/** Presses Tab until the focus is there, forwards and then backwards. */
async function tabTo(page: Page, there: Locator): Promise<void> {
  await expect(there).toBeVisible();
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let count = 0; count < 60; count++) {
      if (await there.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press(key);
    }
  }
  throw new Error('the keyboard does not get there');
}

async function pressOn(page: Page, there: Locator): Promise<void> {
  await tabTo(page, there);
  await page.keyboard.press('Enter');
}

const step = (page: Page) => page.locator('article[data-step]');
const isSolved = async (page: Page) => (await step(page).getAttribute('data-solved')) === 'true';

/** Does what the step asks for, answering wrong before right, until it is done. */
async function solve(page: Page): Promise<void> {
  for (let round = 0; round < 12 && !(await isSolved(page)); round++) {
    const open = page.locator('[data-task][data-done="false"]');
    const task = open.first();
    const id = (await task.getAttribute('data-task')) ?? '';
    const named = page.locator(`[data-task="${id}"]`);
    const options = await task.getByRole('listitem').count();
    const chosen = await task.locator('[aria-pressed="true"]').count();
    if (options > 0 && (chosen === 0 || (await open.count()) === 1)) {
      const option = named.getByRole('button').nth(Math.min(round, options - 1));
      await pressOn(page, option);
      await expect(option).toHaveAttribute('aria-pressed', 'true');
      continue;
    }
    // A prediction that is made waits for the actions behind it.
    const act = page.locator('[data-task][data-done="false"]:not([role="group"])').first();
    const doing = (await act.getAttribute('data-task')) ?? id;
    await pressOn(page, act.getByRole('button'));
    await expect(page.locator(`[data-task="${doing}"][data-done="true"]`)).toBeVisible();
  }
  await expect(step(page)).toHaveAttribute('data-solved', 'true');
}

test('a lesson is taken from beginning to end with the keyboard', async ({ page }) => {
  test.slow();
  await page.goto(LESSON);
  await expect(step(page)).toHaveAttribute('data-step', 'two-worlds');
  const count = await page.getByRole('list', { name: 'Steps of the lesson' }).getByRole('listitem').count();
  expect(count).toBeGreaterThanOrEqual(8);
  for (let number = 1; number <= count; number++) {
    await solve(page);
    if (number === 3) expect(await violations(page)).toEqual([]);
    if (number === count) break;
    const before = (await step(page).getAttribute('data-step')) ?? '';
    await pressOn(page, page.getByRole('button', { name: 'Next', exact: true }));
    await expect(step(page)).not.toHaveAttribute('data-step', before);
    // Who goes on stands at the beginning of the new step.
    await expect(step(page).getByRole('heading').first()).toBeFocused();
  }
  await expect(page.getByText('You have reached the end of this lesson.')).toBeVisible();
});

test('a prediction is asked before the packet moves, and told after it', async ({ page }) => {
  await page.goto('#/lab/same-node?lesson=same-node,arp,0');
  const question = page.locator('[data-task="asks"]');
  const send = page.locator('[data-task="send"]').getByRole('button');
  await expect(send).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('no gateway')).toHaveCount(0);
  await question.getByRole('button').first().click();
  await expect(send).toHaveAttribute('aria-disabled', 'false');
  await expect(question).toHaveAttribute('data-done', 'false');
  await send.click();
  await page.locator('[data-task="look"]').getByRole('button').click();
  await expect(question).toHaveAttribute('data-done', 'true');
  await expect(question).toContainText('Something else happened');
  await expect(question.getByRole('listitem').nth(1)).toContainText('This came true');
  await expect(page.getByText('no gateway').last()).toBeVisible();
});

test('one goes on where one left, and may start over', async ({ page }) => {
  await page.goto('#/lab/same-node?lesson=same-node,again,0');
  await page.locator('[data-task="again"]').getByRole('button').nth(1).click();
  await page.locator('[data-task="send"]').getByRole('button').click();
  await expect(step(page)).toHaveAttribute('data-solved', 'true');
  await expect(page).toHaveURL(/i=.*lesson=same-node,again,0/);
  await page.goto('#/lab/flannel-vxlan');
  await page.getByRole('button', { name: 'Lessons', exact: true }).click();
  await page
    .getByRole('button', { name: /Two pods on one node/ })
    .first()
    .click();
  await expect(step(page)).toHaveAttribute('data-step', 'again');
  await expect(step(page)).toHaveAttribute('data-solved', 'true');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(step(page)).toHaveAttribute('data-step', 'two-worlds');
});

test('axe finds nothing in the list and in a lesson: dark, Chinese', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'zh-CN', colorScheme: 'dark', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('#/lab/flannel-vxlan?lesson=flannel-vxlan');
  await expect(step(page)).toHaveAttribute('lang', 'zh-CN');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '全部课程' }).click();
  await expect(page.getByRole('button', { name: /VXLAN 之旅/ }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('a lesson that is not there is told', async ({ page }) => {
  await page.goto('#/lab/same-node?lesson=no-such-lesson');
  await expect(page.getByText('There is no lesson “no-such-lesson”.')).toBeVisible();
});
