import { expect, test } from './helpers/test';
import { FIRST_LAB, LabPage } from './helpers/lab-page';

// Two languages, three themes, by keyboard and by button; what one likes is remembered, and nothing breaks without.

test('English and Chinese, on the page and in what is said', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  const html = lab.page.locator('html');
  await expect(html).toHaveAttribute('lang', 'en');
  await lab.press('Space');
  await lab.page.keyboard.press('l');
  await expect(html).toHaveAttribute('lang', 'zh-CN');
  await expect(lab.inspector.getByRole('tab', { name: '报文' })).toBeVisible();
  await expect(lab.narration).toHaveText(/[\u4e00-\u9fff]/);
  await lab.page.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(lab.inspector.getByRole('tab', { name: 'Packet' })).toBeVisible();
});

test('the language of the browser counts until one chooses', async ({ browser }) => {
  const lab = await LabPage.open(browser, '', { locale: 'zh-CN' });
  await lab.ready();
  await expect(lab.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
});

test('no text is missing in either language', async ({ browser }) => {
  for (const locale of ['en-US', 'zh-CN']) {
    const lab = await LabPage.open(browser, '', { locale });
    await lab.ready();
    await lab.press('Space', 16);
    const words = await lab.page.locator('body').innerText();
    expect(words).not.toMatch(/\b(?:ui|map|narrate|decision|reason|column|packet|problems)\.[a-z][\w.]+/);
    expect(words).not.toContain('{{');
  }
});

test('light, dark and projector, remembered for the next visit', async ({ browser }) => {
  const lab = await LabPage.open(browser, '', { colorScheme: 'dark' });
  await lab.ready();
  const html = lab.page.locator('html');
  await expect(html).toHaveAttribute('data-theme', 'dark');
  await lab.page.keyboard.press('t');
  await expect(html).toHaveAttribute('data-theme', 'projector');
  await lab.page.getByRole('button', { name: /^Theme/ }).click();
  await expect(html).toHaveAttribute('data-theme', 'light');
  await lab.page.reload();
  await expect(html).toHaveAttribute('data-theme', 'light');
  await lab.page.getByRole('button', { name: 'Settings' }).click();
  await lab.page.getByRole('radio', { name: 'As the system' }).check();
  await expect(html).toHaveAttribute('data-theme', 'dark');
});

test('garbage where preferences are kept does no harm', async ({ browser }) => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    for (const key of ['packetwalk.prefs'])
      window.localStorage.setItem(key, '{"version":1,"theme":{},"speed":"fast');
  });
  const page = await context.newPage();
  await page.goto(FIRST_LAB);
  await expect(page.getByTestId('narration')).not.toBeEmpty();
});

test('a browser that forbids storage does no harm', async ({ browser }) => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  const page = await context.newPage();
  await page.goto(FIRST_LAB);
  await expect(page.getByTestId('narration')).not.toBeEmpty();
  await page.keyboard.press('t');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
