import { test as base } from '@playwright/test';

export { expect } from '@playwright/test';

/** Playwright's test; what it opened is closed with it, else each page of a run would go on beside those that follow. */
export const test = base.extend<{ readonly closing: undefined }>({
  closing: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
});
