import type { Locator } from '@playwright/test';
import { expect, test } from './helpers/test';
import { violationsInEachLook } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// The kernel view: where a packet is on its way through the hooks, which rule took it and why the others did not, what
// conntrack and nat made of it.

const OUTSIDE = './#/lab/docker0?i=1s!ping-outside';

const station = (lab: LabPage, id: string): Locator => lab.page.locator(`[data-station="${id}"]`);

/** Walks decision by decision until a table at a hook is being asked. */
async function stepTo(lab: LabPage, id: string, table: string): Promise<void> {
  await lab.ready();
  await lab.page.keyboard.press('k');
  await lab.page.keyboard.press('1');
  const part = station(lab, id).locator(`[data-part="${table}"]`);
  for (let count = 0; count < 80; count++) {
    await lab.press('Space');
    await lab.settled();
    const seq = String(await lab.cursor());
    await expect(lab.page.getByTestId('kernel-view')).toHaveAttribute('data-seq', seq);
    if ((await part.count()) > 0 && (await part.getAttribute('data-state')) === 'here') return;
  }
  throw new Error(`${table} at ${id} was never asked`);
}

test('the map gives its place to the kernel view and gets it back', async ({ browser }) => {
  const lab = await LabPage.open(browser, OUTSIDE);
  await lab.ready();
  await lab.page.getByRole('button', { name: 'Kernel view' }).click();
  const panel = lab.page.getByRole('region', { name: 'Kernel view', exact: true });
  await expect(panel).toBeVisible();
  await expect(lab.page.locator('[data-panel="map"]')).toHaveCount(0);
  await expect(panel.getByRole('tree')).toBeVisible();
  const order: (string | null)[] = [];
  for (let count = 0; count < 4; count++) {
    await lab.page.keyboard.press('F6');
    order.push(await lab.page.evaluate(() => document.activeElement?.getAttribute('data-panel') ?? null));
  }
  expect(order).toEqual(['top', 'rail', 'lab', 'kernel']);
  await lab.page.keyboard.press('k');
  await expect(lab.page.locator('[data-panel="map"]')).toBeVisible();
});

test('the rule that masquerades is marked, with its counters, and the address it changed', async ({
  browser,
}) => {
  const lab = await LabPage.open(browser, OUTSIDE);
  await stepTo(lab, 'postrouting', 'nat');
  await expect(station(lab, 'postrouting')).toHaveAttribute('data-state', 'here');
  await expect(station(lab, 'forward')).toHaveAttribute('data-state', 'passed');
  await expect(station(lab, 'input')).toHaveAttribute('data-state', 'off');
  await expect(station(lab, 'egress')).toHaveAttribute('data-state', 'ahead');
  // PREROUTING was the bridge's.
  await expect(station(lab, 'bridgePrerouting')).toHaveAttribute('data-state', 'passed');
  await expect(station(lab, 'prerouting')).toHaveAttribute('data-state', 'off');

  const hit = lab.page.getByTestId('kernel-chains').locator('[data-rule="hit"]');
  await expect(hit).toContainText('-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE');
  await expect(hit.locator('[data-counter="1 84"]')).toBeVisible();
  const flow = lab.page.getByTestId('kernel-flow');
  await expect(flow).toContainText('NEW');

  await lab.press('Space');
  const nat = flow.locator('[data-side="source"]');
  await expect(nat.locator('del')).toHaveText('172.17.0.2');
  await expect(nat.locator('ins')).toHaveText('192.168.56.11');
  await expect(nat).toContainText('-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE');
});

test('a rule that did not fit says which condition failed', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/flannel-vxlan?i=1s!node-to-pod');
  await stepTo(lab, 'postrouting', 'nat');
  // A jump is followed inline.
  await lab.press('Space');
  const chain = lab.page.locator('[data-chain="FLANNEL-POSTRTG"]');
  await expect(chain).toBeVisible();
  const missed = chain.locator('[data-rule="missed"]').first();
  await expect(missed.locator('[data-condition="failed"]')).toContainText('-m mark --mark 0x4000/0x4000');
  await expect(missed).toContainText('the packet: mark 0x0');
});

test('stations and tables are reached by keyboard, and Enter goes to the step', async ({ browser }) => {
  const lab = await LabPage.open(browser, OUTSIDE);
  await stepTo(lab, 'postrouting', 'nat');
  const before = await lab.cursor();
  const tree = lab.page.getByTestId('kernel-map').getByRole('tree');
  await tree.focus();
  await lab.page.keyboard.press('Home');
  await expect(station(lab, 'ingress')).toHaveAttribute('data-active', 'true');
  await lab.page.keyboard.press('ArrowRight');
  await expect(station(lab, 'bridgePrerouting')).toHaveAttribute('data-active', 'true');
  await lab.page.keyboard.press('ArrowDown');
  await expect(station(lab, 'bridgePrerouting').locator('[data-part="conntrack"]')).toHaveAttribute(
    'data-active',
    'true',
  );
  await lab.page.keyboard.press('Enter');
  await expect.poll(() => lab.cursor()).toBeLessThan(before);
  await expect(station(lab, 'bridgePrerouting')).toHaveAttribute('data-state', 'here');
  await expect(station(lab, 'forward')).toHaveAttribute('data-state', 'ahead');
});

test('a packet that is wrapped passes twice, inside and outside', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/flannel-vxlan?i=1s!ping-across');
  await lab.ready();
  await lab.page.keyboard.press('k');
  await lab.press('e');
  const passes = lab.page
    .getByRole('group', { name: 'The packet passes here more than once' })
    .getByRole('button');
  await expect(passes).toHaveCount(2);
  await expect(passes.nth(1)).toHaveAttribute('aria-pressed', 'true');
  await expect(station(lab, 'output')).toHaveAttribute('data-state', 'ahead');
  await passes.nth(0).click();
  await expect(station(lab, 'forward')).toHaveAttribute('data-state', 'passed');
  await expect(station(lab, 'egress')).toContainText('flannel.1');
});

test('from the reason to the kernel view', async ({ browser }) => {
  const lab = await LabPage.open(browser, OUTSIDE);
  await lab.ready();
  await lab.press('r');
  await lab.settled();
  await lab.why.getByRole('button', { name: 'Show in the kernel view' }).first().click();
  await expect(lab.page.getByTestId('kernel-map')).toBeVisible();
});

test('axe finds nothing in the kernel view: in each theme and language', async ({ browser }) => {
  const lab = await LabPage.open(browser, OUTSIDE);
  await lab.ready();
  await stepTo(lab, 'postrouting', 'nat');
  await expect(lab.page.getByTestId('kernel-chains')).toBeVisible();
  expect(await violationsInEachLook(lab.page)).toEqual([]);
});
