import { expect, test } from './helpers/test';
import { FIRST_LAB, LabPage } from './helpers/lab-page';

// The address holds the instant. Whoever opens it sees the same; what cannot be read is said, and the page lives on.

test('the address leads to the same instant elsewhere', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  await lab.page.getByRole('button', { name: /gateway/ }).click();
  await expect(lab.narration).toContainText('10.244.1.1');
  await lab.press('Space', 7);
  await lab.settled();
  const said = await lab.narration.innerText();
  await expect(lab.page).toHaveURL(/#\/lab\/flannel-vxlan\?i=.*&at=/);
  await lab.addressSettled();

  const other = await LabPage.open(browser, lab.page.url());
  await other.ready();
  await expect(other.narration).toHaveText(said);
  expect(await other.cursor()).toBe(await lab.cursor());
  expect(await other.stop()).toBe(await lab.stop());
  await expect(other.page.locator('[data-panel="lab"] ol').getByRole('listitem')).toHaveCount(2);
});

test('the share button copies that address', async ({ browser }) => {
  const lab = await LabPage.open(browser, '', { permissions: ['clipboard-read', 'clipboard-write'] });
  await lab.ready();
  await lab.press('Space', 3);
  await lab.page.getByRole('button', { name: 'Share' }).click();
  await expect(lab.page.getByRole('button', { name: 'Link copied' })).toBeVisible();
  await lab.addressSettled();
  expect(await lab.page.evaluate(() => navigator.clipboard.readText())).toBe(lab.page.url());
});

test('where copying is forbidden, the link is shown for copying by hand', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en-US' });
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new DOMException('forbidden', 'NotAllowedError')) },
    });
  });
  const page = await context.newPage();
  await page.goto(FIRST_LAB);
  await expect(page.getByTestId('narration')).not.toBeEmpty();
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue(/#\/lab\/flannel-vxlan\?/);
});

test('all inputs taken back stay taken back', async ({ browser }) => {
  const lab = await LabPage.open(browser);
  await lab.ready();
  await lab.page.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.path).toContainText('Nothing has been sent yet');
  await expect(lab.page).toHaveURL(/#\/lab\/flannel-vxlan\?$/);
  await lab.page.reload();
  await expect(lab.path).toContainText('Nothing has been sent yet');
});

test('an unknown lab is named, and another can be chosen', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/no-such-lab');
  await expect(lab.trouble).toContainText('no-such-lab');
  await lab.trouble.getByRole('button', { name: /Pods on one bridge/ }).click();
  await lab.ready();
  await expect(lab.page).toHaveURL(/#\/lab\/same-node/);
  await expect(lab.trouble).toHaveCount(0);
});

const MANGLED = [
  '#/lab/flannel-vxlan?i=zzzz!!!&at=nowhere',
  '#/lab/flannel-vxlan?i=1s!no-such-send',
  '#/lab/flannel-vxlan?i=1s:pod-a$rm+-rf+/',
  '#/lab/%E0%A4%A',
  '#/lab/flannel-vxlan?at=9,9,9',
  '#<script>alert(1)</script>',
  `#/lab/flannel-vxlan?i=${'1s!ping-across;'.repeat(3000)}`,
];

for (const [index, hash] of MANGLED.entries()) {
  test(`a mangled address (${index + 1}) leaves the page alive`, async ({ browser }) => {
    const errors: string[] = [];
    const lab = await LabPage.open(browser);
    lab.page.on('pageerror', (error) => errors.push(error.message));
    await lab.ready();
    await lab.page.evaluate((next) => {
      window.location.hash = next;
    }, hash);
    const trouble = lab.trouble.or(lab.page.locator('[data-instant], [data-testid="notice"]'));
    await expect(trouble.first()).toBeAttached();
    await lab.page.evaluate(() => {
      window.location.hash = '#/lab/flannel-vxlan';
    });
    await expect(lab.narration).toContainText('ping -c 2 10.244.2.2');
    await expect(lab.trouble).toHaveCount(0);
    expect(errors).toEqual([]);
  });
}

test('what is wrong with an address is said with its mend', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/flannel-vxlan?i=zzzz');
  await expect(lab.trouble.getByRole('alert')).toContainText('This address cannot be read');
  expect(await lab.trouble.getByRole('listitem').count()).toBeGreaterThan(0);
  await lab.trouble.getByRole('button', { name: 'Start fresh' }).click();
  await lab.ready();
  await expect(lab.narration).toContainText('ping -c 2 10.244.2.2');
});

const MISFITS = [
  {
    what: 'a send the lab does not have',
    hash: '?i=1s!no-such-send',
    said: 'no-such-send',
    mend: 'Choose one of the sends',
  },
  {
    what: 'a moment beyond the end',
    hash: '?i=1s!ping-across&at=9,9,xx,yy,zz,0,99999',
    said: 'moment',
    mend: 'Step on from here',
  },
  {
    what: 'a moment without inputs',
    hash: '?at=0,0,pod-a,eth0,link.tx,0,84',
    said: 'nothing that was sent',
    mend: 'first send',
  },
];

for (const { what, hash, said, mend } of MISFITS) {
  test(`${what} is told above a living page`, async ({ browser }) => {
    const lab = await LabPage.open(browser, `./#/lab/flannel-vxlan${hash}`);
    const notice = lab.page.getByTestId('notice');
    await expect(notice).toContainText(said);
    await expect(notice).toContainText(mend);
    await expect(lab.trouble).toHaveCount(0);
    // Whatever was left out, one goes on from here.
    await lab.page.getByRole('button', { name: /gateway/ }).click();
    await expect(lab.narration).toContainText('ping -c 1 10.244.1.1');
    await expect(notice).toHaveCount(0);
    await lab.press('Space', 2);
  });
}

test('what does not fit in an address is not typed as a command', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/flannel-vxlan?i=1s!no-such-send');
  await expect(lab.page.getByTestId('notice')).toBeVisible();
  await expect(lab.path).toContainText('Nothing has been sent yet');
  await lab.page.getByRole('button', { name: 'Close this notice' }).click();
  await expect(lab.page.getByTestId('notice')).toHaveCount(0);
});

test('a simulator that dies leaves the page alive, and starts again', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  let broken = true;
  await context.route(/worker.*\.(?:js|ts)/, (route) =>
    broken
      ? route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("planted")' })
      : route.continue(),
  );
  await page.goto(FIRST_LAB);
  const trouble = page.getByTestId('trouble');
  await expect(trouble).toContainText('The simulator stopped');
  await page.keyboard.press('l');
  await expect(trouble).toContainText('模拟器已停止');
  broken = false;
  await trouble.getByRole('button', { name: '重新启动' }).click();
  await expect(page.getByTestId('narration')).toContainText('ping -c 2 10.244.2.2');
  await expect(trouble).toHaveCount(0);
});

test('a part of the page that cannot be fetched does not take the rest with it', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  let broken = true;
  await context.route(/GraphPanel.*\.(?:js|tsx)/, (route) => (broken ? route.abort() : route.continue()));
  await page.goto(FIRST_LAB);
  await expect(page.getByTestId('broken')).toContainText('could not be loaded');
  await page.keyboard.press('Space');
  await expect(page.getByTestId('narration')).toContainText('10.244.1.1');
  broken = false;
  await page.getByTestId('broken').getByRole('button', { name: 'Load the page again' }).click();
  await expect(page.getByRole('region', { name: 'Map' })).toBeVisible();
  await expect(page.getByTestId('broken')).toHaveCount(0);
  await expect(page.getByTestId('narration')).toContainText('10.244.1.1');
});
