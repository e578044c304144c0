import { expect, test } from './helpers/test';
import { variants } from '../src/cli/lab/variants';
import { loadAllParts } from '../src/core/base/part';
import { firefoxPath, hashesInFirefox } from './helpers/firefox';
import { askHashes, keepWorkers } from './helpers/hash-door';
import { LabPage } from './helpers/lab-page';
import { playTriple } from './helpers/triples';

// Same lab, same inputs, same cursor: the same trace and the same World, in Node and in every browser, bit for bit.

const asked = variants();

// Node plays the labs with everything at hand; the page has fetched what each of them needs.
test.beforeAll(loadAllParts);

for (const lab of new Set(asked.map((variant) => variant.lab))) {
  test(`${lab}: Node and Chromium agree`, async ({ browser }) => {
    const page = await LabPage.open(browser, 'about:blank');
    await page.page.addInitScript(keepWorkers);
    for (const variant of asked.filter((one) => one.lab === lab)) {
      const { address, records, hashes } = playTriple(variant);
      expect(records).toBeGreaterThan(50);
      // A page of its own for each: one that is still opening would go on with the lab before.
      await page.page.goto('about:blank');
      await page.page.goto(address);
      const found = () => page.page.evaluate(askHashes);
      await expect.poll(found, { message: variant.name }).toEqual(hashes);
    }

    // Walking back and forth asks for Worlds of the past; the present one is not touched by that.
    await page.ready();
    const { trace, world } = await page.page.evaluate(askHashes);
    await page.page.keyboard.press('End');
    await page.settled();
    await page.press('Backspace', 3);
    await page.settled();
    expect(await page.page.evaluate(askHashes)).toEqual({ trace, world });
  });
}

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
