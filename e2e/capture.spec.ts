import { readFile } from 'node:fs/promises';
import { expect, test } from './helpers/test';
import { readCapture } from '../src/core/views/capture/read';
import { violations } from './helpers/axe';
import { LabPage } from './helpers/lab-page';

// The story: what one sees here, one takes home. A packet's way is saved and opened in another program.

async function saved(lab: LabPage, save: string): Promise<{ name: string; bytes: Uint8Array }> {
  const download = lab.page.waitForEvent('download');
  await lab.page.getByRole('dialog').getByRole('button', { name: save }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: new Uint8Array(await readFile(await file.path())) };
}

test('a packet is saved with its reasons, everything with all its frames', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/flannel-vxlan-by-hand');
  await lab.ready();
  await lab.press('Space', 6);
  await lab.inspector.getByRole('button', { name: 'Save as a capture' }).click();
  const dialog = lab.page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: /^Packet \d+, at every device/ })).toBeChecked();
  expect(await violations(lab.page)).toEqual([]);

  const packet = await saved(lab, 'Save');
  expect(packet.name).toMatch(/^flannel-vxlan-by-hand-packet-\d+\.pcapng$/);
  const one = readCapture(packet.bytes);
  if (!one.ok) throw new Error(one.error.code);
  expect(one.value.packets.length).toBeGreaterThan(1);
  expect(new Set(one.value.packets.map((each) => each.packet)).size).toBe(1);
  expect(one.value.packets.every(({ comments }) => comments.length > 0)).toBe(true);
  await expect(dialog.getByRole('status')).toHaveText(/^Saved, \d+ frames?\.$/);

  await dialog.getByRole('radio', { name: 'Everything since the lab was set up' }).check();
  await dialog.getByRole('radio', { name: /^pcap, / }).check();
  await dialog.getByRole('textbox', { name: 'File name' }).fill('mine.pcap');
  const all = await saved(lab, 'Save');
  expect(all.name).toBe('mine.pcap');
  const everything = readCapture(all.bytes);
  if (!everything.ok) throw new Error(everything.error.code);
  expect(everything.value.packets.length).toBeGreaterThan(one.value.packets.length);
});

test('by keyboard alone, in Chinese', async ({ browser }) => {
  const lab = await LabPage.open(browser, './#/lab/flannel-vxlan-by-hand', { locale: 'zh-CN' });
  await lab.ready();
  await lab.press('Space', 2);
  await lab.inspector.getByRole('button', { name: '保存为抓包文件' }).press('Enter');
  const dialog = lab.page.getByRole('dialog');
  await dialog.getByRole('radio').first().focus();
  await lab.page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio').nth(1)).toBeChecked();
  const download = lab.page.waitForEvent('download');
  await dialog.getByRole('textbox').press('Enter');
  const read = readCapture(new Uint8Array(await readFile(await (await download).path())));
  if (!read.ok) throw new Error(read.error.code);
  expect(read.value.interfaces).toHaveLength(1);
  expect(read.value.packets.flatMap(({ comments }) => comments).join('')).toMatch(/\p{Script=Han}/u);
  expect(await violations(lab.page)).toEqual([]);
  await lab.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
