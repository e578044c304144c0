import { expect, test } from './helpers/test';
import { violations } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// The story: who did what. Everything that was configured stands in a list by who did it; one goes to any step of it.
// And what came of it: one marks an instant, goes elsewhere, and sees every row that differs, and who wrote it.

const BROKEN = './#/lab/flannel-vxlan?i=1s:pod-a$ping+-c+1+10.244.2.2;3s:node-1$ip+route+del+10.244.2.0/24';

for (const locale of ['en-US', 'zh-CN'] as const) {
  const zh = locale === 'zh-CN';
  test(`who did what is listed, filtered and walked (${locale})`, async ({ browser }) => {
    const lab = await LabPage.open(browser, BROKEN, { locale });
    await lab.ready();
    const start = await lab.cursor();
    await lab.page.getByRole('button', { name: zh ? '谁做了什么' : 'Who did what' }).click();
    const panel = lab.page.locator('[data-panel="journal"]');
    await expect(panel).toContainText(zh ? 'node-2 的搭建' : 'The set-up of node-2');
    await panel.getByRole('combobox', { name: zh ? '执行者' : 'Actor' }).selectOption({
      label: zh ? '你' : 'You',
    });
    await expect(panel.locator('[data-actor]')).toHaveCount(1);
    await panel.getByRole('button', { name: 'ip route del 10.244.2.0/24' }).click();
    await lab.settled();
    expect(await lab.cursor()).toBeGreaterThan(start);
    await expect(panel.locator('[aria-current="true"]')).toHaveText('ip route del 10.244.2.0/24');
    expect(await violations(lab.page)).toEqual([]);

    // A step of the set-up opens the set-up.
    await panel.getByRole('combobox').first().selectOption({ index: 0 });
    await panel.getByRole('searchbox').fill('fdb');
    await panel.getByRole('button', { name: /bridge fdb replace .* dst 192\.168\.56\.12/ }).click();
    await lab.settled();
    expect(await lab.cursor()).toBeLessThan(start);
    await expect(lab.why).toContainText(/bridge fdb replace .* dst 192\.168\.56\.12/);
    await panel.getByRole('searchbox').fill('there is no such thing');
    await expect(panel).toContainText(zh ? '没有符合条件的配置操作' : 'Nothing was configured that fits');
  });

  test(`what differs from a marked instant, and who wrote it (${locale})`, async ({ browser }) => {
    const lab = await LabPage.open(browser, BROKEN, { locale });
    await lab.ready();
    const start = await lab.cursor();
    await lab.page.keyboard.press('m');
    await lab.inspector.getByRole('tab').nth(1).click();
    const differences = lab.page.getByTestId('differences');
    await expect(differences).toContainText(zh ? '还没有差异' : 'nothing differs yet');
    await lab.press('End');
    await lab.settled();
    const node = differences.locator('[data-place="node-1"]');
    const route = node.locator('[data-table="routes"] tr[data-status="gone"]');
    await expect(route).toContainText('10.244.2.0/24');
    await expect(differences.locator('[data-place="pod-a"] [data-table="neigh"]')).toContainText(
      '10.244.1.1',
    );
    expect(await violations(lab.page)).toEqual([]);

    // From the row to the step that wrote it.
    await node.getByRole('button', { name: /ip route del 10.244.2.0\/24/ }).click();
    await lab.settled();
    await expect(lab.narration).toContainText('ip route del 10.244.2.0/24');
    await lab.inspector.getByRole('button', { name: zh ? '回到标记处' : 'Go to the mark' }).click();
    await expect.poll(() => lab.cursor()).toBe(start);

    // The tables of one machine show the same against the mark.
    await lab.press('End');
    await lab.inspector.getByRole('button', { name: zh ? '当前各表' : 'These tables' }).click();
    await lab.inspector.getByRole('combobox').selectOption('node-1');
    await expect(lab.inspector.locator('[data-table="routes"] tr[data-status="gone"]').first()).toContainText(
      '10.244.2.0/24',
    );
    expect(await violations(lab.page)).toEqual([]);
    await lab.inspector.getByRole('button', { name: zh ? '去掉标记' : 'Take the mark away' }).click();
    await expect(
      lab.inspector.getByRole('button', { name: zh ? '标记这一刻' : 'Mark this instant' }),
    ).toBeVisible();
  });
}

test('the label of an agent on the map leads to what it did on its machine', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/pod-birth');
  await lab.ready();
  const chips = lab.page.locator('[data-panel="map"] svg text', { hasText: /^flanneld$/ });
  await expect(chips).toHaveCount(2);
  const spot = await chips.last().boundingBox();
  if (spot) await lab.page.mouse.click(spot.x + spot.width / 2, spot.y + spot.height / 2);
  const panel = lab.page.locator('[data-panel="journal"]');
  await expect(panel.getByRole('combobox').first()).toHaveValue('=node-2/flanneld');
  await expect(panel.getByText('node-2/flanneld').nth(1)).toBeVisible();
  await panel.getByRole('combobox').first().selectOption('');
  await expect(panel.getByText('node-2/kubelet').first()).toBeAttached();
});
