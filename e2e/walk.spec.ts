import { expect, test } from './helpers/test';
import { LabPage, MOVING } from './helpers/lab-page';

/** Its devices bear the names the commands give them. */
const BY_HAND = './#/lab/flannel-vxlan-by-hand';

// The story: a pod on node-1 pings a pod on node-2, through Flannel's VXLAN. With every press of Space the
// packet moves one hop. The first packet waits while each side asks by ARP, the second one does not.

/** The way of a ping between the nodes. */
const THERE = [
  'pod-a/eth0',
  'node-1/veth3cafbbcc',
  'node-1/cni0',
  'node-1/flannel.1',
  'node-1/eth0',
  'switch/p-node-1',
  'switch/p-node-2',
  'node-2/eth0',
  'node-2/flannel.1',
  'node-2/cni0',
  'node-2/veth9a99bd4f',
  'pod-b/eth0',
];

test('Space walks the packet along its path, with the keyboard alone', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND, MOVING);
  await lab.ready();
  await expect(lab.narration).toContainText('ping -c 2 10.244.2.2');
  await expect(lab.output).toContainText('$ ping -c 2 10.244.2.2');

  const walk = await lab.walkPackets('Space', 'ICMP echo reply, seq 1');
  const first = walk.find(({ title }) => title.startsWith('ICMP echo request, seq 1'));
  expect(first?.stops).toEqual(THERE);

  // Three times somebody must be asked first: pod-a for its gateway, node-1 for node-2, node-2 for pod-b.
  const asked = walk.filter(({ title }) => title.startsWith('ARP: who has')).map(({ title }) => title);
  expect(asked).toEqual([
    expect.stringContaining('10.244.1.1'),
    expect.stringContaining('192.168.56.12'),
    expect.stringContaining('10.244.2.2'),
  ]);
});

test('the second packet finds every address known and goes straight through', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await lab.ready();
  await lab.goTo('64 bytes from 10.244.2.2: icmp_seq=1');
  const walk = await lab.walkPackets('Space', 'ICMP echo reply, seq 2');
  const titles = walk.map(({ title }) => title.replace(/,? (to|from) .*/, ''));
  expect(titles).toEqual(['ICMP echo request, seq 2', 'ICMP echo reply, seq 2']);
  expect(walk[0]?.stops).toEqual(THERE);
});

test('Backspace goes back the same way, and what was learned is unlearned', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND, MOVING);
  await lab.ready();
  const neighbours = await lab.table('neigh');
  await lab.inspector.getByRole('combobox').selectOption('pod-a');
  await expect(neighbours.getByText('0a:58:0a:f4:01:01')).toHaveCount(0);

  const there: number[] = [await lab.cursor()];
  while ((await neighbours.getByText('0a:58:0a:f4:01:01').count()) === 0 && there.length < 30) {
    await lab.press('Space');
    await lab.tablesSettled();
    there.push(await lab.cursor());
  }
  await expect(neighbours.locator('[data-status="changed"]')).toContainText('0a:58:0a:f4:01:01');

  const back: number[] = [];
  while ((await lab.cursor()) !== there[0]) {
    back.push(await lab.cursor());
    await lab.press('Backspace');
  }
  expect(back).toEqual(there.slice(1).reverse());
  await lab.settled();
  await expect(neighbours.getByText('0a:58:0a:f4:01:01')).toHaveCount(0);
});

test('steps come in four sizes, and decisions are always at hand', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await lab.ready();
  const start = await lab.cursor();
  const reached: number[] = [];
  for (const grain of ['1', '2', '3', '4']) {
    await lab.page.keyboard.press('Home');
    await expect.poll(() => lab.cursor()).toBe(start);
    await lab.page.keyboard.press(grain);
    await lab.press('Space', 4);
    reached.push(await lab.cursor());
  }
  expect(reached).toEqual([...reached].sort((a, b) => a - b));
  expect(new Set(reached).size).toBe(4);

  await lab.page.keyboard.press('Home');
  await expect.poll(() => lab.cursor()).toBe(start);
  await lab.press(']');
  const decision = await lab.cursor();
  expect(decision).toBeGreaterThan(start);
  await lab.press('[');
  expect(await lab.cursor()).toBe(start);
  await lab.press(']');
  expect(await lab.cursor()).toBe(decision);
});

test('the mouse does not take the keyboard away', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await lab.ready();
  await lab.page.getByRole('button', { name: /Step forward/ }).click();
  const after = await lab.cursor();
  await lab.page.getByRole('button', { name: 'Machine', exact: true }).click();
  await lab.page.getByRole('button', { name: 'Hop', exact: true }).click();
  await lab.press('Space');
  expect(await lab.cursor()).toBeGreaterThan(after);
  // A button that holds the focus by keyboard keeps Space for itself.
  await lab.page.getByRole('button', { name: 'Keyboard shortcuts' }).focus();
  const before = await lab.cursor();
  await lab.page.keyboard.press('Space');
  await expect(lab.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  expect(await lab.cursor()).toBe(before);
  await lab.page.keyboard.press('Escape');
  await expect(lab.page.getByRole('dialog')).toHaveCount(0);
});

test('Shift and Space step back', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await lab.ready();
  const start = await lab.cursor();
  await lab.press('Space', 2);
  await lab.press('Shift+Space', 2);
  expect(await lab.cursor()).toBe(start);
});

test('what one sends is added to the log, and taken back again', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await lab.ready();
  const log = lab.page.locator('[data-panel="lab"] ol');
  await expect(log.getByRole('listitem')).toHaveCount(1);
  await lab.page.getByRole('button', { name: /gateway/ }).click();
  await expect(log.getByRole('listitem')).toHaveCount(2);
  await expect(lab.narration).toContainText('ping -c 1 10.244.1.1');
  // The next press steps; it does not send again.
  await lab.press('Space');
  await expect(log.getByRole('listitem')).toHaveCount(2);
  await lab.page.getByRole('button', { name: 'Undo' }).click();
  await expect(log.getByRole('listitem')).toHaveCount(1);
  await lab.page.getByRole('button', { name: 'Undo' }).click();
  await expect(log.getByRole('listitem')).toHaveCount(0);
  await expect(lab.path).toContainText('Nothing has been sent yet');
});

test('playing walks by itself, and stops where one wants', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND, MOVING);
  await lab.ready();
  const start = await lab.cursor();
  await lab.page.keyboard.press('p');
  await expect.poll(() => lab.cursor(), { timeout: 10_000 }).toBeGreaterThan(start + 8);
  await lab.page.keyboard.press('p');
  await lab.settled();
  const stopped = await lab.cursor();
  await lab.page.waitForTimeout(1500);
  expect(await lab.cursor()).toBe(stopped);
});

test('one can go anywhere: a stop of the path, a place on the timeline, the next encapsulation', async ({
  browser,
}) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await lab.ready();
  await lab.press('Space');
  await lab.settled();
  await lab.stops.filter({ hasText: 'flannel.1' }).first().click();
  await expect(lab.here).toHaveAttribute('data-stop', 'node-1/flannel.1');

  const box = await lab.slider.boundingBox();
  await lab.page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.9, (box?.y ?? 0) + 10);
  const late = await lab.cursor();
  await lab.page.keyboard.press('Home');
  await expect.poll(() => lab.cursor()).toBeLessThan(late);

  await lab.page.getByRole('button', { name: 'Jump to' }).click();
  await lab.page.getByRole('menuitem', { name: /Encapsulation/ }).click();
  await expect(lab.narration).toContainText('wraps the whole frame');
});
