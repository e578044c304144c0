import type { Page } from '@playwright/test';
import { expect, test } from './helpers/test';
import { EditorPage, SMALL_LAB } from './helpers/editor-page';
import { LabPage } from './helpers/lab-page';

// Whatever is pasted, stored or sent as an address: it is explained, the page lives, nothing is lost.

/** The page draws and runs: within the time any expectation has, whatever else the machine does. */
async function alive(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await new Promise((done) => setTimeout(done));
  });
}

function watched(editor: EditorPage): string[] {
  const errors: string[] = [];
  editor.page.on('pageerror', (error) => errors.push(error.message));
  editor.page.on('dialog', (dialog) => errors.push(`dialog: ${dialog.message()}`));
  return errors;
}

const BOMB = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map((name, at, all) => {
    const inner = at === 0 ? 'lol' : `*${all[at - 1] ?? ''}`;
    return `${name}: &${name} [${Array(9).fill(inner).join(', ')}]`;
  })
  .join('\n');

const BAD: readonly [what: string, text: string, said: string | RegExp][] = [
  ['nothing at all', '', 'no document with'],
  ['a YAML bomb', BOMB, 'too much'],
  ['a hundred thousand brackets', '['.repeat(100_000), '64 levels'],
  ['the longest text a lab may be', `# ${'x'.repeat(262_000)}`, 'no document with'],
  ['a list where a mapping belongs', SMALL_LAB.replace(/spec:[^]*/, 'spec: [1, 2]\n'), 'missing'],
  ['a tab', SMALL_LAB.replace('  title:', '\ttitle:'), 'tab'],
  ['NUL bytes', 'kind: Lab\0\napiVersion: packetwalk/v1\n', /./],
  [
    'a key of the language of the page',
    SMALL_LAB.replace('spec:', 'spec:\n  __proto__: { polluted: 1 }'),
    '__proto__',
  ],
  [
    'another such key',
    SMALL_LAB.replace('spec:', 'spec:\n  constructor: { prototype: { polluted: 1 } }'),
    'constructor',
  ],
  ['a field nobody knows', SMALL_LAB.replace('role: host', 'rol: host'), '“role” is meant'],
  ['a manifest that is none', `${SMALL_LAB}---\napiVersion: v1\nkind: Pod\n`, /./],
  [
    'script in a name',
    SMALL_LAB.replace('name: my-lab', 'name: <img src=x onerror=alert(1)>'),
    '<img src=x onerror',
  ],
];

test('whatever is pasted is explained, and the page lives', async ({ browser }) => {
  test.slow();
  const editor = await EditorPage.open(browser);
  const errors = watched(editor);
  await editor.checked();
  for (const [what, text, said] of BAD) {
    await test.step(what, async () => {
      await editor.paste(text);
      await alive(editor.page);
      await expect(editor.problems.getByRole('button').first()).toContainText(said);
      expect(await editor.page.evaluate(() => 'polluted' in {})).toBe(false);
      // Nothing of it became part of the page.
      expect(
        await editor.page.locator('[data-panel="editor"] :is(img:not(.cm-widgetBuffer), script)').count(),
      ).toBe(0);
      await editor.page.getByRole('button', { name: 'Back to the original' }).click();
      await expect(editor.check).toContainText('No problems');
      expect(errors).toEqual([]);
    });
  }
});

test('a paste of 10 MB is refused, and nothing is changed', async ({ browser }) => {
  const editor = await EditorPage.open(browser);
  const errors = watched(editor);
  await editor.checked();
  await editor.field.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'spec:\n'.repeat(1_747_627));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await alive(editor.page);
  await expect(editor.notice).toContainText('10485762');
  await expect(editor.notice).toContainText('Nothing was changed');
  await expect(editor.field).toContainText('flannel');
  expect(errors).toEqual([]);
});

test('a file of 10 MB is refused without being read', async ({ browser }) => {
  const editor = await EditorPage.open(browser);
  const chooser = editor.page.waitForEvent('filechooser');
  await editor.page.getByRole('button', { name: 'Open a file' }).click();
  const buffer = Buffer.alloc(10_485_760, 'a');
  await (await chooser).setFiles({ name: 'big.yaml', mimeType: 'application/yaml', buffer });
  await expect(editor.notice).toContainText('big.yaml');
  await alive(editor.page);
  await expect(editor.field).toContainText('flannel');
});

test('texts of a lab are texts, however they look', async ({ browser }) => {
  const markup = '<img src=x onerror=alert(1)>';
  const editor = await EditorPage.open(browser);
  const errors = watched(editor);
  await editor.paste(
    SMALL_LAB.replace('Two hosts and a cable', `'${markup}'`).replace('Ping right', `'${markup}'`),
  );
  await editor.checked();
  await editor.build();
  await editor.lab.ready();
  await expect(editor.page.getByRole('heading', { name: markup })).toBeVisible();
  expect(await editor.page.locator('img').count()).toBe(0);
  expect(errors).toEqual([]);
});

for (const [what, thrown] of [
  ['forbidden', 'SecurityError'],
  ['full', 'QuotaExceededError'],
] as const) {
  test(`with storage ${what} one is told, and goes on`, async ({ browser }) => {
    const context = await browser.newContext({ locale: 'en-US' });
    await context.addInitScript((name) => {
      const refuse = () => {
        throw new DOMException('planted', name);
      };
      if (name === 'SecurityError') Object.defineProperty(window, 'localStorage', { get: refuse });
      else Storage.prototype.setItem = refuse;
    }, thrown);
    const lab = await LabPage.in(context);
    await lab.ready();
    const editor = EditorPage.of(lab);
    await editor.show();
    await editor.paste(SMALL_LAB);
    await expect(editor.notice).toContainText('does not keep this text');
    await editor.checked();
    await editor.build();
    await expect(editor.page.getByRole('heading', { name: 'Two hosts and a cable' })).toBeVisible();
  });
}

test('a hostile stored state is left aside', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en-US' });
  await context.addInitScript(() => {
    const drafts = [{ key: 'lab/flannel-vxlan', text: 7 }, null, { key: {}, text: [] }, { __proto__: null }];
    localStorage.setItem('packetwalk.drafts', JSON.stringify({ version: 1, drafts }));
    localStorage.setItem('packetwalk.prefs', '{"version":1,"theme":{"a":[]},"__proto__":{"speed":9}}');
  });
  const lab = await LabPage.in(context);
  await lab.ready();
  const editor = EditorPage.of(lab);
  await editor.show();
  await expect(editor.field).toContainText('kind: Lab');
  await expect(editor.notice).toBeEmpty();
});

const HOSTILE: readonly [string, string][] = [
  ['is no packed lab', '#/own/AAAA'],
  ['is no base64url', '#/own/%3Cscript%3Ealert(1)%3C%2Fscript%3E'],
  ['holds far too much', `#/own/${'A'.repeat(70_000)}`],
  // 40 MB of zeros, deflated and in base64url.
  ['is a bomb', '#/own/BOMB'],
];

for (const [what, hash] of HOSTILE) {
  test(`an address that ${what} is told, and the page lives`, async ({ browser }) => {
    const { deflateRawSync } = await import('node:zlib');
    const bomb = deflateRawSync(Buffer.alloc(40_000_000)).toString('base64url');
    const lab = await LabPage.open(browser, `./${hash.replace('BOMB', bomb)}`);
    await expect(lab.trouble).toContainText('This address cannot be read');
    await alive(lab.page);
    await lab.trouble.getByRole('button', { name: 'Start fresh' }).click();
    await lab.ready();
  });
}

test('a lab in an address that cannot be built is told, and can be mended', async ({ browser }) => {
  const { deflateRawSync } = await import('node:zlib');
  const packed = deflateRawSync(Buffer.from(SMALL_LAB.replace('10.0.0.2/24', '10.0.0.2/99'))).toString(
    'base64url',
  );
  const lab = await LabPage.open(browser, `./#/own/${packed}`);
  await expect(lab.trouble).toContainText('10.0.0.2/99');
  const editor = EditorPage.of(lab);
  await lab.trouble.getByRole('button', { name: 'Edit this lab' }).click();
  await editor.endOf('10.0.0.2/99');
  await editor.page.keyboard.press('Control+z');
  await editor.paste(SMALL_LAB);
  await editor.checked();
  await editor.build();
  await lab.ready();
});

test('a lab too long for an address stays in this browser, and elsewhere one is told', async ({
  browser,
}) => {
  const { createHash } = await import('node:crypto');
  const noise = Array.from(
    { length: 3000 },
    (_, at) => `# ${createHash('sha256').update(`${at}`).digest('hex')}`,
  );
  const editor = await EditorPage.open(browser);
  await editor.paste(`${SMALL_LAB}${noise.join('\n')}\n`);
  await editor.checked();
  await editor.build();
  await editor.lab.ready();
  await expect(editor.page).toHaveURL(/#\/own\?/);
  await editor.page.getByRole('button', { name: 'Share' }).click();
  await expect(editor.page.getByRole('dialog')).toContainText('too long for a link');
  await editor.page.keyboard.press('Escape');
  await editor.page.reload();
  await editor.lab.ready();
  await expect(editor.page.getByRole('heading', { name: 'Two hosts and a cable' })).toBeVisible();

  const lab = await LabPage.open(browser, './#/own');
  await expect(lab.trouble).toContainText('not in this browser');
});
