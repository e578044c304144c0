import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/**
 * Looks of the page to try: each theme and each language. Contrast is a matter of the theme, names and languages are one
 * of the texts, so not every pair tells something new; and each takes its time.
 */
const LOOKS = [
  { theme: 'light', locale: 'en-US' },
  { theme: 'dark', locale: 'zh-CN' },
  { theme: 'projector', locale: 'en-US' },
] as const;
type Look = (typeof LOOKS)[number];

/** Gives the open page another look, by the buttons that every page has: opening it anew takes longer than looking at it. */
async function wear(page: Page, { theme, locale }: Look): Promise<void> {
  const top = page.locator('[data-panel="top"]');
  const html = page.locator('html');
  await top.getByRole('button', { name: locale === 'zh-CN' ? '中文' : 'EN', exact: true }).click();
  await expect(html).toHaveAttribute('lang', locale === 'zh-CN' ? 'zh-CN' : 'en');
  for (let press = 0; press < 2 && (await html.getAttribute('data-theme')) !== theme; press += 1) {
    await top.getByRole('button').last().click();
  }
  await expect(html).toHaveAttribute('data-theme', theme);
}

/** What axe finds wrong with the page as it stands, one line per element, in each of {@link LOOKS}. */
export async function violationsInEachLook(
  page: Page,
  shown?: (look: Look) => Promise<void>,
): Promise<string[]> {
  // axe takes seconds for a whole map, and as many again on a busy machine.
  test.slow();
  const found: string[] = [];
  for (const look of LOOKS) {
    await wear(page, look);
    await shown?.(look);
    found.push(...(await violations(page)).map((line) => `${look.theme}, ${look.locale}: ${line}`));
  }
  return found;
}

/** What axe finds wrong with the page, one line per element. */
export async function violations(page: Page): Promise<string[]> {
  // The other mode is for frames from elsewhere, of which there are none, and opens a page of its own each time.
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // Of what is right, axe would describe every element too.
    .options({ resultTypes: ['violations'] })
    .analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}
