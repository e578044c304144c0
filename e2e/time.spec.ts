import { expect, test } from './helpers/test';
import { violations } from './helpers/axe';
import { LabPage, MOVING } from './helpers/lab-page';

/** Set up by commands alone: its numbers of steps stay as they are. */
const BY_HAND = './#/lab/flannel-vxlan-by-hand';

// The story: time is something to handle. One drags it, plays it at a chosen speed, jumps in it, looks at what was
// before the first packet, and walks configuration apart from packets.

test('the cursor is dragged along the timeline, and keys move it as a slider is moved', async ({
  browser,
}) => {
  const lab = await LabPage.open(browser, BY_HAND, MOVING);
  await lab.ready();
  const box = (await lab.slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const y = box.y + 20;
  const rested: number[] = [];
  await lab.page.mouse.move(box.x + 2, y);
  await lab.page.mouse.down();
  for (const share of [0.2, 0.5, 0.8]) {
    await lab.page.mouse.move(box.x + box.width * share, y);
    rested.push(await lab.cursor());
  }
  await lab.page.mouse.up();
  expect(rested).toEqual([...rested].sort((a, b) => a - b));
  expect(new Set(rested).size).toBe(3);
  await lab.settled();

  await lab.slider.focus();
  const before = await lab.cursor();
  await lab.press('ArrowRight');
  expect(await lab.cursor()).toBeGreaterThan(before);
  await lab.press('ArrowDown');
  expect(await lab.cursor()).toBe(before);
  await lab.press('Home');
  await lab.press('End');
  const last = await lab.cursor();
  expect(last).toBe(Number(await lab.slider.getAttribute('aria-valuemax')));
  await expect(lab.slider).toHaveAttribute('aria-valuetext', /.+/);
});

test('Page up and Page down go from input to input', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await lab.ready();
  await lab.page.getByRole('button', { name: /gateway/ }).click();
  await expect(lab.narration).toContainText('ping -c 1 10.244.1.1');
  const second = await lab.cursor();
  await lab.press('Space', 3);
  await lab.slider.focus();
  await lab.press('PageDown');
  expect(await lab.cursor()).toBe(second);
  await lab.press('PageDown');
  await lab.settled();
  await expect(lab.narration).toContainText('ping -c 2 10.244.2.2');
  await lab.press('PageUp');
  expect(await lab.cursor()).toBe(second);
  // Each input is a section that can be pressed.
  await lab.page
    .locator('[data-panel="timeline"]')
    .getByRole('button', { name: /^1 ping/ })
    .click();
  await lab.settled();
  await expect(lab.narration).toContainText('ping -c 2 10.244.2.2');
});

test('zoomed in, the window follows the cursor', async ({ browser }) => {
  const lab = await LabPage.open(browser, BY_HAND);
  await lab.ready();
  await lab.slider.focus();
  for (let i = 0; i < 6; i += 1) await lab.page.keyboard.press('+');
  await expect(lab.page.getByRole('button', { name: 'Zoom in on this time' })).toBeDisabled();
  const box = (await lab.slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await lab.page.mouse.click(box.x + box.width - 3, box.y + 20);
  const near = await lab.cursor();
  const most = Number(await lab.slider.getAttribute('aria-valuemax'));
  expect(near).toBeLessThan(most / 2);
  await lab.press('End');
  // The click that meant the end of the window now means the end of the run.
  await lab.press('Backspace', 2);
  await lab.page.mouse.click(box.x + box.width - 3, box.y + 20);
  await expect.poll(() => lab.cursor()).toBe(most);
  await lab.slider.focus();
  await lab.page.keyboard.press('0');
  await expect(lab.page.getByRole('button', { name: 'Zoom out in time' })).toBeDisabled();
});

test('it plays at the chosen speed, any step takes over, and it is said aloud', async ({ browser }) => {
  const lab = await LabPage.open(browser, '');
  await lab.ready();
  const said = lab.page.getByTestId('playing');
  await expect(said).toBeEmpty();
  await lab.page.getByRole('button', { name: /^Speed/ }).click();
  await lab.page.getByRole('menuitem', { name: '8×' }).click();
  await lab.page.keyboard.press('p');
  await expect(said).toHaveText('Playing at 8×');
  await lab.page.keyboard.press(',');
  await expect(said).toHaveText('Playing at 4×');
  await lab.page.keyboard.press('Space');
  await expect(said).toHaveText('Paused');
  await lab.settled();
  const stood = await lab.cursor();
  await lab.page.waitForTimeout(800);
  expect(await lab.cursor()).toBe(stood);
});

test('playing pauses at a drop when asked to, and keys jump between places', async ({ browser }) => {
  const dropped = '#/lab/flannel-vxlan-by-hand?i=1s:pod-a$ping+-c+1+10.244.9.9';
  const lab = await LabPage.open(browser, `./${dropped}`, MOVING);
  await lab.ready();
  await lab.page.getByRole('button', { name: /^Speed/ }).click();
  await lab.page.getByRole('menuitem', { name: /Pause at the next drop/ }).click();
  await lab.page.keyboard.press('.');
  await lab.page.keyboard.press('.');
  await lab.page.keyboard.press('.');
  await lab.page.keyboard.press('p');
  await expect(lab.page.getByTestId('playing')).toHaveText('Paused', { timeout: 30_000 });
  await lab.settled();
  await expect(lab.why).toContainText('The packet ends here');
  const drop = await lab.cursor();
  await lab.press('Home');
  await lab.press('d');
  expect(await lab.cursor()).toBe(drop);
  await lab.press('Home');
  await lab.press('Shift+D');
  expect(await lab.cursor()).toBe(drop);
});

for (const locale of ['en-US', 'zh-CN'] as const) {
  test(`how the lab came to be is walked like everything else (${locale})`, async ({ browser }) => {
    const lab = await LabPage.open(browser, BY_HAND, { locale });
    await lab.ready();
    const begin = await lab.cursor();
    const name = locale === 'en-US' ? 'Set-up' : '搭建';
    const setUp = lab.page.locator('[data-panel="timeline"]').getByRole('button', { name }).first();
    await setUp.click();
    await expect.poll(() => lab.cursor()).toBe(0);
    await lab.settled();
    await lab.press('Space', 12);
    await lab.settled();
    await expect(lab.why).toContainText('flannel.1');
    expect(await violations(lab.page)).toEqual([]);

    // The instant is in the address, and the address opens the set-up again.
    await lab.addressSettled();
    const there = await lab.cursor();
    await lab.page.reload();
    await lab.ready();
    await expect.poll(() => lab.cursor()).toBe(there);
    await setUp.click();
    await expect.poll(() => lab.cursor()).toBe(begin);
  });
}

test('configuration is walked apart from packets', async ({ browser }) => {
  const both =
    '#/lab/flannel-vxlan-by-hand?i=1s:node-1$ip+route+del+10.244.2.0/24;3s:pod-a$ping+-c+1+10.244.2.2';
  const lab = await LabPage.open(browser, `./${both}`);
  await lab.ready();
  const scope = lab.page.getByRole('button', { name: /^What is walked/ });
  await scope.click();
  await lab.page.getByRole('menuitem', { name: 'Configuration only, packets are passed over' }).click();
  await lab.press('Space');
  await lab.settled();
  await expect(lab.narration).toContainText('ip route del 10.244.2.0/24');
  await expect(lab.page.getByRole('button', { name: /Step forward/ })).toBeDisabled();
  await scope.click();
  await lab.page.getByRole('menuitem', { name: /^Packets only/ }).click();
  await lab.press('Home');
  for (let i = 0; i < 12; i += 1) {
    await lab.press('Space');
    await lab.settled();
    await expect(lab.narration).not.toContainText('is configured');
  }
});

test('an input made in the past asks before it takes back what came after', async ({ browser }) => {
  const three =
    '#/lab/flannel-vxlan?i=1s!ping-across;9s:pod-a$ping+-c+1+10.244.1.1;19s:pod-b$ping+-c+1+10.244.2.1';
  const lab = await LabPage.open(browser, `./${three}`);
  await lab.ready();
  const log = lab.page.locator('[data-panel="lab"] ol').first();
  const entries = log.getByRole('listitem');
  await expect(entries).toHaveCount(3);
  const send = lab.page.getByRole('button', { name: /The way back/ });
  const asked = lab.page.getByRole('dialog', { name: 'Go on from here?' });

  // Given up: nothing happens.
  await send.click();
  await expect(asked).toContainText('these 2 inputs');
  await expect(asked).toContainText('ping -c 1 10.244.2.1');
  expect(await violations(lab.page)).toEqual([]);
  await lab.page.keyboard.press('Escape');
  await expect(asked).toHaveCount(0);
  await expect(entries).toHaveCount(3);

  // At the end after all.
  await send.click();
  await asked.getByRole('button', { name: 'Append at the end instead' }).click();
  await expect(entries).toHaveCount(4);
  await expect(lab.narration).toContainText('ping -c 2 10.244.1.2');

  // From here on.
  await lab.press('Home');
  await send.click();
  await asked.getByRole('button', { name: /Take 3 back/ }).click();
  await expect(entries).toHaveCount(2);
  await expect(lab.narration).toContainText('ping -c 2 10.244.1.2');
});
