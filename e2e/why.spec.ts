import { expect, test } from './helpers/test';
import { LabPage } from './helpers/lab-page';

/** Its devices bear the names the commands give them. */
const BY_HAND = './#/lab/flannel-vxlan-by-hand';

// The reason stands at the hop: the sentence, the row that won, each loser with its own reason, who wrote the row;
// and the layers tell what the hop made of the packet.

/** Steps on until the packet is at a stop of the path. */
async function stepTo(lab: LabPage, stop: string): Promise<void> {
  await lab.ready();
  for (let count = 0; count < 60; count++) {
    await lab.press('Space');
    if ((await lab.stop()) === stop) return;
  }
  throw new Error(`the packet never came to ${stop}`);
}

test('the route that leads into the tunnel won, and every other row says why it lost', async ({
  browser,
}) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await stepTo(lab, 'node-1/flannel.1');
  // Open is the outer route, which decided last; the inner one is one press away.
  const route = lab.why.locator('[data-decision="decision.route"]').first();
  await route.getByRole('button').first().click();
  const won = route.locator('[data-verdict="won"]');
  await expect(won).toHaveCount(1);
  await expect(won).toContainText('10.244.2.0/24');
  await expect(won).toContainText('flannel.1');
  await expect(won).toContainText('24 of 24 bits agree');

  await route.getByRole('button', { name: /more rows/ }).click();
  const lost = route.locator('[data-verdict="lost"]');
  expect(await lost.count()).toBeGreaterThan(5);
  const pods = lost.filter({ hasText: '10.244.1.0/24' }).first();
  await expect(pods).toContainText('22 of 24 leading bits agree');
  for (const row of await lost.all()) {
    expect((await row.innerText()).trim().split('\n').length).toBeGreaterThan(1);
  }

  await expect(route).toContainText('ip route replace 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink');
  await expect(route).toContainText('fib_table_lookup()');
});

test('each further decision opens on request', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await stepTo(lab, 'node-1/flannel.1');
  const fdb = lab.why.locator('[data-decision="decision.tunnelFdb"]');
  await expect(fdb.getByRole('button')).toHaveAttribute('aria-expanded', 'false');
  await fdb.getByRole('button').click();
  await expect(fdb.locator('[data-verdict="won"]')).toContainText('192.168.56.12');
  await expect(fdb).toContainText(
    'bridge fdb replace 2e:f1:0a:f4:02:00 dev flannel.1 dst 192.168.56.12 self permanent',
  );
});

test('the table that the sentence speaks of is open and in view', async ({ browser }) => {
  const address = './#/lab/flannel-vxlan-by-hand?i=1s!ping-across&at=0,0,node-1,flannel.1,tunnel.lookup,0,95';
  const lab = await LabPage.open(browser, address);
  await lab.ready();
  const fdb = lab.why.locator('[data-decision="decision.tunnelFdb"]');
  await expect(fdb.getByRole('button').first()).toHaveAttribute('aria-expanded', 'true');
  await expect(fdb.locator('[data-verdict="won"]')).toBeInViewport();
  const route = lab.why.locator('[data-decision="decision.route"]').first();
  await expect(route.getByRole('button').first()).toHaveAttribute('aria-expanded', 'false');
});

test('encapsulation adds the outer headers and shows what the router changed inside', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await stepTo(lab, 'node-1/flannel.1');
  const added = lab.layers.locator('[data-status="added"]');
  await expect(added.filter({ hasText: 'VXLAN' })).toContainText('VNI 1');
  await expect(added.filter({ hasText: 'UDP' })).toContainText('8472');
  await expect(added.filter({ hasText: '192.168.56.11 → 192.168.56.12' })).toHaveCount(1);
  const ttl = lab.layers.getByRole('treeitem').filter({ hasText: /^ttl/ });
  await expect(ttl.locator('del')).toHaveText('64');
  await expect(ttl.locator('ins')).toHaveText('63');
});

test('decapsulation takes them away again', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await stepTo(lab, 'node-2/flannel.1');
  await expect(lab.layers.locator('[data-status="removed"]').filter({ hasText: 'VXLAN' })).toHaveCount(1);
  await expect(lab.layers.locator('[data-layer="VXLAN"]:not([data-status="removed"])')).toHaveCount(0);
});

test('layers open by keyboard, and the bytes say whose they are', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await stepTo(lab, 'pod-a/eth0');
  await lab.layers.focus();
  await lab.page.keyboard.press('Home');
  await lab.page.keyboard.press('ArrowRight');
  const first = lab.layers.getByRole('treeitem').first();
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  const fields = await lab.layers.getByRole('treeitem').count();
  await lab.page.keyboard.press('ArrowLeft');
  expect(await lab.layers.getByRole('treeitem').count()).toBeLessThan(fields);

  await lab.page.getByRole('button', { name: 'Bytes' }).click();
  const grid = lab.inspector.getByRole('grid');
  await grid.focus();
  await lab.page.keyboard.press('ArrowRight');
  await expect(grid).toHaveAttribute('aria-activedescendant', 'byte-0');
  await lab.page.keyboard.press('ArrowDown');
  await expect(grid).toHaveAttribute('aria-activedescendant', 'byte-16');
});
