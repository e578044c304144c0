import { expect, test } from './helpers/test';
import { violations } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// The overlay is lifted off the underlay by a key: of a packet in a tunnel both are told and drawn. Where there is no overlay,
// the page says so.

test('layers come apart and together again, and the packet is in both', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  const { page } = lab;
  const map = page.locator('[data-panel="map"]');
  const told = page.getByTestId('layers');
  await page.keyboard.press('o');
  await expect(map.locator('[data-layers]')).toHaveCount(1);
  await expect(map.locator('[data-lower]')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Lift the overlay' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect(await violations(page)).toEqual([]);

  // Over the tunnel: what is inside, and what is around it.
  await lab.press('e');
  await lab.press('Space');
  await expect(told).toContainText('from 192.168.56.11 to 192.168.56.12');
  await expect(told).toContainText('98 bytes');
  await page.keyboard.press('o');
  await expect(map.locator('[data-layers]')).toHaveCount(0);
});

test('host-gw has no overlay to lift', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/flannel-host-gw');
  await lab.ready();
  await lab.page.keyboard.press('o');
  await expect(lab.page.getByTestId('layers')).toContainText('There is no overlay here');
});
