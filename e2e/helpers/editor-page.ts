import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { LabPage } from './lab-page';

/** A small lab that can be built. */
export const SMALL_LAB = `apiVersion: packetwalk/v1
kind: Lab
metadata:
  name: my-lab
spec:
  title:
    en: Two hosts and a cable
  summary:
    en: One host pings the other.
  machines:
    - name: left
      role: host
      setup: |
        ip link set eth0 up
        ip addr add 10.0.0.1/24 dev eth0
    - name: right
      role: host
      setup: |
        ip link set eth0 up
        ip addr add 10.0.0.2/24 dev eth0
  cables:
    - [left/eth0, right/eth0]
  sends:
    - name: ping
      title:
        en: Ping right
      netns: left
      run: ping -c 1 10.0.0.2
`;

/** The editor of a lab's file, by what its user sees and presses. */
export class EditorPage {
  readonly page: Page;
  readonly field: Locator;
  readonly check: Locator;
  readonly problems: Locator;
  readonly notice: Locator;
  readonly marks: Locator;

  private constructor(readonly lab: LabPage) {
    const { page } = lab;
    this.page = page;
    this.field = page.locator('.cm-content');
    this.check = page.getByTestId('editor-check');
    this.problems = page.getByTestId('editor-problems');
    this.notice = page.getByTestId('editor-notice');
    this.marks = page.locator('.cm-lintRange-error');
  }

  /** Opens a lab and its file. */
  static async open(
    browser: Browser,
    address = '',
    options: BrowserContextOptions = {},
  ): Promise<EditorPage> {
    const lab = await LabPage.open(browser, address, options);
    await lab.ready();
    const editor = new EditorPage(lab);
    await editor.show();
    return editor;
  }

  static of(lab: LabPage): EditorPage {
    return new EditorPage(lab);
  }

  async show(): Promise<void> {
    await this.page
      .getByRole('button', { name: /^(Edit this lab|编辑实验)$/ })
      .first()
      .click();
    await expect(this.field).toBeFocused();
  }

  /** Waits until the text as it stands has been checked. */
  async checked(): Promise<void> {
    await expect(this.check).toHaveAttribute('data-state', 'done');
  }

  /** Puts a text in place of all there is, as a paste does. */
  async paste(text: string): Promise<void> {
    await this.field.focus();
    await this.page.keyboard.press('Control+a');
    await this.field.evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  /** Sets the cursor behind the first line that holds a text. */
  async endOf(line: string): Promise<void> {
    await this.page.locator('.cm-line', { hasText: line }).first().click();
    await this.page.keyboard.press('End');
  }

  async build(): Promise<void> {
    await this.page.getByRole('button', { name: 'Build', exact: true }).click();
  }
}
