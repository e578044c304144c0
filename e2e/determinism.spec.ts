import { expect, test } from '@playwright/test';
import { variants } from '../src/cli/lab/variants';
import { firefoxPath, hashesInFirefox } from './helpers/firefox';
import { askHashes, keepWorkers } from './helpers/hash-door';
import { LabPage } from './helpers/lab-page';
import { playTriple } from './helpers/triples';

// Same lab, same inputs, same cursor: the same trace and the same World, in Node and in every browser, bit for bit.

const asked = variants();

for (const triple of asked) {
  test(`${triple.name}: Node and Chromium agree`, async ({ browser }) => {
    const { address, records, hashes } = playTriple(triple);
    const lab = await LabPage.open(browser, 'about:blank');
    await lab.page.addInitScript(keepWorkers);
    await lab.page.goto(address);
    await lab.ready();
    await expect(lab.slider).toHaveAttribute('aria-valuemax', /\d/);
    expect(records).toBeGreaterThan(100);
    expect(await lab.page.evaluate(askHashes)).toEqual(hashes);

    // Walking back and forth asks for Worlds of the past; the present one is not touched by that.
    await lab.page.keyboard.press('End');
    await lab.settled();
    await lab.press('Backspace', 3);
    await lab.settled();
    expect(await lab.page.evaluate(askHashes)).toEqual(hashes);
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
