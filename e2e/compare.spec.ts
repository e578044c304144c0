import { expect, test } from './helpers/test';
import { violationsInEachLook } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// Two labs side by side on the same traffic, in lockstep, and what it costs each of them.

const SPEC = './#/compare/flannel-vxlan/flannel-vxlan~backend.host-gw?ping-across';

test('the same ping through a tunnel and over plain routes', async ({ browser }) => {
  const { page } = await LabPage.open(browser, SPEC);
  const told = [1, 2].map((number) => page.getByTestId(`compare-narration-${number}`));
  for (const one of told) await expect(one).not.toBeEmpty();
  const row = (name: string) => page.getByRole('row', { name });
  await expect(row('Bytes on cables').getByRole('cell')).toContainText(['0', '0']);

  // Stepping moves both.
  const before = await Promise.all(told.map((one) => one.textContent()));
  await page.keyboard.press('Space');
  for (const [index, one] of told.entries()) await expect(one).not.toHaveText(before[index] ?? '');
  await page.keyboard.press('End');
  for (const one of told) await expect(one).toContainText('Done.');

  // Four packets, 50 bytes longer each on the side that wraps them.
  await expect(row('Bytes added by tunnels').getByRole('cell')).toContainText(['200', '0']);
  const bytes = await row('Bytes on cables').getByRole('cell').allTextContents();
  const [wrapped = 0, plain = 0] = bytes.map((text) => Number.parseInt(text, 10));
  expect(wrapped - plain).toBe(4 * 2 * 50);
});

test('what is compared is chosen on the page and stands in the address; the lab is there again afterwards', async ({
  browser,
}) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  const { page } = lab;
  await lab.press('Space', 3);
  await lab.settled();
  const instant = await lab.narration.getAttribute('data-instant');
  await page.getByRole('button', { name: 'Compare labs side by side' }).click();
  await expect(page.getByTestId('compare-narration-2')).not.toBeEmpty();
  await page.getByLabel('Backend (2)').selectOption('udp');
  await expect(page).toHaveURL(/#\/compare\/flannel-vxlan\/flannel-vxlan~backend\.udp/);
  await expect(page.getByTestId('compare-narration-2')).not.toBeEmpty();
  await page.getByRole('button', { name: 'Back to the lab' }).click();
  await expect(lab.narration).toHaveAttribute('data-instant', instant ?? '');
  await expect(page).toHaveURL(/#\/lab\/flannel-vxlan/);
});

test('an address that names nothing to compare says so, and a side that cannot be built leaves the other standing', async ({
  browser,
}) => {
  const { page } = await LabPage.open(browser, './#/compare/<b>x</b>');
  await expect(page.getByRole('alert')).toContainText('names nothing that can be compared');
  await page.goto('./#/compare/flannel-vxlan/flannel-vxlan~backend.pigeon');
  await expect(page.getByRole('alert')).toContainText('pigeon');
  await expect(page.getByTestId('compare-narration-1')).not.toBeEmpty();
});

test('axe finds nothing where labs are compared: in each theme and language', async ({ browser }) => {
  const { page } = await LabPage.open(browser, SPEC);
  await expect(page.getByTestId('compare-narration-2')).not.toBeEmpty();
  await page.keyboard.press('End');
  await expect(page.getByTestId('compare-narration-2').locator('svg')).toBeVisible();
  expect(await violationsInEachLook(page)).toEqual([]);
});
