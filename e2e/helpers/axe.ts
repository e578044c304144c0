import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * Looks of the page to try: each theme, and in each kind of theme a language. Contrast is a matter of the theme, names and
 * languages are one of the texts, so not every pair tells something new; and each takes its time.
 */
export const LOOKS = [
  { theme: 'light', locale: 'en-US' },
  { theme: 'light', locale: 'zh-CN' },
  { theme: 'dark', locale: 'en-US' },
  { theme: 'projector', locale: 'zh-CN' },
] as const;
export type Look = (typeof LOOKS)[number];

/** What axe finds wrong with the page, one line per element. */
export async function violations(page: Page): Promise<string[]> {
  // The other mode is for frames from elsewhere, of which there are none, and opens a page of its own each time.
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
}
