import { expect, test } from './helpers/test';
import { violations } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// The story: a cluster on the page. One sees what the API server holds and where it is on the map, deletes a pod with
// the command one would type, and walks how it goes; then one builds the lab again with another backend, and back.

const LAB = './#/lab/flannel-vxlan';

for (const locale of ['en-US', 'zh-CN'] as const) {
  const zh = locale === 'zh-CN';
  const objectsName = zh ? 'Kubernetes 对象' : 'Kubernetes objects';

  test(`objects of the cluster, on the map and in a panel (${locale})`, async ({ browser }) => {
    const lab = await LabPage.open(browser, LAB, { locale });
    await lab.ready();
    const map = lab.page.getByRole('tree', { name: zh ? '实验拓扑图' : 'Map of the lab' });
    const node = map.getByRole('treeitem', { name: /^node-1/ });
    await expect(node.first()).toHaveAccessibleName(/Ready.*podCIDR 10\.244\.1\.0\/24.*kubelet, flanneld/);
    await expect(
      map.getByRole('treeitem', { name: /pod-a.*Running.*10\.244\.1\.2/i }).first(),
    ).toBeAttached();
    await expect(map.getByRole('treeitem', { name: /^API server/ })).toBeAttached();

    await lab.page.getByRole('button', { name: objectsName }).click();
    const panel = lab.page.getByRole('region', { name: objectsName });
    await panel.locator('[data-object="Pod/default/pod-b"] button').first().click();
    await expect(panel.getByTestId('object-yaml')).toContainText('podIP: 10.244.2.2');
    expect(await violations(lab.page)).toEqual([]);

    // A namespace is looked at: its name stands at the map, and pressing it brings all back.
    await panel.getByRole('combobox').selectOption('kube-flannel');
    await expect(panel.locator('[data-object="Pod/default/pod-a"]')).toHaveCount(0);
    await lab.page
      .getByRole('button', { name: zh ? '命名空间 kube-flannel' : 'Namespace kube-flannel' })
      .click();
    await expect(panel.locator('[data-object="Pod/default/pod-a"]')).toHaveCount(1);
  });

  test(`a pod is deleted with its command, step by step (${locale})`, async ({ browser }) => {
    const lab = await LabPage.open(browser, LAB, { locale });
    await lab.ready();
    await lab.page.getByRole('button', { name: objectsName }).click();
    const item = lab.page.locator('[data-object="Pod/default/pod-b"]');
    await item.getByRole('button').first().click();
    await expect(item).toContainText('node-1$ kubectl delete pod pod-b');
    const before = await lab.cursor();
    await item.getByRole('button', { name: zh ? '删除 Pod' : 'Delete pod' }).click();
    await expect.poll(() => lab.cursor()).toBeGreaterThan(before);
    await lab.settled();
    await expect(lab.narration).toContainText('kubectl delete pod pod-b');

    // The kubelet acts on its node, and what goes is marked.
    await lab.page.keyboard.press('Escape');
    await expect
      .poll(
        async () => {
          await lab.page.keyboard.press('Space');
          await lab.settled();
          return lab.page.locator('[data-mark="gone"]').count();
        },
        { intervals: [50], timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    await expect(lab.page.locator('[data-actor]').first()).toContainText('kubelet');
    await lab.press('End');
    await lab.settled();
    await expect(item).toHaveCount(0);
  });

  test(`another backend is built, told, and taken back (${locale})`, async ({ browser }) => {
    const lab = await LabPage.open(browser, LAB, { locale });
    await lab.ready();
    const choices = lab.page.getByTestId('choices');
    await expect(lab.page.locator('[data-form] text', { hasText: 'flannel.1' }).first()).toBeVisible();
    await choices.getByRole('combobox').selectOption('host-gw');
    await choices.getByRole('button', { name: zh ? '重新构建' : 'Build again' }).click();
    const told = lab.page.getByTestId('rebuilt');
    await expect(told.locator('ins')).toContainText('host-gw');
    await expect(told.locator('del')).toContainText('vxlan');
    await lab.settled();
    await expect(lab.page.locator('[data-form] text', { hasText: 'flannel.1' })).toHaveCount(0);
    await expect.poll(() => lab.page.url()).toContain('pick=backend:host-gw');
    // The name and the text of the lab tell of VXLAN: that it is host-gw now is said beside both.
    await expect(lab.page.getByTestId('differs')).toContainText('host-gw');
    await expect(lab.page.locator('[data-panel="top"]')).toContainText('host-gw');
    expect(await violations(lab.page)).toEqual([]);

    await told.getByRole('button', { name: zh ? '恢复之前的实验' : 'Back to the lab before' }).click();
    await expect(lab.page.locator('[data-form] text', { hasText: 'flannel.1' }).first()).toBeVisible();
    await expect.poll(() => lab.page.url()).not.toContain('pick=');
  });
}
