import { readFileSync } from 'node:fs';
import { expect, test } from './helpers/test';
import { violationsInEachLook } from './helpers/axe';
import { EditorPage, SMALL_LAB } from './helpers/editor-page';
import { LabPage } from './helpers/lab-page';

// Somebody changes a lab, builds it, sends the address to somebody else, and finds the original again.

test('a mistake is marked where it stands, mended, and the changed lab is built', async ({ browser }) => {
  const editor = await EditorPage.open(browser, './#/lab/same-node');
  await editor.checked();
  await expect(editor.check).toContainText('No problems');
  await editor.paste(SMALL_LAB.replace('role: host', 'rol: host'));
  await expect(editor.problems.getByRole('button')).toHaveCount(1);
  await expect(editor.problems).toContainText('line 12:7');
  await expect(editor.problems).toContainText('Probably “role” is meant');
  await expect(editor.marks).toHaveText(['rol']);

  await editor.build();
  const problem = editor.problems.getByRole('button');
  await expect(problem).toBeFocused();
  await editor.page.keyboard.press('Enter');
  await expect(editor.field).toBeFocused();
  // The cursor stands at the mistake.
  await editor.page.keyboard.press('Delete');
  await editor.page.keyboard.press('Delete');
  await editor.page.keyboard.press('Delete');
  await editor.page.keyboard.type('role');
  await editor.page.keyboard.press('Escape');
  await expect(editor.problems).toBeHidden();
  await editor.build();

  await editor.lab.ready();
  await expect(editor.page.getByRole('heading', { name: 'Two hosts and a cable' })).toBeVisible();
  await expect(editor.page).toHaveURL(/#\/own\/[\w-]+/);
  await expect(editor.page.locator('header')).toContainText('edited');
  await editor.lab.walkPackets('Space', 'ICMP');
});

test('the address opens the same lab elsewhere, at the same instant', async ({ browser }) => {
  const editor = await EditorPage.open(browser);
  await editor.paste(SMALL_LAB);
  await editor.checked();
  await editor.build();
  await editor.lab.ready();
  await editor.lab.press('Space', 3);
  await editor.lab.addressSettled();
  const said = await editor.lab.narration.innerText();

  const other = await LabPage.open(browser, editor.page.url());
  await other.ready();
  await expect(other.narration).toHaveText(said);
  const copy = EditorPage.of(other);
  await copy.show();
  await expect(copy.field).toContainText('name: my-lab');
});

test('the original is never lost: undo, back to the original, and the lab as it was shipped', async ({
  browser,
}) => {
  const editor = await EditorPage.open(browser, './#/lab/same-node');
  await editor.paste('gone');
  await expect(editor.problems.getByRole('button')).toHaveCount(1);
  await editor.page.getByRole('button', { name: /^Undo/ }).last().click();
  await expect(editor.field).toContainText('same-node');
  await editor.page.getByRole('button', { name: /^Redo/ }).click();
  await expect(editor.field).toHaveText('gone');
  await editor.page.getByRole('button', { name: 'Back to the original' }).click();
  await expect(editor.field).toContainText('same-node');
  await editor.checked();
  await editor.build();
  // Unchanged, it is the lab that everybody has.
  await editor.lab.ready();
  await expect(editor.page).toHaveURL(/#\/lab\/same-node/);
});

test('fields are completed and explained from the schema', async ({ browser }) => {
  // A lab that has no cluster yet.
  const editor = await EditorPage.open(browser, './#/lab/flannel-vxlan-by-hand');
  await editor.checked();
  await editor.endOf('seed: 1');
  await editor.page.keyboard.press('Enter');
  await editor.page.keyboard.type('cl');
  const options = editor.page.getByRole('listbox', { name: 'Completions' });
  await expect(options.getByRole('option').first()).toContainText('cluster');
  await expect(editor.page.locator('.cm-completionInfo')).toContainText('Kubernetes cluster');
  // Right after the list has opened, Enter is still taken for the end of a line.
  await editor.page.waitForTimeout(200);
  await editor.page.keyboard.press('Enter');
  await expect(editor.field).toContainText('cluster:');
  await editor.page.keyboard.type('pod');
  await expect(options.getByRole('option').first()).toContainText('podCIDR');
  await editor.page.keyboard.press('Escape');

  await editor.page.locator('.cm-line', { hasText: 'role: switch' }).getByText('role').hover();
  await expect(editor.page.locator('.pw-help')).toContainText('What it is in the drawing');
  await expect(editor.page.locator('.pw-help')).toContainText('router');
});

test('fields are explained in the language of the page', async ({ browser }) => {
  const editor = await EditorPage.open(browser, '', { locale: 'zh-CN' });
  await editor.checked();
  await editor.page.locator('.cm-line', { hasText: 'seed: 1' }).getByText('seed').hover();
  await expect(editor.page.locator('.pw-help')).toContainText('所有随机量的种子');
});

test('Tab indents; after Escape it leaves, and nothing traps the keyboard', async ({ browser }) => {
  const editor = await EditorPage.open(browser);
  await editor.endOf('seed: 1');
  await editor.page.keyboard.press('Enter');
  await editor.page.keyboard.press('Tab');
  await expect(editor.field).toBeFocused();
  await expect(editor.field).toHaveAccessibleDescription(/Escape, then Tab/);
  await editor.page.keyboard.press('Escape');
  await editor.page.keyboard.press('Tab');
  await expect(editor.field).not.toBeFocused();
  await editor.page.keyboard.press('Shift+Tab');
  await expect(editor.field).toBeFocused();
  await editor.page.keyboard.press('F6');
  await expect(editor.field).not.toBeFocused();
});

test('what was typed is there again after the page was left', async ({ browser }) => {
  const editor = await EditorPage.open(browser, './#/lab/same-node');
  await editor.endOf('seed:');
  await editor.page.keyboard.type(' # my note');
  await editor.checked();
  await editor.page.reload();
  await editor.lab.ready();
  await editor.show();
  await expect(editor.field).toContainText('# my note');
  await expect(editor.notice).toContainText('as you left it');
  await editor.notice.getByRole('button', { name: 'Back to the original' }).click();
  await expect(editor.field).not.toContainText('# my note');
  await expect(editor.notice).toBeEmpty();
});

test('a file is opened, dropped and handed out', async ({ browser }) => {
  const editor = await EditorPage.open(browser);
  const chooser = editor.page.waitForEvent('filechooser');
  await editor.page.getByRole('button', { name: 'Open a file' }).click();
  await (
    await chooser
  ).setFiles({ name: 'mine.yaml', mimeType: 'application/yaml', buffer: Buffer.from(SMALL_LAB) });
  await expect(editor.field).toContainText('name: my-lab');

  const drop = async (name: string, bytes: readonly number[]) => {
    const data = await editor.page.evaluateHandle(
      ([file, content]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(content)], file));
        return transfer;
      },
      [name, bytes] as const,
    );
    await editor.field.dispatchEvent('drop', { dataTransfer: data });
  };
  await drop('other.yaml', [...Buffer.from(SMALL_LAB.replace('my-lab', 'other-lab'))]);
  await expect(editor.field).toContainText('name: other-lab');
  await drop('picture.jpg', [0xff, 0xd8, 0xff, 0xe0]);
  await expect(editor.notice).toContainText('picture.jpg');
  await expect(editor.notice).toContainText('no text in UTF-8');
  await expect(editor.field).toContainText('name: other-lab');

  const download = editor.page.waitForEvent('download');
  await editor.page.getByRole('button', { name: 'Download' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('other-lab.yaml');
  expect(readFileSync(await file.path(), 'utf8')).toBe(SMALL_LAB.replace('my-lab', 'other-lab'));
});

test('axe finds nothing in the editor: in each theme and language', async ({ browser }) => {
  const editor = await EditorPage.open(browser);
  await editor.checked();
  expect(await violationsInEachLook(editor.page)).toEqual([]);
  await editor.paste(SMALL_LAB.replace('role: host', 'rol: host'));
  await expect(editor.problems.getByRole('button')).toHaveCount(1);
  expect(await violationsInEachLook(editor.page)).toEqual([]);
  await editor.endOf('name: left');
  await editor.page.keyboard.press('Enter');
  const words = editor.page.locator('.cm-tooltip-autocomplete');
  const found = await violationsInEachLook(editor.page, async () => {
    // The press that changed the look closed them.
    await expect(words).toBeHidden();
    await editor.field.focus();
    await editor.page.keyboard.press('Control+Space');
    await expect(words).toBeVisible();
  });
  expect(found).toEqual([]);
});
