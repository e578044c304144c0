import { expect, test } from './helpers/test';
import { violations } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// The story: somebody breaks something by keyboard, sees that it is broken, and mends it. It is an input like others.

for (const locale of ['en-US', 'zh-CN'] as const) {
  const zh = locale === 'zh-CN';
  test(`a cable is pulled out and plugged in again (${locale})`, async ({ browser }) => {
    const lab = await LabPage.open(browser, './#/lab/flannel-vxlan', { locale });
    await lab.ready();
    const open = lab.page.getByRole('button', { name: zh ? '制造故障' : 'Break something' });
    await open.focus();
    await lab.page.keyboard.press('Enter');
    const dialog = lab.page.getByRole('dialog');
    const cable = dialog.locator('[data-fault="cable-out"]');
    await expect(cable).toContainText(zh ? '网线被拔出' : 'A cable is out');
    await cable.getByRole('combobox').selectOption('node-2/eth0');
    await expect(cable).toContainText('cable out node-2/eth0');
    expect(await violations(lab.page)).toEqual([]);

    await cable.getByRole('button', { name: zh ? /^制造/ : /^Break/ }).focus();
    await lab.page.keyboard.press('Enter');
    await expect(cable).toHaveAttribute('data-broken', 'true');
    await expect(cable.getByRole('button', { name: zh ? /^修复/ : /^Mend/ })).toBeFocused();
    await expect(dialog.getByRole('status')).toHaveText(`${zh ? '已执行：' : 'Done: '}cable out node-2/eth0`);
    expect(await violations(lab.page)).toEqual([]);
    await lab.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    // It is so: the lab says what is broken, the map shows it, and the next packet dies at the switch, whose port is disabled.
    const now = lab.page.getByTestId('broken-now');
    await expect(now.getByRole('listitem')).toHaveCount(1);
    await expect(now).toContainText('node-2/eth0');
    expect(await violations(lab.page)).toEqual([]);
    await expect(lab.page.locator('[data-panel="map"] [data-cut]')).toHaveCount(1);
    await lab.page.getByRole('button', { name: zh ? /^ping 另一节点上的 pod-b/ : /^Ping pod-b on/ }).click();
    await expect(lab.output).toContainText('ping -c 2');
    await lab.settled();
    await lab.press('d');
    await lab.settled();
    await expect(lab.narration).toContainText('switch');
    await expect(lab.inspector).toContainText('PW_NO_EGRESS_PORT');
    await expect(lab.inspector).toContainText(zh ? /p-node-2.*没有 carrier/ : /p-node-2.*has no carrier/);
    await lab.press('End');
    await expect(lab.output).toContainText('100% packet loss');

    await now.getByRole('button', { name: zh ? /^修复/ : /^Mend/ }).focus();
    await lab.page.keyboard.press('Enter');
    await expect(now).toHaveCount(0);

    // In the dialog as well.
    await open.focus();
    await lab.page.keyboard.press('Enter');
    for (const [button, broken] of [
      [zh ? /^制造/ : /^Break/, 'true'],
      [zh ? /^修复/ : /^Mend/, 'false'],
    ] as const) {
      await cable.getByRole('button', { name: button }).focus();
      await lab.page.keyboard.press('Enter');
      await expect(cable).toHaveAttribute('data-broken', broken);
    }
    await lab.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(lab.page.locator('[data-panel="map"] [data-cut]')).toHaveCount(0);
    await expect(lab.page.locator('[data-panel="lab"]')).toContainText('cable out node-2/eth0');
    await expect(lab.page.locator('[data-panel="lab"]')).toContainText('cable in node-2/eth0');
  });
}
