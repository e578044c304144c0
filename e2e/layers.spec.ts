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

test('BGP sessions are drawn by a key, and no longer when the mesh is off', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/calico-bgp-mesh');
  await lab.ready();
  const { page } = lab;
  const map = page.locator('[data-panel="map"]');
  await page.keyboard.press('b');
  await expect(page.getByRole('button', { name: 'BGP', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(page.getByTestId('sessions')).toContainText('3 of 3 sessions are up');
  await expect(map.locator('[data-sessions] [data-up="true"]')).toHaveCount(3);
  expect(await violations(page)).toEqual([]);

  // Sessions end in the background, while the next packet is on its way.
  for (const name of ['Switch the mesh off', 'Ping pod-b again']) {
    const before = await lab.cursor();
    await page.getByRole('button', { name }).click();
    await expect.poll(() => lab.cursor()).not.toBe(before);
  }
  await page.keyboard.press('End');
  await expect(page.getByTestId('sessions')).toContainText('No BGP session is configured');
  await page.keyboard.press('b');
  await expect(page.getByTestId('sessions')).toHaveCount(0);
});
