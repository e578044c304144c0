import type { Page } from '@playwright/test';
import { expect, test as closing } from './helpers/test';
import { variants } from '../src/cli/lab/variants';
import { loadAllParts } from '../src/core/base/part';
import { firefoxPath, hashesInFirefox } from './helpers/firefox';
import { askHashes, hashesByWorker, keepWorkers, workerScript } from './helpers/hash-door';
import { LabPage } from './helpers/lab-page';
import { playTriple } from './helpers/triples';

// Same lab, same inputs, same cursor: the same trace and the same World, in Node and in every browser, bit for bit.

// Node plays the labs with everything at hand; the page has fetched what each of them needs.
await loadAllParts();

const asked = variants();

/** A page with nothing in it but the simulator, for all labs that one process of the test runner plays. */
const test = closing.extend<object, { readonly simulator: Page }>({
  simulator: [
    async ({ playwright }, use) => {
      // A browser of its own: the pages of the common one are closed after each test.
      const browser = await playwright.chromium.launch();
      const page = await browser.newPage();
      // A file of the page's own origin that is no page: the worker is all that is needed.
      await page.goto(new URL('icon.svg', closing.info().project.use.baseURL).href);
      await use(page);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

for (const lab of new Set(asked.map((variant) => variant.lab))) {
  test(`${lab}: Node and Chromium agree`, async ({ simulator }) => {
    const variants = asked.filter((variant) => variant.lab === lab);
    const triples = variants.map(playTriple);
    for (const { records } of triples) expect(records).toBeGreaterThan(50);
    const script = `/assets/${workerScript()}`;
    const found = await simulator.evaluate(hashesByWorker, {
      script,
      sessions: triples.map(({ opened }) => opened),
    });
    const named = (hashes: readonly object[]) =>
      variants.map(({ name }, index) => ({ name, ...hashes[index] }));
    expect(named(found)).toEqual(named(triples.map(({ hashes }) => hashes)));
  });
}

test('the page comes to the same from an address, and walking about in it changes nothing', async ({
  browser,
}) => {
  const lab = await LabPage.open(browser, 'about:blank');
  await lab.page.addInitScript(keepWorkers);
  for (const variant of asked.filter((one) => one.name === 'canal' || one.name === 'flannel-vxlan')) {
    const { address, hashes } = playTriple(variant);
    // A page of its own for each: one that is still opening would go on with the lab before.
    await lab.page.goto('about:blank');
    await lab.page.goto(address);
    const found = () => lab.page.evaluate(askHashes);
    await expect.poll(found, { message: variant.name }).toEqual(hashes);
  }

  // Walking back and forth asks for Worlds of the past; the present one is not touched by that.
  await lab.ready();
  const { trace, world } = await lab.page.evaluate(askHashes);
  await lab.page.keyboard.press('End');
  await lab.settled();
  await lab.press('Backspace', 3);
  await lab.settled();
  expect(await lab.page.evaluate(askHashes)).toEqual({ trace, world });
});

const firefox = firefoxPath();

test('all labs: Node and Firefox agree', async () => {
  test.skip(firefox === null, 'there is no Firefox on this machine');
  const triples = asked.map(playTriple);
  const found = await hashesInFirefox(
    firefox ?? '',
    triples.map(({ opened }) => opened),
  );
  const named = (hashes: readonly object[]) => asked.map(({ name }, index) => ({ name, ...hashes[index] }));
  expect(named(found)).toEqual(named(triples.map(({ hashes }) => hashes)));
});
