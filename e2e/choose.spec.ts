import { expect, test } from './helpers/test';
import { violations } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// One says what one knows of one's network. Every candidate is run on such a network; who fails is shown where.

test('behind a router that knows nothing of pods plain routes fail, and one sees where', async ({
  browser,
}) => {
  const lab = await LabPage.open(browser, './#/choose/segment.2');
  const { page } = lab;
  await page.getByRole('radio', { name: /^A router/ }).check();
  await expect(page).toHaveURL(/#\/choose\/two-segments\.2$/);
  await expect(page.getByTestId('choose-state')).toHaveAttribute('data-done', { timeout: 60_000 });
  await expect(page.locator('[data-candidate="flannel-vxlan"]')).toHaveAttribute('data-verdict', 'fits');
  const hostGw = page.locator('[data-candidate="flannel-host-gw"]');
  await expect(hostGw).toHaveAttribute('data-verdict', 'fails');
  expect(await violations(page)).toEqual([]);
  await hostGw.getByRole('link', { name: 'See it happen' }).click();
  await lab.ready();
  await expect(page.getByRole('banner')).toContainText('Flannel host-gw');
  await expect(lab.narration).toHaveText('router has no route that leads to the destination.');
});
